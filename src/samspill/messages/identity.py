"""Norwegian identity numbers of persons: which kind, are they possible, are they synthetic.

Sources: HIS 1001:2010 for the ordinary kinds. Synthetic numbers are ordinary ones with the month raised: by 80 (the
National Population Register's test data), 65 (Norsk helsenett) or 40 (NAV).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stdnum.no.fodselsnummer import calc_check_digit1, calc_check_digit2

SYNTHETIC_MONTHS = (80, 65, 40)  # what is added to the month
_H_NUMBER_MONTH = 40  # H-numbers, issued inside one hospital, raise the month by as much as NAV's synthetic ones
_ELEVEN_DIGITS = ("FNR", "DNR", "HNR", "FHN")
_MAN, _WOMAN = "1", "2"  # code list 3101
_NAMES = {"FNR": "Fødselsnummeret", "DNR": "D-nummeret", "HNR": "H-nummeret", "FHN": "Felles hjelpenummer"}


class WrongNumber(ValueError):
    """The number cannot be anybody's, or is synthetic where that is not allowed. The message never holds the number."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A number that may be somebody's. `kind` is of code list 8116; `born` and `sex` only where the number says it."""

    number: str
    kind: str
    born: date | None = None
    sex: str = ""
    synthetic: bool = False


def check_number(number: str, kind: str, *, allow_synthetic: bool = False, today: date | None = None) -> Identity:
    """The number without blanks and what it says, or WrongNumber.

    A D-number sent as FNR, or the other way round, is taken for what it is: senders mix the two, and nobody is
    served by losing the message. Numbers of other countries and offices have no rule that we can check.
    """
    cleaned = "".join(number.split()).replace("-", "") if kind in (*_ELEVEN_DIGITS, "DUF") else number.strip()
    if kind == "DUF":
        return Identity(_checked_duf(cleaned), kind)
    if kind not in _ELEVEN_DIGITS:
        if not cleaned:
            raise WrongNumber("Pasientens identifikator er tom.")
        return Identity(cleaned, kind)
    _check_digits(cleaned, _NAMES[kind])
    if cleaned[0] in "89":
        return _checked_fhn(cleaned, kind)
    identity = _read_dated(cleaned, kind, today)
    if identity.synthetic and not allow_synthetic:
        raise WrongNumber("Pasientens nummer er syntetisk. Syntetiske pasienter tas ikke imot her.")
    return identity


def is_synthetic(number: str, kind: str = "FNR") -> bool:
    """Is it a test person's number, by its month? H-numbers share a month range with NAV's synthetic numbers."""
    if len(number) != 11 or not _all_digits(number) or number[0] in "89":
        return False
    added = _month_added(int(number[2:4]), h_number=kind == "HNR")
    return bool(added) and not (kind == "HNR" and added == _H_NUMBER_MONTH)


def synthetic_number(born: date, serial: int, sex: str) -> str:
    """The `serial`-th (from 0) synthetic national identity number of that day and sex ("1" man, "2" woman), month +80.

    There are some 200 to each day and sex; ValueError beyond them, and for years that the number cannot express.
    """
    if sex not in (_MAN, _WOMAN):
        raise ValueError(f"sex is '1' (man) or '2' (woman), not {sex!r}")
    day = f"{born.day:02d}{born.month + 80:02d}{born.year % 100:02d}"
    left = serial
    for individual in range(*_individual_numbers(born.year)):
        if (individual % 2 == 1) != (sex == _MAN):
            continue
        digits = _with_check_digits(f"{day}{individual:03d}")
        if digits and left == 0:
            return digits
        left -= bool(digits)
    raise ValueError(f"there are not {serial + 1} numbers for one day and sex")


def _all_digits(number: str) -> bool:
    return number.isascii() and number.isdigit()


def _check_digits(number: str, name: str) -> None:
    if len(number) != 11 or not _all_digits(number):
        raise WrongNumber(f"{name} i meldingen består ikke av elleve sifre.")
    if number[9] != calc_check_digit1(number[:9]) or number[10] != calc_check_digit2(number[:10]):
        raise WrongNumber(f"{name} i meldingen har feil kontrollsiffer.")


def _checked_fhn(number: str, kind: str) -> Identity:
    if kind != "FHN":
        raise WrongNumber(f"{_NAMES[kind]} i meldingen begynner som et felles hjelpenummer.")
    return Identity(number, kind)


def _checked_duf(number: str) -> str:
    """Twelve digits, a year first. UDI has not published the rule for the rest."""
    if len(number) != 12 or not _all_digits(number) or number[:2] not in ("19", "20"):
        raise WrongNumber("DUF-nummeret i meldingen består ikke av tolv sifre som begynner med et årstall.")
    return number


def _read_dated(number: str, kind: str, today: date | None) -> Identity:
    """A number that begins with a day of birth: national identity number, D-number, H-number."""
    if kind == "FHN":
        raise WrongNumber("Felles hjelpenummer i meldingen begynner ikke med 8 eller 9.")
    day, month, individual = int(number[:2]), int(number[2:4]), int(number[6:9])
    d_number = day > 40
    added = _month_added(month, h_number=kind == "HNR")
    if kind == "HNR" and (not added or d_number):
        raise WrongNumber("H-nummeret i meldingen er ikke satt sammen som et H-nummer.")
    born = _birthday(_century(int(number[4:6]), individual), month - added, day - 40 * d_number)
    if born is None or born > (today or date.today()):
        raise WrongNumber(f"{_NAMES[kind]} i meldingen begynner ikke med en fødselsdato som kan stemme.")
    real_kind = "HNR" if kind == "HNR" else "DNR" if d_number else "FNR"
    synthetic = bool(added) and not (kind == "HNR" and added == _H_NUMBER_MONTH)
    # The day in an H-number may be made up, so it tells no age.
    return Identity(number, real_kind, None if kind == "HNR" else born, _MAN if individual % 2 else _WOMAN, synthetic)


def _month_added(month: int, *, h_number: bool) -> int:
    """What was added to the month, 0 for nothing; of H-numbers only their own 40 is known."""
    for added in (_H_NUMBER_MONTH,) if h_number else SYNTHETIC_MONTHS:
        if added < month <= added + 12:
            return added
    return 0


def _century(year: int, individual: int) -> int:
    """The full year of birth, 0 when no series fits (HIS 1001:2010 chapter 4.1)."""
    if individual < 500:
        return 1900 + year
    if individual < 750 and year >= 54:
        return 1800 + year
    if year < 40:
        return 2000 + year
    return 1900 + year if individual >= 900 else 0


def _birthday(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _individual_numbers(year: int) -> tuple[int, int]:
    """First and one past the last individual number of a year of birth."""
    for first, last, numbers in ((1854, 1899, (500, 750)), (1900, 1999, (0, 500)), (2000, 2039, (500, 1000))):
        if first <= year <= last:
            return numbers
    raise ValueError("only births from 1854 to 2039 can be numbered")


def _with_check_digits(nine: str) -> str:
    """Nine digits made eleven; empty where a check digit would be 10, which is never issued."""
    first = calc_check_digit1(nine)
    if len(first) > 1:
        return ""
    second = calc_check_digit2(nine + first)
    return nine + first + second if len(second) == 1 else ""
