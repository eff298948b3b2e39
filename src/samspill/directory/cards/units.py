"""What stands on a unit's card, as it is or as it was on a day. All of it as the reader's own community sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.directory.cards.as_of import Then, line_on, memberships_on, parts_on, people_on
from samspill.directory.cards.history import Happening, happenings, heirs_of
from samspill.directory.cards.reaching import PREFETCH, Reach, first_phone, reach_of
from samspill.directory.models import Catchment, ClusterMember, Community, Membership, Position, Unit, UnitKind
from samspill.directory.roles import Role
from samspill.directory.seen import units_seen_by

AREAS = {UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}


@dataclass(frozen=True)
class Part:
    """A part on the card: its row as it was, the number to call, and where it belongs when that is elsewhere."""

    then: Then
    phone: str
    elsewhere: str


@dataclass(frozen=True)
class PeopleInRole:
    role: str
    positions: list[tuple[Position, str]]  # with the number to call


@dataclass(frozen=True)
class UnitCard:
    """`line` is what is above it, from the top down. `today` says whether the card is about the present."""

    unit: Unit
    name: str
    on: date
    today: bool
    existed: bool
    line: list[Then]
    communities: list[Community]
    reach: Reach
    people: list[PeopleInRole]
    parts: list[Part]
    hospitals: list[Unit]
    serves: list[Unit]
    clusters: list[Unit]
    cluster_members: list[Unit]
    history: list[Happening]
    heirs: list[Unit] = field(default_factory=list)

    @property
    def everybody(self) -> list[Position]:
        return list({row.person_id: row for group in self.people for row, _phone in group.positions}.values())


def unit_seen(pk: UUID, seen_by: Any) -> Unit | None:
    """With what its card needs close at hand."""
    found = units_seen_by(seen_by).filter(pk=pk).select_related("parent")
    return found.prefetch_related("earlier", *PREFETCH).first()


def unit_card(unit: Unit, seen_by: Any, on: date | None = None) -> UnitCard:
    today = clock.today()
    on = on or today
    line = line_on(unit, on)
    people = people_on(unit, seen_by.community_id, on)
    return UnitCard(
        unit=unit,
        name=line[0].name,
        on=on,
        today=on == today,
        existed=unit.holds_on(on),
        line=list(reversed(line[1:])),
        communities=[row.community for row in memberships_on(line, on)],
        reach=reach_of(unit),
        people=in_roles(people),
        parts=_parts(unit, seen_by, on),
        hospitals=_hospitals(line, on),
        serves=_serves(unit, on),
        clusters=[row.cluster for row in _clusters(municipality=unit).on(on).select_related("cluster")],
        cluster_members=_cluster_members(unit, on),
        history=happenings(unit),
        heirs=heirs_of(unit),
    )


def in_roles(rows: Iterable[Position]) -> list[PeopleInRole]:
    """Leaders first, then in the order of the roles."""
    order = [Role.LEADER, *(role for role in Role if role != Role.LEADER)]
    by_role: dict[str, list[tuple[Position, str]]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append((row, first_phone(row.person)))
    return [PeopleInRole(str(role.label), by_role[role]) for role in order if role in by_role]


def _parts(unit: Unit, seen_by: Any, on: date) -> list[Part]:
    parts = parts_on(unit, on)
    ids = [part.unit.pk for part in parts]
    seen = {row.pk: row for row in units_seen_by(seen_by).filter(pk__in=ids).prefetch_related("contactways")}
    elsewhere = _elsewhere(ids, on)
    return [
        Part(part, first_phone(seen[part.unit.pk]), elsewhere.get(part.unit.pk, ""))
        for part in parts
        if part.unit.pk in seen
    ]


def _elsewhere(ids: list[UUID], on: date) -> dict[UUID, str]:
    """Parts with a membership of their own: a district that belongs to the neighbour, as Havna does."""
    rows = Membership.objects.on(on).filter(unit__in=ids).select_related("community")
    return {row.unit_id: _("hører til %(name)s") % {"name": row.community.name} for row in rows}


def _hospitals(line: list[Then], on: date) -> list[Unit]:
    """The hospital that serves an area that day; the district's own row first, else its city's."""
    if line[0].unit.kind not in AREAS:
        return []
    ids = [each.unit.pk for each in line]
    rows: dict[UUID, list[Unit]] = {}
    for row in Catchment.objects.on(on).filter(area__in=ids).select_related("hospital").order_by("pk"):
        rows.setdefault(row.area_id, []).append(row.hospital)
    return next((rows[pk] for pk in ids if pk in rows), [])


def _serves(unit: Unit, on: date) -> list[Unit]:
    if unit.kind not in {UnitKind.HOSPITAL_TRUST, UnitKind.CAMPUS}:
        return []
    rows = Catchment.objects.on(on).filter(hospital=unit).select_related("area").order_by("area__name")
    return [row.area for row in rows]


def _clusters(**where: Any) -> Any:
    return ClusterMember.objects.filter(**where)


def _cluster_members(unit: Unit, on: date) -> list[Unit]:
    if unit.kind != UnitKind.MUNICIPALITY_CLUSTER:
        return []
    rows = _clusters(cluster=unit).on(on).select_related("municipality").order_by("municipality__name")
    return [row.municipality for row in rows]
