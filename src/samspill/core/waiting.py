"""What waits for a person, across all rooms: the small protocol behind the first page, *I dag*.

Each room registers one function from a person to its waiting items; the page asks them all and sorts by promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class WaitingItem:
    """One row of *I dag*: what, for whom, by when, and where it is done."""

    what: str
    about: str
    url: str
    due: datetime | None = None
    broken: bool = False  # the promise is already broken


_rooms: list[Callable[[Any], Iterable[WaitingItem]]] = []


def room_with_waiting_items(ask: Callable[[Any], Iterable[WaitingItem]]) -> None:
    if ask not in _rooms:
        _rooms.append(ask)


def waiting_for(person: Any) -> list[WaitingItem]:
    """All that waits for the person: broken promises first, then by due time, undated last."""
    items = [item for ask in _rooms for item in ask(person)]
    return sorted(items, key=lambda item: (not item.broken, item.due is None, item.due or END_OF_TIME, item.what))
