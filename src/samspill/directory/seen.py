"""Who of the directory a person sees: those who hold a position in their community, its units, and official Norway.

Trusts, municipalities and districts are public facts and seen by all; wards, offices and people by their own community.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from samspill.core import clock
from samspill.directory.lookup import remember
from samspill.directory.models import Membership, Newcomer, Person, Position, Unit, UnitKind

OFFICIAL = (
    UnitKind.HEALTH_REGION,
    UnitKind.HOSPITAL_TRUST,
    UnitKind.MUNICIPALITY,
    UnitKind.CITY_DISTRICT,
    UnitKind.MUNICIPALITY_CLUSTER,
)


def people_seen_by(person: Any) -> QuerySet[Person]:
    """Those who hold, or have held, a position in the community that the person acts in. Nobody, for the public."""
    if not person.signed_in:
        return Person.objects.none()
    here = Q(pk__in=Position.objects.filter(community=person.community_id).values("person"))
    if person.may("directory.administer"):  # who was written down here, and waits for a first role
        here |= Q(pk__in=Newcomer.objects.filter(community=person.community_id).values("person"))
    return Person.objects.filter(here)


def units_seen_by(person: Any) -> QuerySet[Unit]:
    """The units of the person's community, and the official ones of the whole country. Only these, for the public."""
    official = Q(kind__in=OFFICIAL)
    if not person.signed_in:
        return Unit.objects.filter(official, fictional=False)
    return Unit.objects.filter(official | Q(pk__in=units_in(person.community_id, clock.today())))


def units_in(community_id: UUID, day: date) -> frozenset[UUID]:
    """The ids of all units that are in the community that day: its members, and the parts of these that are not in
    another by a row of their own."""
    return remember(("units in", community_id, day), lambda: _units_in(community_id, day))


def _units_in(community_id: UUID, day: date) -> frozenset[UUID]:
    communities: dict[UUID, set[UUID]] = {}
    for unit, community in Membership.objects.on(day).values_list("unit_id", "community_id"):
        communities.setdefault(unit, set()).add(community)
    parts: dict[UUID, list[UUID]] = {}
    for unit, parent in Unit.objects.exclude(parent=None).values_list("pk", "parent_id"):
        parts.setdefault(parent, []).append(unit)
    inside: set[UUID] = set()
    pending = [unit for unit, theirs in communities.items() if community_id in theirs]
    while pending:
        unit = pending.pop()
        if unit not in inside:
            inside.add(unit)
            pending += [part for part in parts.get(unit, ()) if part not in communities]
    return frozenset(inside)
