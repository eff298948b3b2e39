"""Fitting the segments, and errors that hold when neighbouring points are alike."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr, ndtri, stdtr, stdtrit

from samspill.analysis.statistics.arrays import Numbers
from samspill.analysis.statistics.interrupted_rows import Rows
from samspill.analysis.statistics.unusable import Unusable

ERRORS = ("hac", "model")


@dataclass(frozen=True)
class Fit:
    """Coefficients and their covariance, shape (columns,) and (columns, columns).

    freedom  degrees of freedom of t limits; None for normal ones
    """

    rows: Rows
    beta: Numbers
    covariance: Numbers
    dispersion: float
    autocorrelation: float
    lags: int
    freedom: int | None

    def mean(self, x: Numbers, which: NDArray[np.int64]) -> Numbers:
        """The expected y of some rows, given their columns."""
        return self.mean_of(x[which] @ self.beta + self.rows.offset[which], which)

    def mean_of(self, eta: Numbers, which: NDArray[np.int64]) -> Numbers:
        """The expected y from the linear predictor."""
        return inverse_link(self.rows.plan.family, eta, self.rows.n[which])

    def mean_slope(self, x: Numbers, which: NDArray[np.int64]) -> Numbers:
        """How fast the expected y moves with the linear predictor."""
        return _slope_of(self.rows.plan.family, self.mean(x, which), self.rows.n[which])

    def quantile(self, confidence: float) -> float:
        """How many errors to each side."""
        tail = (1 + confidence) / 2
        return float(ndtri(tail) if self.freedom is None else stdtrit(self.freedom, tail))

    def p_value(self, value: float, se: float) -> float:
        """Two-sided, against zero."""
        if se == 0:
            return 0.0 if value else 1.0
        beyond = -abs(value / se)
        return float(2 * (ndtr(beyond) if self.freedom is None else stdtr(self.freedom, beyond)))


def inverse_link(family: str, eta: Numbers, n: Numbers) -> Numbers:
    """The expected y: events of n (binomial), events (count; n is in the offset) or the value (gaussian)."""
    if family == "count":
        return np.exp(eta)
    return np.asarray(n * expit(eta)) if family == "binomial" else eta


def _slope_of(family: str, mean: Numbers, n: Numbers) -> Numbers:
    """dy/d(eta): with these links also the variance that the model expects."""
    if family == "count":
        return mean
    return mean * (1 - mean / n) if family == "binomial" else np.ones(mean.size)


def fit_segments(rows: Rows, errors: str, lags: int, small_sample: bool) -> Fit:
    """Fit by maximum quasi-likelihood. Raises Unusable when it does not settle."""
    beta = _coefficients(rows)
    everyone = np.arange(rows.y.size)
    mean = inverse_link(rows.plan.family, rows.x @ beta + rows.offset, rows.n)
    weight = _slope_of(rows.plan.family, mean, rows.n)
    residual = rows.y - mean
    bread = np.asarray(np.linalg.inv((rows.x * weight[:, None]).T @ rows.x), dtype=np.float64)
    times = np.unique(rows.time).size
    # Two series share their moments in time, and so tell less than twice as many points would.
    freedom = everyone.size - beta.size if not rows.controlled else times - beta.size // 2
    dispersion = float((residual**2 / weight).sum() / max(everyone.size - beta.size, 1))
    covariance: Numbers = bread * dispersion
    if errors == "hac":
        meat = long_run(rows.x * residual[:, None], rows.time, rows.points, lags)
        correction = everyone.size / (everyone.size - beta.size) if small_sample else 1.0
        covariance = bread @ meat @ bread * correction
    pearson = np.full(rows.points, np.nan)
    own = rows.own()
    pearson[rows.time[own]] = residual[own] / np.sqrt(weight[own])
    nearness = _autocorrelation(pearson)
    return Fit(rows, beta, covariance, dispersion, nearness, lags, max(freedom, 1) if small_sample else None)


def _coefficients(rows: Rows) -> Numbers:
    """statsmodels is brought in here, as it takes a second to load and pages do without it."""
    from statsmodels.genmod.families import Binomial, Gaussian, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    family = {"count": Poisson, "binomial": Binomial, "gaussian": Gaussian}[rows.plan.family]()
    y = np.column_stack([rows.y, rows.n - rows.y]) if rows.plan.family == "binomial" else rows.y
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = GLM(y, rows.x, family=family, offset=rows.offset).fit(maxiter=200, tol=1e-12)
    beta = np.asarray(found.params, dtype=np.float64)
    if not found.converged or not np.isfinite(beta).all():
        raise Unusable("Modellen faller ikke til ro på disse tallene. Prøv uten sesong, eller med slope=False.")
    return beta


def long_run(scores: Numbers, time: NDArray[np.int64], points: int, lags: int) -> Numbers:
    """The Newey-West long-run covariance of the scores, shape (columns, columns), with Bartlett weights.

    Scores of the same moment are added (Driscoll & Kraay); a missing moment counts as nothing.
    """
    by_time = np.zeros((points, scores.shape[1]))
    np.add.at(by_time, time, scores)
    total: Numbers = by_time.T @ by_time
    for lag in range(1, lags + 1):
        product = by_time[lag:].T @ by_time[:-lag]
        total = total + (1 - lag / (lags + 1)) * (product + product.T)
    return total


def _autocorrelation(residual: Numbers) -> float:
    """Of neighbours in time; 0 where nothing varies."""
    pairs = residual[1:] * residual[:-1]
    spread = np.nansum(residual**2)
    return float(np.nansum(pairs) / spread) if spread > 0 else 0.0
