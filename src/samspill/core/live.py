"""What has changed, in whose community: the question behind pages that follow along by themselves.

A room registers one function that gives, for each community, the set of its changes of the last minute or so: one token
for each, any value that another change does not have, such as a row's id and version. Tokens may fall out of the set
as they grow old; only a new one counts. (A mark such as "the newest time of change" would miss what a slow transaction
commits late.) The function must be cheap: every web process asks a few times a second while somebody watches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from uuid import UUID

Recent = Mapping[UUID, frozenset[Hashable]]
_rooms: dict[str, Callable[[], Mapping[UUID, Iterable[Hashable]]]] = {}


def room_with_marks(room: str, latest_marks: Callable[[], Mapping[UUID, Iterable[Hashable]]]) -> None:
    """Register the function that gives a room's recent changes. Call in AppConfig.ready."""
    _rooms[room] = latest_marks


def recent_changes() -> Recent:
    """The recent changes of all rooms, by community."""
    found: dict[UUID, set[Hashable]] = defaultdict(set)
    for room, latest_marks in _rooms.items():
        for community, marks in latest_marks().items():
            found[community].update((room, mark) for mark in marks)
    return {community: frozenset(marks) for community, marks in found.items()}


def changed_since(before: Recent, now: Recent) -> set[UUID]:
    """The communities that have a change now that they did not have before."""
    return {community for community, marks in now.items() if marks - before.get(community, frozenset())}
