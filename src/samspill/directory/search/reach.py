"""What else a change reaches: a ward that gets a new name is part of what its nurses are found by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from samspill.directory.models import JointWork, Participant, Position, ServiceOffer, Topic
from samspill.directory.search import bulk
from samspill.directory.search import documents as kinds
from samspill.directory.search.documents import Field
from samspill.directory.search.tree import Tree

Refs = dict[str, set[str]]
_HOLDS = f"{Field.NOTE}holds:"


class Difference(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def ref(self) -> str: ...
    @property
    def before(self) -> frozenset[str]: ...
    @property
    def after(self) -> frozenset[str]: ...


def touched_by(tree: Tree, differing: Iterable[Difference]) -> Refs:
    """The entries to make anew because of these."""
    touched: Refs = defaultdict(set)
    units: set[str] = set()
    people: set[str] = set()
    for each in differing:
        if each.kind == kinds.PERSON:
            people.add(each.ref)
            held = {key.removeprefix(_HOLDS) for key in each.before ^ each.after if key.startswith(_HOLDS)}
            touched[kinds.ROLE] |= held
        elif each.kind == kinds.UNIT and any(key[0] != Field.CODE for key in each.before ^ each.after):
            units.add(each.ref)
    _topics_of_people(touched, people)
    _all_in(tree, touched, units)
    return touched


def _topics_of_people(touched: Refs, people: set[str]) -> None:
    for chunk in bulk.chunks(people):
        ids = [UUID(ref) for ref in chunk]
        touched[kinds.TOPIC].update(_hexes(Topic.objects.filter(person__in=ids).values_list("pk", flat=True)))
        touched[kinds.JOINT_WORK].update(_hexes(JointWork.objects.filter(contact__in=ids).values_list("pk", flat=True)))


def _all_in(tree: Tree, touched: Refs, units: set[str]) -> None:
    """Everything that hangs on the units, or on a part of them."""
    inside = tree.below([tree.nodes[pk] for ref in units if (pk := UUID(ref)) in tree.nodes])
    touched[kinds.UNIT].update(_hexes(inside))
    for chunk in bulk.chunks(inside):
        held = Position.objects.filter(unit__in=chunk).values_list("person", "role", "unit")
        for person, role, unit in held:
            touched[kinds.PERSON].add(person.hex)
            touched[kinds.ROLE].add(f"{role}@{unit.hex}")
        touched[kinds.TOPIC].update(_hexes(Topic.objects.filter(unit__in=chunk).values_list("pk", flat=True)))
        offers = ServiceOffer.objects.filter(provider__in=chunk) | ServiceOffer.objects.filter(areas__in=chunk)
        touched[kinds.OFFER].update(_hexes(offers.values_list("pk", flat=True)))
        works = {*JointWork.objects.filter(owner__in=chunk).values_list("pk", flat=True)}
        works |= {*Participant.objects.filter(unit__in=chunk).values_list("work", flat=True)}
        touched[kinds.JOINT_WORK].update(_hexes(works))


def _hexes(ids: Iterable[UUID]) -> set[str]:
    return {each.hex for each in ids}
