"""Several units become one, or one becomes several, on a day. Everything that pointed to the old ones follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q

from samspill.core import clock, events, walls
from samspill.core.deeds import deed
from samspill.directory import lookup
from samspill.directory.edits import locked
from samspill.directory.keeping import permissions, rules
from samspill.directory.keeping.actions.units import end_belongings, keep_as_earlier
from samspill.directory.keeping.editions import check_edition
from samspill.directory.models import (
    Catchment,
    ClusterMember,
    ContactWay,
    EarlierUnit,
    JointWork,
    MapPlace,
    Membership,
    NumberChange,
    OpeningHours,
    Participant,
    Position,
    ServiceOffer,
    Topic,
    Unit,
    UnitKind,
)

BECAME_OTHERS = "units became others"  # the event: old (ids), new (ids), on


@dataclass(frozen=True)
class NewUnit:
    """What the heir is called and which numbers it has. A HER id of an old one moves to it."""

    name: str
    number: str = ""
    org_number: str = ""
    her_id: str = ""


@deed("directory.merge_units", permission=permissions.check_keep_all)
def merge_units(*, by: Any, units: list[Unit], into: NewUnit, on: date, key: UUID, seen: str) -> Unit:
    """The units end, and one with the id `key` goes on from `on`. Raises Refused, ChangedMeanwhile, ValidationError."""
    made: Unit | None = Unit.objects.filter(pk=key).first()
    if made is not None:
        return made  # the same form, sent twice
    rows = [locked(unit) for unit in units]
    check_edition(rows, seen)
    rules.check_can_merge(rows, on, clock.today())
    _become(rows, [(key, into)], on)
    return Unit.objects.get(pk=key)


@deed("directory.split_unit", permission=permissions.check_keep_unit)
def split_unit(*, by: Any, unit: Unit, into: list[NewUnit], on: date, key: UUID, seen: str) -> Unit:
    """The unit ends and several go on. Parts, roles and offers follow the first; the others begin empty."""
    row = locked(unit)
    if row.valid_to == on and Unit.objects.filter(pk=key).exists():
        return row  # the same form, sent twice
    check_edition([row], seen)
    rules.check_can_split(row, [new.name for new in into], [new.number for new in into], on, clock.today())
    keys = [key, *(uuid5(key, str(place)) for place in range(1, len(into)))]
    _become([row], list(zip(keys, into, strict=True)), on)
    row.refresh_from_db()
    return row


@walls.whole_installation("what hangs on a unit that becomes others, in whichever community")
def _become(olds: list[Unit], news: Sequence[tuple[UUID, NewUnit]], on: date) -> None:
    belongings = _belongings(olds, on)
    for old in olds:
        _end(old, [new for _key, new in news], on)
    heirs = [_begin(olds, key, new, on, alone=len(news) == 1) for key, new in news]
    for heir in heirs:
        _belong(heir, belongings, on)
    for old in olds:
        _follow(old, heirs[0], on)
    _same_contact(olds[0], heirs[0])
    _numbers(olds, heirs, on)
    lookup.forget()
    events.tell(BECAME_OTHERS, old=[old.pk for old in olds], new=[heir.pk for heir in heirs], on=on)


def _end(old: Unit, news: Sequence[NewUnit], on: date) -> None:
    old.valid_to = on
    if old.her_id and old.her_id in {new.her_id for new in news}:
        old.her_id = ""  # an address leads to one unit only
    old.save()
    end_belongings(old, on)


def _begin(olds: list[Unit], key: UUID, new: NewUnit, on: date, *, alone: bool) -> Unit:
    first = olds[0]
    people = [old.inhabitants for old in olds]
    heir = Unit(
        pk=key,
        kind=first.kind,
        name=new.name,
        parent=first.parent,
        number=new.number,
        org_number=new.org_number,
        her_id=new.her_id,
        sector=first.sector,
        inhabitants=sum(each or 0 for each in people) if alone and any(people) else None,
        fictional=first.fictional,
        valid_from=on,
    )
    heir.full_clean()
    heir.save(force_insert=True)
    for old in olds:  # what it came from is a part of its own history
        EarlierUnit.objects.create(unit=heir, name=old.name, parent=old.parent, valid_from=_since(old), valid_to=on)
    return heir


def _since(old: Unit) -> date | None:
    return max((row.valid_to for row in old.earlier.all() if row.valid_to), default=old.valid_from)


@dataclass(frozen=True)
class Belongings:
    communities: list[UUID]
    clusters: list[UUID]
    hospitals: list[UUID]


def _belongings(olds: list[Unit], on: date) -> Belongings:
    """Read before the old ones end."""
    return Belongings(
        _distinct(Membership.objects.on(on).filter(unit__in=olds), "community_id"),
        _distinct(ClusterMember.objects.on(on).filter(municipality__in=olds), "cluster_id"),
        _distinct(Catchment.objects.on(on).filter(area__in=olds), "hospital_id"),
    )


def _distinct(rows: Any, field: str) -> list[UUID]:
    return list(dict.fromkeys(rows.order_by("pk").values_list(field, flat=True)))


def _belong(heir: Unit, to: Belongings, on: date) -> None:
    for community in to.communities:
        Membership.objects.create(community_id=community, unit=heir, valid_from=on)
    for cluster in to.clusters:
        ClusterMember.objects.create(cluster_id=cluster, municipality=heir, valid_from=on)
    for hospital in to.hospitals:
        Catchment.objects.create(area=heir, hospital_id=hospital, valid_from=on)


def _follow(old: Unit, heir: Unit, on: date) -> None:
    """Open parts, roles, offers and joint work of the old one are the heir's from the day."""
    for part in rules.open_parts(old, on):
        keep_as_earlier(part, on)
        part.parent = heir
        part.save()
    _positions(old, heir, on)
    still_open = Q(valid_to=None) | Q(valid_to__gt=on)
    ServiceOffer.objects.filter(still_open, provider=old).update(provider=heir)
    for offer in ServiceOffer.objects.filter(still_open, areas=old):
        offer.areas.add(heir)
    JointWork.objects.filter(still_open, owner=old).update(owner=heir)
    Participant.objects.filter(still_open, unit=old).update(unit=heir)
    if not MapPlace.objects.filter(unit=heir).exists():
        MapPlace.objects.filter(unit=old).update(unit=heir)


def _positions(old: Unit, heir: Unit, on: date) -> None:
    """A role that began before ends and goes on in the heir, so that both days tell the truth. Loans come after what
    they were lent from."""
    new_of: dict[UUID, Position] = {}
    rows = sorted(rules.open_positions([old], on), key=lambda row: row.on_behalf_of_id is not None)
    for row in rows:
        if row.valid_from is not None and row.valid_from >= on:
            row.unit = heir
            row.save()
            continue
        goes_on = Position(
            person=row.person,
            community_id=row.community_id,
            unit=heir,
            role=row.role,
            title=row.title,
            reason=row.reason,
            on_behalf_of=new_of.get(row.on_behalf_of_id) if row.on_behalf_of_id else None,
            valid_from=on,
            valid_to=row.valid_to,
        )
        if row.on_behalf_of_id and goes_on.on_behalf_of is None:
            goes_on.on_behalf_of_id = row.on_behalf_of_id
        goes_on.save()
        new_of[row.pk] = goes_on
        row.substitutes.filter(Q(valid_to=None) | Q(valid_to__gt=on)).update(position=goes_on)
        row.valid_to = on
        row.save()


def _same_contact(old: Unit, heir: Unit) -> None:
    """The first one's telephone and hours, so that nobody calls in vain; its leader corrects them."""
    heir.phone = old.phone
    heir.save()
    models: tuple[Any, ...] = (ContactWay, OpeningHours, Topic)
    for model in models:
        for row in model.objects.filter(unit=old):
            row.pk, row.unit = None, heir
            row._state.adding = True
            row.pk = model._meta.pk.get_default()
            row.save()


def _numbers(olds: list[Unit], heirs: list[Unit], on: date) -> None:
    if olds[0].kind != UnitKind.MUNICIPALITY:
        return
    for old in olds:
        for heir in heirs:
            if old.number and heir.number and old.number != heir.number:
                NumberChange.objects.get_or_create(
                    old_number=old.number, new_number=heir.number, changed_on=on, defaults={"old_name": old.name}
                )
