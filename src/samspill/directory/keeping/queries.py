"""What the keeper looks through: units and people of the community, and those who wait for a first role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from samspill.core import clock
from samspill.directory.keeping.permissions import units_kept_in
from samspill.directory.models import Newcomer, Person, Position, Unit
from samspill.directory.seen import people_seen_by

SHOWN = 50
_LINE = "parent__parent__parent__parent"


@dataclass(frozen=True)
class Found:
    """`more` is how many are not shown."""

    units: list[Unit]
    people: list[Person]
    more_units: int
    more_people: int


@dataclass(frozen=True)
class Row:
    """A unit in the tree, at its depth from the top of what is shown."""

    unit: Unit
    depth: int
    open: bool


def find(person: Any, text: str) -> Found:
    """Units and people whose names or numbers hold all the words. Ended units too: they can still be looked at."""
    words = text.split()
    units = Unit.objects.filter(pk__in=units_kept_in(person.community_id)).select_related(_LINE)
    people = people_seen_by(person)
    for word in words:
        units = units.filter(
            Q(name__icontains=word) | Q(number=word) | Q(her_id=word) | Q(org_number=word) | Q(resh_id=word)
        )
        people = people.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    shown = list(units.order_by("name", "pk")[:SHOWN])
    persons = list(people.order_by("family_name", "given_name", "pk")[:SHOWN])
    return Found(shown, persons, units.count() - len(shown), people.count() - len(persons))


def tree(ids: frozenset[UUID] | set[UUID], *, below: UUID | None = None) -> list[Row]:
    """The units as a tree, top first; of one unit and all below it where `below` names it. One query."""
    today = clock.today()
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids).order_by("name")}
    parts: dict[UUID | None, list[Unit]] = {}
    for unit in units.values():
        parts.setdefault(unit.parent_id if unit.parent_id in units else None, []).append(unit)
    rows: list[Row] = []

    def walk(unit: Unit, depth: int) -> None:
        rows.append(Row(unit, depth, unit.valid_to is None or unit.valid_to > today))
        for part in parts.get(unit.pk, []):
            walk(part, depth + 1)

    for top in [units[below]] if below in units else parts.get(None, []):
        walk(top, 0)
    return rows


def kept_tree(person: Any) -> list[Row]:
    """All of the community for its administrator, the own unit and what is below it for a leader; only what is open."""
    kept = units_kept_in(person.community_id)
    rows = tree(kept) if person.may("directory.administer") else tree(kept, below=person.unit_id)
    return [row for row in rows if row.open]


def newcomers(person: Any) -> list[Person]:
    """Written down in the community, and without any role yet."""
    waiting = Newcomer.objects.filter(community=person.community_id)
    held = Position.objects.filter(community=person.community_id).values("person")
    return list(Person.objects.filter(pk__in=waiting.values("person")).exclude(pk__in=held).order_by("family_name"))
