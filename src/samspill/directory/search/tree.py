"""The whole tree of units, read in one breath for the makers of the index."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made_of
from datetime import date
from typing import Any
from uuid import UUID

from samspill.directory.models import Membership, Unit, UnitKind
from samspill.directory.search.documents import NOBODY, OFFICIAL, Document, Field, in_all_languages
from samspill.directory.seen import OFFICIAL as OFFICIAL_KINDS

AREAS = (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT)


@dataclass(slots=True)
class Node:
    """One unit, with those above it, the nearest first."""

    id: UUID
    kind: str
    name: str
    parent_id: UUID | None
    phone: str
    numbers: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    above: list[Node] = made_of(default_factory=list)
    parts: list[Node] = made_of(default_factory=list)

    @property
    def line(self) -> list[Node]:
        return [self, *self.above]

    @property
    def top(self) -> Node:
        """As `Unit.top`: the organisation that it is a part of."""
        return next((node for node in reversed(self.line) if node.kind != UnitKind.HEALTH_REGION), self)


class Tree:
    def __init__(self) -> None:
        fields = ("id", "kind", "name", "parent_id", "phone", "number", "org_number", "her_id", "resh_id")
        self.nodes: dict[UUID, Node] = {}
        for row in Unit.objects.values_list(*fields, "valid_from", "valid_to"):
            numbers = tuple(filter(None, row[5:9]))
            self.nodes[row[0]] = Node(row[0], row[1], row[2], row[3], row[4], numbers, row[9], row[10])
        self.members = set(Membership.objects.values_list("unit_id", flat=True))
        for node in self.nodes.values():
            self._place(node)

    def _place(self, node: Node) -> None:
        parent = self.nodes.get(node.parent_id) if node.parent_id else None
        if parent is not None:
            parent.parts.append(node)
        while parent is not None and parent is not node and parent not in node.above:
            node.above.append(parent)
            parent = self.nodes.get(parent.parent_id) if parent.parent_id else None

    def anchor(self, node: Node) -> str:
        """The nearest of the line that ever was a member of a community by a row of its own: its membership decides."""
        return next((each.id.hex for each in node.line if each.id in self.members), "")

    def scope(self, node: Node) -> str:
        return OFFICIAL if node.kind in OFFICIAL_KINDS else self.anchor(node) or NOBODY

    def below(self, nodes: list[Node]) -> set[UUID]:
        """Them, and all parts of them."""
        found: set[UUID] = set()
        pending = list(nodes)
        while pending:
            node = pending.pop()
            if node.id not in found:
                found.add(node.id)
                pending += node.parts
        return found


def say_where(document: Document, node: Node, field: str = "") -> None:
    """The unit that it belongs to: found by its name and what it is a part of, chosen by area."""
    document.say(field or Field.PLACE, node.name)
    say_line(document, node, field)


def say_line(document: Document, node: Node, field: str = "") -> None:
    for each in node.above:
        if each.kind != UnitKind.HEALTH_REGION:
            document.say(field or Field.ORGANISATION, each.name)
    document.mark(f"top:{node.top.id.hex}", *(f"area:{each.id.hex}" for each in node.line if each.kind in AREAS))


def kind_words(kind: Any) -> tuple[str, ...]:
    return in_all_languages(UnitKind(kind)) if kind in UnitKind.values else ()
