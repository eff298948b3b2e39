"""Stays that make today alive, whatever chance has made of the rest: something to answer, to send, and to wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from samspill.stay.events import Event, Kind, Sector, Side

NO_DATE = None


@dataclass(frozen=True)
class Told:
    """A message: which events came with it, how many hours ago, by whom; `in_days` is the day it names, 0 is today."""

    kinds: tuple[Kind, ...]
    hours_ago: float
    in_days: int | None = NO_DATE
    by: Side = Side.HOSPITAL


@dataclass(frozen=True)
class Case:
    """place and ward: which of them, counted from the largest. told: oldest first."""

    what: str
    place: int
    ward: int
    told: tuple[Told, ...]


def _admitted(hours_ago: float) -> Told:
    return Told((Kind.ADMITTED,), hours_ago)


def _warned(hours_ago: float, in_days: int = 0) -> Told:
    return Told((Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE, Kind.EXPECTED_DISCHARGE), hours_ago, in_days)


def _report(hours_ago: float) -> Told:
    return Told((Kind.ADMISSION_REPORT,), hours_ago, by=Side.MUNICIPALITY)


def _ready(hours_ago: float) -> Told:
    return Told((Kind.READY, Kind.READY_NOTICE), hours_ago)


def _answer(kind: Kind, hours_ago: float, in_days: int | None) -> Told:
    return Told((kind,), hours_ago, in_days, by=Side.MUNICIPALITY)


CASES = (
    Case("ready an hour ago, not answered", 0, 0, (_admitted(98), _warned(90), _report(80), _ready(1))),
    Case("ready an hour ago, not answered", 1, 0, (_admitted(147), _warned(140, -1), _report(121), _ready(1.25))),
    Case("admitted today, the municipality not warned yet", 0, 0, (_admitted(3), Told((Kind.NEED_IDENTIFIED,), 1))),
    Case("the warning is overdue", 1, 1, (_admitted(31), Told((Kind.NEED_IDENTIFIED,), 29))),
    Case(
        "waits for a place, expected in two days",
        0,
        0,
        (_admitted(216), _warned(205, -3), _report(200), _ready(74), _answer(Kind.CANNOT, 71, 2)),
    ),
    Case(
        "waits for a place, nobody knows when",
        1,
        2,
        (_admitted(430), _warned(420, -12), _ready(266), _answer(Kind.CANNOT, 250, NO_DATE)),
    ),
    Case(
        "a place is ready from tomorrow",
        0,
        0,
        (_admitted(170), _warned(160, 0), _report(150), _ready(27), _answer(Kind.CAN, 22, 1)),
    ),
    Case("a place is ready today", 2, 1, (_admitted(120), _warned(110, 0), _ready(49), _answer(Kind.CAN, 25, 0))),
    Case("ready, but nobody told of the admission", 0, 0, (_ready(2),)),
    Case(
        "was ready, is ill again",
        0,
        1,
        (_admitted(190), _warned(180, 0), _report(170), _ready(50), Told((Kind.WITHDRAWN,), 2)),
    ),
)


def tell_case(
    case: Case, now: datetime, serial: str, municipality: str, ward: str, sector: Sector
) -> tuple[Event, ...]:
    """The events of a case as seen at `now`. An answer is about the ready notice before it."""
    events: list[Event] = []
    notice = ""
    for number, told in enumerate(case.told, 1):
        said = (now - timedelta(hours=told.hours_ago)).replace(second=0, microsecond=0)
        by_hospital = told.by is Side.HOSPITAL
        source = f"{serial}-{number}"
        named = None if told.in_days is NO_DATE else (now + timedelta(days=told.in_days)).date()
        events += [
            Event(
                kind=kind,
                at=said,
                said_at=said,
                by=told.by,
                source=source,
                refers_to=notice if kind in (Kind.CAN, Kind.CANNOT) else "",
                municipality=municipality,
                expected=named if kind in (Kind.CAN, Kind.CANNOT, Kind.EXPECTED_DISCHARGE) else None,
                unit=ward if by_hospital else "",
                sector=sector if by_hospital else None,
            )
            for kind in told.kinds
        ]
        notice = source if Kind.READY_NOTICE in told.kinds else notice
    return tuple(events)
