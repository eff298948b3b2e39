"""Days of intervals, from how many began and ended when: the running sum of a month's beginnings less its ends.

Nothing is joined with a calendar: an interval over ten years costs as much as one of a day.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

# For the month (or day) `at`: how many intervals begin in it, and how many have their last day in it; the weight of
# what begins and of what ends; and the days from each beginning (end) to the end of the month, weighed.
ENDS = ("begun", "ended", "weight_in", "days_in", "weight_out", "days_out")


def spread_out(ends: pd.DataFrame, names: tuple[str, ...], by_day: bool) -> pd.DataFrame:
    """From an engine's ends to cells: at, the dimensions, count, hits, begun, numerator (days), denominator 1.

    count are intervals that have a day in the month, begun those of them that begin in it: so over several months each
    is counted once, in the first of them or where it begins.

    Each place has a row for every month (day) from its first beginning to its last end, also those with none.
    """
    if ends.empty:
        return pd.DataFrame({name: [] for name in ("at", *names, "count", "hits", "begun", "numerator", "denominator")})
    ends = ends.groupby(["at", *names], as_index=False, sort=True)[list(ENDS)].sum()
    first, last = int(ends["at"].min()), int(ends["at"].max())
    places, where = _places(ends, names)
    sheets = {name: _sheet(ends, name, where, len(places), first, last) for name in ENDS}
    begun_before = np.cumsum(sheets["weight_in"] - sheets["weight_out"], axis=1)
    begun_before = begun_before - (sheets["weight_in"] - sheets["weight_out"])
    if by_day:
        days = begun_before + sheets["weight_in"] - sheets["weight_out"]
    else:
        days = begun_before * _lengths(first, last) + sheets["days_in"] - sheets["days_out"]
    touched = np.cumsum(sheets["begun"] - sheets["ended"], axis=1) + sheets["ended"]
    row, column = np.nonzero((days != 0) | (touched != 0))
    found = places.iloc[row].reset_index(drop=True)
    found.insert(0, "at", column + first)
    new = sheets["begun"][row, column]
    seen = touched[row, column]
    return found.assign(count=seen, hits=seen, begun=new, numerator=days[row, column].astype(float), denominator=1.0)


def _places(ends: pd.DataFrame, names: tuple[str, ...]) -> tuple[pd.DataFrame, np.ndarray]:
    if not names:
        return pd.DataFrame(index=[0]), np.zeros(len(ends), dtype=np.int64)
    groups = ends.groupby(list(names), sort=True)
    places = ends[list(names)].drop_duplicates().sort_values(list(names)).reset_index(drop=True)
    return places, groups.ngroup().to_numpy()


def _sheet(ends: pd.DataFrame, name: str, where: np.ndarray, places: int, first: int, last: int) -> np.ndarray:
    sheet = np.zeros((places, last - first + 1), dtype=np.int64)
    np.add.at(sheet, (where, ends["at"].to_numpy() - first), ends[name].to_numpy())
    return sheet


def _lengths(first: int, last: int) -> np.ndarray:
    """Days of each month."""
    starts = [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 2)]
    return np.array([(b - a).days for a, b in pairwise(starts)], dtype=np.int64)
