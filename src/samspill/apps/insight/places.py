"""The places that figures are broken down by: the community's municipalities, and districts that are members alone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.directory import lookup
from samspill.directory.models import Community, Membership, Unit, UnitKind

AREAS = (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT)
OTHER = "other"  # those who live elsewhere, or whose municipality is not known


@dataclass(frozen=True)
class Place:
    number: str
    name: str
    unit: Unit


def places_of(community_id: UUID) -> tuple[Place, ...]:
    """The members today, by name. Remembered until the directory changes."""
    return lookup.remember(("insight places", community_id), lambda: _read(community_id))


def _read(community_id: UUID) -> tuple[Place, ...]:
    rows = Membership.objects.on(clock.today()).filter(community=community_id, unit__kind__in=AREAS)
    units = {row.unit_id: row.unit for row in rows.select_related("unit") if row.unit.number}
    found = [Place(unit.number, unit.name, unit) for unit in units.values()]
    return tuple(sorted(found, key=lambda place: place.name.casefold()))


def names_of(community_id: UUID) -> dict[str, str]:
    """number -> name, with the words for the whole and for those from elsewhere."""
    return {"": _("hele fellesskapet"), OTHER: _("andre"), **{p.number: p.name for p in places_of(community_id)}}


def trusts_of(community_id: UUID) -> list[Unit]:
    rows = Membership.objects.on(clock.today()).filter(community=community_id, unit__kind=UnitKind.HOSPITAL_TRUST)
    return [row.unit for row in rows.select_related("unit")]


def community_by_slug(slug: str) -> Community | None:
    return Community.objects.filter(slug=slug).first()
