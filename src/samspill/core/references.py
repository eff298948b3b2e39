"""What crosses rooms: a kind and an id. The room that owns the kind says its title, its address and who may see it.

A room stores the two columns and imports nothing. Each owner registers one function, asked once for all ids of its
kind, so that a page with a hundred references costs one question a kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Reference:
    """Points to one thing of another room, such as ("governance.case", its id). Written `kind:id`."""

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, text: str) -> Reference:
        """Raises ValueError for what is not `kind:id`."""
        kind, mark, id_ = text.partition(":")
        if not kind or not mark:
            raise ValueError("A reference is written kind:id.")
        return cls(kind, UUID(id_))


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """What a reader is shown of it."""

    title: str
    url: str
    kind_label: Any = ""


# (person, ids) -> those of them that exist and that the person may see
Resolve = Callable[[Any, Iterable[UUID]], Mapping[UUID, Resolved]]
# (person, text) -> those whose title has the text, best first; for choosing one
Offer = Callable[[Any, str], Iterable[tuple[UUID, Resolved]]]

_owners: dict[str, tuple[Resolve, Offer | None]] = {}


def kind_of_thing(kind: str, resolve: Resolve, offer: Offer | None = None) -> None:
    """Own a kind of reference. Register in AppConfig.ready; a second call with the same kind replaces the first."""
    _owners[kind] = (resolve, offer)


def resolve(references: Iterable[Reference], *, seen_by: Any) -> dict[Reference, Resolved]:
    """Those that the person may see. What is hidden, gone, or of a room that is not installed is left out alike."""
    of_kind: dict[str, set[UUID]] = defaultdict(set)
    for each in references:
        of_kind[each.kind].add(each.id)
    return {
        Reference(kind, id_): shown
        for kind, ids in of_kind.items()
        if kind in _owners
        for id_, shown in _owners[kind][0](seen_by, ids).items()
    }


def offers(kind: str, text: str, *, seen_by: Any, at_most: int = 20) -> list[tuple[Reference, Resolved]]:
    """What of the kind one may choose among; empty where its room is not installed."""
    _, offer = _owners.get(kind, (None, None))
    found = offer(seen_by, text) if offer else ()
    return [(Reference(kind, id_), shown) for _, (id_, shown) in zip(range(at_most), found, strict=False)]
