"""Every word that stands anywhere in the index, with the keys by which words like it are found.

Words are added and not taken out again, until the index is made anew: a word without a posting finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from samspill.directory.models.search import SearchNear, SearchPart, SearchWord
from samspill.directory.search import bulk
from samspill.directory.search.spelling import edits_prepared, near_keys
from samspill.directory.search.words import fold, sound, stem

LONG = 8  # letters: from here on a word may be a compound
SHORTEST_PART = 4


def learn(words: dict[str, bool]) -> None:
    """Add those plain words that are new; the value says whether the word's parts are to be found too."""
    known: dict[str, SearchWord] = {}
    for chunk in bulk.chunks(sorted(words)):
        known.update({row.plain: row for row in SearchWord.objects.filter(plain__in=chunk)})
    last = SearchWord.objects.aggregate(last=Max("id"))["last"] or 0
    new = {plain: last + number for number, plain in enumerate(sorted(set(words) - set(known)), 1)}
    names = ("id", "plain", "word", "stem", "sound", "in_parts")
    bulk.insert(SearchWord, names, (_row(number, plain, words[plain]) for plain, number in new.items()))
    bulk.insert(
        SearchNear, ("key", "word_id"), ((key, number) for plain, number in new.items() for key in _near(plain))
    )
    newly = [row.id for plain, row in known.items() if words[plain] and not row.in_parts]
    for numbers in bulk.chunks(newly):
        SearchWord.objects.filter(pk__in=numbers).update(in_parts=True)
    cut = [(plain, number) for plain, number in new.items() if words[plain]]
    cut += [(plain, row.id) for plain, row in known.items() if words[plain] and not row.in_parts]
    bulk.insert(SearchPart, ("part", "word_id"), ((part, number) for plain, number in cut for part in parts_of(plain)))


def _row(number: int, plain: str, in_parts: bool) -> tuple[object, ...]:
    word = fold(plain)
    return (number, plain, word, stem(word), sound(word), in_parts)


def _near(plain: str) -> Iterable[int]:
    if plain.isdigit():
        return ()
    forms = {plain, sound(fold(plain))}
    return frozenset().union(*(near_keys(form, edits_prepared(len(form))) for form in forms))


def parts_of(plain: str) -> list[str]:
    """The ends of a long word: of «lungerehabilitering», «ungerehabilitering» down to «ring»."""
    word = fold(plain)
    if len(word) < LONG or word.isdigit():
        return []
    return [word[at:] for at in range(1, len(word) - SHORTEST_PART + 1)]


def forget_all() -> None:
    for model in (SearchNear, SearchPart, SearchWord):
        model.objects.all().delete()
