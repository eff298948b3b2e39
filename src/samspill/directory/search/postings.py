"""Lists of entry numbers, packed: where each word stands. Only the keeper of the index writes here."""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from samspill.directory.models.search import SearchPosting
from samspill.directory.search import bulk

Place = tuple[str, str, str]  # word, field, scope


def packed(numbers: Iterable[int]) -> bytes:
    """Sorted, four bytes each, the lowest first."""
    found = array("I", sorted(numbers))
    if sys.byteorder == "big":
        found.byteswap()
    return found.tobytes()


def unpacked(blob: bytes | memoryview) -> array[int]:
    found = array("I")
    found.frombytes(blob)
    if sys.byteorder == "big":
        found.byteswap()
    return found


class Changes:
    """What goes into and out of the lists, gathered and then written at once."""

    def __init__(self) -> None:
        self._added: dict[Place, list[int]] = defaultdict(list)
        self._removed: dict[Place, list[int]] = defaultdict(list)
        self._communities: dict[str, UUID | None] = {}

    def add(self, number: int, scope: str, community: UUID | None, keys: Iterable[str]) -> None:
        self._communities[scope] = community
        for key in keys:
            self._added[key[1:], key[0], scope].append(number)

    def remove(self, number: int, scope: str, keys: Iterable[str]) -> None:
        for key in keys:
            self._removed[key[1:], key[0], scope].append(number)

    def write(self, nothing_there: bool) -> None:
        """`nothing_there`: the table is known to be empty, and need not be read."""
        places = {*self._added, *self._removed}
        rows = {} if nothing_there else _rows_of({word for word, _, _ in places})
        kept: list[SearchPosting] = []
        empty: list[int] = []
        new: list[tuple[object, ...]] = []
        for place in places:
            row = rows.get(place)
            numbers = set(unpacked(row.entries)) if row else set()
            numbers -= set(self._removed.get(place, ()))
            numbers |= set(self._added.get(place, ()))
            if row is None:
                new += [(*place, self._communities.get(place[2]), packed(numbers))] if numbers else []
            elif numbers:
                row.entries = packed(numbers)
                kept.append(row)
            else:
                empty.append(row.pk)
        bulk.insert(SearchPosting, ("word", "field", "scope", "community", "entries"), new)
        SearchPosting.objects.bulk_update(kept, ["entries"], batch_size=100)
        for chunk in bulk.chunks(empty):
            SearchPosting.objects.filter(pk__in=chunk).delete()


def _rows_of(words: set[str]) -> dict[Place, SearchPosting]:
    found: dict[Place, SearchPosting] = {}
    for chunk in bulk.chunks(sorted(words)):
        for row in SearchPosting.objects.filter(word__in=chunk):
            found[row.word, row.field, row.scope] = row
    return found
