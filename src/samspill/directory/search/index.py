"""Keeping the index: what was changed is told in the same transaction, and taken in before anybody is answered.

A save or a delete writes a `SearchChange` row beside itself (see `watching`), so the two stand or fall together.
`freshen()` takes in what is told there. It is called when the transaction has ended, by each search before it
answers, and by the clock; whoever locks the one `SearchState` row does it, and the others wait for that. So there is
never an answer that is older than what the asker can see, in whichever process, and a change undone is a change never
told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction
from django.db.models import Max

from samspill.core import walls
from samspill.directory.models.search import SearchChange, SearchEntry, SearchPosting, SearchState
from samspill.directory.search import bulk, vocabulary
from samspill.directory.search.documents import KINDS, NOT_SPELLED, UNIT, Document, Field
from samspill.directory.search.postings import Changes
from samspill.directory.search.reach import Refs, touched_by
from samspill.directory.search.sources import made
from samspill.directory.search.tree import Tree

LAYOUT = 1  # another number, and every installation makes its index anew
WHY = "The index is one for all communities; what each may find stands on every entry."
EVERYTHING = "everything"
BRANCH = "branch"  # a unit and all below it
_STATE = "SELECT token, layout, EXISTS (SELECT 1 FROM directory_searchchange) FROM directory_searchstate WHERE id = 1"


@dataclass(frozen=True)
class Standing:
    token: str
    fresh: bool


def standing() -> Standing:
    """What the index is now; one small query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        row = cursor.fetchone()
    return Standing(row[0], row[1] == LAYOUT and not row[2]) if row else Standing("", False)


def tell(what: str, ref: str = "") -> None:
    """Something was changed; as of the present transaction."""
    SearchChange.objects.create(what=what, ref=ref)


def all_may_have_changed() -> None:
    """After a bulk load. Everything is compared; what did not change is left as it is."""
    tell(EVERYTHING)


def freshen() -> str:
    """Take in what was told; the index's token. Does nothing where nothing was told."""
    now = standing()
    if now.fresh:
        return now.token
    try:
        with transaction.atomic(), walls.whole_installation(WHY):
            return _freshen_alone()
    except DatabaseError:
        if connection.in_atomic_block:
            raise
        # Somebody writes for a long time. The old index is still good: what is found is read from the directory itself.
        return now.token


def compare_all() -> None:
    """Look through the whole directory for what the index was not told."""
    all_may_have_changed()
    freshen()


def rebuild() -> None:
    """Make the whole index anew, from nothing."""
    with transaction.atomic(), walls.whole_installation(WHY):
        _lock()
        for model in (SearchPosting, SearchEntry):
            model.objects.all().delete()
        vocabulary.forget_all()
        SearchState.objects.filter(pk=1).update(layout=0)
        _freshen_alone()


def _freshen_alone() -> str:
    state = _lock()
    told = list(SearchChange.objects.values_list("pk", "what", "ref"))
    if not told and state.layout == LAYOUT:
        return state.token  # somebody else was quicker
    named = {(what, ref) for _, what, ref in told}
    if state.layout != LAYOUT:
        for model in (SearchPosting, SearchEntry):
            model.objects.all().delete()
        vocabulary.forget_all()
    _take_in(None if state.layout != LAYOUT or (EVERYTHING, "") in named else named)
    for chunk in bulk.chunks([pk for pk, _, _ in told]):
        SearchChange.objects.filter(pk__in=chunk).delete()
    state.token, state.layout = uuid4().hex, LAYOUT
    state.save()
    return state.token


def _lock() -> SearchState:
    SearchState.objects.get_or_create(pk=1)
    return SearchState.objects.select_for_update().get(pk=1)


def _take_in(named: set[tuple[str, str]] | None) -> None:
    tree = Tree()
    if named is None:
        _bring(tree, dict.fromkeys(KINDS))
        return
    waiting: Refs = defaultdict(set)
    for what, ref in named:
        waiting[what].add(ref)
    branches = [tree.nodes[pk] for ref in waiting.pop(BRANCH, ()) if (pk := UUID(ref)) in tree.nodes]
    waiting[UNIT] |= {pk.hex for pk in tree.below(branches)}
    done: Refs = defaultdict(set)
    while waiting := {kind: refs - done[kind] for kind, refs in waiting.items() if refs - done[kind]}:
        for kind, refs in waiting.items():
            done[kind] |= refs
        waiting = touched_by(tree, _bring(tree, dict(waiting)))


@dataclass(frozen=True)
class Difference:
    """One entry before and after; `before` or `after` is empty when it is new or gone."""

    kind: str
    ref: str
    before: frozenset[str]
    after: frozenset[str]


def _bring(tree: Tree, wanted: dict[str, set[str] | None] | dict[str, set[str]]) -> list[Difference]:
    """Make the entries of those kinds and refs what the directory says, and tell what was another way before."""
    old = _entries(wanted)
    nothing_there = not old and not SearchEntry.objects.exists()
    changes, differing = Changes(), list[Difference]()
    words: dict[str, bool] = {}
    new: list[tuple[object, ...]] = []
    changed: list[SearchEntry] = []
    last = SearchEntry.objects.aggregate(last=Max("id"))["last"] or 0
    documents = [document for kind, refs in wanted.items() for document in made(tree, kind, refs)]
    documents.sort(key=lambda each: each.title)  # those alike are shown in the order of their numbers
    for document in documents:
        keys = document.keys
        entry = old.pop((document.kind, document.ref, document.scope), None)
        if entry is None:
            last += 1
            new.append(_row(last, document, keys))
        elif _same(entry, document, keys):
            continue
        else:
            changed.append(entry)
        before, after = frozenset(entry.keys.split() if entry else ()), frozenset(keys.split())
        number = entry.pk if entry else last
        changes.remove(number, document.scope, _posted(before - after))
        changes.add(number, document.scope, document.community, _posted(after - before))
        differing.append(Difference(document.kind, document.ref, before, after))
        _gather(words, document)
        if entry:
            _take_over(entry, document, keys)
    for entry in old.values():
        before = frozenset(entry.keys.split())
        changes.remove(entry.pk, entry.scope, _posted(before))
        differing.append(Difference(entry.kind, entry.ref, before, frozenset()))
    _write(new, changed, list(old.values()))
    vocabulary.learn(words)
    changes.write(nothing_there)
    return differing


def _entries(wanted: dict[str, set[str] | None] | dict[str, set[str]]) -> dict[tuple[str, str, str], SearchEntry]:
    found: dict[tuple[str, str, str], SearchEntry] = {}
    for kind, refs in wanted.items():
        rows = SearchEntry.objects.filter(kind=kind)
        for part in [rows] if refs is None else [rows.filter(ref__in=chunk) for chunk in bulk.chunks(sorted(refs))]:
            found.update({(row.kind, row.ref, row.scope): row for row in part})
    return found


def _posted(keys: Iterable[str]) -> Iterable[str]:
    return (key for key in keys if key[0] != Field.NOTE)


COLUMNS = ("id", "kind", "ref", "scope", "community", "title", "anchor", "valid_from", "valid_to", "keys")
_TOLD = ("title", "anchor", "valid_from", "valid_to")


def _row(number: int, document: Document, keys: str) -> tuple[object, ...]:
    dates = [day.isoformat() if day else None for day in (document.valid_from, document.valid_to)]
    who = (document.scope, document.community)
    return (number, document.kind, document.ref, *who, document.title, document.anchor, *dates, keys)


def _same(entry: SearchEntry, document: Document, keys: str) -> bool:
    return entry.keys == keys and all(getattr(entry, name) == getattr(document, name) for name in _TOLD)


def _take_over(entry: SearchEntry, document: Document, keys: str) -> None:
    entry.keys = keys
    for name in _TOLD:
        setattr(entry, name, getattr(document, name))


def _gather(words: dict[str, bool], document: Document) -> None:
    for where, plains in document.plains.items():
        if where not in NOT_SPELLED:
            for plain in plains:
                words[plain] = words.get(plain, False) or where != Field.PERSON_NAME


def _write(new: list[tuple[object, ...]], changed: list[SearchEntry], gone: list[SearchEntry]) -> None:
    bulk.insert(SearchEntry, COLUMNS, new)
    SearchEntry.objects.bulk_update(changed, [*_TOLD, "keys"], batch_size=100)
    for chunk in bulk.chunks([entry.pk for entry in gone]):
        SearchEntry.objects.filter(pk__in=chunk).delete()
