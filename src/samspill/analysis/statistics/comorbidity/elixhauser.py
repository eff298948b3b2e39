"""The Elixhauser comorbidity measures by ICD-10 (Quan 2005), with several sets of weights (see elixhauser.csv)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from numpy.typing import ArrayLike

from samspill.analysis.statistics.comorbidity.scores import Score, Scores, score_many, score_one

# The grave form takes the place of the mild one, so that no illness counts twice.
HIERARCHY = {"hypc": "hypunc", "diabc": "diabunc", "metacanc": "solidtum"}
# AHRQ's index knows one hypertension only.
_ONCE = {"ahrq": ("hypunc", "hypc")}


def elixhauser(codes: Iterable[Any], weights: str = "van_walraven", *, hierarchy: bool = True) -> Score:
    """One person's score.

    weights    van_walraven (2009), ahrq (Moore 2017, death in hospital), swiss (Sharma 2021) or none (a count)
    hierarchy  False counts mild and grave forms both, as assign0=FALSE does in R's comorbidity

    Raises Unusable for codes that are not text, or unknown weights.
    """
    return score_one("elixhauser", codes, weights, HIERARCHY if hierarchy else {}, _ONCE.get(weights, ()))


def elixhauser_many(
    persons: ArrayLike, codes: Iterable[Any], weights: str = "van_walraven", *, hierarchy: bool = True
) -> Scores:
    """The score of many persons: one row per person and code, in any order. Else as `elixhauser`."""
    return score_many("elixhauser", persons, codes, weights, HIERARCHY if hierarchy else {}, _ONCE.get(weights, ()))
