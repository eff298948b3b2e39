"""The series of a question against how it would have gone: as two levels, or as an interrupted series.

Two levels, where the series was not on its way anywhere before the start (a slope that steep comes by chance in more
than one of twenty). Else, and where the seasons count, segmented regression: a trend that was there goes on without the
action. The choice is made on what was before the start alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from samspill.analysis.effect.levels import FEWEST_FOR_TREND, compare_levels, pre_trend
from samspill.analysis.effect.question import Question, Series
from samspill.analysis.effect.verdict import Figures, Ground
from samspill.analysis.statistics import Effect, Estimate, Unusable, interrupted_series

FAMILIES = {"share": "binomial", "rate": "count", "count": "count", "value": "gaussian"}
TREND = 0.05  # a slope before the start that comes by chance less often than this is taken for one
YEARS_FOR_SEASON = 2
CONFIDENCE = 0.98  # stricter than usual: neighbouring periods are often alike, and the promise must hold then too


@dataclass(frozen=True)
class Fitted:
    """direction: -1 fell, 1 rose, 0 when the interval holds no change."""

    direction: int
    figures: Figures
    used_comparison: bool
    warnings: tuple[Ground, ...]
    without: tuple[float | None, ...]
    without_low: tuple[float | None, ...]
    without_high: tuple[float | None, ...]


def fit(question: Question, series: Series, at: int) -> Fitted:
    """Raises Unusable for what cannot be modelled."""
    y, n = _numbers(series.y), _numbers(series.n) if series.n is not None else None
    control, control_n = _control(question, series)
    before = int(np.isfinite(y[:at]).sum())
    season = _season(question, series, before)
    if not season and pre_trend(y[:at], n[:at] if n is not None else None) >= TREND:
        return _by_levels(question, y, n, at, None if control is None else (control, control_n), before)
    return _by_segments(question, y, n, at, control, control_n, season)


def _by_levels(question: Question, y: Any, n: Any, at: int, control: Any, before: int) -> Fitted:
    found = compare_levels(question.unit, y, n, at, control, CONFIDENCE)
    if found is None:
        raise Unusable("Det er for få tall på den ene siden av starten.")
    warnings = [] if before >= FEWEST_FOR_TREND else [Ground("no_trend")]
    direction = 0 if found.low <= 0 <= found.high else (-1 if found.change < 0 else 1)
    denominator = float(np.nansum(n[at:])) if n is not None else float(np.isfinite(y[at:]).sum())
    counted = question.unit != "value"
    figures = Figures(
        before=found.before,
        after=found.after,
        change=found.change,
        low=found.low,
        high=found.high,
        p=found.p,
        avoided=(found.without - found.after) * denominator if counted else None,
        difference=not counted,
    )
    places = range(len(y))
    lines = [
        tuple(level if place >= at else None for place in places)
        for level in (found.without, found.without_low, found.without_high)
    ]
    return Fitted(direction, figures, control is not None, tuple(warnings), *lines)


def _by_segments(question: Question, y: Any, n: Any, at: int, control: Any, control_n: Any, season: Any) -> Fitted:
    effect = interrupted_series(
        y,
        n,
        at=at,
        family=FAMILIES[question.unit],
        slope=True,
        control=control,
        control_n=control_n,
        confidence=CONFIDENCE,
        **season,
    )
    warnings = [Ground("note", {"code": note.code, "text": note.sentence}) for note in effect.notes]
    if not season:
        warnings.append(Ground("trend_before"))
    estimate = _estimate(effect)
    direction = 0 if estimate.low <= 0 <= estimate.high else (-1 if estimate.value < 0 else 1)
    return Fitted(
        direction,
        _figures(question, effect, estimate, y, n, at),
        control is not None,
        tuple(warnings),
        _list(effect.counterfactual),
        _list(effect.low),
        _list(effect.high),
    )


def _estimate(effect: Effect) -> Estimate:
    """Over all points after: relative where events are counted, else the mean difference."""
    if effect.relative is not None:
        return effect.relative
    total, points = effect.total, max(effect.points_after, 1)
    return Estimate(total.value / points, total.low / points, total.high / points, total.se / points, total.p)


def _figures(question: Question, effect: Effect, estimate: Estimate, y: Any, n: Any, at: int) -> Figures:
    counted = question.unit != "value"
    return Figures(
        before=_level(y[:at], n[:at] if n is not None else None),
        after=_level(y[at:], n[at:] if n is not None else None),
        change=estimate.value,
        low=estimate.low,
        high=estimate.high,
        p=estimate.p,
        avoided=-effect.total.value if counted else None,
        difference=effect.relative is None,
    )


def _level(y: Any, n: Any) -> float | None:
    there = np.isfinite(y) & (np.isfinite(n) if n is not None else True)
    if not there.any():
        return None
    return float(y[there].sum() / n[there].sum()) if n is not None else float(y[there].mean())


def _control(question: Question, series: Series) -> tuple[Any, Any]:
    """The comparison's figures in the same periods; None when it has too few of them."""
    other = question.comparison
    if other is None:
        return None, None
    at = {period: place for place, period in enumerate(other.periods)}
    y = [other.y[at[p]] if p in at else None for p in series.periods]
    n = [other.n[at[p]] if p in at else None for p in series.periods] if other.n is not None else None
    sides = [
        sum(
            value is not None
            for value, period in zip(y, series.periods, strict=True)
            if (period >= question.starts) == side
        )
        for side in (False, True)
    ]
    if min(sides) < 3:
        return None, None
    return _numbers(y), _numbers(n) if n is not None else None


def _season(question: Question, series: Series, before: int) -> dict[str, Any]:
    step = series.step()
    period = 12 // step if step and 12 % step == 0 else 0
    if not question.season or period < 4 or before < YEARS_FOR_SEASON * period:
        return {}
    return {"season": "harmonic", "period": period, "harmonics": 1 if period == 4 else 2}


def _numbers(values: Any) -> Any:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _list(values: Any) -> tuple[float | None, ...]:
    return tuple(None if isnan(value) else float(value) for value in values)
