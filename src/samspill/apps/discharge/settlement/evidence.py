"""What a line rests on: who it was, what happened event by event, and what is to be noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from samspill.apps.discharge import rules, words
from samspill.apps.discharge.models import Patient, ReceivedMessage, Stay, StayEvent
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.settlement.models import DocumentsSent
from samspill.apps.discharge.settlement.reckoning import Line
from samspill.stay import Event, Kind, Oddity, State, fold, living
from samspill.stay import Stay as Folded
from samspill.ui import formats

# Messages that are the discharge summary, or hold the same.
DOCUMENTS = ("UTSKRIVNINGSRAPPORT", "EPIKRISE")
SHOWN = frozenset(Kind) - {Kind.EXPECTED_DISCHARGE, Kind.CANCELLED, Kind.NEED_IDENTIFIED, Kind.ASSESSED}


@dataclass(frozen=True)
class Ground:
    """Beneath one stay: its patient, its events as (when, what, who said it, source), and the remarks of it all."""

    who: Mapping[str, str]
    events: tuple[tuple[str, str, str, str], ...] = ()
    folded: Folded | None = None
    documented: bool = True
    gone: bool = field(default=False)


def grounds_of(lines: Iterable[Line]) -> dict[tuple[UUID, UUID], Ground]:
    """(patient, stay) → what is known; a constant number of queries."""
    pairs = {(line.patient, line.stay) for line in lines}
    patients = Patient.objects.in_bulk({patient for patient, _ in pairs})
    stays = Stay.objects.in_bulk({stay for _, stay in pairs})
    rows, told = events_of(stays.values()), _documented(stays)
    return {
        (patient, stay): _ground(patients.get(patient), stays.get(stay), rows.get(stay, []), stay in told)
        for patient, stay in pairs
    }


def _documented(stays: Mapping[UUID, Stay]) -> set[UUID]:
    """The stays whose documents somebody told of: by a message about the stay, or by hand."""
    sent = ReceivedMessage.objects.filter(stay__in=stays, type__in=DOCUMENTS, outcome="accepted")
    by_hand = DocumentsSent.objects.filter(stay__in=stays)
    return {pk for rows in (sent, by_hand) for pk in rows.values_list("stay", flat=True) if pk}


def _ground(patient: Patient | None, stay: Stay | None, rows: Sequence[StayEvent], documented: bool) -> Ground:
    who = _who(patient)
    if stay is None or stay.merged_into_id:
        return Ground(who, gone=True)
    events = [row.event for row in rows]
    folded = fold(events, next_admission=stay.next_admission)
    shown = tuple(_told(event) for event in living(events) if event.kind in SHOWN)
    return Ground(who, shown, folded, documented)


def _who(patient: Patient | None) -> dict[str, str]:
    if patient is None:
        return {"name": "–", "born": ""}
    return {"name": patient.name, "born": patient.identity["born"]}


def _told(event: Event) -> tuple[str, str, str, str]:
    at = formats.day(event.day)
    if isinstance(event.at, datetime):
        at = f"{at} kl. {formats.clock_time(event.at)}"
    what = str(words.KINDS[event.kind])
    if event.expected and event.kind in (Kind.CAN, Kind.CANNOT):
        what = f"{what} ({formats.day(event.expected)})"
    return (at, what, str(words.SIDES[event.by]), event.source)


def remarks_of(line: Line, ground: Ground) -> list[str]:
    """Codes of `words.REMARKS`, in their order there."""
    stay = ground.folded
    if ground.gone or stay is None:
        return ["stay_gone"]
    found: list[str] = []
    ended_home = stay.state is State.DISCHARGED
    if ended_home and not ground.documented and Oddity.NOT_DISCHARGED not in stay.oddities:
        found.append("no_documents")
    period = next((p for p in stay.periods if p.ready_on <= line.first and not _over(p, line)), None)
    if period is not None and not any(answer.said_on <= line.last for answer in period.answers):
        found.append("no_answer")
    if period is not None and not period.declared:
        found.append("not_declared")
    if rules.stay_rules().extra_conditions.get(stay.sector):
        found.append("conditions_met")
    if stay.is_open:
        found.append("still_here")
    if Oddity.NOT_DISCHARGED in stay.oddities:
        found.append("not_discharged")
    return found


def _over(period: Any, line: Line) -> bool:
    return period.ended_on is not None and period.ended_on <= line.first
