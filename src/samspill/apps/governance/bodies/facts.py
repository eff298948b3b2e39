"""From the tables to what the health rules ask about: five queries for a whole community."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from samspill.apps.governance.bodies.health import BodyFacts, LeaderFacts, MandateFacts, SeatFacts, Term
from samspill.apps.governance.models import Body
from samspill.core import clock
from samspill.directory.models import Position

RULES = (
    *("name", "short_name", "level", "decides", "temporary", "parity", "least_users", "least_gps", "observers"),
    *("rotation_years", "leads_with", "alternates", "quorum", "quorum_a_side", "meetings_a_year"),
)


def with_seats(bodies: QuerySet[Body]) -> QuerySet[Body]:
    return bodies.select_related("parent").prefetch_related(
        "mandates", "seats__tenures__holder", "seats__tenures__alternate", "seats__unit", "leadings__seat"
    )


def facts_of(bodies: Iterable[Body], meetings: Counter[UUID] | None = None) -> list[BodyFacts]:
    """bodies as `with_seats` reads them. meetings: how many each has this year."""
    rows = list(bodies)
    people = {term.holder_id for body in rows for seat in body.seats.all() for term in seat.tenures.all()}
    today = clock.today()
    present = set(
        Position.objects.on(today)
        .filter(person__in=people, community__in={body.community_id for body in rows})
        .values_list("person_id", flat=True)
    )
    return [_facts(body, present, meetings) for body in rows]


def _facts(body: Body, present: set[UUID], meetings: Counter[UUID] | None) -> BodyFacts:
    rules: dict[str, Any] = {name: getattr(body, name) for name in RULES}
    return BodyFacts(
        **rules,
        ends=body.valid_to,
        parent=_rules_only(body.parent) if body.parent else None,
        seats=tuple(_seat(seat, present) for seat in body.seats.all() if seat.holds_on(clock.today())),
        leaders=tuple(
            LeaderFacts(side=row.seat.side, first=row.valid_from, after=row.valid_to) for row in body.leadings.all()
        ),
        mandate=next((_mandate(row) for row in body.mandates.all()), None),
        meetings_this_year=meetings[body.pk] if meetings is not None else None,
    )


def _rules_only(body: Body) -> BodyFacts:
    rules: dict[str, Any] = {name: getattr(body, name) for name in RULES}
    return BodyFacts(**rules, ends=body.valid_to)


def _seat(seat: Any, present: set[UUID]) -> SeatFacts:
    terms = tuple(
        Term(
            holder=str(term.holder),
            alternate=str(term.alternate) if term.alternate else "",
            first=term.valid_from,
            after=term.valid_to,
            left=term.holder_id not in present,
        )
        for term in seat.tenures.all()
    )
    return SeatFacts(side=seat.side, title=seat.title, terms=terms)


def _mandate(row: Any) -> MandateFacts:
    return MandateFacts(
        aim=row.aim, deliverables=row.deliverables, deadline=row.deadline, delivered=row.delivered_on is not None
    )
