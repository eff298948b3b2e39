"""The best of those that answer: what is still so before what has ended, one's own organisation before others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from heapq import nlargest
from itertools import islice
from operator import add
from typing import NamedTuple

from samspill.core import clock
from samspill.directory.models.search import SearchEntry
from samspill.directory.search.documents import OFFICIAL
from samspill.directory.search.matching import How, Search, Slot
from samspill.directory.search.words import fold, pieces

OWN = 1.15  # times what it is worth, in one's own organisation
ELSEWHERE = 0.8  # official, but in another community
WHOLE_NAME = 8.0  # the name is what was written, word for word
PART_OF_NAME = 2.0
ENDED = 1000.0  # taken from what it is worth
LOOKED_AT = 120  # of so many the names are read

_ended: tuple[str, date, frozenset[int]] = ("", date.min, frozenset())


def ended(token: str) -> frozenset[int]:
    """The entries that are over today; asked once while the index is the same."""
    global _ended
    known, day, numbers = _ended
    today = clock.today()
    if known != token or day != today or not token:
        numbers = frozenset(SearchEntry.objects.filter(valid_to__lte=today).values_list("pk", flat=True))
        _ended = (token, today, numbers)
    return numbers


def best(search: Search, answers: set[int], *, own: set[int], over: Collection[int], most: int) -> dict[int, float]:
    """{entry: its worth} of the `most` best, unordered."""
    present = answers.difference(over)
    parts = [
        (present & own, OWN, 0.0),
        (present - own, 1.0, 0.0),
        (answers - present, 1.0, ENDED),
    ]
    chosen = [
        (worth * times - less, -entry)
        for among, times, less in parts
        for worth, entry in _worthiest(search.slots, among, most)
    ]
    return {-entry: worth for worth, entry in nlargest(most, chosen)}


def _worthiest(slots: Sequence[Slot], among: set[int], most: int) -> list[tuple[float, int]]:
    """(worth, entry) of at least the `most` best of them. There may be thirty thousand: no line is run for each."""
    entries = sorted(among)
    totals: list[float] = []
    for slot in slots:
        worths = [worth for worth, _, _ in slot.ways]
        these = map(worths.__getitem__, map(slot.best.__getitem__, entries))
        totals = list(map(add, totals, these)) if totals else list(these)
    if len(entries) <= most:
        return list(zip(totals, entries, strict=True))
    lowest, taken = 0.0, 0
    for worth, count in sorted(Counter(totals).items(), reverse=True):
        lowest, taken = worth, taken + count
        if taken >= most:
            break
    better = [each for each in zip(totals, entries, strict=True) if each[0] > lowest]
    equal = islice((each for each in zip(totals, entries, strict=True) if each[0] == lowest), most)
    return [*better, *equal]


class Found(NamedTuple):
    """What is read of an entry to put it in its place."""

    pk: int
    kind: str
    ref: str
    scope: str
    title: str
    anchor: str


def in_order(search: Search, worths: dict[int, float], scopes: Collection[str]) -> list[Found]:
    """The entries, the best first; one query."""
    rows = map(Found._make, SearchEntry.objects.filter(pk__in=worths).values_list(*Found._fields))
    asked = {slot.term.word for slot in search.slots}

    def place(row: Found) -> tuple[float, str, int]:
        value = worths[row.pk]
        if value > 0 and row.scope == OFFICIAL and row.anchor not in scopes:
            value *= ELSEWHERE
        return -(value + _name_worth(row, asked, search)), row.title, row.pk

    return sorted(rows, key=place)


def _name_worth(row: Found, asked: set[str], search: Search) -> float:
    name = {fold(piece) for piece in pieces(row.title)}
    exact = sum(slot.match(row.pk).how == How.EXACT for slot in search.slots if slot.term.word in name)
    if not name or not exact:
        return 0.0
    return WHOLE_NAME if name <= asked else PART_OF_NAME * exact / len(name)
