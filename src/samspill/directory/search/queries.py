"""Finding a colleague, a unit, an offer or a subject.

    from samspill.directory.search.queries import find
    for hit in find(person, "geriatri nordvik", kinds={"person", "unit"}, limit=5): ...

Everybody finds only what `directory.seen` lets them see; the public finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from samspill.directory.search import index, ranking
from samspill.directory.search.asking import holds_identity_number, terms_of
from samspill.directory.search.documents import KINDS, PERSON
from samspill.directory.search.hits import Hit, hits_for
from samspill.directory.search.matching import Search, looked_up
from samspill.directory.search.reasons import reason, spelled_as
from samspill.directory.search.suggesting import suggestions
from samspill.directory.search.walls import scopes_of

__all__ = ["KINDS", "Answer", "Hit", "find", "search"]

FEWER = tuple(kind for kind in KINDS if kind != PERSON)  # whatever is none of these is a person
FEW = 20  # fewer answers than this, and other spellings are looked for too
MOST = 100


@dataclass(frozen=True)
class Answer:
    """hits         the best, in order, as many as were asked for
    total        how many there are
    spelled      are all found by another spelling only?
    suggestions  other texts to try, when there are none
    counts       how many there are of each kind, and `everything` in all, whichever kinds were asked for
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    spelled: bool = False
    suggestions: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    everything: int = 0


def find(person: Any, text: str, *, kinds: Collection[str] | None = None, limit: int = 20) -> list[Hit]:
    """The best answers to what somebody wrote, at most `limit` (100 at the most); an empty list for an empty text.

    kinds   of these kinds only: "person", "unit", "role", "offer", "topic", "joint_work"
    Never raises on any text; a text that holds an identity number finds nothing, for patients are not looked for here.
    """
    return search(person, text, kinds=kinds, limit=limit).hits


def search(
    person: Any, text: str, *, kinds: Collection[str] | None = None, area: UUID | None = None, limit: int = 20
) -> Answer:
    """As `find`, with the number of answers and what to try when there are none. `area`: a municipality or district."""
    terms = terms_of(text)
    if not terms or not person.signed_in or holds_identity_number(text):
        return Answer()
    token = index.freshen()
    found = looked_up(terms, scopes_of(person), _facets(person, area))
    answers = _in_area(found, area)
    if len(_chosen(found, answers, kinds)) < FEW:
        found.widen()
        answers = _in_area(found, area)
    chosen = _chosen(found, answers, kinds)
    counts = {kind: len(answers & _of_kind(found, kind)) for kind in FEWER}
    counts[PERSON] = len(answers) - sum(counts.values())
    everything = len(_chosen(found, answers, None))
    if not chosen:
        return Answer(suggestions=suggestions(found), counts=counts, everything=everything)
    rows = _best(person, found, chosen, ranking.ended(token), max(1, min(limit, MOST)))
    return Answer(
        hits=_hits(person, found, rows),
        total=len(chosen),
        spelled=spelled_as(found, [row.pk for row in rows]),
        counts=counts,
        everything=everything,
    )


def _best(person: Any, found: Search, chosen: set[int], over: Collection[int], limit: int) -> list[ranking.Found]:
    own = found.facets[_top(person)]
    worths = ranking.best(found, chosen, own=own, over=over, most=max(limit, ranking.LOOKED_AT))
    return ranking.in_order(found, worths, found.scopes)[:limit]


def _top(person: Any) -> str:
    return f"top:{person.top_id.hex}"


def _facets(person: Any, area: UUID | None) -> list[str]:
    return [_top(person), "alone", *(f"kind:{kind}" for kind in FEWER), *([f"area:{area.hex}"] if area else [])]


def _of_kind(found: Search, kind: str) -> set[int]:
    return found.facets.get(f"kind:{kind}", set())


def _in_area(found: Search, area: UUID | None) -> set[int]:
    return found.answers & found.facets[f"area:{area.hex}"] if area else found.answers


def _chosen(found: Search, answers: set[int], kinds: Collection[str] | None) -> set[int]:
    """Of the kinds; where none are named, of all, but for the roles that one person is alone in."""
    if kinds is None:
        return answers - found.facets["alone"]
    left_out = [_of_kind(found, kind) for kind in FEWER if kind not in kinds]
    if PERSON in kinds:
        return answers.difference(*left_out)
    return answers & set().union(*(_of_kind(found, kind) for kind in kinds))


def _hits(person: Any, found: Search, rows: list[ranking.Found]) -> list[Hit]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[row.kind].add(row.ref)
    there = hits_for(person, wanted)
    return [
        replace(there[row.kind, row.ref], why=reason(found, row.pk, row.kind))
        for row in rows
        if (row.kind, row.ref) in there
    ]
