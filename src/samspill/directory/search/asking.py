"""What somebody wrote, as the words and numbers to look for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from samspill.directory.search.words import digits_of, fold, pieces, quiet_words, sound, stem

LONGEST_TEXT = 200  # letters that are read
MOST_WORDS = 8
SHORTEST_COMPOUND = 8
_NUMBER = re.compile(r"(?:\+|\b00)?\d(?:[\s()./-]{0,2}\d){4,}")
_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{6}[\s.-]?\d{5}(?!\d)")


@dataclass(frozen=True)
class Term:
    """One word that is looked for, plain; or a number."""

    plain: str
    is_number: bool = False

    @cached_property
    def word(self) -> str:
        return fold(self.plain)

    @cached_property
    def stem(self) -> str:
        return stem(self.word)

    @cached_property
    def sound(self) -> str:
        return sound(self.word)

    @cached_property
    def splits(self) -> list[tuple[str, str]]:
        """The stems of the two words it may be put together of, with or without an s or e between them."""
        if self.is_number or len(self.word) < SHORTEST_COMPOUND:
            return []
        found = []
        for at in range(3, len(self.word) - 2):
            left, right = self.word[:at], self.word[at:]
            found.append((stem(left), stem(right)))
            if left[-1] in "se" and len(left) > 3:
                found.append((stem(left[:-1]), stem(right)))
        return list(dict.fromkeys(found))


def terms_of(text: str) -> list[Term]:
    """At most `MOST_WORDS`; without the words that people write around what they look for."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    numbers = [Term(digits_of(found.group()), is_number=True) for found in _NUMBER.finditer(text)]
    words = [Term(piece) for piece in pieces(_NUMBER.sub(" ", text))]
    telling = [term for term in words if term.word not in quiet_words()]
    found = [*(telling or ([] if numbers else words)), *numbers]
    return list(dict.fromkeys(term for term in found if term.plain))[:MOST_WORDS]


def joined(one: Term, other: Term) -> list[str]:
    """«korttids plass» as one word, folded."""
    if one.is_number or other.is_number:
        return []
    return [fold(f"{one.plain}{between}{other.plain}") for between in ("", "s", "e")]


def holds_identity_number(text: str) -> bool:
    """Eleven digits are a person's identity number, and nobody's telephone: a patient is not looked for here."""
    return bool(_IDENTITY_NUMBER.search(unicodedata.normalize("NFKC", text[:LONGEST_TEXT])))
