"""A stay as a reader sees it now: the facts of one row of the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from samspill.apps.discharge import rules
from samspill.apps.discharge.assessment.queries import reasons_of
from samspill.apps.discharge.assessment.rules import Reason, is_pointed_out
from samspill.apps.discharge.coordination.queries.causes import heaviest
from samspill.apps.discharge.coordination.queries.tasks import Load, loads
from samspill.apps.discharge.models import Stay, StayEvent
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.queries.rates import rates
from samspill.core import clock
from samspill.stay import (
    Event,
    Kind,
    Rates,
    Side,
    State,
    Step,
    fold,
    payable_days,
    settlement,
    waiting_days,
)

SEEN = frozenset({Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE})  # somebody has said that the municipality will be needed


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What the two sides have written beside the events. `reasons`: why somebody is pointed out; empty if not."""

    causes: tuple[str, ...] = ()
    hospital_tasks: int = 0
    municipality_tasks: int = 0
    task_due: datetime | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a row of the board says. `kroner` is None when the rate of a year is missing; `no_rate` says which."""

    stay_id: UUID
    label: str
    age: int | None
    ward_name: str
    municipality_name: str
    state: State
    whose_move: Side
    admitted_on: date | None
    ready_on: date | None
    place_from: date | None
    waiting_days: int
    payable_days: int
    kroner: int | None
    no_rate: tuple[int, ...]
    next_step: Step | None
    due: datetime | None
    broken: bool
    begun_without_admission: bool
    last_event: Event | None
    since: datetime | None
    seen: int  # what a form carries, to know afterwards what its reader had seen
    need_not_seen: bool  # admitted, and nobody has said that the municipality will be needed
    beside: Beside = field(default_factory=Beside)


def cards_of(stays: Sequence[Stay]) -> list[Card]:
    """One card a stay, in the same order. Needs patient, ward and municipality fetched with the stays."""
    rows, known = events_of(stays), rates()
    return [card_of(stay, rows[stay.pk], known) for stay in stays]


def full_cards_of(stays: Sequence[Stay]) -> list[Card]:
    """The same, with what is written beside the events; a constant number of queries more."""
    cards = cards_of(stays)
    causes, tasks = heaviest(stays), loads(stays)
    admitted = [stay for stay, card in zip(stays, cards, strict=True) if card.need_not_seen]
    reasons = reasons_of(admitted) if admitted else {}
    return [replace(card, beside=_beside(card, causes, tasks, reasons)) for card in cards]


def _beside(
    card: Card,
    causes: Mapping[UUID, list[str]],
    tasks: Mapping[UUID, Load],
    reasons: Mapping[UUID, tuple[Reason, ...]],
) -> Beside:
    load, found = tasks.get(card.stay_id, Load()), reasons.get(card.stay_id, ())
    return Beside(
        causes=tuple(causes.get(card.stay_id, ())),
        hospital_tasks=load.hospital,
        municipality_tasks=load.municipality,
        task_due=load.first_due,
        reasons=found if is_pointed_out(found) else (),
    )


def card_of(stay: Stay, rows: Iterable[StayEvent], known: Rates) -> Card:
    rows = list(rows)
    events = [row.event for row in rows]
    folded = fold(events, next_admission=stay.next_admission)
    today = clock.today()
    days = payable_days(folded, today, rules.stay_rules())
    money = settlement(folded, today, rules.stay_rules(), known)
    step = rules.first_step(folded, clock.now())
    return Card(
        stay_id=stay.pk,
        label=stay.patient.initials,
        age=stay.patient.age(today),
        ward_name=stay.ward_name,
        municipality_name=stay.municipality.name if stay.municipality else "",
        state=folded.state,
        whose_move=folded.whose_move,
        admitted_on=folded.admitted_on,
        ready_on=folded.ready_on,
        place_from=folded.place_from,
        waiting_days=waiting_days(folded, today, rules.stay_rules()),
        payable_days=len(days),
        kroner=money.kroner,
        no_rate=money.missing,
        next_step=step.step if step else None,
        due=step.due if step else None,
        broken=bool(step and step.broken),
        begun_without_admission=folded.begun_without_admission,
        last_event=folded.last_event,
        since=folded.since,
        seen=max((row.pk for row in rows if row.pk), default=0),
        need_not_seen=folded.state is State.ADMITTED and not SEEN & set(folded.firsts),
    )
