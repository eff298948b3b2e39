"""Memberships of the community, clusters, catchments, and squares on the map: what belongs where, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory import lookup
from samspill.directory.edits import locked
from samspill.directory.keeping import permissions, rules
from samspill.directory.keeping.editions import check_edition
from samspill.directory.models import Catchment, ClusterMember, Community, MapPlace, Membership, Unit, UnitKind
from samspill.directory.seen import units_seen_by

LAST_SQUARE = 39


@deed("directory.add_membership", permission=permissions.check_keep_community)
def add_membership(*, by: Any, community: Community, unit: Unit, first: date | None, until: date | None) -> Membership:
    """A unit becomes a member of one's own community. Never one that is another's: that one must let go first."""
    rules.check_period(first, until)
    if not units_seen_by(by).filter(pk=unit.pk).exists():
        raise Refused(_("Enheten finnes ikke i katalogen."))
    for each in unit.line():
        for row in each.memberships.select_related("community"):
            if rules.overlaps(row, first, until):
                _refuse_overlap(unit, row, community, same=each.pk == unit.pk)
    return Membership.objects.create(community=community, unit=unit, valid_from=first, valid_to=until)


def _refuse_overlap(unit: Unit, row: Membership, community: Community, *, same: bool) -> None:
    if row.community_id != community.pk:
        raise Refused(
            _("%(unit)s er med i %(community)s i den tiden. Administratoren der må avslutte det først."),
            unit=unit.name,
            community=row.community.name,
        )
    if same:
        raise Refused(_("%(unit)s er alt med i den tiden."), unit=unit.name)


@deed("directory.change_membership", permission=permissions.check_keep_community)
def change_membership(
    *, by: Any, community: Community, row: Membership, first: date | None, until: date | None, seen: str
) -> Membership:
    """Correct or end the period of one's own community's row."""
    kept = locked(row)
    check_edition([kept], seen)
    if kept.community_id != community.pk:
        raise Refused(_("Medlemskapet er i et annet helsefellesskap."))
    rules.check_period(first, until)
    for other in kept.unit.memberships.exclude(pk=kept.pk).select_related("community"):
        if rules.overlaps(other, first, until):
            _refuse_overlap(kept.unit, other, community, same=True)
    kept.valid_from, kept.valid_to = first, until
    kept.save()
    return kept


@deed("directory.add_to_cluster", permission=permissions.check_keep_all)
def add_to_cluster(*, by: Any, units: list[Unit], first: date | None, until: date | None) -> ClusterMember:
    """`units`: the municipality and the cluster, in that order; both of one's own community."""
    municipality, cluster = units
    rules.check_period(first, until)
    if cluster.kind != UnitKind.MUNICIPALITY_CLUSTER or municipality.kind != UnitKind.MUNICIPALITY:
        raise Refused(_("Bare kommuner er med i kommuneklynger."))
    for row in ClusterMember.objects.filter(cluster=cluster, municipality=municipality):
        if rules.overlaps(row, first, until):
            raise Refused(_("%(unit)s er alt med i den tiden."), unit=municipality.name)
    return ClusterMember.objects.create(cluster=cluster, municipality=municipality, valid_from=first, valid_to=until)


@deed("directory.change_cluster", permission=permissions.check_keep_unit)
def change_cluster(
    *, by: Any, unit: Unit, row: ClusterMember, first: date | None, until: date | None, seen: str
) -> ClusterMember:
    kept = locked(row)
    check_edition([kept], seen)
    if kept.municipality_id != unit.pk:
        raise Refused(_("Raden gjelder en annen kommune."))
    rules.check_period(first, until)
    others = ClusterMember.objects.filter(cluster=kept.cluster_id, municipality=unit).exclude(pk=kept.pk)
    if any(rules.overlaps(other, first, until) for other in others):
        raise Refused(_("%(unit)s er alt med i den tiden."), unit=unit.name)
    kept.valid_from, kept.valid_to = first, until
    kept.save()
    return kept


@deed("directory.add_catchment", permission=permissions.check_keep_unit)
def add_catchment(*, by: Any, unit: Unit, hospital: Unit, first: date | None, until: date | None) -> Catchment:
    """The hospital that serves an area. One at a time."""
    rules.check_period(first, until)
    if unit.kind not in rules.AREAS:
        raise Refused(_("Bare kommuner og bydeler har et sykehus de hører til."))
    if hospital.kind not in {UnitKind.HOSPITAL_TRUST, UnitKind.CAMPUS}:
        raise Refused(_("Velg et helseforetak eller et sykehus."))
    if not units_seen_by(by).filter(pk=hospital.pk).exists():
        raise Refused(_("Enheten finnes ikke i katalogen."))
    _one_hospital_at_a_time(unit, None, first, until)
    return Catchment.objects.create(area=unit, hospital=hospital, valid_from=first, valid_to=until)


@deed("directory.change_catchment", permission=permissions.check_keep_unit)
def change_catchment(
    *, by: Any, unit: Unit, row: Catchment, first: date | None, until: date | None, seen: str
) -> Catchment:
    kept = locked(row)
    check_edition([kept], seen)
    if kept.area_id != unit.pk:
        raise Refused(_("Raden gjelder et annet område."))
    rules.check_period(first, until)
    _one_hospital_at_a_time(unit, kept, first, until)
    kept.valid_from, kept.valid_to = first, until
    kept.save()
    return kept


def _one_hospital_at_a_time(area: Unit, but: Catchment | None, first: date | None, until: date | None) -> None:
    for row in area.catchments.select_related("hospital"):
        if row != but and rules.overlaps(row, first, until):
            raise Refused(
                _("%(unit)s har %(hospital)s som sykehus i den tiden. Avslutt det først."),
                unit=area.name,
                hospital=row.hospital.name,
            )


@deed("directory.place_on_map", permission=permissions.check_keep_community)
def place_on_map(*, by: Any, community: Community, squares: Mapping[UUID, tuple[int, int] | None]) -> Community:
    """The square of each area, or None to let it be placed by itself. All or nothing."""
    taken: dict[tuple[int, int], str] = {}
    units = Unit.objects.in_bulk(list(squares))
    kept = permissions.units_kept_in(community.pk)
    for pk, square in squares.items():
        unit = units[pk]
        if pk not in kept or unit.kind not in rules.AREAS:
            raise Refused(_("%(unit)s er ikke en kommune i helsefellesskapet."), unit=unit.name)
        if square is None:
            MapPlace.objects.filter(unit=unit).delete()
            continue
        if not all(0 <= each <= LAST_SQUARE for each in square):
            raise Refused(_("%(unit)s: kolonne og rad går fra 1 til %(last)s."), unit=unit.name, last=LAST_SQUARE + 1)
        if square in taken:
            raise Refused(_("%(unit)s og %(other)s kan ikke stå i samme rute."), unit=unit.name, other=taken[square])
        taken[square] = unit.name
        MapPlace.objects.update_or_create(unit=unit, defaults={"column": square[0], "row": square[1]})
    lookup.forget()
    return community
