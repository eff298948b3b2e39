"""The two questions that a search puts to the index: which words are alike, and where do they stand?"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from samspill.directory.search.postings import unpacked

Range = tuple[str, str]  # from this word, up to but not with this one
MOST_PARTS = 300  # compounds that one searched word is looked for in


@dataclass(frozen=True)
class Listing:
    """A word stands in these entries, in one field."""

    word: str
    field: str
    entries: array[int]


def beginning_with(word: str) -> Range:
    return word, word + "\U0010fff0"


def alike(stems: Collection[str], sounds: Collection[str], parts: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    """{"stem" | "sound" | "part": {what was asked: folded words}}; one query."""
    ge, lt = _ordering()
    asked: list[str] = []
    values: list[Any] = []
    for column, wanted in (("stem", stems), ("sound", sounds)):
        if wanted:
            start = f"SELECT '{column}', {column}, word FROM directory_searchword"  # noqa: S608
            asked.append(f"{start} WHERE {column} IN ({_places(wanted)})")
            values += wanted
    for part in parts:
        asked.append(
            "SELECT * FROM (SELECT 'part', %s, w.word FROM directory_searchpart p JOIN directory_searchword w "  # noqa: S608
            f"ON w.id = p.word_id WHERE p.part {ge} %s AND p.part {lt} %s LIMIT {MOST_PARTS}) x"
        )
        values += [part, *beginning_with(part)]
    found: dict[str, dict[str, set[str]]] = {"stem": {}, "sound": {}, "part": {}}
    for how, what, word in _rows(" UNION ALL ".join(asked), values) if asked else ():
        found[how].setdefault(what, set()).add(word)
    return found


def near(keys: Collection[int]) -> list[tuple[str, str, str]]:
    """(plain, folded, sound) of the words that share one of the keys."""
    if not keys:
        return []
    return _rows(
        "SELECT DISTINCT w.plain, w.word, w.sound FROM directory_searchnear n JOIN directory_searchword w "  # noqa: S608
        f"ON w.id = n.word_id WHERE n.key IN ({_places(keys)})",
        list(keys),
    )


def listings(words: Collection[str], ranges: Iterable[Range], scopes: Collection[str]) -> dict[str, list[Listing]]:
    """Where the words, and all words of the ranges, stand in the scopes; by word, one query."""
    ge, lt = _ordering()
    start = "SELECT word, field, entries FROM directory_searchposting WHERE "
    asked, values = [], list[Any]()
    for where, these in [
        *([(f"word IN ({_places(words)})", list(words))] if words else []),
        *((f"word {ge} %s AND word {lt} %s", list(each)) for each in ranges),
    ]:
        asked.append(f"{start}{where} AND scope IN ({_places(scopes)})")
        values += [*these, *scopes]
    found: dict[str, list[Listing]] = defaultdict(list)
    seen = set()
    for word, field, blob in _rows(" UNION ALL ".join(asked), values) if asked and scopes else ():
        listing = Listing(word, field, unpacked(blob))
        first = (word, field, listing.entries[0])  # an entry has one scope, so this tells two scopes' lists apart
        if first not in seen:
            seen.add(first)
            found[word].append(listing)
    return found


def _ordering() -> tuple[str, str]:
    """Letter by letter, whatever language the database sorts by; as the indexes are made."""
    return ("~>=~", "~<~") if connection.vendor == "postgresql" else (">=", "<")


def _places(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(statement: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
