"""When nothing is found: what the asker may have meant."""

from __future__ import annotations

from difflib import SequenceMatcher

from samspill.directory.models.search import SearchEntry
from samspill.directory.search import lists
from samspill.directory.search.documents import WORTH, Field
from samspill.directory.search.lists import Listing
from samspill.directory.search.matching import Search, common
from samspill.directory.search.spelling import near_keys
from samspill.directory.search.words import fold, plain, stem

MOST = 4
LIKE_ENOUGH = 0.6


def suggestions(search: Search) -> list[str]:
    """Other texts to search for, each of which finds something: fewer of the words, or words that look like them."""
    found = [*_with_fewer(search), *_halves(search), *_like(search)]
    return list(dict.fromkeys(found))[:MOST]


def _with_fewer(search: Search) -> list[str]:
    """The same words without one of them, where that is enough."""
    slots = search.slots
    if len(slots) < 2:
        return []
    less = [[slot for slot in slots if slot is not left] for left in slots]
    return [" ".join(slot.term.plain for slot in rest) for rest in less if common(rest)]


def _halves(search: Search) -> list[str]:
    """Of a long word that finds nothing, the words that it is put together of, where both are known: «lunge»."""
    found = []
    for slot in search.slots:
        if slot.best or slot.term.is_number:
            continue
        halves = [(slot.term.word[:at], slot.term.word[at:]) for at in range(3, len(slot.term.word) - 2)]
        stems = {stem(half) for pair in halves for half in pair}
        words = lists.alike(stems, (), ())["stem"] if stems else {}
        known = {each for found in words.values() for each in found}
        listed = lists.listings(known, (), search.scopes) if known else {}
        there = {key for key, alike in words.items() if any(word in listed for word in alike)}
        for left, right in halves:
            if stem(left) in there and stem(right) in there:
                found += [left, right]
    return found


def _like(search: Search) -> list[str]:
    """For words that find nothing at all: the known words most like them that this asker may find something by."""
    found = []
    for slot in search.slots:
        term = slot.term
        if slot.best or term.is_number or len(term.plain) < 3:
            continue
        near = {word for _, word, _ in lists.near(near_keys(term.plain, 2) | near_keys(term.sound, 2))}
        listed = lists.listings(near, (), search.scopes) if near else {}
        seen = [word for word, where in listed.items() if any(_telling(each.field) for each in where)]
        scored = sorted(((_likeness(term.word, word), word) for word in seen), reverse=True)
        chosen = {word: _best_place(listed[word]) for score, word in scored[:2] if score >= LIKE_ENOUGH}
        found += _as_written(chosen)
    return found


def _best_place(listed: list[Listing]) -> int:
    """An entry that has the word, in its name if there is one."""
    return min(listed, key=lambda each: each.field not in (Field.NAME, Field.PERSON_NAME)).entries[0]


def _as_written(words: dict[str, int]) -> list[str]:
    """The words as they stand in the name of an entry that has them: «Skjærholmen», not skjarholmen."""
    names = dict(SearchEntry.objects.filter(pk__in=words.values()).values_list("pk", "title"))
    written = {fold(plain(each)): each for name in names.values() for each in name.replace(",", " ").split()}
    return [written.get(word, word) for word in words]


def _telling(field: str) -> bool:
    return field in WORTH and field not in (Field.ABOUT, Field.CODE)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(a=one, b=other).ratio()
