"""Centre lines and control limits, chart by chart. Every formula is written out here once, for one part of one series.

Sources: Montgomery DC, Introduction to Statistical Quality Control, 6th ed. (equation numbers below); Nelson 1982
(screened moving ranges); Laney 2002 (p', u'); Nelson 1994 (t); Provost & Murray 2011 (g). Constants and choices are
those of R's qicharts2 0.8, so that its charts and ours are the same to the last decimals that matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.special import gammaln

from samspill.analysis.statistics.arrays import Numbers, Truths, Whole
from samspill.analysis.statistics.subgroups import Points

D2 = 1.128  # the mean range of two values is this many standard deviations
D4 = 3.267  # the upper limit of a moving range is this many mean moving ranges
T_POWER = 3.6  # waiting times to this root are about normal (Nelson 1994)
G_MEDIAN = 0.693  # the median of a geometric count, as a share of its mean (Provost & Murray)


@dataclass(frozen=True)
class Basis:
    """What the lines are worked out from. base: the points that count, shape (points,)."""

    base: Truths
    centre: Numbers | None = None  # a centre line known beforehand, shape (points,)
    screened: bool = True  # leave out moving ranges above their own upper limit (Nelson 1982)
    d2: float = D2


@dataclass(frozen=True)
class Lines:
    """What is drawn, each of shape (points,). NaN where there is nothing to draw."""

    y: Numbers
    cl: Numbers
    lcl: Numbers
    ucl: Numbers
    lcl95: Numbers = field(repr=False)
    ucl95: Numbers = field(repr=False)


def _around(y: Numbers, cl: Numbers, sigma: Numbers, least: float = -np.inf, most: float = np.inf) -> Lines:
    """Limits at three and two sigma on each side, kept within what is possible."""
    near, far = 2 * sigma, 3 * sigma
    drawn = [np.clip(line, least, most) for line in (cl - far, cl + far, cl - near, cl + near)]
    return Lines(y, cl, *(np.where(np.isfinite(sigma), line, np.nan) for line in drawn))


def mean(values: Numbers) -> float:
    """The mean of what is not missing, without the last decimals lost on the way; NaN if there is nothing."""
    here = values[~np.isnan(values)]
    if not here.size:
        return np.nan
    first = here.sum(dtype=np.longdouble) / here.size
    return float(first + (here - first).sum(dtype=np.longdouble) / here.size)


def _centre(basis: Basis, points: int, otherwise: Callable[[], float]) -> Numbers:
    return np.full(points, otherwise()) if basis.centre is None else basis.centre


def mean_moving_range(values: Numbers, screened: bool) -> float:
    """Mean distance between neighbours. A missing value leaves a gap: no distance is measured across it."""
    ranges = np.abs(np.diff(values))
    average = mean(ranges)
    return mean(ranges[ranges < D4 * average]) if screened else average


def run_chart(points: Points, basis: Basis) -> Lines:
    """The median, and no limits."""
    here = points.y[basis.base & ~np.isnan(points.y)]
    cl = _centre(basis, points.y.size, lambda: float(np.median(here)) if here.size else np.nan)
    nothing = np.full(points.y.size, np.nan)
    return Lines(points.y, cl, nothing, nothing, nothing, nothing)


def individuals(points: Points, basis: Basis) -> Lines:
    """I: mean, and sigma from the mean moving range (Montgomery 6.33)."""
    return _individuals(points.y, basis)


def _individuals(y: Numbers, basis: Basis) -> Lines:
    cl = _centre(basis, y.size, lambda: mean(y[basis.base]))
    sigma = mean_moving_range((y - cl)[basis.base], basis.screened) / basis.d2
    return _around(y, cl, np.full(y.size, sigma))


def moving_ranges(points: Points, basis: Basis) -> Lines:
    """MR: the distance from each point to the one before. The first has none."""
    y = np.concatenate([[np.nan], np.abs(np.diff(points.y))])
    cl = _centre(basis, y.size, lambda: mean(y[basis.base]))
    zero = np.where(np.isnan(cl), np.nan, 0.0)
    return Lines(y, cl, zero, D4 * cl, zero, D4 * cl * 2 / 3)


def proportions(points: Points, basis: Basis) -> Lines:
    """p: binomial."""
    cl = _pooled(points, basis)
    return _around(points.y, cl, np.sqrt(cl * (1 - cl) / points.n), 0, 1)


def proportions_prime(points: Points, basis: Basis) -> Lines:
    """p' (Laney): binomial, widened or narrowed by how much the points really move."""
    cl = _pooled(points, basis)
    sigma = np.sqrt(cl * (1 - cl) / points.n)
    return _around(points.y, cl, sigma * _sigma_z(points, basis, cl, sigma), 0, 1)


def rates(points: Points, basis: Basis) -> Lines:
    """u: Poisson (Montgomery 7.19)."""
    cl = _pooled(points, basis)
    return _around(points.y, cl, np.sqrt(cl / points.n), 0)


def rates_prime(points: Points, basis: Basis) -> Lines:
    """u' (Laney)."""
    cl = _pooled(points, basis)
    sigma = np.sqrt(cl / points.n)
    return _around(points.y, cl, sigma * _sigma_z(points, basis, cl, sigma), 0)


def _pooled(points: Points, basis: Basis) -> Numbers:
    """All events over all denominators."""
    numerator, denominator = np.nansum(points.total[basis.base]), np.nansum(points.n[basis.base])
    return _centre(basis, points.y.size, lambda: float(numerator / denominator) if denominator else np.nan)


def _sigma_z(points: Points, basis: Basis, cl: Numbers, sigma: Numbers) -> float:
    """How many of its own sigmas the series moves from point to point; 1 if chance is all there is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = ((points.y - cl) / sigma)[basis.base]
    if points.ordered:
        return mean_moving_range(z, basis.screened) / basis.d2
    return float(np.std(z, ddof=1)) if z.size > 1 else np.nan  # no order, so no neighbours


def event_counts(points: Points, basis: Basis) -> Lines:
    """c: Poisson (Montgomery 7.17)."""
    cl = _centre(basis, points.total.size, lambda: mean(points.total[basis.base]))
    return _around(points.total, cl, np.sqrt(cl), 0)


def cases_between(points: Points, basis: Basis) -> Lines:
    """g: geometric. Limits stand around the mean; the line drawn is the median, as the counts are skewed."""
    average = _centre(basis, points.y.size, lambda: mean(points.y[basis.base]))
    lines = _around(points.y, average, np.sqrt(average * (average + 1)), 0)
    drawn = run_chart(points, basis).cl if basis.centre is None else G_MEDIAN * average
    return Lines(lines.y, drawn, lines.lcl, lines.ucl, lines.lcl95, lines.ucl95)


def times_between(points: Points, basis: Basis) -> Lines:
    """t: an I chart of the waiting times to the power 1/3.6, taken back."""
    centre = None if basis.centre is None else basis.centre ** (1 / T_POWER)
    root = _individuals(points.y ** (1 / T_POWER), Basis(basis.base, centre, basis.screened, basis.d2))
    back = (np.clip(line, 0, None) ** T_POWER for line in (root.cl, root.lcl, root.ucl, root.lcl95, root.ucl95))
    return Lines(root.y**T_POWER, *back)


def subgroup_means(points: Points, basis: Basis) -> Lines:
    """x-bar: weighted mean of subgroup means (Montgomery 6.30), limits by A3 (6.29; 6.31 for unequal subgroups)."""
    weights = np.where(basis.base, points.size, 0)
    cl = _centre(basis, points.size.size, lambda: float(np.nansum(weights * points.mean) / weights.sum()))
    sigma = _typical_sd(points, basis) / (_c4(points.size) * np.sqrt(np.maximum(points.size, 1)))
    return _around(points.mean, cl, sigma)


def subgroup_sds(points: Points, basis: Basis) -> Lines:
    """s: the spread within subgroups, limits by B3 and B4."""
    cl = _centre(basis, points.size.size, lambda: _typical_sd(points, basis))
    c4 = _c4(points.size)
    return _around(points.sd, cl, cl * np.sqrt(1 - c4**2) / c4, 0)


def _typical_sd(points: Points, basis: Basis) -> float:
    """The mean sd where all subgroups are equally large, else the pooled one."""
    sds = points.sd[basis.base]
    if np.unique(points.size).size == 1:
        return mean(sds)
    freedom = np.maximum(points.size[basis.base] - 1, 0)
    return float(np.sqrt(np.nansum(freedom * sds**2) / freedom.sum())) if freedom.sum() else np.nan


def _c4(size: Whole) -> Numbers:
    """The mean sd of so many normal values, as a share of sigma; NaN below two."""
    n = np.where(size > 1, size, np.nan)
    c4: Numbers = np.sqrt(2 / (n - 1)) * np.exp(gammaln(n / 2) - gammaln((n - 1) / 2))
    return c4
