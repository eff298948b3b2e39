"""What there is to find: people, units, roles, offers, topics and joint work, each as documents.

`made(tree, kind, refs)` makes them; without refs, all of the kind. Only the directory is read. No patient is here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from samspill.core import clock
from samspill.directory.models import (
    ContactWay,
    EarlierUnit,
    JointWork,
    JointWorkKind,
    JointWorkStatus,
    NumberChange,
    OfferKind,
    OfferLevel,
    Person,
    Position,
    ServiceOffer,
    Topic,
)
from samspill.directory.roles import Role
from samspill.directory.search import documents as kinds
from samspill.directory.search.documents import Document, Field, cut, in_all_languages
from samspill.directory.search.tree import Node, Tree, kind_words, say_line, say_where

Refs = Collection[str] | None
OVER = (JointWorkStatus.FINISHED, JointWorkStatus.STOPPED)
NUMBERS = ("phone", "duty_phone", "safe_message")  # the contact ways that are looked up by their number


def made(tree: Tree, kind: str, refs: Refs = None) -> Iterator[Document]:
    yield from _MAKERS[kind](tree, refs)


def _ids(refs: Refs) -> list[UUID] | None:
    return None if refs is None else [UUID(ref) for ref in refs]


def _of(rows: QuerySet[Any], name: str, ids: list[UUID] | None) -> QuerySet[Any]:
    return rows if ids is None else rows.filter(**{f"{name}__in": ids})


def _held(positions: QuerySet[Position]) -> QuerySet[Any]:
    names = ("person_id", "community_id", "unit_id", "role", "title", "valid_from", "valid_to")
    return positions.values_list(*names, named=True)


def _people(tree: Tree, refs: Refs) -> Iterator[Document]:
    ids = _ids(refs)
    held: dict[UUID, dict[UUID, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in _held(_of(Position.objects.all(), "person", ids)):
        held[row.person_id][row.community_id].append(row)
    numbers = _numbers(_of(ContactWay.objects.all(), "person", ids), "person_id")
    for pk, given, family, phone in _of(Person.objects.all(), "pk", ids).values_list(
        "pk", "given_name", "family_name", "phone"
    ):
        for community, positions in held.get(pk, {}).items():
            document = Document(kinds.PERSON, pk.hex, community.hex, cut(f"{given} {family}"))
            document.say(Field.PERSON_NAME, given, family)
            document.call(phone, *numbers.get(pk, ()))
            document.mark("kind:person")
            _say_positions(document, tree, positions)
            yield document


def _say_positions(document: Document, tree: Tree, positions: list[Any]) -> None:
    """What somebody is found by, of what they are; by earlier positions only when they hold none any more."""
    today = clock.today()
    present = [row for row in positions if row.valid_to is None or row.valid_to > today]
    for row in present or positions:
        node = tree.nodes[row.unit_id]
        document.say(Field.ROLE, row.title, *in_all_languages(Role(row.role)))
        say_where(document, node)
    document.note(*(f"holds:{row.role}@{row.unit_id.hex}" for row in positions))
    document.note(*(f"at:{row.unit_id.hex}" for row in positions))
    begun = [row.valid_from for row in positions]
    ended = [row.valid_to for row in positions]
    document.valid_from = None if None in begun else min(begun)
    document.valid_to = None if None in ended else max(ended)


def _numbers(ways: QuerySet[ContactWay], owner: str) -> dict[UUID, list[str]]:
    numbers: dict[UUID, list[str]] = defaultdict(list)
    for pk, value in ways.filter(kind__in=NUMBERS).exclude(**{owner: None}).values_list(owner, "value"):
        numbers[pk].append(value)
    return numbers


def _units(tree: Tree, refs: Refs) -> Iterator[Document]:
    ids = _ids(refs)
    numbers = _numbers(_of(ContactWay.objects.all(), "unit", ids), "unit_id")
    earlier: dict[UUID, list[str]] = defaultdict(list)
    for pk, name in _of(EarlierUnit.objects.all(), "unit", ids).values_list("unit_id", "name"):
        earlier[pk].append(name)
    old: dict[str, list[str]] = defaultdict(list)
    for number, name, before in NumberChange.objects.values_list("new_number", "old_name", "old_number"):
        old[number] += [name, before]
    for node in tree.nodes.values() if ids is None else [tree.nodes[pk] for pk in ids if pk in tree.nodes]:
        yield _unit(tree, node, numbers.get(node.id, []), [*earlier.get(node.id, ()), *_old_names(node, old)])


def _old_names(node: Node, old: dict[str, list[str]]) -> list[str]:
    if len(node.numbers) and node.kind == "municipality":
        return [name for number in node.numbers if len(number) == 4 for name in old.get(number, ())]
    return []


def _unit(tree: Tree, node: Node, numbers: list[str], earlier: list[str]) -> Document:
    document = Document(kinds.UNIT, node.id.hex, tree.scope(node), cut(node.name), tree.anchor(node))
    document.valid_from, document.valid_to = node.valid_from, node.valid_to
    document.say(Field.NAME, node.name)
    document.say(Field.ROLE, *kind_words(node.kind))
    document.say(Field.ABOUT, *earlier)
    document.call(node.phone, *node.numbers, *numbers)
    document.mark("kind:unit")
    say_line(document, node)
    document.note(f"in:{node.parent_id.hex if node.parent_id else ''}", f"is:{node.kind}")
    return document


def _roles(tree: Tree, refs: Refs) -> Iterator[Document]:
    """A role in a unit, with those who hold it: «Sykepleier, Sykepleietjenesten». `refs` are «nurse@<unit>»."""
    today = clock.today()
    positions = Position.objects.exclude(valid_to__lte=today).filter(on_behalf_of=None)
    if refs is not None:
        wanted = Q(pk__in=[])
        for ref in refs:
            code, _at, pk = ref.partition("@")
            wanted |= Q(role=code, unit=UUID(pk))
        positions = positions.filter(wanted)
    holders: dict[tuple[str, UUID, UUID], set[UUID]] = defaultdict(set)
    for row in _held(positions):
        holders[row.role, row.unit_id, row.community_id].add(row.person_id)
    for (role, unit, community), people in holders.items():
        node = tree.nodes[unit]
        label = Role(role).label
        document = Document(kinds.ROLE, f"{role}@{unit.hex}", community.hex, cut(f"{label}, {node.name}"))
        document.say(Field.ROLE, *in_all_languages(Role(role)))
        say_where(document, node)
        # One who is alone in a role is found as a person; the role itself is then shown to those who ask for roles.
        document.mark("kind:role", *(["alone"] if len(people) == 1 else []))
        yield document


def _offers(tree: Tree, refs: Refs) -> Iterator[Document]:
    offers = _of(ServiceOffer.objects.all(), "pk", _ids(refs)).prefetch_related("areas")
    for offer in offers:
        document = Document(kinds.OFFER, offer.pk.hex, offer.community_id.hex, cut(offer.name))
        document.valid_from, document.valid_to = offer.valid_from, offer.valid_to
        document.say(Field.NAME, offer.name)
        document.say(Field.ROLE, *in_all_languages(OfferKind(offer.kind)), *in_all_languages(OfferLevel(offer.level)))
        document.say(Field.ROLE, offer.topics)
        document.say(Field.ABOUT, offer.description, offer.for_whom, offer.how_to_refer, offer.boundary)
        document.call(offer.contact)
        say_where(document, tree.nodes[offer.provider_id])
        for area in offer.areas.all():
            document.say(Field.ORGANISATION, area.name)
            document.mark(f"area:{area.pk.hex}")
        document.mark("kind:offer")
        document.note(f"at:{offer.provider_id.hex}")
        yield document


def _topics(tree: Tree, refs: Refs) -> Iterator[Document]:
    """«Spør meg om»: of a person, in each community they work in; of a unit, where the unit itself is found."""
    topics = list(_of(Topic.objects.all(), "pk", _ids(refs)).select_related("person"))
    asked: Refs = None if refs is None else {topic.person_id.hex for topic in topics if topic.person_id}
    owners: dict[str, list[Document]] = defaultdict(list)
    for owner in _people(tree, asked):
        owners[owner.ref].append(owner)
    for topic in topics:
        for document in _topic(tree, topic, owners):
            document.say(Field.TOPIC, topic.words)
            document.mark("kind:topic")
            yield document


def _topic(tree: Tree, topic: Topic, owners: dict[str, list[Document]]) -> Iterator[Document]:
    """Whom to ask, and where they are, narrows the answers down; by these words alone it is not found."""
    if topic.unit_id:
        node = tree.nodes[topic.unit_id]
        document = Document(kinds.TOPIC, topic.pk.hex, tree.scope(node), cut(topic.words), tree.anchor(node))
        document.valid_to = node.valid_to
        say_where(document, node, Field.ABOUT)
        document.note(f"at:{node.id.hex}")
        yield document
        return
    for owner in owners.get(topic.person_id.hex if topic.person_id else "", ()):
        document = Document(kinds.TOPIC, topic.pk.hex, owner.scope, cut(topic.words), valid_to=owner.valid_to)
        document.say(Field.ABOUT, owner.title)
        for where in (Field.ROLE, Field.PLACE, Field.ORGANISATION):
            document.plains[Field.ABOUT] |= owner.plains.get(where, set())
        document.mark(*(facet for facet in owner.plains[Field.FACET] if not facet.startswith("kind:")))
        document.note(f"by:{owner.ref}")
        yield document


def _joint_work(tree: Tree, refs: Refs) -> Iterator[Document]:
    works = _of(JointWork.objects.all(), "pk", _ids(refs))
    for work in works.select_related("contact").prefetch_related("participants"):
        document = Document(kinds.JOINT_WORK, work.pk.hex, work.community_id.hex, cut(work.name))
        document.valid_from, document.valid_to = work.valid_from, work.valid_to
        if work.status in OVER and work.valid_to is None:
            document.valid_to = work.changed_at.date()
        document.say(Field.NAME, work.name)
        document.say(Field.ROLE, *in_all_languages(JointWorkKind(work.kind)), work.topics, work.groups)
        document.say(Field.ABOUT, work.aim, work.contact or "")
        say_where(document, tree.nodes[work.owner_id])
        units = [row.unit_id for row in work.participants.all() if row.unit_id]
        for node in (tree.nodes[pk] for pk in units):
            document.say(Field.ORGANISATION, node.name)
            say_line(document, node)
        document.mark("kind:joint_work")
        document.note(*(f"at:{pk.hex}" for pk in [work.owner_id, *units]))
        document.note(*([f"by:{work.contact_id.hex}"] if work.contact_id else []))
        yield document


_MAKERS: dict[str, Callable[[Tree, Refs], Iterable[Document]]] = {
    kinds.PERSON: _people,
    kinds.UNIT: _units,
    kinds.ROLE: _roles,
    kinds.OFFER: _offers,
    kinds.TOPIC: _topics,
    kinds.JOINT_WORK: _joint_work,
}
