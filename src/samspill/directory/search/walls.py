"""Whose entries a person may find: the same rules as `directory.seen`, by the few units that memberships hang on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from samspill.core import clock
from samspill.directory.lookup import remember
from samspill.directory.models import Membership, Unit
from samspill.directory.search.documents import OFFICIAL
from samspill.directory.seen import OFFICIAL as OFFICIAL_KINDS

_LINE = "unit__parent__parent__parent__parent"


def scopes_of(person: Any) -> list[str]:
    """The scopes whose entries the person may find; none for the public."""
    if not person.signed_in:
        return []
    anchors = anchors_in(person.community_id, clock.today())
    return [person.community_id.hex, OFFICIAL, *sorted(anchors)]


def anchors_in(community: UUID, day: date) -> frozenset[str]:
    """Of the units that ever were members by a row of their own, those that are in the community that day."""

    def ask() -> frozenset[str]:
        ever = {row.unit_id: row.unit for row in Membership.objects.select_related(_LINE)}
        members = _members_on(day)
        return frozenset(unit.pk.hex for unit in ever.values() if community in _communities(unit, members))

    return remember(("search anchors", community, day), ask)


def findable(person: Any, units: Iterable[Unit]) -> set[UUID]:
    """The ids of those that `seen.units_seen_by` lets the person see; each with its line at hand."""
    if not person.signed_in:
        return set()
    members = _members_on(clock.today())
    here = person.community_id
    return {unit.pk for unit in units if unit.kind in OFFICIAL_KINDS or here in _communities(unit, members)}


def _communities(unit: Unit, members: Mapping[UUID, frozenset[UUID]]) -> frozenset[UUID]:
    """By the memberships of the nearest in its line that has any on the day."""
    return next((members[each.pk] for each in unit.line() if each.pk in members), frozenset())


def _members_on(day: date) -> dict[UUID, frozenset[UUID]]:
    def ask() -> dict[UUID, frozenset[UUID]]:
        found: dict[UUID, set[UUID]] = {}
        for unit, community in Membership.objects.on(day).values_list("unit_id", "community_id"):
            found.setdefault(unit, set()).add(community)
        return {unit: frozenset(communities) for unit, communities in found.items()}

    return remember(("search members", day), ask)
