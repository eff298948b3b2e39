"""Where a person sits. Asked once a request: whoever needs it several times carries the answer along."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import Q

from samspill.apps.governance.models import Body, Seat, Tenure
from samspill.core import clock
from samspill.directory.lookup import remember
from samspill.directory.models import Position


def person_id_of(person: Any) -> UUID | None:
    """Whose position it is; None for the public and for machines."""
    position = getattr(person, "position_id", None)
    if position is None:
        return None
    found = remember(
        ("person of", position),
        lambda: Position.objects.filter(pk=position).values_list("person_id", flat=True).first(),
    )
    return cast("UUID | None", found)


def bodies_of(person: Any) -> frozenset[UUID]:
    """The ids of the bodies of the person's community where they hold a seat today, or are the alternate for one."""
    who = person_id_of(person)
    if who is None:
        return frozenset()
    today = clock.today()
    held = Tenure.objects.on(today).filter(Q(holder=who) | Q(alternate=who), seat__body__community=person.community_id)
    return frozenset(held.values_list("seat__body_id", flat=True))


def seats_in(person: Any, body: Body) -> list[Seat]:
    """The seats of the body that the person holds, or is the alternate for, today."""
    who = person_id_of(person)
    if who is None:
        return []
    held = Tenure.objects.on(clock.today()).filter(Q(holder=who) | Q(alternate=who), seat__body=body)
    return [tenure.seat for tenure in held.select_related("seat")]


def leads(person: Any, body: Body) -> bool:
    """Whether the person holds the seat that leads the body today."""
    who = person_id_of(person)
    today = clock.today()
    leading = body.leadings.on(today).values("seat")
    return who is not None and Tenure.objects.on(today).filter(seat__in=leading, holder=who).exists()
