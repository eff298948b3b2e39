"""What has happened to patients, for whoever counts: the room that holds the events gives them, under pseudonyms.

One room registers; the figures room asks. Nobody's name, number or key of a row passes here: `person_id` is a pseudonym
of its own, made for counting, from which the patient cannot be found again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from samspill.analysis.tables import History

# community id -> the histories of its patients
Give = Callable[[UUID], Iterable["History"]]
_rooms: list[Give] = []


def room_with_histories(give: Give) -> None:
    """Register in AppConfig.ready."""
    if give not in _rooms:
        _rooms.append(give)


def histories_of(community_id: UUID) -> Iterator[History]:
    """All that the installation itself knows of a community's patients, one patient at one trust at a time."""
    for give in _rooms:
        yield from give(community_id)
