"""The NHS's rules ("Making data count"): is the change more than chance, is it good or bad, and will the target be met?

Four rules mark a point as special: it lies outside the limits; it is one of seven in a row on one side of the centre
line; it is one of seven in a row that all rise or all fall; it is one of two in three that lie near the same limit.
Source: NHS England, Making data count: strengthening your decisions (2019); point by point as the R package
NHSRplotthedots has it. The rules are made for XmR charts (kind "i"); they can be read off any chart with limits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samspill.analysis.statistics.arrays import Numbers, Signs, Truths, one_of
from samspill.analysis.statistics.charts import Chart
from samspill.analysis.statistics.run_rules import ROUNDING, largest, sides
from samspill.analysis.statistics.unusable import Unusable

NHS_D2 = 3 / 2.66  # the NHS writes mean ± 2.66 × mean moving range
SHIFTS = (6, 7, 8)
TRENDS = (6, 7)
BETTER = ("up", "down", "neither")

# What a point says (variation), and what the limits say about the target (assurance).
COMMON, IMPROVEMENT, CONCERN, HIGH, LOW = "common", "improvement", "concern", "neutral_high", "neutral_low"
VARIATIONS = (COMMON, IMPROVEMENT, CONCERN, HIGH, LOW)
PASS, FAIL, HIT_OR_MISS = "pass", "fail", "hit_or_miss"


@dataclass(frozen=True)
class Reading:
    """What the NHS rules say. Arrays have shape (points,).

    variation  of each point: common, improvement, concern, neutral_high or neutral_low
    latest     variation of the last point that is there; None when all are missing
    assurance  pass, fail or hit_or_miss by the latest limits; None without target, direction or limits
    """

    outside: Truths
    shift: Truths
    trend: Truths
    two_of_three: Truths
    variation: tuple[str, ...]
    latest: str | None
    assurance: str | None

    @property
    def special(self) -> Truths:
        """Any of the four rules."""
        return np.asarray(self.outside | self.shift | self.trend | self.two_of_three)


def nhs_rules(
    chart: Chart, better: str = "neither", *, target: float | None = None, shift: int = 7, trend: int = 7
) -> Reading:
    """Read a chart by the NHS rules.

    better  up, down or neither: which way is good. target: in the chart's unit.
    shift   how many points on one side (6, 7 or 8); trend: how many that all rise or all fall (6 or 7)

    Points left out of the chart, and missing ones, break a row. A part begins anew. Raises Unusable.
    """
    one_of("better", better, BETTER)
    if chart.kind in ("run", "mr"):
        raise Unusable(f"NHS-reglene krever kontrollgrenser for verdien selv, og passer ikke et {chart.kind}-diagram.")
    y = np.where(chart.included, chart.y, np.nan)
    marks = [
        special_points(y[None, here], chart.cl[None, here], _limits(chart, here), shift, trend)
        for here in (chart.part == number for number in range(1, int(chart.part[-1]) + 1))
    ]
    in_row, trending, near = (np.concatenate([mark[rule][0] for mark in marks]) for rule in range(3))
    side = np.concatenate([mark[3][0] for mark in marks])
    special = chart.sigma_signal | in_row | trending | near
    variation = tuple(VARIATIONS[number] for number in variations(special, side, better))
    present = np.flatnonzero(~np.isnan(chart.y))
    return Reading(
        outside=chart.sigma_signal, shift=in_row, trend=trending, two_of_three=near, variation=variation,
        latest=variation[present[-1]] if present.size else None,
        assurance=str(assurances(chart.lcl[-1:], chart.ucl[-1:], better, target)[0]) or None,
    )  # fmt: skip


def _refuse_length(name: str, length: int, allowed: tuple[int, ...]) -> None:
    if length not in allowed:
        raise Unusable(f"{name} er {length!r}, men skal være {', '.join(map(str, allowed[:-1]))} eller {allowed[-1]}.")


def _limits(chart: Chart, here: Truths) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    return tuple(line[None, here] for line in (chart.lcl, chart.lcl95, chart.ucl95, chart.ucl))  # type: ignore[return-value]


def special_points(
    y: Numbers, cl: Numbers, lines: tuple[Numbers, Numbers, Numbers, Numbers], shift: int, trend: int
) -> tuple[Truths, Truths, Truths, Signs]:
    """(shift, trend, two of three, side) for many series at once; everything has shape (series, points).

    lines  lcl, lcl95, ucl95, ucl
    """
    _refuse_length("shift", shift, SHIFTS)
    _refuse_length("trend", trend, TRENDS)
    side = sides(y, cl)
    with np.errstate(invalid="ignore"):
        lcl, lcl95, ucl95, ucl = lines
        close = ((y > ucl95) & (y <= ucl)) | ((y < lcl95) & (y >= lcl))
        step = np.diff(y, axis=1)
        slack = ROUNDING * largest(y)
        direction: Signs = (step > slack).astype(np.int8) - (step < -slack)
    rising = _members(_all_same(direction, trend - 1), trend, y.shape)
    return _members(_all_same(side, shift), shift, y.shape), rising, close & _two_of_three(close, side), side


def _window_sums(values: NDArray[np.int8], length: int) -> NDArray[np.int8]:
    """The sum of each row of `length` neighbours, shape (series, windows); none where points are too few."""
    windows = max(values.shape[1] - length + 1, 0)
    total = np.zeros((values.shape[0], windows), dtype=np.int8)
    for place in range(length if windows else 0):
        total += values[:, place : place + windows]
    return total


def _all_same(signs: Signs, length: int) -> Truths:
    """For each window: is every sign the same, and not zero?"""
    return np.asarray(np.abs(_window_sums(signs, length)) == length)


def _members(whole: Truths, length: int, shape: tuple[int, ...]) -> Truths:
    """The points that belong to any of the windows found."""
    points = np.zeros(shape, dtype=np.bool_)
    for place in range(length if whole.shape[1] else 0):
        points[:, place : place + whole.shape[1]] |= whole
    return points


def _two_of_three(close: Truths, side: Signs) -> Truths:
    """Points of three neighbours on one side, two or more of which are near the limit."""
    return _members(_all_same(side, 3) & (_window_sums(close.view(np.int8), 3) >= 2), 3, close.shape)


def variations(special: Truths, side: Signs, better: str) -> NDArray[np.int8]:
    """What each point says, as a place in VARIATIONS. Special on the good side of the centre line is improvement."""
    if better == "neither":
        said = np.where(side > 0, VARIATIONS.index(HIGH), VARIATIONS.index(LOW))
    else:
        good = side == (1 if better == "up" else -1)
        said = np.where(good, VARIATIONS.index(IMPROVEMENT), VARIATIONS.index(CONCERN))
    return np.where(special, said, VARIATIONS.index(COMMON)).astype(np.int8)


def assurances(lcl: Numbers, ucl: Numbers, better: str, target: float | ArrayLike | None) -> NDArray[np.str_]:
    """Will the target be met if nothing changes? By the latest limits alone, shape (series,); "" for no answer."""
    if target is None or better == "neither":
        return np.full(lcl.shape, "", dtype="<U11")
    goal = np.broadcast_to(np.asarray(target, dtype=np.float64), lcl.shape)
    beyond = (goal < lcl) if better == "up" else (goal > ucl)
    short = (goal > ucl) if better == "up" else (goal < lcl)
    said = np.where(beyond, PASS, np.where(short, FAIL, HIT_OR_MISS))
    return np.where(np.isnan(lcl) | np.isnan(ucl) | np.isnan(goal), "", said)
