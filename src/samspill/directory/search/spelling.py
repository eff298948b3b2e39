"""How near two spellings are, and the keys by which near ones are found.

The keys are a word's first letters with up to two of them left out (the «symmetric deletes» of W. Garbe's SymSpell,
with the same reasons: two words within two edits share at least one such key). A key is kept as a 32-bit number; that
two different keys now and then get the same number does no harm, since what is found is always compared.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from zlib import crc32

BEGINNING = 7  # letters of a word that keys are made of
_HALF = 2**31


def edits_allowed(length: int) -> int:
    """How many letters may be wrong in a searched word of that length."""
    return 0 if length < 3 else 1 if length < 7 else 2


def edits_prepared(length: int) -> int:
    """How many letters are left out of a known word: a searched word may be up to two letters longer than it is."""
    return 0 if length < 3 else 1 if length < 5 else 2


@lru_cache(maxsize=20_000)
def near_keys(word: str, edits: int) -> frozenset[int]:
    beginning = word[:BEGINNING]
    shortened = {
        "".join(beginning[place] for place in places)
        for left in range(max(1, len(beginning) - edits), len(beginning) + 1)
        for places in combinations(range(len(beginning)), left)
    }
    return frozenset(crc32(each.encode()) - _HALF for each in shortened)


def distance(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed, or swapped with their neighbour; `most` + 1 when it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    return _rows(one, other, most)[0]


def distance_to_beginning(one: str, other: str, most: int) -> int:
    """From `one` to that beginning of `other` which is nearest to it: for words that are still being written."""
    return _rows(one, other[: len(one) + most], most)[1]


def _rows(one: str, other: str, most: int) -> tuple[int, int]:
    """(distance to the whole, distance to the nearest beginning): optimal string alignment, row by row."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        last, before, row = before, row, [number]
        for place, theirs in enumerate(other, 1):
            best = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != theirs))
            if number > 1 and place > 1 and letter == other[place - 2] and theirs == one[number - 2]:
                best = min(best, last[place - 2] + 1)
            row.append(best)
        if min(row) > most and min(before) > most:
            return most + 1, most + 1
    return min(row[-1], most + 1), min(*row, most + 1)
