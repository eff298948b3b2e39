"""Interrupted time series: what changed when something was begun, and what would have been without it?

    effect = interrupted_series(admissions, people, at=24, family="count", season="harmonic")
    effect.level_ratio, effect.total, effect.notes

Segmented regression with a change of level and of slope. Sources: Wagner et al., J Clin Pharm Ther 2002;27:299-309;
Lopez Bernal et al., Int J Epidemiol 2017;46:348-55 (counts) and 2018;47:2082-93 (controls); Newey & West,
Econometrica 1987;55:703-8, and Driscoll & Kraay 1998 (two series); Zhang et al. 2009 (counterfactual, delta method).
No judgement is made here: numbers, intervals, and notes on what weakens them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from samspill.analysis.statistics.arrays import Numbers, one_of, share
from samspill.analysis.statistics.interrupted_fit import ERRORS, Fit, fit_segments
from samspill.analysis.statistics.interrupted_notes import Note, notes_on
from samspill.analysis.statistics.interrupted_rows import FAMILIES, LINKS, SEASONS, Plan, Rows, rows_of
from samspill.analysis.statistics.unusable import Unusable


@dataclass(frozen=True)
class Estimate:
    """A number, how sure it is, and the probability of one as far from no effect by chance (two-sided)."""

    value: float
    low: float
    high: float
    se: float
    p: float


@dataclass(frozen=True)
class Effect:
    """What an interrupted series shows. Estimates are on the link scale unless called ratio.

    level, slope   change at the first point after, and change of slope per point; with a control, beyond the control's
    level_ratio, slope_ratio   the same as rate ratios (count) or odds ratios (binomial); None for gaussian
    slope_before   slope per point before, of the series itself
    last           fitted minus counterfactual at the last point, in the unit of `fitted`
    total          the same summed over all points after: events (count, binomial) or the sum of y (gaussian)
    relative       summed fitted over summed counterfactual, less 1: -0.12 is 12 % fewer; None for gaussian
    fitted, counterfactual, low, high   shape (points,): y, or y / n where there is an n; the last three NaN before
    dispersion     Pearson chi-square per degree of freedom (gaussian: residual variance)
    autocorrelation  of neighbouring Pearson residuals; lags: how many neighbours the errors allow for
    """

    family: str
    link: str
    points_before: int
    points_after: int
    level: Estimate
    slope: Estimate | None
    level_ratio: Estimate | None
    slope_ratio: Estimate | None
    slope_before: Estimate
    last: Estimate
    total: Estimate
    relative: Estimate | None
    fitted: Numbers
    counterfactual: Numbers
    low: Numbers
    high: Numbers
    dispersion: float
    autocorrelation: float
    lags: int
    coefficients: dict[str, Estimate]
    notes: tuple[Note, ...]


def interrupted_series(
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    at: int,
    family: str = "count",
    slope: bool = True,
    phase_in: int = 0,
    season: str = "none",
    period: int = 12,
    harmonics: int = 2,
    control: ArrayLike | None = None,
    control_n: ArrayLike | None = None,
    errors: str = "hac",
    lags: int | None = None,
    small_sample: bool = True,
    confidence: float = 0.95,
) -> Effect:
    """Fit one series, equally spaced in time, with at least three points before and after.

    y, n      shape (points,); NaN or None is missing. n: people or person-time (count), or how many of (binomial)
    at        how many points come before the change
    family    count (quasi-Poisson), binomial (events of n) or gaussian
    slope     whether the slope may change too; phase_in: points right after the change that are left out
    season    none, harmonic (pairs of sine and cosine) or dummy (one step per point of the period)
    control   a series without the change: the effect is then what differs from it, time by time
    errors    hac (Newey-West, robust to autocorrelation and overdispersion) or model (quasi-likelihood)
    lags      neighbours hac allows for; left out: 4 (points/100)^(2/9), rounded down
    small_sample  t instead of normal limits, and hac errors times √(points / (points - columns))

    Raises Unusable when there is too little to go by, or nothing that can be told apart.
    """
    one_of("family", family, FAMILIES)
    one_of("season", season, SEASONS)
    one_of("errors", errors, ERRORS)
    share("confidence", confidence)
    plan = Plan(family, at, slope, phase_in, season, period, harmonics)
    rows = rows_of(plan, y, n, control, control_n)
    fit = fit_segments(rows, errors, _lags(lags, rows.points), small_sample)
    return _told(rows, fit, confidence)


def _lags(lags: int | None, points: int) -> int:
    if lags is None:
        return int(4 * (points / 100) ** (2 / 9))
    if isinstance(lags, bool) or int(lags) != lags or not 0 <= lags < points:
        raise Unusable(f"lags er {lags!r}, men skal være et helt tall fra 0 til under {points}.")
    return int(lags)


def _told(rows: Rows, fit: Fit, confidence: float) -> Effect:
    named = {name: _estimate(fit, fit.beta[i], _unit(fit, i), confidence) for i, name in enumerate(rows.names)}
    level, slope = named[rows.level], named[rows.slope] if rows.slope else None
    ratios = rows.plan.family != "gaussian"
    fitted, counterfactual, low, high = _drawn(rows, fit, confidence)
    return Effect(
        family=rows.plan.family,
        link=LINKS[rows.plan.family],
        points_before=rows.before,
        points_after=rows.after,
        level=level,
        slope=slope,
        level_ratio=_as_ratio(level) if ratios else None,
        slope_ratio=_as_ratio(slope) if ratios and slope else None,
        slope_before=_slope_before(rows, fit, confidence),
        last=_difference(rows, fit, rows.own_after()[-1:], confidence, per_n=True),
        total=_difference(rows, fit, rows.own_after(), confidence, per_n=False),
        relative=_relative(rows, fit, confidence) if ratios else None,
        fitted=fitted,
        counterfactual=counterfactual,
        low=low,
        high=high,
        dispersion=fit.dispersion,
        autocorrelation=fit.autocorrelation,
        lags=fit.lags,
        coefficients=named,
        notes=notes_on(rows, fit),
    )


def _unit(fit: Fit, place: int) -> Numbers:
    return np.asarray(np.eye(fit.beta.size)[place])


def _estimate(fit: Fit, value: float, gradient: Numbers, confidence: float) -> Estimate:
    """By the delta method: the spread of something that moves so much with each coefficient."""
    se = sqrt(max(float(gradient @ fit.covariance @ gradient), 0.0))
    reach = fit.quantile(confidence) * se
    return Estimate(float(value), float(value - reach), float(value + reach), se, fit.p_value(value, se))


def _as_ratio(of: Estimate) -> Estimate:
    """Back from the log. se stays that of the log."""
    return Estimate(float(np.exp(of.value)), float(np.exp(of.low)), float(np.exp(of.high)), of.se, of.p)


def _slope_before(rows: Rows, fit: Fit, confidence: float) -> Estimate:
    gradient = np.asarray([float(name in rows.slopes_before) for name in rows.names])
    return _estimate(fit, float(gradient @ fit.beta), gradient, confidence)


def _difference(rows: Rows, fit: Fit, which: np.typing.NDArray[np.int64], confidence: float, per_n: bool) -> Estimate:
    """Fitted minus counterfactual, summed over some rows."""
    weight = 1 / rows.n[which] if per_n else np.ones(which.size)
    mean, slope = fit.mean(rows.x, which), fit.mean_slope(rows.x, which)
    mean0, slope0 = fit.mean(rows.without, which), fit.mean_slope(rows.without, which)
    gradient = (weight * slope) @ rows.x[which] - (weight * slope0) @ rows.without[which]
    return _estimate(fit, float((weight * (mean - mean0)).sum()), gradient, confidence)


def _relative(rows: Rows, fit: Fit, confidence: float) -> Estimate:
    which = rows.own_after()
    mean, mean0 = fit.mean(rows.x, which), fit.mean(rows.without, which)
    gradient = fit.mean_slope(rows.x, which) @ rows.x[which] / mean.sum()
    gradient = gradient - fit.mean_slope(rows.without, which) @ rows.without[which] / mean0.sum()
    more = log(float(mean.sum()) / float(mean0.sum()))
    ratio = _as_ratio(_estimate(fit, more, gradient, confidence))
    return Estimate(ratio.value - 1, ratio.low - 1, ratio.high - 1, ratio.se, ratio.p)


def _drawn(rows: Rows, fit: Fit, confidence: float) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """fitted, counterfactual, low, high of the series itself, by point in time; missing where the row is missing."""
    fitted, counterfactual, low, high = np.full((4, rows.points), np.nan)
    own, after = rows.own(), rows.own_after()
    fitted[rows.time[own]] = fit.mean(rows.x, own) / rows.n[own]
    eta = rows.without[after] @ fit.beta + rows.offset[after]
    se = np.sqrt(np.einsum("ij,jk,ik->i", rows.without[after], fit.covariance, rows.without[after]))
    for line, moved in ((counterfactual, 0.0), (low, -fit.quantile(confidence)), (high, fit.quantile(confidence))):
        line[rows.time[after]] = fit.mean_of(eta + moved * se, after) / rows.n[after]
    return fitted, counterfactual, low, high
