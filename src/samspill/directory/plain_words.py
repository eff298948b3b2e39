"""The words of a text as people mean them: small letters, the ending taken off, empty words left out.

«Hjemmeoppfølgingen» and «hjemmeoppfølging» are the same word; «og», «prosjekt» and «kommune» say nothing of what a
work is about. Which words say nothing stands in `data/stop_words.txt`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer

from samspill.directory.facts import DATA

_WORD = re.compile(r"[0-9a-zæøå]+")
_KEPT = {"å": "\ue000"}  # a letter of its own, not an a with a ring
SHORTEST_PART = 5  # letters that two words must share at an end, to be of the same family


def folded(text: str) -> str:
    """Small letters without accents; æ, ø and å stay."""
    text = unicodedata.normalize("NFC", text).lower().replace("å", _KEPT["å"])
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return plain.replace(_KEPT["å"], "å")


def words_in(text: str) -> list[str]:
    """The words as they stand, folded, in order."""
    return _WORD.findall(folded(text))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its ending: «pasientene» gives «pasient»."""
    # A stemmer of its own each time, since it keeps state and pages are made in several threads.
    return str(snowballstemmer.stemmer("norwegian").stemWord(word))


@cache
def stop_stems() -> frozenset[str]:
    lines = (DATA / "stop_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(stem(word) for line in lines if not line.startswith("#") for word in words_in(line))


def telling_words(*texts: str) -> dict[str, str]:
    """{stem: the shortest form it stands in} of every word that says something. One letter alone says nothing."""
    found: dict[str, str] = {}
    for word in (word for text in texts for word in words_in(text)):
        key = stem(word)
        if len(word) > 1 and key not in stop_stems():
            found[key] = min(found.get(key, word), word, key=lambda each: (len(each), each))
    return found


def same_family(one: str, other: str) -> bool:
    """Two stems that are the same word, or of which one begins or ends with the other: «lunge|rehabilitering»."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    return len(short) >= SHORTEST_PART and (long.startswith(short) or long.endswith(short))


def answers_to(question: str, text: str) -> bool:
    """Does each word of the question begin a word of the text, or stand in one? Endings do not matter."""
    words = words_in(text)
    stems = [stem(word) for word in words_in(question)]
    return all(any(word.startswith(part) or (len(part) > 3 and part in word) for word in words) for part in stems)
