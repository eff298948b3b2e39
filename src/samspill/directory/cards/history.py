"""What has happened to a unit: renamed, moved, merged, split, renumbered, in and out of communities and clusters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from samspill.directory.models import EarlierUnit, NumberChange, Unit, UnitKind
from samspill.ui import formats


@dataclass(frozen=True)
class Happening:
    """Something that happened on a day, as the timeline shows it."""

    at: date
    title: str
    text: str = ""
    icon: str = ""


def happenings(unit: Unit) -> list[Happening]:
    """The newest first. A handful of queries, however long the history."""
    numbered = list(_numbers(unit))
    days = {each.at for each in numbered}
    found = [
        *numbered,
        *(each for each in _names_and_places(unit) if each.at not in days),
        *_communities(unit),
        *_clusters(unit),
        *_hospitals(unit),
        *_begins_and_ends(unit, days),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _names_and_places(unit: Unit) -> Iterator[Happening]:
    rows = sorted(
        (row for row in unit.earlier.select_related("parent") if row.valid_to), key=lambda row: row.valid_to or date.max
    )
    origins = [row for row in rows if row.valid_to == unit.valid_from]
    if origins:
        yield _origin(unit, origins)
    changes = [row for row in rows if row.valid_to != unit.valid_from]
    later: list[Any] = [*changes[1:], unit]  # one more than changes, when there are none
    for row, after in zip(changes, later, strict=False):
        yield from _change(row, after)


def _origin(unit: Unit, rows: list[EarlierUnit]) -> Happening:
    """What it came from: earlier rows that end on the day it begins."""
    names = said_together(f"«{row.name}»" for row in rows)
    title = _("Slått sammen av %(names)s") if len(rows) > 1 else _("Skilt ut fra %(names)s")
    return Happening(_known(unit.valid_from), title % {"names": names}, icon="Branching")


def _change(row: EarlierUnit, after: Any) -> Iterator[Happening]:
    day = _known(row.valid_to)
    if row.name != after.name:
        yield Happening(day, _("Het «%(old)s» før dette") % {"old": row.name}, icon="Pencil")
    if row.parent_id != after.parent_id:
        old = row.parent.name if row.parent else _("ingen")
        new = after.parent.name if after.parent else _("ingen")
        yield Happening(day, _("Flyttet fra %(old)s til %(new)s") % {"old": old, "new": new}, icon="ArrowRight")


def _numbers(unit: Unit) -> Iterator[Happening]:
    """Mergers, splits and new numbers of a municipality, one line a day."""
    if unit.kind != UnitKind.MUNICIPALITY or not unit.number:
        return
    into, away = Q(new_number=unit.number), Q(old_number=unit.number)
    rows = list(NumberChange.objects.filter(into | away).order_by("changed_on", "old_name"))
    for day in sorted({row.changed_on for row in rows}):
        came = [row for row in rows if row.changed_on == day and row.new_number == unit.number]
        left = [row for row in rows if row.changed_on == day and row.old_number == unit.number]
        if came:
            yield Happening(day, _came_from(came), icon="Branching")
        elif left:
            yield Happening(day, _went_to(left), icon="Branching")


def _came_from(rows: list[NumberChange]) -> str:
    names = said_together(f"{row.old_name} ({row.old_number})" for row in rows)
    if len(rows) == 1:
        return _("Ny kommune eller nytt nummer; før: %(names)s") % {"names": names}
    return _("Slått sammen av %(names)s") % {"names": names}


def _went_to(rows: list[NumberChange]) -> str:
    numbers = [row.new_number for row in rows]
    heirs = Unit.objects.filter(kind=UnitKind.MUNICIPALITY, number__in=numbers)
    names = {heir.number: f"{heir.name} ({heir.number})" for heir in heirs}
    said = said_together(names.get(number, number) for number in numbers)
    title = _("Ble til %(names)s") if len(rows) == 1 else _("Delt i %(names)s")
    return title % {"names": said}


def _communities(unit: Unit) -> Iterator[Happening]:
    for row in unit.memberships.select_related("community"):
        values = {"name": row.community.name}
        if row.valid_from:
            yield Happening(row.valid_from, _("Kom med i %(name)s") % values, icon="PersonGroup")
        if row.valid_to:
            yield Happening(row.valid_to, _("Gikk ut av %(name)s") % values, icon="PersonGroup")


def _clusters(unit: Unit) -> Iterator[Happening]:
    for row in unit.clusters.select_related("cluster"):
        values = {"name": row.cluster.name}
        if row.valid_from:
            yield Happening(row.valid_from, _("Kom med i kommuneklyngen %(name)s") % values)
        if row.valid_to:
            yield Happening(row.valid_to, _("Gikk ut av kommuneklyngen %(name)s") % values)


def _hospitals(unit: Unit) -> Iterator[Happening]:
    for row in unit.catchments.select_related("hospital"):
        if row.valid_from:
            title = _("Fikk %(name)s som sykehus") % {"name": row.hospital.name}
            yield Happening(row.valid_from, title, icon="Hospital")


def _begins_and_ends(unit: Unit, told: set[date]) -> Iterator[Happening]:
    if unit.valid_from and unit.valid_from not in told:
        yield Happening(unit.valid_from, _("Opprettet"), icon="Plus")
    if unit.valid_to and unit.valid_to not in told:
        heirs = said_together(f"«{heir.name}»" for heir in heirs_of(unit))
        yield Happening(unit.valid_to, _("Avsluttet"), _("Videreført i %(names)s") % {"names": heirs} if heirs else "")


def heirs_of(unit: Unit) -> list[Unit]:
    """The units that took over on the day it ended: they remember its name as one of their own."""
    if unit.valid_to is None:
        return []
    rows = EarlierUnit.objects.filter(name=unit.name, parent=unit.parent_id, valid_to=unit.valid_to)
    return [row.unit for row in rows.exclude(unit=unit).select_related("unit") if row.unit.kind == unit.kind]


def said_together(names: Iterable[str]) -> str:
    """A, B og C."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def on_day(text: str, day: date | None) -> str:
    return f"{text} {formats.day(day)}" if day else text


def _known(day: date | None) -> date:
    assert day is not None  # the callers have asked
    return day
