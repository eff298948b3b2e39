"""From codes to conditions to a score: for one person in plain steps, and for many in tables of bits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samspill.analysis.statistics.arrays import Truths, Whole, one_of, same_length
from samspill.analysis.statistics.comorbidity.codes import clean, clean_all, is_icd10
from samspill.analysis.statistics.comorbidity.mapping import ConditionTable, mapping
from samspill.analysis.statistics.unusable import Unusable

UNWEIGHTED = "none"  # every condition counts one
Hierarchy = Mapping[str, str]  # the grave form: the milder one it takes the place of


@dataclass(frozen=True)
class Score:
    """One person. conditions: all that were found; counted: those left by the hierarchy; unread: codes not ICD-10."""

    score: int
    conditions: frozenset[str]
    counted: frozenset[str]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Scores:
    """Many persons, sorted by id, each once.

    persons  shape (persons,); score: the same
    found    shape (persons, conditions): what was found, before the hierarchy; columns as in `conditions`
    unread   rows (from 1) with a code that is not ICD-10; they count for nothing
    """

    persons: NDArray[Any]
    score: Whole
    conditions: tuple[str, ...]
    found: Truths
    unread: Whole


def score_one(scheme: str, codes: Iterable[Any], weights: str, hierarchy: Hierarchy, once: Sequence[str] = ()) -> Score:
    """One person's score. codes: as they stand in the register, missing ones allowed.

    once  conditions that count once together when more than one is there
    """
    table = mapping(scheme)
    weigh = _weights(table, weights)
    bare = [clean(code) for code in codes]
    unread = tuple(code for code in bare if code and not is_icd10(code))
    found = frozenset(name for code in bare if is_icd10(code) for name in table.of(code))
    counted = found - {mild for grave, mild in hierarchy.items() if grave in found}
    extra = [name for name in once if name in counted][1:]
    return Score(sum(weigh[name] for name in counted - set(extra)), found, counted, unread)


def score_many(
    scheme: str,
    persons: ArrayLike,
    codes: Iterable[Any],
    weights: str,
    hierarchy: Hierarchy,
    once: Sequence[str] = (),
) -> Scores:
    """Many persons' scores. persons and codes have one value per row; a person may have many rows, in any order.

    A person whose codes are all missing is there, with a score of 0.
    """
    table = mapping(scheme)
    weigh = _weights(table, weights)
    distinct, which, unread = clean_all(codes)
    ids = np.asarray(persons)
    if ids.ndim != 1:
        raise Unusable("persons skal være en enkel liste med én verdi per rad.")
    same_length(persons=ids, codes=which)
    people, place = np.unique(ids, return_inverse=True)
    found = _found(table, distinct, which, place, people.size)
    counted = found.copy()
    for grave, mild in hierarchy.items():
        counted[:, table.conditions.index(mild)] &= ~found[:, table.conditions.index(grave)]
    already = np.zeros(people.size, dtype=np.bool_)
    for name in once:
        column = counted[:, table.conditions.index(name)]
        again = column & already
        already |= column
        column &= ~again
    points = np.asarray([weigh[name] for name in table.conditions], dtype=np.int64)
    score = np.asarray(counted.astype(np.int64) @ points, dtype=np.int64)
    return Scores(people, score, table.conditions, found, unread)


def _found(table: ConditionTable, distinct: NDArray[np.str_], which: Whole, place: Whole, people: int) -> Truths:
    """Which conditions each person has, shape (people, conditions): bits of codes, gathered by person."""
    bits = {name: 1 << number for number, name in enumerate(table.conditions)}
    of_code = np.asarray(
        [sum(bits[name] for name in table.of(code)) if is_icd10(code) else 0 for code in distinct.tolist()],
        dtype=np.int64,
    )
    told = np.zeros(people, dtype=np.int64)
    if which.size:
        order = np.argsort(place, kind="stable")
        starts = np.searchsorted(place[order], np.arange(people))
        told = np.bitwise_or.reduceat(of_code[which[order]], starts)
    return (told[:, None] >> np.arange(len(table.conditions)) & 1).astype(np.bool_)


def _weights(table: ConditionTable, weights: str) -> Mapping[str, int]:
    one_of("weights", weights, (*table.weights, UNWEIGHTED))
    return dict.fromkeys(table.conditions, 1) if weights == UNWEIGHTED else table.weights[weights]
