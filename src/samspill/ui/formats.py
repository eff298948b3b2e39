"""How dates, times and numbers are written, in the language of the reader.

    day       3. mars 2026            short_day   to 19. nov           clock_time  14:10
    moment    to 19. nov 14:10        when        i dag 12:00          ago         for 3 timer siden
    number    11 588                  decimal     3,5                  kroner      kr 4 747

Numbers use a narrow no-break space between thousands in Norwegian, a comma in English. The year is left out when it is
the present one, except in `day`. Every function takes None and gives an empty string.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language

from samspill.core import clock

NARROW = "\u202f"
SPACE = "\u00a0"
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True)
class Words:
    """What differs between the languages. Abbreviated as in everyday use on a ward, without full stops."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    nearby: dict[int, str]
    just_now: str
    ago: str
    units: dict[str, tuple[str, str]]
    ordinal: str
    thousands: str
    decimal: str
    money: str


_NORWEGIAN_MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)
_NORWEGIAN_SHORT = ("jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sep", "okt", "nov", "des")

WORDS = {
    "nb": Words(
        weekdays=("ma", "ti", "on", "to", "fr", "lø", "sø"),
        months=_NORWEGIAN_MONTHS,
        short_months=_NORWEGIAN_SHORT,
        nearby={-1: "i går", 0: "i dag", 1: "i morgen"},
        just_now="nå",
        ago="for {} siden",
        units={"minute": ("minutt", "minutter"), "hour": ("time", "timer"), "day": ("døgn", "døgn")},
        ordinal=".",
        thousands=NARROW,
        decimal=",",
        money="kr",
    ),
    "nn": Words(
        weekdays=("må", "ty", "on", "to", "fr", "la", "sø"),
        months=_NORWEGIAN_MONTHS,
        short_months=_NORWEGIAN_SHORT,
        nearby={-1: "i går", 0: "i dag", 1: "i morgon"},
        just_now="no",
        ago="for {} sidan",
        units={"minute": ("minutt", "minutt"), "hour": ("time", "timar"), "day": ("døgn", "døgn")},
        ordinal=".",
        thousands=NARROW,
        decimal=",",
        money="kr",
    ),
    "en": Words(
        weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        short_months=("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
        nearby={-1: "yesterday", 0: "today", 1: "tomorrow"},
        just_now="now",
        ago="{} ago",
        units={"minute": ("minute", "minutes"), "hour": ("hour", "hours"), "day": ("day", "days")},
        ordinal="",
        thousands=",",
        decimal=".",
        money="NOK",
    ),
}


def words() -> Words:
    return WORDS.get(get_language() or "nb", WORDS["nb"])


def _local(value: date | datetime) -> date | datetime:
    """A moment as Norway's clocks show it; a bare date as it is."""
    return value.astimezone(clock.OSLO) if isinstance(value, datetime) else value


def _calendar_day(value: date | datetime) -> date:
    value = _local(value)
    return value.date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """3. mars 2026"""
    if value is None:
        return ""
    said, the_day = words(), _calendar_day(value)
    return f"{the_day.day}{said.ordinal}{SPACE}{said.months[the_day.month - 1]} {the_day.year}"


def short_day(value: date | datetime | None) -> str:
    """to 19. nov; with the year when it is another than this one."""
    if value is None:
        return ""
    said, the_day = words(), _calendar_day(value)
    text = (
        f"{said.weekdays[the_day.weekday()]} {the_day.day}{said.ordinal}{SPACE}{said.short_months[the_day.month - 1]}"
    )
    return text if the_day.year == clock.today().year else f"{text} {the_day.year}"


def clock_time(value: datetime | None) -> str:
    """14:10"""
    return "" if value is None else f"{_local(value):%H:%M}"


def moment(value: date | datetime | None) -> str:
    """to 19. nov 14:10, or the day alone for a bare date."""
    if not isinstance(value, datetime):
        return short_day(value)
    return f"{short_day(value)} {clock_time(value)}"


def when(value: date | datetime | None) -> str:
    """i dag 12:00, i morgen 08:00, to 19. nov 14:10; a bare date: i dag, to 19. nov."""
    if value is None:
        return ""
    near = words().nearby.get((_calendar_day(value) - clock.today()).days)
    if near is None:
        return moment(value)
    return f"{near} {clock_time(value)}" if isinstance(value, datetime) else near


def ago(value: datetime | None) -> str:
    """nå, for 5 minutter siden, for 3 timer siden, for 2 døgn siden. What lies ahead is «nå»."""
    if value is None:
        return ""
    said, seconds = words(), (clock.now() - value).total_seconds()
    if seconds < MINUTE:
        return said.just_now
    return said.ago.format(duration(timedelta(seconds=seconds)))


def duration(value: timedelta | None) -> str:
    """2 døgn, 5 timer, 12 minutter: the largest whole unit."""
    if value is None:
        return ""
    seconds = int(abs(value.total_seconds()))
    for unit, size in (("day", DAY), ("hour", HOUR)):
        if seconds >= size:
            return _counted(seconds // size, unit)
    return _counted(seconds // MINUTE, "minute")


def days(value: int | None) -> str:
    """1 døgn, 3 døgn (days in hospital)."""
    return "" if value is None else _counted(value, "day")


def _counted(count: int, unit: str) -> str:
    one, many = words().units[unit]
    return f"{number(count)}{SPACE}{one if count == 1 else many}"


def number(value: float | None, decimals: int = 0) -> str:
    """11 588; with decimals 3,5. A true minus sign before negative ones."""
    if value is None:
        return ""
    said = words()
    whole, _, fraction = f"{abs(value):,.{decimals}f}".partition(".")
    text = whole.replace(",", said.thousands) + (f"{said.decimal}{fraction}" if fraction else "")
    return f"−{text}" if value < 0 and text.strip("0,.") else text


def decimal(value: float | None) -> str:
    """One decimal: 3,5"""
    return number(value, 1)


def kroner(value: int | None) -> str:
    """kr 4 747"""
    return "" if value is None else f"{words().money}{SPACE}{number(value)}"
