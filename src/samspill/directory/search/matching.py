"""Which entries answer, and how well.

Each searched word is a slot. A slot is filled in many ways (the word itself, words that begin with it, the same word
with another ending, …), each worth the field it was found in times how near it is. An entry answers when it is in
every slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from samspill.directory.search import lists
from samspill.directory.search.asking import Term, joined
from samspill.directory.search.documents import WORTH, Field
from samspill.directory.search.lists import Listing
from samspill.directory.search.spelling import distance, distance_to_beginning, edits_allowed, near_keys
from samspill.directory.search.synonyms import Phrase, synonyms_in


class How:
    """How near a found word is to the searched one, the nearest first."""

    EXACT = "exact"
    BEGINS = "begins"
    JOINED = "joined"  # «korttids plass» is «korttidsplass»
    STEM = "stem"
    STEM_BEGINS = "stem_begins"
    SYNONYM = "synonym"
    PART = "part"  # «poliklinikk» in «hjertesviktpoliklinikk»
    SPLIT = "split"  # «lungerehabilitering» is «rehabilitering» and «lunge»
    SOUND = "sound"
    NEAR = "near"
    FARTHER = "farther"


NEARNESS = {
    How.EXACT: 1.0,
    How.BEGINS: 0.8,
    How.JOINED: 0.75,
    How.STEM: 0.7,
    How.STEM_BEGINS: 0.6,
    How.SYNONYM: 0.55,
    How.PART: 0.5,
    How.SPLIT: 0.5,
    How.SOUND: 0.42,
    How.NEAR: 0.35,
    How.FARTHER: 0.22,
}
SPELLED = (How.SOUND, How.NEAR, How.FARTHER)
SHORTEST_STEM = 4
SHORTEST_NEAR = 3
MOST_NEAR = 40  # words of other spelling for one searched word
_SEVERAL = 6.0  # what several words together are worth, as one field


@dataclass(frozen=True)
class Match:
    """One way that a slot is filled: by these words, in this field (empty: in several)."""

    how: str
    field: str
    words: tuple[str, ...]


@dataclass
class Slot:
    """One searched word. After `settle`, `best` says of each entry the number of its best way."""

    term: Term
    ways: list[tuple[float, Match, Iterable[int]]] = field(default_factory=list)
    best: dict[int, int] = field(default_factory=dict)
    topical: set[int] = field(default_factory=set)  # the topics that are about this word

    def fill(self, how: str, listings: Iterable[Listing]) -> None:
        for each in listings:
            if each.field in WORTH and (each.field == Field.CODE) == self.term.is_number:
                match = Match(how, each.field, (each.word,))
                self.ways.append((WORTH[each.field] * NEARNESS[how], match, each.entries))
                if each.field == Field.TOPIC:
                    self.topical.update(each.entries)

    def fill_together(self, how: str, words: Phrase, together: tuple[set[int], set[int]]) -> None:
        entries, topical = together
        if entries:
            self.ways.append((_SEVERAL * NEARNESS[how], Match(how, "", words), entries))
            self.topical |= entries & topical

    def settle(self) -> None:
        self.ways.sort(key=lambda way: way[0])
        self.best = {}
        for number, (_, _, entries) in enumerate(self.ways):
            self.best.update(dict.fromkeys(entries, number))

    def worth(self, entry: int) -> float:
        return self.ways[self.best[entry]][0]

    def match(self, entry: int) -> Match:
        return self.ways[self.best[entry]][1]


@dataclass
class Search:
    """Slots, with what the index said of the words asked about, and of the facets."""

    slots: list[Slot]
    scopes: Sequence[str]
    facets: Mapping[str, set[int]]
    spelled: bool = False

    @property
    def answers(self) -> set[int]:
        """The entries that are in every slot; of topics those that are about some of the words."""
        topical = set().union(*(slot.topical for slot in self.slots))
        return common(self.slots) - (self.facets["kind:topic"] - topical)

    def widen(self) -> None:
        """Take words of another spelling too; two queries."""
        self.spelled = True
        keys = {key for slot in self.slots for key in _keys(slot.term)}
        candidates = lists.near(keys)
        likes = [_likes(slot.term, candidates) for slot in self.slots]
        words = {word for like in likes for word in like}
        found = lists.listings(words, (), self.scopes) if words else {}
        for slot, like in zip(self.slots, likes, strict=True):
            for word, how in like.items():
                slot.fill(how, found.get(word, ()))
            slot.settle()


def common(slots: Sequence[Slot]) -> set[int]:
    ordered = sorted((slot.best for slot in slots), key=len)
    return reduce(lambda found, best: found & best.keys(), ordered[1:], set(ordered[0])) if ordered else set()


def looked_up(terms: Sequence[Term], scopes: Sequence[str], facets: Iterable[str]) -> Search:
    """The slots of the words as they are spelled; two queries."""
    words = [term for term in terms if not term.is_number]
    pairs = [(at, joined(terms[at], terms[at + 1])) for at in range(len(terms) - 1)]
    same = synonyms_in([term.stem for term in terms])
    alike = lists.alike(
        {
            *(term.stem for term in words),
            *(stem for term in words for split in term.splits for stem in split),
            *(stem for _, _, phrase in same for stem in phrase),
            *(_stem(each) for _, whole in pairs for each in whole),
        },
        {term.sound for term in words if len(term.word) > 2},
        {term.stem for term in words if len(term.stem) >= SHORTEST_STEM},
    )
    wanted = {term.plain if term.is_number else term.word for term in terms}
    wanted |= {word for group in alike.values() for found in group.values() for word in found}
    wanted |= {each for _, whole in pairs for each in whole}
    wanted |= set(facets)
    ranges = [each for term in terms for each in _ranges(term)]
    beginnings = {phrase[0] for _, _, phrase in same if len(phrase) == 1 and len(phrase[0]) >= SHORTEST_STEM}
    ranges += map(lists.beginning_with, sorted(beginnings))
    found = lists.listings(wanted, ranges, scopes)
    slots = [Slot(term) for term in terms]
    for slot in slots:
        _fill_alone(slot, alike, found)
    _fill_joined(slots, pairs, alike, found)
    for first, end, phrase in same:
        _fill_synonym(slots[first:end], phrase, alike["stem"], found)
    for slot in slots:
        slot.settle()
    return Search(slots, scopes, {facet: _entries(found.get(facet, ())) for facet in facets})


def _stem(word: str) -> str:
    return Term(word).stem


def _ranges(term: Term) -> list[lists.Range]:
    if term.is_number or not term.plain.isdigit():
        beginnings = {term.plain if term.is_number else term.word}
        if not term.is_number and len(term.stem) >= SHORTEST_STEM:
            beginnings.add(term.stem)
        shortest = [b for b in beginnings if not any(b != o and b.startswith(o) for o in beginnings)]
        return [lists.beginning_with(each) for each in shortest]
    return []  # «2» of «Geriatri 2» is not the beginning of 23


def _fill_alone(slot: Slot, alike: dict[str, dict[str, set[str]]], found: Mapping[str, list[Listing]]) -> None:
    term = slot.term
    if term.is_number:
        for word, listings in found.items():
            if word.startswith(term.plain):
                slot.fill(How.EXACT if word == term.plain else How.BEGINS, listings)
        return
    short = len(term.word) == 1
    for word, listings in found.items():
        if word == term.word:
            slot.fill(How.EXACT, listings)
        elif word.startswith(term.word) and not term.plain.isdigit():
            # One letter is the beginning of nearly everything: of names is enough.
            slot.fill(How.BEGINS, [each for each in listings if not short or each.field in "PN"])
        elif len(term.stem) >= SHORTEST_STEM and word.startswith(term.stem):
            slot.fill(How.STEM_BEGINS, listings)
    for how, group, key in (
        (How.STEM, "stem", term.stem),
        (How.PART, "part", term.stem),
        (How.SOUND, "sound", term.sound),
    ):
        for word in alike[group].get(key, ()):
            slot.fill(how, found.get(word, ()))
    for left, right in term.splits:
        if left in alike["stem"] and right in alike["stem"]:
            slot.fill_together(How.SPLIT, (left, right), _with_all((left, right), alike["stem"], found))


def _fill_joined(
    slots: Sequence[Slot],
    pairs: Sequence[tuple[int, list[str]]],
    alike: dict[str, dict[str, set[str]]],
    found: Mapping[str, list[Listing]],
) -> None:
    for at, whole in pairs:
        for word in {w for each in whole for w in (each, *alike["stem"].get(_stem(each), ()))}:
            for slot in slots[at : at + 2]:
                slot.fill(How.JOINED, found.get(word, ()))


def _fill_synonym(
    slots: Sequence[Slot], phrase: Phrase, stems: Mapping[str, set[str]], found: Mapping[str, list[Listing]]
) -> None:
    for slot in slots:
        if len(phrase) == 1:
            same = stems.get(phrase[0], set())
            for word, listings in found.items():
                if word in same or (len(phrase[0]) >= SHORTEST_STEM and word.startswith(phrase[0])):
                    slot.fill(How.SYNONYM, listings)
        else:
            slot.fill_together(How.SYNONYM, phrase, _with_all(phrase, stems, found))


def _with_all(
    phrase: Phrase, stems: Mapping[str, set[str]], found: Mapping[str, list[Listing]]
) -> tuple[set[int], set[int]]:
    """The entries that have a word of each stem, and the topics that have a word of any."""
    where = [[each for word in stems.get(stem, ()) for each in found.get(word, ())] for stem in phrase]
    together = [_entries(each for each in listed if each.field in WORTH) for listed in where]
    topical = _entries(each for listed in where for each in listed if each.field == Field.TOPIC)
    return reduce(set.intersection, together), topical


def _entries(listings: Iterable[Listing]) -> set[int]:
    return set().union(*(each.entries for each in listings))


def _keys(term: Term) -> set[int]:
    if term.is_number or term.plain.isdigit():
        return set()
    edits = edits_allowed(len(term.plain))
    return {key for form in {term.plain, term.sound} for key in near_keys(form, edits)} if edits else set()


def _likes(term: Term, candidates: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """{folded word: How} of the candidates that are near enough to the term."""
    most = 0 if term.is_number or term.plain.isdigit() else edits_allowed(len(term.plain))
    if not most:
        return {}
    found: dict[str, int] = {}
    for plain, word, heard in candidates:
        if len(plain) <= len(term.plain) == SHORTEST_NEAR:
            continue  # of three letters one may be missing; another letter would be another word
        away = min(distance(term.plain, plain, most), distance(term.sound, heard, most))
        if away > most and len(term.plain) > SHORTEST_STEM:
            # Still being written, and with something wrong already: «kristofre» on the way to Kristoffersen.
            away = 1 + distance_to_beginning(term.plain, plain, most - 1)
        if away <= most:
            found[word] = min(away, found.get(word, away))
    nearest = sorted(found.items(), key=lambda each: (each[1], each[0]))[:MOST_NEAR]
    return {word: How.NEAR if away <= 1 else How.FARTHER for word, away in nearest}
