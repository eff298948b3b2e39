"""Something that can be found, and the words it is found by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from samspill.directory.search.words import digits_of, fold, pieces, stem

OFFICIAL = "official"  # the scope of what everybody who is signed in may find
NOBODY = "nobody"  # the scope of a unit that is in no community and is not official

PERSON, UNIT, ROLE = "person", "unit", "role"
OFFER, TOPIC, JOINT_WORK = "offer", "topic", "joint_work"
KINDS = (PERSON, UNIT, ROLE, OFFER, TOPIC, JOINT_WORK)


class Field:
    """Where a word stands, as one letter: in a person's name, in another name, …"""

    PERSON_NAME = "P"
    NAME = "N"
    TOPIC = "T"  # what one may be asked about
    ROLE = "R"
    PLACE = "U"  # the unit
    ORGANISATION = "O"  # what the unit is a part of
    ABOUT = "A"  # in what is told about it
    CODE = "C"  # telephone, HER id, organisation number
    FACET = "F"  # no word, but something to choose by: "kind:unit", "area:…", "top:…"
    NOTE = "!"  # no word either: kept to see what a change reaches


WORTH = {
    Field.PERSON_NAME: 10.0,
    Field.NAME: 10.0,
    Field.CODE: 10.0,
    Field.TOPIC: 7.0,
    Field.ROLE: 6.0,
    Field.PLACE: 5.0,
    Field.ORGANISATION: 4.0,
    Field.ABOUT: 2.0,
}
NOT_SPELLED = (Field.CODE, Field.FACET, Field.NOTE)  # what is in no vocabulary


@dataclass
class Document:
    """One entry of the index, before it is written. `plains` are its words as they are spelled, by field."""

    kind: str
    ref: str
    scope: str
    title: str
    anchor: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    plains: dict[str, set[str]] = field(default_factory=dict)

    def say(self, where: str, *texts: Any) -> None:
        """It is found by the words of the texts."""
        words = self.plains.setdefault(where, set())
        for text in texts:
            words.update(pieces(str(text)))

    def call(self, *numbers: str) -> None:
        """It is found by the numbers."""
        self.plains.setdefault(Field.CODE, set()).update(filter(None, map(digits_of, numbers)))

    def mark(self, *facets: str) -> None:
        self.plains.setdefault(Field.FACET, set()).update(facets)

    def note(self, *notes: str) -> None:
        self.plains.setdefault(Field.NOTE, set()).update(notes)

    @property
    def community(self) -> UUID | None:
        """The community that alone may find it; None of units, which are found by their membership of the day."""
        return UUID(self.scope) if not self.anchor and self.scope not in (OFFICIAL, NOBODY) else None

    @property
    def keys(self) -> str:
        """Every «field + folded word», sorted, with spaces between."""
        found: set[str] = set()
        for where, words in self.plains.items():
            found.update(where + (word if where in NOT_SPELLED else fold(word)) for word in words)
        return " ".join(sorted(found))


@cache
def in_all_languages(choice: Any) -> tuple[str, ...]:
    """The words that a choice (a role, a kind) is called by in the languages of the house; of those that are the same
    but for their ending or spelling («sjukepleiar»), the first."""
    words: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for piece in pieces(str(choice.label)):
                words.setdefault(stem(fold(piece)), piece)
    return tuple(words.values())


def cut(text: str, most: int = 200) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def hexes(ids: Iterable[Any]) -> list[str]:
    return [each.hex for each in ids]
