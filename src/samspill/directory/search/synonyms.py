"""Words that mean the same, read from `data/synonyms.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from samspill.directory.search.words import fold, pieces, quiet_words, rows_of, stem

Phrase = tuple[str, ...]  # the stems of its words, in order
LONGEST_PHRASE = 5  # words


def phrase(text: str) -> Phrase:
    words = [fold(piece) for piece in pieces(text)]
    return tuple(stem(word) for word in words if word not in quiet_words())


@cache
def _groups() -> dict[Phrase, list[Phrase]]:
    """For each phrase, the others of its groups."""
    found: dict[Phrase, list[Phrase]] = {}
    for row in rows_of("synonyms.csv"):
        group = list(dict.fromkeys(phrase(cell) for cell in row))
        for each in group:
            found.setdefault(each, []).extend(other for other in group if other != each)
    return found


def synonyms_in(stems: Sequence[str]) -> list[tuple[int, int, Phrase]]:
    """(first, last + 1, what means the same) for every stretch of the words that is in a group."""
    groups = _groups()
    found = []
    for first in range(len(stems)):
        for end in range(first + 1, min(len(stems), first + LONGEST_PHRASE) + 1):
            found += [(first, end, other) for other in groups.get(tuple(stems[first:end]), ())]
    return found
