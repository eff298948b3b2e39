"""Before and after as two levels, for series that were not already going somewhere before the start.

How much periods differ by chance, and how alike neighbours are, is taken from before alone: after the start, a change
that comes little by little would otherwise count as noise against itself. Shares, rates and counts are compared on the
log scale (odds, or rates), values as they are; t limits with the points before less one, where
the spread must be guessed from them. What the comparison moved is
taken away, and its own uncertainty added.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from scipy import stats

Numbers = np.typing.NDArray[np.float64]
FEWEST_FOR_TREND = 12  # points before; among fewer, a slope is mostly chance
NO_MORE_THAN_CHANCE = 200  # degrees of freedom where the spread is that of the counts themselves, and so is known
MOST_ALIKE = 0.6  # likeness of neighbours that is allowed for; more cannot be told from a trend in short series


@dataclass(frozen=True)
class Phase:
    """Sums of the periods before, or after; `spread` and `likeness` are set for the one before."""

    y: float
    n: float
    points: int

    @property
    def level(self) -> float:
        return self.y / self.n


@dataclass(frozen=True)
class Levels:
    """change, low, high: relative, or a difference for values. scale: what low and high of the level without are."""

    before: float
    after: float
    change: float
    low: float
    high: float
    p: float
    without: float
    without_low: float
    without_high: float


def pre_trend(y: Numbers, n: Numbers | None) -> float:
    """The probability, by chance alone, of a slope as steep before the start; 1 with too few points to see any."""
    value = y / n if n is not None else y
    there = np.isfinite(value)
    if there.sum() < FEWEST_FOR_TREND or np.ptp(value[there]) == 0:
        return 1.0
    return float(stats.linregress(np.flatnonzero(there), value[there]).pvalue)


def compare_levels(
    unit: str, y: Numbers, n: Numbers | None, at: int, control: tuple[Numbers, Numbers | None] | None, confidence: float
) -> Levels | None:
    """None where there is nothing on one side to take a level of."""
    own = _moved(unit, y, n, at)
    if own is None:
        return None
    shift, variance, before, after, free = own
    if control is not None:
        theirs = _moved(unit, control[0], control[1], at)
        if theirs is not None:
            shift, variance, free = shift - theirs[0], variance + theirs[1], min(free, theirs[4])
    reach = float(stats.t.ppf((1 + confidence) / 2, free)) * sqrt(variance)
    p = float(2 * stats.t.sf(abs(shift) / sqrt(variance), free)) if variance else 0.0
    bounds = [shift, shift - reach, shift + reach]
    change, low, high = (_change(unit, before, each) for each in bounds)
    without = [_back(unit, after, -each) for each in (shift, shift + reach, shift - reach)]
    return Levels(before, after, change, low, high, p, *without)


def _moved(unit: str, y: Numbers, n: Numbers | None, at: int) -> tuple[float, float, float, float, int] | None:
    """(shift on the scale, its variance, level before, level after, degrees of freedom)."""
    there = np.isfinite(y) & (np.isfinite(n) if n is not None else True)
    places = np.flatnonzero(there)
    first, last = places[places < at], places[places >= at]
    if first.size < 2 or last.size < 1:
        return None
    weights = n if n is not None else np.ones_like(y)
    free = max(int(first.size) - 1, 1)
    before, after = _phase(y, weights, first), _phase(y, weights, last)
    if unit == "value":
        spread = float(np.var(y[first], ddof=1))
        variance = spread * (1 / before.points + 1 / after.points)
        residuals = y[first] - before.level
        shift = after.level - before.level
    else:
        residuals, dispersion = _pearson(unit, y[first], weights[first], before.level)
        shift, variance = _log_shift(unit, before, after)
        variance *= max(dispersion, 1.0)
        free = free if dispersion > 1 else NO_MORE_THAN_CHANCE
    # Where the counts themselves say how much is chance, a likeness must be more than chance to be believed.
    alike = min(max(_likeness(residuals, always=unit in ("value", "count")), 0.0), MOST_ALIKE)
    return shift, variance * (1 + alike) / (1 - alike), before.level, after.level, free


def _phase(y: Numbers, n: Numbers, places: np.typing.NDArray[np.int64]) -> Phase:
    return Phase(float(y[places].sum()), float(n[places].sum()), int(places.size))


def _log_shift(unit: str, before: Phase, after: Phase) -> tuple[float, float]:
    """Half an event is added everywhere, so that none at all is no infinity."""
    if unit == "share":
        cells = [after.y + 0.5, after.n - after.y + 0.5, before.y + 0.5, before.n - before.y + 0.5]
        return log(cells[0] / cells[1]) - log(cells[2] / cells[3]), sum(1 / cell for cell in cells)
    shift = log((after.y + 0.5) / after.n) - log((before.y + 0.5) / before.n)
    return shift, 1 / (after.y + 0.5) + 1 / (before.y + 0.5)


def _pearson(unit: str, y: Numbers, n: Numbers, level: float) -> tuple[Numbers, float]:
    variance = n * level * (1 - level) if unit == "share" else n * level
    if not (variance > 0).all():
        return np.zeros_like(y), 1.0
    residuals = (y - n * level) / np.sqrt(variance)
    return residuals, float((residuals**2).sum() / max(y.size - 1, 1))


def _likeness(residuals: Numbers, *, always: bool) -> float:
    """Of neighbours; corrected for being too low in short series. Unless `always`, only what is more than chance makes
    in nine of ten."""
    if residuals.size < 8 or not float((residuals**2).sum()):
        return 0.0
    found = float((residuals[1:] * residuals[:-1]).sum() / (residuals**2).sum()) + 1 / residuals.size
    if always:  # on the safe side where spread and likeness must both be guessed from few periods
        return found + 2.5 / residuals.size
    return found if found > 1.28 / sqrt(residuals.size) else 0.0


def _change(unit: str, before: float, shift: float) -> float:
    if unit == "value":
        return shift
    return _back(unit, before, shift) / before - 1 if before else exp(shift) - 1


def _back(unit: str, level: float, shift: float) -> float:
    """A level moved so much on the scale."""
    if unit == "value":
        return level + shift
    if unit == "share" and 0 < level < 1:
        odds = level / (1 - level) * exp(shift)
        return odds / (1 + odds)
    return level * exp(shift)
