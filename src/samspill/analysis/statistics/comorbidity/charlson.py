"""The Charlson comorbidity index by ICD-10 (Quan 2005), weights of 1987 or 2011 (see charlson.csv)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from numpy.typing import ArrayLike

from samspill.analysis.statistics.comorbidity.scores import Score, Scores, score_many, score_one

# The grave form takes the place of the mild one, so that no illness counts twice.
HIERARCHY = {"msld": "mld", "diabwc": "diab", "metacanc": "canc"}


def charlson(codes: Iterable[Any], weights: str = "charlson", *, hierarchy: bool = True) -> Score:
    """One person's index.

    weights    charlson (1987), quan (2011) or none (each condition counts one)
    hierarchy  False counts mild and grave forms both, as assign0=FALSE does in R's comorbidity

    Raises Unusable for codes that are not text, or unknown weights.
    """
    return score_one("charlson", codes, weights, HIERARCHY if hierarchy else {})


def charlson_many(
    persons: ArrayLike, codes: Iterable[Any], weights: str = "charlson", *, hierarchy: bool = True
) -> Scores:
    """The index of many persons: one row per person and code, in any order. Else as `charlson`."""
    return score_many("charlson", persons, codes, weights, HIERARCHY if hierarchy else {})
