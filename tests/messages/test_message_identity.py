"""Identity numbers: possible or not, of which kind, real or synthetic."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.messages.cast import numbered

from samspill.messages import WrongNumber, check_number, is_synthetic, synthetic_number

PUBLISHED_TEST_NUMBER = "01015000232"  # printed in HIS 1001:2010; nobody's
TODAY = date(2026, 11, 22)
birthdays = st.dates(date(1854, 1, 1), date(2026, 11, 22))
sexes = st.sampled_from(["1", "2"])


def test_an_ordinary_number_says_birthday_and_sex() -> None:
    identity = check_number(PUBLISHED_TEST_NUMBER, "FNR")
    assert (identity.born, identity.sex, identity.kind, identity.synthetic) == (date(1950, 1, 1), "2", "FNR", False)


@pytest.mark.parametrize(
    "slip", ["01015000322", "01015002322", "01015000233", "0101500023", "010150002320", "010150OO232", ""]
)
def test_slips_of_the_keyboard_are_found(slip: str) -> None:
    with pytest.raises(WrongNumber):
        check_number(slip, "FNR")


def test_the_sentence_never_holds_the_number() -> None:
    with pytest.raises(WrongNumber) as wrong:
        check_number("01015000233", "FNR")
    assert "0101" not in str(wrong.value)


@pytest.mark.parametrize("raised", [80, 65, 40])
def test_synthetic_months(raised: int) -> None:
    number = numbered(f"15{7 + raised:02d}65", "1")
    assert is_synthetic(number)
    identity = check_number(number, "FNR", allow_synthetic=True)
    assert (identity.born, identity.sex, identity.synthetic) == (date(1965, 7, 15), "1", True)
    with pytest.raises(WrongNumber, match="syntetisk"):
        check_number(number, "FNR")


@pytest.mark.parametrize("month", ["13", "40", "53", "65", "78", "80", "93", "00"])
def test_months_between_the_raised_ones_are_nobodys(month: str) -> None:
    with pytest.raises(WrongNumber):
        check_number(numbered(f"15{month}65", "1"), "FNR", allow_synthetic=True)


def test_an_h_number_is_real_though_its_month_is_raised_by_40() -> None:
    number = numbered("154765", "1")
    identity = check_number(number, "HNR")
    assert (identity.kind, identity.synthetic, identity.born) == ("HNR", False, None)
    assert not is_synthetic(number, "HNR")
    with pytest.raises(WrongNumber):
        check_number(PUBLISHED_TEST_NUMBER, "HNR")


def test_a_d_number_is_known_under_either_name() -> None:
    number = numbered("558765", "2")
    for kind in ("FNR", "DNR"):
        identity = check_number(number, kind, allow_synthetic=True)
        assert (identity.kind, identity.born, identity.sex) == ("DNR", date(1965, 7, 15), "2")


def test_a_common_help_number_says_nothing_but_itself() -> None:
    number = numbered("812345", "1")
    identity = check_number(number, "FHN")
    assert (identity.kind, identity.born, identity.sex) == ("FHN", None, "")
    assert not is_synthetic(number)
    with pytest.raises(WrongNumber):
        check_number(number, "FNR")
    with pytest.raises(WrongNumber):
        check_number(PUBLISHED_TEST_NUMBER, "FHN")


@pytest.mark.parametrize("number", ["201512345678", "199812345678"])
def test_duf(number: str) -> None:
    assert check_number(number, "DUF").number == number


@pytest.mark.parametrize("number", ["20151234567", "2015123456789", "501512345678", "2015l2345678", ""])
def test_not_duf(number: str) -> None:
    with pytest.raises(WrongNumber):
        check_number(number, "DUF")


def test_numbers_of_other_countries_are_not_judged_but_must_be_there() -> None:
    assert check_number(" 19650715-1234 ", "SEF").number == "19650715-1234"
    with pytest.raises(WrongNumber):
        check_number("  ", "SEF")


def test_nobody_is_born_tomorrow() -> None:
    number = synthetic_number(date(2026, 11, 23), 0, "1")
    assert check_number(number, "FNR", allow_synthetic=True, today=date(2026, 11, 23)).born == date(2026, 11, 23)
    with pytest.raises(WrongNumber):
        check_number(number, "FNR", allow_synthetic=True, today=TODAY)


@given(birthdays, st.integers(0, 60), sexes)
def test_made_numbers_say_what_they_were_made_of(born: date, serial: int, sex: str) -> None:
    number = synthetic_number(born, serial, sex)
    identity = check_number(number, "FNR", allow_synthetic=True, today=TODAY)
    assert (identity.born, identity.sex, identity.synthetic) == (born, sex, True)
    assert is_synthetic(number)


@given(birthdays, sexes)
def test_made_numbers_differ(born: date, sex: str) -> None:
    assert len({synthetic_number(born, serial, sex) for serial in range(40)}) == 40


@given(birthdays, sexes, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born: date, sex: str, place: int, shift: int) -> None:
    number = synthetic_number(born, 3, sex)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    with pytest.raises(WrongNumber):
        check_number(wrong, "FNR", allow_synthetic=True, today=TODAY)


@pytest.mark.parametrize(
    ("born", "serial", "sex"),
    [
        (date(1853, 12, 31), 0, "1"),
        (date(2040, 1, 1), 0, "1"),
        (date(1990, 1, 1), 300, "1"),
        (date(1990, 1, 1), 0, "K"),
    ],
)
def test_numbers_that_cannot_be_made(born: date, serial: int, sex: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        synthetic_number(born, serial, sex)
