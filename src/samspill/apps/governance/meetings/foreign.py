"""Other people's calendar files, read kindly: what can be understood is taken, the rest is counted. Never a crash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar

from samspill.core.clock import OSLO

LARGEST = 5_000_000  # bytes
MOST = 5000  # occasions taken from one file
AHEAD = timedelta(days=3 * 366)
PATIENCE = 10.0  # seconds; a rule can be written so that it is searched for ever and never found
RHYTHMS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}  # nobody meets every minute
OF_A_DAY = {
    "FREQ",
    "COUNT",
    "UNTIL",
    "INTERVAL",
    "BYDAY",
    "BYMONTH",
    "WKST",
}  # what else a daily rule says, may be never


@dataclass
class Foreign:
    """events: (uid, title, starts, ends), aware. skipped: how many could not be understood."""

    events: list[tuple[str, str, datetime, datetime]] = field(default_factory=list)
    skipped: int = 0
    fault: str = ""


def read_calendar(content: bytes, since: date) -> Foreign:
    """Occasions that end on or after `since`. Whole days are from midnight to midnight in Norway."""
    found = Foreign()
    if len(content) > LARGEST:
        found.fault = _("Filen er for stor.")
        return found
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except Exception:
        # The library raises of many kinds on what is no calendar; whatever it was, the answer is the same.
        calendars = []
    if not calendars:
        found.fault = _("Filen er ikke en kalender (iCalendar) som kan leses.")
        return found
    first, began = datetime.combine(since, time(), OSLO), monotonic()
    for event in (event for calendar in calendars for event in calendar.walk("VEVENT")):
        if monotonic() - began < PATIENCE:
            _take(event, first, found)
        else:
            found.skipped += 1
    found.events = list(dict.fromkeys(sorted(found.events, key=lambda each: each[2])))[:MOST]
    return found


def _take(event: Any, first: datetime, found: Foreign) -> None:
    try:
        if str(event.get("status", "")).upper() != "CANCELLED":
            found.events += [each for each in _occasions(event, first) if each[3] >= first]
    except Exception:
        # One event that cannot be understood must not keep the others out.
        found.skipped += 1


def _occasions(event: Any, first: datetime) -> Iterator[tuple[str, str, datetime, datetime]]:
    starts = _moment(event.decoded("dtstart"))
    lasts = _length(event, starts)
    uid = str(event.get("uid", ""))[:200] or f"{starts.isoformat()}"
    title = " ".join(str(event.get("summary", "")).split())[:200] or _("Opptatt")
    gone = {_moment(each.dt) for each in _dates(event.get("exdate"))}
    for at in (starts, *_repeated(event, starts, first)):
        if at not in gone:
            yield uid, title, at, at + lasts


def _moment(value: Any) -> datetime:
    """A day begins at midnight; a time without a zone is Norwegian time."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), OSLO)
    return (value if value.tzinfo else value.replace(tzinfo=OSLO)).astimezone(OSLO)


def _length(event: Any, starts: datetime) -> timedelta:
    if "dtend" in event:
        return max(_moment(event.decoded("dtend")) - starts, timedelta(0))
    if "duration" in event:
        lasts: timedelta = event.decoded("duration")
        return max(lasts, timedelta(0))
    whole_day = not isinstance(event.decoded("dtstart"), datetime)
    return timedelta(days=1) if whole_day else timedelta(0)


def _dates(value: Any) -> Iterator[Any]:
    for each in value if isinstance(value, list) else [value]:
        yield from getattr(each, "dts", [])


def _repeated(event: Any, starts: datetime, first: datetime) -> Iterator[datetime]:
    """In wall clock time: ten o'clock stays ten when the clocks change."""
    for rule in event["rrule"] if isinstance(event.get("rrule"), list) else [event.get("rrule")]:
        if rule is None:
            continue
        _check_sane(rule)
        for name in ("UNTIL", "until"):
            if name in rule:
                rule[name] = [_plain_until(each) for each in rule[name]]
        plain = starts.replace(tzinfo=None)
        rows = rrulestr(rule.to_ical().decode(), dtstart=plain)
        for number, at in enumerate(rows.xafter((first - timedelta(days=31)).replace(tzinfo=None), inc=True)):
            if number >= MOST or at > plain + AHEAD + (max(first, starts) - starts):
                break
            if at != plain:
                yield at.replace(tzinfo=OSLO)
    for each in _dates(event.get("rdate")):
        yield _moment(each.dt)


def _check_sane(rule: Any) -> None:
    """Raises ValueError for a rule that would be searched for ever."""
    frequency = str(next(iter(rule.get("FREQ", [""])), "")).upper()
    steps = [int(each) for each in rule.get("INTERVAL", [1])]
    if frequency not in RHYTHMS or any(each < 1 for each in steps):
        raise ValueError("No calendar repeats like this.")
    if frequency == "DAILY" and not {str(name).upper() for name in rule} <= OF_A_DAY:
        raise ValueError("A daily rule with more in it than a day of the week or a month.")


def _plain_until(value: Any) -> datetime:
    if not isinstance(value, datetime):
        return datetime.combine(value, time(23, 59, 59))
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(OSLO).replace(tzinfo=None)
