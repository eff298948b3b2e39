"""What happens to a hospital stay: the words that everything else in Samspill is said with.

A stay *is* the list of its events. Nothing is ever changed in the list: a wrong event is corrected or cancelled by a
later one. State, clocks, waiting days and payable days are pure functions of the list (see `fold`, `clocks`, `days`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_LAST_SECOND = time(23, 59, 59)


def norwegian_day(moment: datetime) -> date:
    """The calendar day it was in Norway at that moment, whatever time zone the moment is written in."""
    return moment.astimezone(OSLO).date()


class Side(StrEnum):
    """Who holds the pen."""

    HOSPITAL = "hospital"
    MUNICIPALITY = "municipality"
    GP = "gp"
    NOBODY = "nobody"


class Sector(StrEnum):
    """Which kind of hospital care; the regulation puts extra conditions on the last two."""

    SOMATIC = "somatic"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"


class Kind(StrEnum):
    """What may happen. The value is stored, so it never changes."""

    ADMITTED = "admitted"
    NEED_IDENTIFIED = "need_identified"  # somebody saw that municipal services will be needed
    EARLY_NOTICE = "early_notice"  # tidligmelding
    ADMISSION_REPORT = "admission_report"  # innleggelsesrapport, from the municipality
    EXPECTED_DISCHARGE = "expected_discharge"  # `expected` says when
    READY = "ready"  # declared discharge-ready by a clinician
    READY_NOTICE = "ready_notice"  # the municipality was told; `municipality` says which
    CANNOT = "cannot"  # the municipality cannot receive; `expected` says when it thinks it can, if it said so
    CAN = "can"  # the municipality can receive, from `expected` (or from the day it said so)
    NOT_KNOWN = "not_known"  # the municipality that was told says that the patient is not theirs
    MUNICIPALITY_CONFIRMED = "municipality_confirmed"  # the hospital has looked into that, and stands by it
    ASSESSED = "assessed"  # quick joint assessment done
    PLAN_MEETING_CALLED = "plan_meeting_called"  # extra condition, mental health and substance use
    FOLLOW_UP_CLARIFIED = "follow_up_clarified"  # extra condition, mental health and substance use
    WITHDRAWN = "withdrawn"  # avmelding: no longer ready
    TRANSFERRED = "transferred"  # to another ward of the same trust; `unit` says which
    ON_LEAVE = "on_leave"
    BACK_FROM_LEAVE = "back_from_leave"
    MUNICIPALITY_CHANGED = "municipality_changed"  # municipality of stay, from `at`
    DISCHARGED = "discharged"
    DIED = "died"
    CANCELLED = "cancelled"  # everything that came with the source named by `refers_to` never happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, and who said so.

    at          when it happened. A bare `date` where the sender gave no time of day; else an aware `datetime`.
    said_at     when the sender said it (MsgHead/GenDate, or when the form was sent); aware.
    source      the message or form that it came with. One source may bring several events.
    refers_to   an earlier source: the one that is cancelled (CANCELLED), or answered (CAN, CANNOT, NOT_KNOWN).
    replaces    the source that this event's source corrects ("Endring"); empty for news.

    Points in time are kept in UTC: two of them in Norwegian time cannot be told apart in the hour that comes twice in
    October. Raises ValueError on a point in time without a time zone, and on a day that has an hour.
    """

    kind: Kind
    at: date | datetime
    said_at: datetime
    by: Side
    source: str
    refers_to: str = ""
    replaces: str = ""
    municipality: str = ""  # four digits
    expected: date | None = None
    unit: str = ""  # the ward, as the sender names it (an id of the directory, or a local code)
    sector: Sector | None = None
    discharged_to: str = ""  # code list 8408
    note: str = ""  # never holds a name or an identity number

    def __post_init__(self) -> None:
        object.__setattr__(self, "said_at", _in_utc("said_at", self.said_at))
        if isinstance(self.at, datetime):
            object.__setattr__(self, "at", _in_utc("at", self.at))
        if isinstance(self.expected, datetime):
            raise ValueError("expected is a calendar day, without an hour")

    @property
    def has_hour(self) -> bool:
        """Did the sender give a time of day?"""
        return isinstance(self.at, datetime)

    @property
    def day(self) -> date:
        """The Norwegian calendar day it happened: what the regulation counts in."""
        return norwegian_day(self.at) if isinstance(self.at, datetime) else self.at

    @property
    def instant(self) -> datetime:
        """A point in time to order events by, in UTC.

        A bare date is placed by when it was said: at that hour if said on the day itself, at the end of the day if it
        was said afterwards, at the beginning if it was foretold. So it never happened later than this.
        """
        if isinstance(self.at, datetime):
            return self.at
        said_on = norwegian_day(self.said_at)
        if said_on == self.at:
            return self.said_at
        return _at(self.at, time.min if said_on < self.at else _LAST_SECOND)

    @property
    def day_begins(self) -> datetime:
        """Midnight in Norway, in UTC, when the day it happened began."""
        return _at(self.day, time.min)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, OSLO).astimezone(UTC)


def _in_utc(name: str, moment: datetime) -> datetime:
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise ValueError(f"{name} is a point in time and needs a time zone")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
