"""Stories of stays, told as the messages tell them, so that a test reads like what happened.

A time is written in Norwegian time: "2018-01-31 12:00", or "2018-01-31" where the sender gave only the day. A message
is said at the moment it tells of, or at noon of the day, unless `said` is given. Every teller returns the source.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

from samspill.stay import (
    OSLO,
    Event,
    Kind,
    PayableDay,
    Rates,
    Rules,
    Sector,
    Settlement,
    Side,
    State,
    Stay,
    fold,
    next_admissions,
    payable_days,
    settlement,
    stays_of,
    waiting_days,
)

FJORDBY, NABO = "5001", "5031"
H, M = Side.HOSPITAL, Side.MUNICIPALITY
_BY_MUNICIPALITY = {Kind.CAN, Kind.CANNOT, Kind.ADMISSION_REPORT, Kind.ASSESSED}


def when(text: str) -> date | datetime:
    """A day, or a point in Norwegian time."""
    return datetime.fromisoformat(text).replace(tzinfo=OSLO) if ":" in text else date.fromisoformat(text)


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO, fold=fold)


def days(first: str, last: str, municipality: str = FJORDBY) -> tuple[PayableDay, ...]:
    """The payable days from the first to the last, both counted."""
    numbers = range(day(first).toordinal(), day(last).toordinal() + 1)
    return tuple(PayableDay(date.fromordinal(number), municipality) for number in numbers)


class Story:
    """What was told about one patient at one trust. `to` is the municipality unless a message says another."""

    def __init__(self, *, to: str = FJORDBY, sector: Sector | None = None) -> None:
        self.events: list[Event] = []
        self.to = to
        self.sector = sector
        self._numbers = count(1)

    def message(self, said: str, *told: tuple[Kind, str], source: str = "", **more: Any) -> str:
        """One message that brings several events."""
        source = source or f"message-{next(self._numbers)}"
        for kind, at in told:
            told_by = M if kind in _BY_MUNICIPALITY else H
            told_of = {"by": told_by, "municipality": self.to, "sector": self.sector} | more
            happened = when(at)
            self.events.append(Event(kind=kind, at=happened, said_at=_said(said), source=source, **told_of))
        return source

    def happens(self, kind: Kind, at: str, said: str = "", **more: Any) -> str:
        """A message about one thing."""
        return self.message(said or at, (kind, at), **more)

    def admitted(self, at: str, said: str = "", **more: Any) -> str:
        return self.happens(Kind.ADMITTED, at, said, **more)

    def ready(self, at: str, said: str = "", *, admitted: str = "", **more: Any) -> str:
        """The ready notice: declares the patient ready and tells the municipality."""
        said = said or at
        told = [(Kind.ADMITTED, admitted)] if admitted else []
        return self.message(said, *told, (Kind.READY, at), (Kind.READY_NOTICE, _hour(said)), **more)

    def can(self, said: str, expected: str = "", **more: Any) -> str:
        return self.happens(Kind.CAN, said, expected=day(expected) if expected else None, **more)

    def cannot(self, said: str, expected: str = "", **more: Any) -> str:
        return self.happens(Kind.CANNOT, said, expected=day(expected) if expected else None, **more)

    def withdrawn(self, at: str, said: str = "", *, ready: str = "", admitted: str = "", **more: Any) -> str:
        told = [(Kind.ADMITTED, admitted)] * bool(admitted) + [(Kind.READY, ready)] * bool(ready)
        return self.message(said or at, *told, (Kind.WITHDRAWN, at), **more)

    def discharged(self, at: str, said: str = "", *, admitted: str = "", **more: Any) -> str:
        told = [(Kind.ADMITTED, admitted)] * bool(admitted)
        return self.message(said or at, *told, (Kind.DISCHARGED, at), **more)

    def died(self, at: str, said: str = "", **more: Any) -> str:
        """Told by the municipality, unless `by` says another."""
        return self.happens(Kind.DIED, at, said, **{"by": M} | more)

    def cancelled(self, source: str, said: str) -> str:
        return self.happens(Kind.CANCELLED, said, refers_to=source, municipality="", sector=None)

    @property
    def stay(self) -> Stay:
        """The only stay there is."""
        (stay,) = self.stays
        return stay

    @property
    def stays(self) -> list[Stay]:
        return stays_in(self.events)

    @property
    def states(self) -> list[State]:
        return [stay.state for stay in self.stays]

    def payable(self, today: str, rules: Rules | None = None) -> tuple[PayableDay, ...]:
        return payable_days(self.stay, day(today), rules or Rules())

    def waiting(self, today: str, rules: Rules | None = None) -> int:
        return waiting_days(self.stay, day(today), rules or Rules())

    def settlement(self, today: str, rates: Rates | None = None) -> Settlement:
        return settlement(self.stay, day(today), rates=rates)


def stays_in(events: list[Event]) -> list[Stay]:
    groups = stays_of(events)
    return [fold(group, next_admission=again) for group, again in zip(groups, next_admissions(groups), strict=True)]


def _hour(said: str) -> str:
    return said if ":" in said else f"{said} 12:00"


def _said(said: str) -> datetime:
    return moment(_hour(said))
