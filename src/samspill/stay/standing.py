"""How a stay stands: what its events add up to. Made by `fold`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from samspill.stay.events import Event, Kind, Sector, Side, norwegian_day
from samspill.stay.states import OPEN, READY_NOW, WHOSE_MOVE, State


class Oddity(StrEnum):
    """What does not add up, for a person to look at."""

    NO_ADMISSION = "no_admission"  # begun without an admission notice
    NOT_DISCHARGED = "not_discharged"  # admitted again before any discharge was told
    ENDED_TWICE = "ended_twice"  # discharged or dead more than once, on different days
    ANSWER_TO_NOTHING = "answer_to_nothing"  # an answer, but no ready notice that waited for it, or not for theirs


@dataclass(frozen=True)
class Notice:
    """The municipality was told that the patient is ready."""

    day: date
    at: datetime
    municipality: str
    source: str


@dataclass(frozen=True)
class Answer:
    """What the municipality said. `day` is when it can, or thinks it can, receive; None if it named none."""

    can: bool
    said_on: date
    day: date | None
    municipality: str

    @property
    def place_on(self) -> date:
        """The first day with a place: the day it named, but never before it said so."""
        return max(self.said_on, self.day or self.said_on)


@dataclass(frozen=True)
class Period:
    """From being declared ready until withdrawn, discharged, dead, or (`ended_on` empty) still.

    `ready_on` and `ended_on` are days; the last is not counted. `ready_on` may lie ahead. `declared` is False while
    only the notice has been told, and no declaration; then the patient is taken to be ready from the day of the notice.
    """

    ready_on: date
    notices: tuple[Notice, ...] = ()
    answers: tuple[Answer, ...] = ()
    ended_on: date | None = None
    declared: bool = True


@dataclass(frozen=True, kw_only=True)
class Stay:
    """What the events of a stay add up to. Empty values mean that nobody has said.

    Points in time are in UTC, days are Norwegian.
    """

    state: State = State.CANCELLED
    sector: Sector = Sector.SOMATIC
    unit: str = ""
    admitted_at: datetime | None = None
    ended_on: date | None = None
    discharged_to: str = ""
    expected_discharge: date | None = None
    municipalities: tuple[tuple[date, str], ...] = ()  # (from day, number), oldest first
    periods: tuple[Period, ...] = ()
    leaves: tuple[tuple[date, date | None], ...] = ()  # (left, back)
    # When each kind of event first happened; where only the day is known, the latest that it can have been.
    firsts: Mapping[Kind, datetime] = field(default_factory=dict, hash=False)
    oddities: frozenset[Oddity] = frozenset()
    last_event: Event | None = None
    # The municipality's word that it does not know the patient, until the hospital has done something about it.
    not_known: Event | None = None
    confirmed_at: datetime | None = None  # when the hospital last stood by the municipality of stay
    since: datetime | None = None  # when it came to stand as it does: the state, and with it whose move it is

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def whose_move(self) -> Side:
        return Side.HOSPITAL if self.not_known else WHOSE_MOVE[self.state]

    @property
    def municipality(self) -> str:
        return self.municipalities[-1][1] if self.municipalities else ""

    def municipality_on(self, day: date) -> str:
        """The municipality of stay on a day; before the first that is known, the first."""
        return self.municipality_since(day)[1]

    def municipality_since(self, day: date) -> tuple[date, str]:
        """(from which day, number): the municipality of stay on a day. The first known has been it all the time."""
        known = [stretch for stretch in self.municipalities[1:] if stretch[0] <= day]
        return known[-1] if known else (date.min, self.municipalities[0][1] if self.municipalities else "")

    @property
    def admitted_on(self) -> date | None:
        return norwegian_day(self.admitted_at) if self.admitted_at else None

    @property
    def period(self) -> Period | None:
        """The ready period that runs now."""
        return self.periods[-1] if self.state in READY_NOW and self.periods else None

    @property
    def ready_on(self) -> date | None:
        """Since when the patient is ready; for an ended stay, the last time it was."""
        if self.is_open:
            return self.period.ready_on if self.period else None
        return self.periods[-1].ready_on if self.periods else None

    @property
    def place_from(self) -> date | None:
        """The day that the municipality named in the answer that stands now."""
        if self.state not in (State.AWAITING_PLACE, State.PLACE_READY):
            return None
        answer = self.periods[-1].answers[-1]
        return answer.place_on if answer.can else answer.day

    @property
    def on_leave(self) -> bool:
        return bool(self.leaves) and self.leaves[-1][1] is None

    @property
    def begun_without_admission(self) -> bool:
        return Oddity.NO_ADMISSION in self.oddities


def same_municipality(one: str, other: str) -> bool:
    """Do two numbers mean the same municipality? One that was not told might be any; a city district's number
    (030102) begins with that of its city (0301)."""
    return one.startswith(other) or other.startswith(one)
