"""A word in the shapes that it is compared in. Plain Python; the tables of words it goes by lie in `data/`.

plain   small letters without accents, one for one: å and ä are a, ø and ö are o, æ is a. «Håkon» gives hakon
fold    «aa», «ae» and «oe» are å, æ and ø too: «Haakon» and «Håkon» are the same
stem    without its ending, and nynorsk as bokmål: «tenestene» and «tjeneste» are the same
sound   as it is heard: «Kristoffer» and «Christopher» are the same
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from samspill.directory.plain_words import stem as without_ending

DATA = Path(__file__).parent / "data"
LONGEST = 60  # letters of a word that are looked at
_ONE_FOR_ONE = str.maketrans("æäåøöðđþłß", "aaaooddtls")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_TWO_LETTERS = (("aa", "a"), ("ae", "a"), ("oe", "o"))
_HEARD = (
    (re.compile(r"^(h|g|l)j"), "j"),
    (re.compile(r"^hv"), "v"),
    (re.compile(r"c?k|ch|c|q"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"hn"), "n"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dt$"), "t"),
    (re.compile(r"w"), "v"),
    (re.compile(r"z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"skj"), "sj"),
    (re.compile(r"[jy]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_OWN_ENDINGS = (
    (re.compile(r"(?<=....)ern$"), "er"),  # sykepleier(n)e
    (re.compile(r"(?<=...)insk$"), "in"),  # medisinsk
    (re.compile(r"(?<=...)isk$"), "i"),  # geriatrisk
    (re.compile(r"([bdfgklmnprst])\1$"), r"\1"),
)


def pieces(text: str) -> list[str]:
    """The words of a text, plain, in order; digits stand by themselves: «Geriatri2» gives geriatri and 2."""
    return [plain(piece) for piece in _PIECE.findall(unicodedata.normalize("NFC", text).lower())]


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower().translate(_ONE_FOR_ONE))
    return "".join(each for each in letters if not unicodedata.combining(each))[:LONGEST]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Of a plain word."""
    for two, one in _TWO_LETTERS:
        word = word.replace(two, one)
    return word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Of a folded word. Endings come off until none is left, so that singular and plural meet."""
    word = in_bokmal(word)
    for _ in range(3):
        shorter = _own_ending(without_ending(word))
        if shorter == word or len(shorter) < 3:
            break
        word = shorter
    return word


def _own_ending(word: str) -> str:
    for ending, instead in _OWN_ENDINGS:
        word = ending.sub(instead, word)
    return word


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """Of a folded word."""
    for heard, written in _HEARD:
        word = heard.sub(written, word)
    return word


def in_bokmal(word: str) -> str:
    for part, instead in _nynorsk():
        if part in word:
            word = word.replace(part, instead)
    return word


def rows_of(name: str) -> Iterator[list[str]]:
    """The lines of a table in `data/`, cut at |, without comments."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]


@cache
def _nynorsk() -> tuple[tuple[str, str], ...]:
    return tuple((fold(plain(nynorsk)), fold(plain(bokmal))) for nynorsk, bokmal in rows_of("nynorsk.csv"))


@cache
def quiet_words() -> frozenset[str]:
    return frozenset(fold(word) for (words,) in rows_of("quiet_words.txt") for word in pieces(words))


def digits_of(number: str) -> str:
    """A telephone number as its owner writes it: without country code, spaces and signs."""
    digits = "".join(each for each in unicodedata.normalize("NFKC", number) if each.isascii() and each.isdigit())
    if number.strip().startswith("00"):
        digits = digits[2:]
    return digits[2:] if len(digits) == 10 and digits.startswith("47") else digits
