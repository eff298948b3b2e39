"""The rows behind the answers: each table is read once, whatever kinds the answers are of, and by its own walls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from samspill.core import clock
from samspill.directory.lookup import remember
from samspill.directory.models import (
    ContactWay,
    JointWork,
    OpeningHours,
    Person,
    Position,
    ServiceOffer,
    Substitute,
    Topic,
    Unit,
)
from samspill.directory.search import documents as kinds
from samspill.directory.search.walls import findable

Wanted = Mapping[str, Collection[str]]
_HIGHEST = 12  # no tree is higher; stops a loop that should not be there


@dataclass
class Rows:
    """positions     of each person, in the asker's community
    stand_ins     the name of whom to ask today, by position
    units         with all above them at hand; also those that positions and offers lie in
    findable_units  those that the asker may find as units
    holders       of each role in a unit: {"nurse@<unit>": {person: name}}, today
    """

    people: dict[UUID, Person] = field(default_factory=dict)
    positions: dict[UUID, list[Position]] = field(default_factory=dict)
    stand_ins: dict[UUID, str] = field(default_factory=dict)
    units: dict[UUID, Unit] = field(default_factory=dict)
    findable_units: set[UUID] = field(default_factory=set)
    holders: dict[str, dict[UUID, str]] = field(default_factory=dict)
    offers: dict[UUID, ServiceOffer] = field(default_factory=dict)
    topics: dict[UUID, Topic] = field(default_factory=dict)
    works: dict[UUID, JointWork] = field(default_factory=dict)


def read(person: Any, wanted: Wanted) -> Rows:
    """At most twelve queries (and one for each step that the tree is high), however many are wanted."""
    rows = Rows()
    here = person.community_id
    rows.topics = _by_id(Topic.objects.all(), _ids(wanted, kinds.TOPIC))
    rows.offers = _by_id(ServiceOffer.objects.filter(community=here), _ids(wanted, kinds.OFFER))
    rows.works = _by_id(JointWork.objects.filter(community=here), _ids(wanted, kinds.JOINT_WORK))
    people = _ids(wanted, kinds.PERSON)
    people |= {topic.person_id for topic in rows.topics.values() if topic.person_id}
    people |= {work.contact_id for work in rows.works.values() if work.contact_id}
    _read_people(rows, person, people)
    roles = {ref: UUID(ref.partition("@")[2]) for ref in wanted.get(kinds.ROLE, ())}
    _read_holders(rows, here, roles)
    found = _ids(wanted, kinds.UNIT) | {topic.unit_id for topic in rows.topics.values() if topic.unit_id}
    units = found | set(roles.values()) | {each.unit_id for held in rows.positions.values() for each in held}
    units |= {offer.provider_id for offer in rows.offers.values()} | {work.owner_id for work in rows.works.values()}
    rows.units = _lines(units)
    rows.findable_units = findable(person, [rows.units[pk] for pk in found if pk in rows.units])
    _read_ways(rows, units)
    return rows


def _ids(wanted: Wanted, kind: str) -> set[UUID]:
    return {UUID(ref) for ref in wanted.get(kind, ())}


def _by_id(rows: Any, ids: set[UUID]) -> dict[UUID, Any]:
    return {row.pk: row for row in rows.filter(pk__in=ids)} if ids else {}


def _read_people(rows: Rows, person: Any, people: set[UUID]) -> None:
    """Those that `seen.people_seen_by` lets the asker see: who hold, or have held, a position in the community."""
    if not people:
        return
    here = Position.objects.filter(community=person.community_id, person__in=people)
    held = list(here.select_related("on_behalf_of").order_by("valid_from", "pk"))
    rows.people = _by_id(Person.objects.all(), {each.person_id for each in held})
    today = clock.today()
    for each in held:
        # What is lent is held only as long as the lender holds it.
        if each.on_behalf_of is None or each.on_behalf_of.holds_on(today):
            rows.positions.setdefault(each.person_id, []).append(each)
    stand_ins = Substitute.objects.on(today).filter(position__in=[each.pk for each in held])
    for position, given, family in stand_ins.values_list("position", "by__given_name", "by__family_name"):
        rows.stand_ins[position] = f"{given} {family}"


def _read_holders(rows: Rows, community: UUID, roles: Mapping[str, UUID]) -> None:
    if not roles:
        return
    held = Position.objects.on(clock.today()).filter(
        community=community, unit__in=set(roles.values()), on_behalf_of=None
    )
    names = ("role", "unit", "person", "person__given_name", "person__family_name")
    for role, unit, pk, given, family in held.order_by("person__family_name", "pk").values_list(*names):
        rows.holders.setdefault(f"{role}@{unit.hex}", {})[pk] = f"{given} {family}"


def _lines(wanted: Iterable[UUID]) -> dict[UUID, Unit]:
    """The units, each with all above it at hand; those above are few, and are remembered while nothing changes."""
    found: dict[UUID, Unit] = _by_id(Unit.objects.all(), set(wanted))
    above: dict[UUID, Unit] = remember("search units above", dict)
    for _ in range(_HIGHEST):
        parents = {unit.parent_id for unit in [*found.values(), *above.copy().values()] if unit.parent_id}
        missing = parents - above.keys()
        if not missing:
            break
        above.update(_by_id(Unit.objects.all(), missing))
    for unit in [*found.values(), *above.copy().values()]:
        if unit.parent_id in above:
            unit._state.fields_cache["parent"] = above[unit.parent_id]
    return found


def _read_ways(rows: Rows, units: set[UUID]) -> None:
    """Contact ways and opening hours, put where `cards.reaching` looks for them."""
    owners = [*rows.people.values(), *(rows.units[pk] for pk in units if pk in rows.units)]
    whose = Q(person__in=rows.people) | Q(unit__in=units)
    for model, name in ((ContactWay, "contactways"), (OpeningHours, "openinghourss")):
        each: dict[UUID, list[Any]] = defaultdict(list)
        for row in _plain(model._default_manager.filter(whose), name):
            each[row.person_id or row.unit_id].append(row)
        for owner in owners:
            _put(owner, name, each.get(owner.pk, []))


def _plain(rows: Any, name: str) -> Any:
    """Opening hours are many, and only looked at: no model is made of each."""
    if name == "contactways":
        return rows
    return rows.values_list("person_id", "unit_id", "weekday", "opens", "closes", "note", named=True)


def _put(owner: Any, name: str, found: list[Any]) -> None:
    """As prefetch_related does it; a list is enough for those who only go through it."""
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found
