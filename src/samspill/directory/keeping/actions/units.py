"""A unit is made, corrected, renamed, moved and ended."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory import lookup
from samspill.directory.edits import locked
from samspill.directory.keeping import permissions, rules
from samspill.directory.keeping.editions import check_edition
from samspill.directory.models import Catchment, ClusterMember, EarlierUnit, Membership, Unit

FACTS = ("kind", "number", "org_number", "her_id", "resh_id", "sector", "inhabitants")


@deed("directory.create_unit", permission=permissions.check_create_under)
def create_unit(*, by: Any, key: UUID, parent: Unit | None, name: str, valid_from: date | None, **facts: Any) -> Unit:
    """`key` becomes its id, so that the same form sent twice makes one unit. Raises Refused and ValidationError.

    facts: of FACTS. A unit that stands by itself becomes a member of the administrator's community.
    """
    made: Unit | None = Unit.objects.filter(pk=key).first()
    if made is not None:
        permissions.check_keep_unit(by, made)
        return made
    rules.check_can_be_created(facts["kind"], parent)
    fictional = parent.fictional if parent else _is_fictional(by)
    unit = Unit(pk=key, parent=parent, name=name, valid_from=valid_from, fictional=fictional, **facts)
    unit.full_clean()
    unit.save(force_insert=True)
    if parent is None:
        Membership.objects.create(community_id=by.community_id, unit=unit, valid_from=valid_from)
    return unit


def _is_fictional(by: Any) -> bool:
    from samspill.directory.models import Community

    return Community.objects.filter(pk=by.community_id, fictional=True).exists()


@deed("directory.change_unit", permission=permissions.check_keep_unit)
def change_unit(*, by: Any, unit: Unit, seen: str, **facts: Any) -> Unit:
    """Correct the numbers and the like; what it is called and where it stands have dates, see `change_place`."""
    row = locked(unit)
    check_edition([row], seen)
    if facts.get("kind", row.kind) != row.kind and {facts["kind"], row.kind} & (rules.OF_THE_STATE | rules.AREAS):
        raise Refused(_("Helseforetak, kommuner og bydeler kan ikke bli til noe annet."))
    if row.kind in rules.AREAS and facts.get("number", row.number) != row.number:
        raise Refused(_("Nummeret endres ved sammenslåing eller deling, så historien holder."))
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return row


@deed("directory.change_place", permission=permissions.check_move_under)
def change_place(*, by: Any, unit: Unit, name: str, parent: Unit | None, on: date, seen: str) -> Unit:
    """From `on` it is called `name` and is a part of `parent`. What was before is kept as an EarlierUnit."""
    row = locked(unit)
    check_edition([row], seen)
    if (row.name, row.parent_id) == (name, parent.pk if parent else None):
        return row
    rules.check_day_has_come(on, clock.today())
    rules.check_can_change(row, on)
    if row.parent_id != (parent.pk if parent else None):
        rules.check_can_stand_under(row, parent)
    keep_as_earlier(row, on)
    row.name, row.parent = name, parent
    row.full_clean()
    row.save()
    return row


def keep_as_earlier(row: Unit, until: date) -> None:
    """Write down what it is called and is a part of now, as what it was until a day.

    A change on the very day of the one before is a correction of it: nobody needs a state that held for no day.
    """
    last = max((each.valid_to for each in row.earlier.all() if each.valid_to), default=row.valid_from)
    if last == until:
        return
    EarlierUnit.objects.create(unit=row, name=row.name, parent=row.parent, valid_from=last, valid_to=until)


@deed("directory.end_unit", permission=permissions.check_keep_unit)
def end_unit(*, by: Any, unit: Unit, on: date, seen: str) -> Unit:
    """`on` is the first day it is no more. Its memberships, clusters and catchments end with it."""
    row = locked(unit)
    check_edition([row], seen)
    rules.check_can_end(row, on)
    row.valid_to = on
    row.full_clean()
    row.save()
    end_belongings(row, on)
    return row


def end_belongings(row: Unit, on: date) -> None:
    """Rows that would go on after the day end on it; those that would begin later are taken away."""
    for rows in (
        Membership.objects.filter(unit=row),
        ClusterMember.objects.filter(Q(municipality=row) | Q(cluster=row)),
        Catchment.objects.filter(area=row),
    ):
        rows.filter(valid_from__gte=on).delete()
        rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).update(valid_to=on)
    lookup.forget()
