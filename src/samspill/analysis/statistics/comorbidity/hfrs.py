"""The Hospital Frailty Risk Score: points for 109 ICD-10 codes in the two years up to an admission.

Source: Gilbert T et al., Lancet 2018;391:1775-82; made and tried for people of 75 and more admitted acutely. The
bands below are known from memory only (domain facts, section 4): a setting, to be shown as not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from samspill.analysis.statistics.arrays import Numbers, Whole, same_length
from samspill.analysis.statistics.comorbidity.codes import clean, clean_all, is_icd10
from samspill.analysis.statistics.comorbidity.lookback import days, looked_back, years_before
from samspill.analysis.statistics.comorbidity.mapping import table
from samspill.analysis.statistics.unusable import Unusable

YEARS = 2
DECIMALS = 1  # the points have one


@dataclass(frozen=True)
class Bands:
    """Below `low` is low risk, above `high` is high risk, between (both included) is intermediate.

    confirmed  False until someone has looked them up in the article: pages must then say so
    """

    low: float = 5
    high: float = 15
    confirmed: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.high:
            raise Unusable(f"Grensene {self.low} og {self.high} er ikke i rekkefølge.")


USUAL = Bands()


def band(score: float, bands: Bands = USUAL) -> str:
    """low, intermediate or high."""
    if score < bands.low:
        return "low"
    return "high" if score > bands.high else "intermediate"


@cache
def points() -> dict[str, float]:
    """Points by three-character code."""
    return {row["code"]: float(row["points"]) for row in table("hfrs.csv")}


def hfrs(
    codes: Iterable[Any], dates: Iterable[date] | None = None, *, on: date | None = None, years: int = YEARS
) -> float:
    """One person's score at one admission. Each three-character code counts once.

    codes      all diagnoses, main and other, of this and earlier stays; missing ones allowed
    dates, on  the day of each code and of the admission; without them all codes count

    Raises Unusable when only one of them is given, or lengths differ.
    """
    rows = list(codes)
    if (dates is None) != (on is None):
        raise Unusable("dates og on skal gis sammen: dato for hver kode, og datoen for innleggelsen.")
    if dates is not None:
        when = list(dates)
        same_length(codes=rows, dates=when)
        end = days("on", np.asarray(on, dtype="datetime64[D]"))
        start = years_before(end, years)
        rows = [code for code, day in zip(rows, days("dates", when), strict=True) if start <= day <= end]
    short = {clean(code)[:3] for code in rows if is_icd10(clean(code))}
    return round(sum(points().get(code, 0.0) for code in short), DECIMALS)


def hfrs_many(
    persons: ArrayLike,
    codes: Iterable[Any],
    dates: ArrayLike,
    index_persons: ArrayLike,
    index_dates: ArrayLike,
    *,
    years: int = YEARS,
) -> tuple[Numbers, Whole]:
    """The score of many admissions, shape (admissions,), and the rows (from 1) whose code is not ICD-10.

    persons, codes, dates       one per diagnosis row; index_persons, index_dates: one per admission
    """
    distinct, which, unread = clean_all(codes)
    same_length(persons=np.asarray(persons), codes=which)
    short, shortened = np.unique([code[:3] for code in distinct.tolist()] or [""], return_inverse=True)
    worth = np.asarray([points().get(code, 0.0) for code in short.tolist()])
    admission, row = looked_back(persons, dates, index_persons, index_dates, years)
    code = shortened[which[row]]
    kept = worth[code] > 0
    pair = np.unique(admission[kept] * short.size + code[kept])  # each code once for each admission
    score = np.bincount(pair // short.size, worth[pair % short.size], minlength=np.asarray(index_persons).size)
    return np.round(score, DECIMALS), unread
