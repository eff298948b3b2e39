"""From other people's columns and words to the contract's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.contract import Contract

_LIKE_DATA = re.compile(r"^\W*\d[\d .,:/-]*$|\d{6}|^\d{1,4}[-./]\d")


@dataclass(frozen=True)
class Naming:
    """What others call things.

    columns   contract's name -> their name: {"admitted_at": "InnDato"}
    fixed     contract's name -> one value for all rows, as text: {"trust": "883974832"}
    words     contract's name -> {their word: the contract's}: {"sector": {"S": "somatic"}}
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Matched:
    """contract's name -> their column, for the columns that were found; and which of theirs are left over."""

    columns: Mapping[str, str]
    left_over: tuple[str, ...]


def match(contract: Contract, theirs: list[str], naming: Naming) -> Matched:
    """Find each column by the naming, else by its name or its Norwegian label, whatever the case.

    Raises Unusable when a required column is missing, or the naming speaks of columns that are not there.
    """
    _names_exist(contract, naming)
    found: dict[str, str] = {}
    for column in contract.columns:
        if column.name in naming.columns:
            found[column.name] = _exactly(naming.columns[column.name], theirs)
        elif column.name not in naming.fixed:
            taken = _by_name((column.name, column.label), theirs, set(naming.columns.values()))
            found |= {column.name: taken} if taken else {}
    missing = [c for c in contract.required if c.name not in found and c.name not in naming.fixed]
    if missing:
        said = ", ".join(f"{column.name} ({column.label})" for column in missing)
        raise Unusable(
            f"Tabellen mangler kolonner som «{contract.label}» må ha: {said}. {_theirs_in_words(theirs)} "
            "Si i «columns» hva de heter her, eller i «fixed» en verdi som gjelder alle rader."
        )
    used = set(found.values())
    return Matched(found, tuple(name for name in theirs if name not in used))


def _names_exist(contract: Contract, naming: Naming) -> None:
    for part in (naming.columns, naming.fixed, naming.words):
        for name in part:
            if name not in contract.names:
                near = get_close_matches(name, contract.names, 1)
                raise Unusable(
                    f"«{contract.label}» har ingen kolonne {name!r}." + (f" Mente du {near[0]!r}?" if near else "")
                )
    both = sorted(set(naming.columns) & set(naming.fixed))
    if both:
        raise Unusable(f"{', '.join(both)} står både i «columns» og i «fixed».")


def _exactly(name: str, theirs: list[str]) -> str:
    if name in theirs:
        return name
    same = [other for other in theirs if _plain(other) == _plain(name)]
    if len(same) == 1:
        return same[0]
    raise Unusable(f"Det er ingen kolonne {name!r} her. {_theirs_in_words(theirs)}")


def _by_name(names: tuple[str, str], theirs: list[str], spoken_for: set[str]) -> str | None:
    for name in names:
        for other in theirs:
            if _plain(other) == _plain(name) and other not in spoken_for:
                return other
    return None


def _theirs_in_words(theirs: list[str]) -> str:
    """Without a header, the first patient stands in its place, and must not be shown."""
    if any(map(_LIKE_DATA.search, theirs)):
        return "Den ser ut til å mangle en overskriftsrad."
    return f"Den har: {', '.join(theirs)}."


def _plain(name: str) -> str:
    return name.strip().casefold().replace("_", " ").replace("-", " ")
