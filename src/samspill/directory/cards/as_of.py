"""The tree as it was on a day: what a unit was called, what it was a part of, who worked there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from samspill.directory.models import EarlierUnit, Membership, Position, Unit

DEEPEST = 12  # no tree is deeper; stops a loop that should not be there


@dataclass(frozen=True)
class Then:
    """A unit as it was: its row, what it was called and what it was a part of."""

    unit: Unit
    name: str
    parent_id: Any
    existed: bool


def then(unit: Unit, on: date) -> Then:
    """Reads `unit.earlier`, prefetched or not."""
    earlier = next((row for row in _earlier(unit) if row.holds_on(on)), None)
    name, parent = (earlier.name, earlier.parent_id) if earlier else (unit.name, unit.parent_id)
    return Then(unit, name, parent, unit.holds_on(on))


def _earlier(unit: Unit) -> list[EarlierUnit]:
    """The latest first: where two overlap, the newest correction counts."""
    return sorted(unit.earlier.all(), key=lambda row: row.valid_to or date.max)


def line_on(unit: Unit, on: date) -> list[Then]:
    """The unit and all that were above it that day, from the bottom up. One query or two a step."""
    line, step = [then(unit, on)], unit
    while line[-1].parent_id is not None and len(line) < DEEPEST:
        above = line[-1].parent_id
        if any(each.unit.pk == above for each in line):
            break
        step = Unit.objects.prefetch_related("earlier").get(pk=above)
        line.append(then(step, on))
    return line


def parts_on(unit: Unit, on: date) -> list[Then]:
    """What was directly below it that day and existed, by name. Two queries."""
    near = Unit.objects.filter(Q(parent=unit) | Q(earlier__parent=unit)).distinct().prefetch_related("earlier")
    found = [then(part, on) for part in near]
    return sorted(
        (part for part in found if part.existed and part.parent_id == unit.pk), key=lambda part: part.name.casefold()
    )


def people_on(unit: Unit, community_id: Any, on: date) -> list[Position]:
    """Those who had a role there in the community that day. A loan holds only while what it was lent from does."""
    rows = (
        Position.objects.on(on)
        .filter(unit=unit, community=community_id)
        .filter(Q(on_behalf_of=None) | Q(on_behalf_of__in=Position.objects.on(on)))
        .select_related("person", "on_behalf_of__person")
        .prefetch_related("person__contactways")
    )
    return sorted(rows, key=lambda row: (row.person.family_name.casefold(), row.person.given_name.casefold()))


def memberships_on(line: Iterable[Then], on: date) -> list[Membership]:
    """The communities it was in: by its own rows that day, else by those of the nearest above. One query."""
    line = list(line)
    rows: dict[Any, list[Membership]] = {}
    ids = [each.unit.pk for each in line]
    for row in Membership.objects.on(on).filter(unit__in=ids).select_related("community").order_by("pk"):
        rows.setdefault(row.unit_id, []).append(row)
    return next((rows[pk] for pk in ids if pk in rows), [])
