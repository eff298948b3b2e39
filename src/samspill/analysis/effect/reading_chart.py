"""A control chart with limits from before the start, and what it signals after it, up or down."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np

from samspill.analysis.effect.question import Series
from samspill.analysis.statistics import Unusable, chart

KINDS = {"share": "pp", "rate": "up", "count": "i", "value": "i"}
LONG_RUN = 8  # points in a row on one side of the line from before
ALL_OF_FEW = 5  # where there are fewer than a long run's points, all of them, when they are so many


@dataclass(frozen=True)
class ChartReading:
    """low, high: a signal below, or above, after the start. longest: the longest run on one side after it."""

    low: bool
    high: bool
    longest: int
    centre: tuple[float | None, ...] = ()
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    signals: tuple[bool, ...] = ()


def read_chart(unit: str, series: Series, at: int) -> ChartReading:
    """No signals where there is too little to draw limits from."""
    y = np.array([np.nan if value is None else value for value in series.y], dtype=float)
    n = np.array([value if value else np.nan for value in series.n], dtype=float) if series.n is not None else None
    kind = KINDS[unit] if n is not None or unit in ("count", "value") else "i"
    try:
        drawn = chart(kind, y, n, x=list(series.periods), freeze=at)
    except Unusable:
        return ChartReading(False, False, 0)
    after = slice(at, None)
    below = drawn.y[after] < drawn.cl[after]
    above = drawn.y[after] > drawn.cl[after]
    outside = drawn.sigma_signal[after]
    low, high = _longest(below), _longest(above)
    long = min(LONG_RUN, max(ALL_OF_FEW, int(np.isfinite(drawn.y[after]).sum())))
    return ChartReading(
        low=bool((outside & below).any() or low >= long),
        high=bool((outside & above).any() or high >= long),
        longest=max(low, high),
        centre=_list(drawn.cl),
        lower=_list(drawn.lcl),
        upper=_list(drawn.ucl),
        signals=tuple(bool(each) for each in drawn.sigma_signal),
    )


def _longest(side: np.typing.NDArray[np.bool_]) -> int:
    longest = now = 0
    for there in side:
        now = now + 1 if there else 0
        longest = max(longest, now)
    return longest


def _list(values: np.typing.NDArray[np.float64]) -> tuple[float | None, ...]:
    return tuple(None if isnan(value) else float(value) for value in values)
