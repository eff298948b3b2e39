"""Numbers of a plan: 2, 2.1, 2.1.3, 2.1.3A. Dates and case numbers look like them and are not."""

from __future__ import annotations

import re

_ONE = r"(?:0|[1-9]\d?)"
_LETTER = r"(?:\s?(?-i:[A-ZÆØÅ])(?![\w]))?"
NUMBER = re.compile(rf"(?<![\d./\w])({_ONE}(?:\.{_ONE}){{1,3}}\.?{_LETTER})(?![\d/])(?!\.\d)")
WHOLE = re.compile(
    rf"^(?:(?:tiltak|mål|delmål|pkt|punkt|nr)\.?\s*(?:nr\.?\s*)?)?({_ONE}(?:\.{_ONE}){{0,3}}{_LETTER}|[A-ZÆØÅ]{{1,2}}\d{{1,3}}(?:\.\d{{1,2}})?)\.?:?$",
    re.IGNORECASE,
)
LEADING = re.compile(
    rf"^(?:(?:tiltak|mål|delmål|pkt|punkt)\.?\s*)?({_ONE}(?:\.{_ONE}){{1,3}}{_LETTER}|{_ONE}(?=[.):]\s))[.):]?\s+(?=\S)",
    re.IGNORECASE,
)
SAME_AS = re.compile(r"(?:^|\b)(?:ref\.?|som|samme som|identisk med|=)\s*(?:pkt\.?\s*)?$", re.IGNORECASE)


def tidy(number: str) -> str:
    """«2.1.3 A» and «2.1.3A» are one; a last dot is no part of it."""
    return re.sub(r"\s+", "", number).rstrip(".:").upper()


def depth(number: str) -> int:
    return tidy(number).count(".") + 1 if number else 0


def whole_number(text: str) -> str:
    """The number when the text is nothing else; empty otherwise."""
    found = WHOLE.match(" ".join(text.split()))
    return tidy(found.group(1)) if found else ""


def leading_number(text: str) -> tuple[str, str]:
    """(number, the rest) of «1.2.1 Etablere …»; ("", text) when it begins with none."""
    found = LEADING.match(text)
    return (tidy(found.group(1)), text[found.end() :]) if found else ("", text)


def numbers_in(text: str) -> list[str]:
    """Plan numbers named in a text, in order, each once. Of two parts only where a word says it is one."""
    found = []
    for match in NUMBER.finditer(text):
        number = tidy(match.group(1))
        if depth(number) >= 3 or _is_called_a_number(text[: match.start()]):
            found.append(number)
    return list(dict.fromkeys(found))


def _is_called_a_number(before: str) -> bool:
    # «kl. 2.1» or «2.5 millioner» is no number of a plan; «se pkt. 2.1», «mål 2.1» is.
    return bool(re.search(r"(?:pkt\.?|punkt|mål|tiltak|jf\.?|helhet med|sammen med)\s*$", before, re.IGNORECASE))


def same_as_in(text: str) -> str:
    """The number this is said to be the same as: «Ref. 1.6.1», «Som 1.2.1»; empty when none."""
    for match in NUMBER.finditer(text):
        if SAME_AS.search(text[: match.start()].replace("\n", " ").strip() + " "):
            return tidy(match.group(1))
    return ""
