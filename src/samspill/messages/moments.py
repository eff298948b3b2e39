"""Points in time as the messages write them: xs:dateTime and xs:date, to and from Python."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from samspill.stay.events import OSLO

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?")
_DATETIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)?")
_MIDNIGHT_AFTER = "24:00:00"  # xs:dateTime allows it and means the start of the next day
_YEARS = range(1900, 2200)  # outside these it is a slip of the keyboard, and would upset all arithmetic


class NoMoment(ValueError):
    """The text is not a day or a point in time that Samspill can use. The message says why, without the text."""


def read_day(text: str) -> date:
    """An xs:date; a time zone behind it is left out, for the day is the Norwegian one. Raises NoMoment."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        raise NoMoment("er ikke en dato (år-måned-dag)")
    try:
        day = date.fromisoformat(found.group(1))
    except ValueError:
        raise NoMoment("er en dato som ikke finnes i kalenderen") from None
    if day.year not in _YEARS:
        raise NoMoment("har et årstall som ikke kan stemme")
    return day


def read_instant(text: str) -> datetime:
    """An xs:dateTime, aware, in Norwegian time; Norwegian time is meant where no offset is given. Raises NoMoment."""
    found = _DATETIME.fullmatch(text.strip())
    if not found:
        raise NoMoment("er ikke et tidspunkt (dato og klokkeslett)")
    day, clock, fraction, offset = found.groups()
    late = clock == _MIDNIGHT_AFTER
    try:
        moment = datetime.fromisoformat(f"{day}T{'00:00:00' if late else clock}.{(fraction or '0').ljust(6, '0')}")
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo if offset else OSLO
    except ValueError:
        raise NoMoment("er et tidspunkt som ikke finnes") from None
    if moment.year not in _YEARS:
        raise NoMoment("har et årstall som ikke kan stemme")
    moment += timedelta(days=1) if late else timedelta()
    # By way of UTC, so that an hour that does not exist on the last Sunday of March becomes one that does.
    return moment.replace(tzinfo=zone).astimezone(UTC).astimezone(OSLO)


def read_moment(text: str) -> date | datetime:
    """The TS type of the messages, a day or a point in time. Years, months and bare times of day are refused.

    Raises NoMoment: a payment cannot be reckoned from "some time in January".
    """
    return read_instant(text) if "T" in text else read_day(text)


def write_instant(moment: datetime) -> str:
    """Norwegian time to the second, with offset: 2018-01-31T17:12:31+01:00."""
    return moment.astimezone(OSLO).isoformat(timespec="seconds")


def write_moment(moment: date | datetime) -> str:
    """A point in time, or a bare day: what was known is what is said."""
    return write_instant(moment) if isinstance(moment, datetime) else moment.isoformat()
