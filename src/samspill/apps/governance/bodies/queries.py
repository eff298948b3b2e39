"""Every read of bodies and seats."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from samspill.apps.governance.bodies.facts import facts_of, with_seats
from samspill.apps.governance.bodies.health import Finding, findings, findings_between
from samspill.apps.governance.models import Body, Level, Seat
from samspill.core import clock


def bodies_seen_by(person: Any) -> Any:
    """All bodies of the person's community. Who sits where is no secret among those who work together."""
    if not person.signed_in:
        return Body.objects.none()
    return Body.objects.filter(community=person.community_id)


def present_bodies(person: Any) -> Any:
    return bodies_seen_by(person).on(clock.today())


def meetings_this_year(community: UUID) -> Counter[UUID] | None:
    """How many meetings each body has this year; None while the community plans none here."""
    from samspill.apps.governance.meetings import queries

    return queries.meetings_this_year(community, clock.today().year) or None


def health_of(community: UUID) -> list[Finding]:
    """Everything that is wrong, or soon will be, with the bodies of a community."""
    rows = list(with_seats(Body.objects.filter(community=community).on(clock.today())))
    facts, today = facts_of(rows, meetings_this_year(community)), clock.today()
    found = [each for body in facts for each in findings(body, today)] + findings_between(facts, today)
    return sorted(found, key=lambda each: each.severity != "broken")


def by_level(person: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """(level, its bodies with what is wrong in each), from the top down."""
    rows = list(with_seats(present_bodies(person)))
    today = clock.today()
    facts = facts_of(rows, meetings_this_year(person.community_id))
    shown: dict[str, list[dict[str, Any]]] = {level: [] for level in Level.values}
    for body, fact in zip(rows, facts, strict=True):
        wrong = findings(fact, today)
        seats = [seat for seat in body.seats.all() if seat.holds_on(today)]
        shown[body.level].append(
            {
                "body": body,
                "broken": sum(each.severity == "broken" for each in wrong),
                "soon": sum(each.severity != "broken" for each in wrong),
                "seats": len(seats),
                "sat": sum(any(term.holds_on(today) for term in seat.tenures.all()) for seat in seats),
            }
        )
    return [(str(Level(level).label), bodies) for level, bodies in shown.items() if bodies]


def members_of(body: Body) -> list[dict[str, Any]]:
    """The seats with whoever sits there now, and who leads."""
    today = clock.today()
    leading = {row.seat_id for row in body.leadings.all() if row.holds_on(today)}
    return [
        {"seat": seat, "term": term_in(seat), "leads": seat.pk in leading}
        for seat in body.seats.all()
        if seat.holds_on(today)
    ]


def term_in(seat: Seat) -> Any:
    """The tenure of today, from rows that are read already."""
    today = clock.today()
    return next((term for term in seat.tenures.all() if term.holds_on(today)), None)
