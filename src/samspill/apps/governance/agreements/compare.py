"""Two versions of an agreement beside each other, clause by clause, word by word. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")
SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"


@dataclass(frozen=True)
class ClauseText:
    mark: str
    heading: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A stretch of words. change: "", "del" (only in the old) or "ins" (only in the new)."""

    words: str
    change: str = ""


@dataclass(frozen=True)
class Row:
    """One clause in both versions. what: same, changed, new or gone."""

    mark: str
    what: str
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()


def compare(old: Iterable[ClauseText], new: Iterable[ClauseText]) -> list[Row]:
    """Clauses are matched by their mark, in the order of the new version; what is gone stands where it stood."""
    before, after = list(old), list(new)
    left = {clause.mark: clause for clause in before}
    order = [clause.mark for clause in after]
    for number, clause in enumerate(before):
        if clause.mark not in order:
            follows = before[number - 1].mark if number else None
            order.insert(order.index(follows) + 1 if follows in order else 0, clause.mark)
    right = {clause.mark: clause for clause in after}
    return [_row(mark, left.get(mark), right.get(mark)) for mark in order]


def _row(mark: str, old: ClauseText | None, new: ClauseText | None) -> Row:
    if old is None:
        return Row(mark, NEW, (), (Piece(_whole(new), "ins"),))
    if new is None:
        return Row(mark, GONE, (Piece(_whole(old), "del"),), ())
    if _whole(old) == _whole(new):
        piece = (Piece(_whole(old)),)
        return Row(mark, SAME, piece, piece)
    return Row(mark, CHANGED, *pieces(_whole(old), _whole(new)))


def _whole(clause: ClauseText | None) -> str:
    return f"{clause.heading}\n{clause.text}".strip() if clause else ""


def pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What each side shows: joined, the words of each are that side's whole text."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            left.append(Piece(gone))
            right.append(Piece(come))
            continue
        if gone:
            left.append(Piece(gone, "del"))
        if come:
            right.append(Piece(come, "ins"))
    return tuple(left), tuple(right)


_HEADING = re.compile(r"^\s*(?P<mark>\d+(?:\.\d+)*)\.?\s+(?P<heading>\S.*)$")


def clauses_in(text: str) -> list[ClauseText]:
    """A pasted agreement: a line that begins with a number opens a clause; what comes before the first is clause 0."""
    found: list[ClauseText] = []
    mark, heading, lines = "0", "", list[str]()
    seen: set[str] = set()

    def close() -> None:
        body = "\n".join(lines).strip()
        if body or heading:
            found.append(ClauseText(mark, heading, body))

    for line in text.replace("\r\n", "\n").splitlines():
        match = _HEADING.match(line)
        if match and len(match["heading"]) <= 200 and match["mark"] not in seen and len(match["mark"]) <= 20:
            close()
            mark, heading, lines = match["mark"], match["heading"].strip(), []
            seen.add(mark)
        else:
            lines.append(line)
    close()
    return found


def woven(old: str, new: str) -> tuple[Piece, ...]:
    """Both as one text: what goes stands before what comes in its place. Words that change side by side go together."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Piece] = []
    gone = come = ""
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left, right = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal" and (left.strip() or not (gone or come)):
            found += [*_changed(gone, come), Piece(left)]
            gone = come = ""
        else:
            gone, come = gone + left, come + right
    return (*found, *_changed(gone, come))


def _changed(gone: str, come: str) -> list[Piece]:
    return [Piece(words, change) for words, change in ((gone, "del"), (come, "ins")) if words]
