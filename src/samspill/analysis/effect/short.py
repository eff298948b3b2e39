"""Few points with denominators: before and after as two groups, beyond what the comparison moved.

The logarithm of the ratio (odds for shares, rates for rates) is taken as normal; half an event is added to each cell.
Spread between periods is let in when there are points enough to see it, and never shrinks the error.
"""

from __future__ import annotations

from math import exp, log, sqrt

from scipy import stats

from samspill.analysis.effect.question import Question, Series
from samspill.analysis.effect.verdict import Figures

LEVEL = 0.01
LEAST_EVENTS = 10  # in all, before and after together


def compare_groups(question: Question, series: Series, at: int) -> tuple[Figures, bool] | None:
    """(figures, whether they differ at one per cent); None with too few events to say anything."""
    before, after = _pooled(series, 0, at), _pooled(series, at, len(series.periods))
    if before is None or after is None or before[0] + after[0] < LEAST_EVENTS:
        return None
    share = question.unit == "share"
    value, variance = _log_ratio(before, after, share)
    spread = max(_dispersion(series, at, share), 1.0)
    variance *= spread
    other = question.comparison
    if other is not None:
        split = sum(period < question.starts for period in other.periods)
        theirs = _pooled(other, 0, split), _pooled(other, split, len(other.periods))
        if theirs[0] is not None and theirs[1] is not None:
            moved, more = _log_ratio(theirs[0], theirs[1], share)
            value, variance = value - moved, variance + more
    reach = stats.norm.ppf(1 - LEVEL / 2) * sqrt(variance)
    p = float(2 * stats.norm.sf(abs(value) / sqrt(variance)))
    base = before[0] / before[1]
    low, middle, high = (_relative(base, log_ratio, share) for log_ratio in (value - reach, value, value + reach))
    figures = Figures(before=base, after=after[0] / after[1], change=middle, low=low, high=high, p=p)
    return figures, p < LEVEL


def _pooled(series: Series, first: int, last: int) -> tuple[float, float] | None:
    assert series.n is not None
    pairs = [(series.y[p], series.n[p]) for p in range(first, last)]
    there = [(y, n) for y, n in pairs if y is not None and n]
    return (sum(y for y, _ in there), sum(n for _, n in there)) if there else None


def _log_ratio(before: tuple[float, float], after: tuple[float, float], share: bool) -> tuple[float, float]:
    (y0, n0), (y1, n1) = before, after
    if not share:
        return log((y1 + 0.5) / n1) - log((y0 + 0.5) / n0), 1 / (y1 + 0.5) + 1 / (y0 + 0.5)
    cells = [y1 + 0.5, n1 - y1 + 0.5, y0 + 0.5, n0 - y0 + 0.5]
    return log(cells[0] / cells[1]) - log(cells[2] / cells[3]), sum(1 / cell for cell in cells)


def _relative(base: float, log_ratio: float, share: bool) -> float:
    if not share or not 0 < base < 1:
        return exp(log_ratio) - 1
    odds = base / (1 - base) * exp(log_ratio)
    return odds / (1 + odds) / base - 1


def _dispersion(series: Series, at: int, share: bool) -> float:
    """How much more the periods of a phase differ than chance would; 1 where there are too few to see."""
    assert series.n is not None
    chi, free = 0.0, 0
    for first, last in ((0, at), (at, len(series.periods))):
        pooled = _pooled(series, first, last)
        if pooled is None:
            continue
        level = pooled[0] / pooled[1]
        for y, n in ((series.y[p], series.n[p]) for p in range(first, last)):
            if y is not None and n and 0 < level < (1 if share else float("inf")):
                chi += (y - n * level) ** 2 / (n * level * ((1 - level) if share else 1))
                free += 1
        free -= 1
    return chi / free if free >= 5 else 1.0
