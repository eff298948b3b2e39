"""What stands on a community's card: who is in it on a day, and who came and went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.directory.cards.as_of import Then, then
from samspill.directory.cards.history import Happening
from samspill.directory.models import ClusterMember, Community, Membership, Unit, UnitKind


@dataclass(frozen=True)
class Branch:
    """A member with what is below it; `elsewhere` says where a district belongs when that is another community."""

    then: Then
    below: list[Branch] = field(default_factory=list)
    elsewhere: str = ""


@dataclass(frozen=True)
class CommunityCard:
    community: Community
    on: date
    today: bool
    trusts: list[Branch]
    municipalities: list[Branch]
    districts: list[Branch]  # members by themselves; their city is elsewhere
    clusters: list[Branch]
    practices: list[Branch]
    organisations: list[Branch]
    inhabitants: int
    changes: list[Happening]


def community_card(community: Community, on: date | None = None) -> CommunityCard:
    """Official members and their clinics; about seven queries."""
    on = on or clock.today()
    members = {row.unit_id: row.unit for row in _members(community, on)}
    own = [then(unit, on) for unit in members.values()]
    parts = _parts_of(members, on)
    owners = _owners([part.unit.pk for found in parts.values() for part in found], on, community)

    def branches(kinds: Iterable[str], below: Callable[[Then], list[Branch]] = lambda _then: []) -> list[Branch]:
        return [Branch(each, below(each)) for each in _by_name(own) if each.unit.kind in kinds]

    def districts(city: Then) -> list[Branch]:
        found = [part for part in parts.get(city.unit.pk, []) if part.unit.kind == UnitKind.CITY_DISTRICT]
        return [Branch(part, elsewhere=owners.get(part.unit.pk, "")) for part in found]

    def clinics(trust: Then) -> list[Branch]:
        return _hospital_parts(trust.unit.pk, parts)

    municipalities = branches([UnitKind.MUNICIPALITY], districts)
    districts_alone = [each for each in branches([UnitKind.CITY_DISTRICT]) if each.then.parent_id not in members]
    known = {*_KINDS_SHOWN}
    return CommunityCard(
        community=community,
        on=on,
        today=on == clock.today(),
        trusts=branches([UnitKind.HOSPITAL_TRUST], clinics),
        municipalities=municipalities,
        districts=districts_alone,
        clusters=_clusters([each for each in own if each.unit.kind == UnitKind.MUNICIPALITY_CLUSTER], on),
        practices=branches([UnitKind.GP_PRACTICE]),
        organisations=[Branch(each) for each in _by_name(own) if each.unit.kind not in known],
        inhabitants=sum(inhabitants_here(branch) for branch in municipalities)
        + sum(branch.then.unit.inhabitants or 0 for branch in districts_alone),
        changes=changes_of(community),
    )


_KINDS_SHOWN = (
    UnitKind.HOSPITAL_TRUST,
    UnitKind.MUNICIPALITY,
    UnitKind.CITY_DISTRICT,
    UnitKind.MUNICIPALITY_CLUSTER,
    UnitKind.GP_PRACTICE,
)


def inhabitants_here(branch: Branch) -> int:
    """Of a municipality, without the districts that belong elsewhere."""
    return (branch.then.unit.inhabitants or 0) - sum(
        part.then.unit.inhabitants or 0 for part in branch.below if part.elsewhere
    )


def _members(community: Community, on: date) -> list[Membership]:
    rows = Membership.objects.on(on).filter(community=community).select_related("unit")
    return list(rows.prefetch_related("unit__earlier"))


def _parts_of(members: dict[UUID, Unit], on: date) -> dict[UUID, list[Then]]:
    """Districts, campuses and clinics that day, by what they were a part of; a campus's clinics too."""
    parts: dict[UUID, list[Then]] = {}
    above = set(members)
    for _step in range(2):
        rows = (
            Unit.objects.filter(Q(parent__in=above) | Q(earlier__parent__in=above))
            .filter(kind__in=(UnitKind.CITY_DISTRICT, UnitKind.CAMPUS, UnitKind.CLINIC))
            .distinct()
            .prefetch_related("earlier")
        )
        found = [part for part in (then(row, on) for row in rows) if part.existed and part.parent_id in above]
        for part in _by_name(found):
            parts.setdefault(part.parent_id, []).append(part)
        above = {part.unit.pk for part in found} - above
    return parts


def _hospital_parts(pk: UUID, parts: dict[UUID, list[Then]], depth: int = 2) -> list[Branch]:
    if not depth:
        return []
    return [Branch(part, _hospital_parts(part.unit.pk, parts, depth - 1)) for part in parts.get(pk, [])]


def _owners(ids: list[UUID], on: date, community: Community) -> dict[UUID, str]:
    """The communities of parts with a row of their own, when it is another than this."""
    rows = list(Membership.objects.on(on).filter(unit__in=ids).select_related("community").order_by("-pk"))
    here = {row.unit_id for row in rows if row.community_id == community.pk}
    return {row.unit_id: row.community.name for row in rows if row.unit_id not in here}


def _clusters(clusters: list[Then], on: date) -> list[Branch]:
    rows = ClusterMember.objects.on(on).filter(cluster__in=[each.unit.pk for each in clusters])
    members: dict[UUID, list[Branch]] = {}
    for row in rows.select_related("municipality").prefetch_related("municipality__earlier"):
        members.setdefault(row.cluster_id, []).append(Branch(then(row.municipality, on)))
    return [
        Branch(each, sorted(members.get(each.unit.pk, []), key=lambda branch: branch.then.name))
        for each in _by_name(clusters)
    ]


def _by_name(rows: Iterable[Then]) -> list[Then]:
    return sorted(rows, key=lambda each: each.name.casefold())


def changes_of(community: Community) -> list[Happening]:
    """Who came and who went, the newest first."""
    found: list[Happening] = []
    for row in community.memberships.select_related("unit"):
        name = {"name": row.unit.name}
        if row.valid_from:
            found.append(Happening(row.valid_from, _("%(name)s kom med") % name, icon="Plus"))
        if row.valid_to:
            found.append(Happening(row.valid_to, _("%(name)s gikk ut") % name, icon="ArrowRight"))
    return sorted(found, key=lambda each: each.at, reverse=True)
