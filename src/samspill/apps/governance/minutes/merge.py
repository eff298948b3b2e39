"""Three texts become one: what two people made of the same beginning, without losing a word of either. Plain Python.

Texts are compared word by word. Where only one of them changed something, the change is taken. Where both changed the
same place differently, both versions are kept after each other, what was saved first comes first, and the place is
counted so that somebody looks at it. So nothing that anybody wrote is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Merged:
    """both: how many places both had changed, where both versions stand now."""

    text: str
    both: int = 0


@dataclass(frozen=True)
class _Change:
    """base[start:end] became `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def merge(base: str, theirs: str, mine: str) -> Merged:
    """`theirs` was saved meanwhile on top of `base`; `mine` was written on top of `base` too, and is saved now."""
    base, theirs, mine = (_plain(text) for text in (base, theirs, mine))
    if theirs in (base, mine):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    words = _WORDS.findall(base)
    return _joined(words, list(_changes(words, theirs)), list(_changes(words, mine)))


def _plain(text: str) -> str:
    """Browsers send line breaks as CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _changes(base: list[str], text: str) -> Iterator[_Change]:
    words = _WORDS.findall(text)
    for kind, start, end, first, last in SequenceMatcher(None, base, words, autojunk=False).get_opcodes():
        if kind != "equal":
            yield _Change(start, end, tuple(words[first:last]))


def _joined(base: list[str], theirs: list[_Change], mine: list[_Change]) -> Merged:
    out: list[str] = []
    at = both = 0
    while theirs or mine:
        group_theirs, group_mine, start, end = _next_group(theirs, mine)
        out += base[at:start]
        their_words, my_words = (_applied(base, group, start, end) for group in (group_theirs, group_mine))
        if not group_mine or their_words == my_words:
            out += their_words
        elif not group_theirs:
            out += my_words
        else:
            out += _both(their_words, my_words)
            both += 1
        at = end
    return Merged("".join(out + base[at:]), both)


def _next_group(theirs: list[_Change], mine: list[_Change]) -> tuple[list[_Change], list[_Change], int, int]:
    """The changes of both that touch one another, taken off the two lists; and the stretch of the base they cover."""
    first = min((each[0] for each in (theirs, mine) if each), key=lambda change: (change.start, change.end))
    start, end = first.start, first.end
    groups: tuple[list[_Change], list[_Change]] = ([], [])
    grew = True
    while grew:
        grew = False
        for changes, group in zip((theirs, mine), groups, strict=True):
            while changes and changes[0].start <= end:
                change = changes.pop(0)
                group.append(change)
                end, grew = max(end, change.end), True
    return *groups, start, end


def _applied(base: list[str], changes: list[_Change], start: int, end: int) -> list[str]:
    """base[start:end] with these changes made."""
    out: list[str] = []
    for change in changes:
        out += [*base[start : change.start], *change.words]
        start = change.end
    return out + base[start:end]


def _both(theirs: list[str], mine: list[str]) -> list[str]:
    """One after the other, parted by at least a space. What one contains whole need not stand twice."""
    one, other = "".join(theirs), "".join(mine)
    if other.strip() in one:
        return theirs
    if one.strip() in other:
        return mine
    gap = "" if not one or one[-1].isspace() or other[:1].isspace() else " "
    return [*theirs, gap, *mine]
