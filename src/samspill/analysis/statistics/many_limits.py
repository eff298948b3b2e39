"""The formulas of `limits`, on tables of shape (series, points). Lines that do not vary have shape (series, 1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samspill.analysis.statistics.arrays import Numbers, Whole
from samspill.analysis.statistics.limits import D4, T_POWER


@dataclass(frozen=True)
class Sheet:
    """Values (numerators) and denominators, shape (series, points), missing in the same places."""

    values: Numbers
    n: Numbers | None

    def drawn(self) -> Numbers:
        """Numerator over denominator, or the value alone."""
        return self.values if self.n is None else self.values / self.n

    @property
    def denominators(self) -> Numbers:
        """n, for the charts that cannot be without it."""
        assert self.n is not None
        return self.n


@dataclass(frozen=True)
class Counted:
    """Which points the lines come from (places, in order), and how sigma is found."""

    base: Whole
    screened: bool
    d2: float


Tables = tuple[Numbers, Numbers, Numbers, Numbers, Numbers, Numbers]  # y, cl, lcl, ucl, lcl95, ucl95


def _based(values: Numbers, counted: Counted) -> Numbers:
    return values if counted.base.size == values.shape[1] else values[:, counted.base]


def _around(y: Numbers, cl: Numbers, sigma: Numbers, least: float = -np.inf, most: float = np.inf) -> Tables:
    sigma = np.where(np.isfinite(sigma), sigma, np.nan)
    lines = (cl - 3 * sigma, cl + 3 * sigma, cl - 2 * sigma, cl + 2 * sigma)
    if np.isfinite(least) or np.isfinite(most):
        lines = tuple(np.clip(line, least, most) for line in lines)  # type: ignore[assignment]
    return (y, cl, *lines)


def _mean(values: Numbers) -> Numbers:
    """Of each series, shape (series, 1); NaN where there is nothing."""
    here = ~np.isnan(values)
    many = here.sum(axis=1, keepdims=True, dtype=np.int32)
    if (many == values.shape[1]).all() and values.shape[1]:
        first = values.mean(axis=1, keepdims=True)
        return np.asarray(first + (values - first).mean(axis=1, keepdims=True))
    with np.errstate(invalid="ignore"):
        first = np.where(here, values, 0).sum(axis=1, keepdims=True) / many
        return np.asarray(first + np.where(here, values - first, 0).sum(axis=1, keepdims=True) / many)


def _median(values: Numbers) -> Numbers:
    ordered = np.sort(values, axis=1)  # what is missing comes last
    if not ordered.shape[1]:
        return np.full((values.shape[0], 1), np.nan)
    many = (~np.isnan(values)).sum(axis=1, keepdims=True)
    lower = np.take_along_axis(ordered, np.maximum(many - 1, 0) // 2, axis=1)
    upper = np.take_along_axis(ordered, np.minimum(many // 2, ordered.shape[1] - 1), axis=1)
    return np.where(many > 0, (lower + upper) / 2, np.nan)


def _mean_moving_range(values: Numbers, counted: Counted) -> Numbers:
    ranges = np.abs(np.diff(values, axis=1))
    average = _mean(ranges)
    if not counted.screened:
        return average
    with np.errstate(invalid="ignore"):
        kept = ranges < D4 * average
        return np.asarray(np.where(kept, ranges, 0).sum(axis=1, keepdims=True) / kept.sum(axis=1, keepdims=True))


def _run(sheet: Sheet, counted: Counted) -> Tables:
    y = sheet.drawn()
    nothing = np.full((y.shape[0], 1), np.nan)
    return (y, _median(_based(y, counted)), nothing, nothing, nothing, nothing)


def _i(sheet: Sheet, counted: Counted) -> Tables:
    return _individuals(sheet.drawn(), counted)


def _individuals(y: Numbers, counted: Counted) -> Tables:
    based = _based(y, counted)
    return _around(y, _mean(based), _mean_moving_range(based, counted) / counted.d2)


def _mr(sheet: Sheet, counted: Counted) -> Tables:
    y = np.full(sheet.values.shape, np.nan)
    y[:, 1:] = np.abs(np.diff(sheet.drawn(), axis=1))
    cl = _mean(_based(y, counted))
    zero = np.where(np.isnan(cl), np.nan, 0.0)
    return (y, cl, zero, D4 * cl, zero, D4 * cl * 2 / 3)


def _t(sheet: Sheet, counted: Counted) -> Tables:
    root = _individuals(sheet.values ** (1 / T_POWER), counted)
    return tuple(np.clip(line, 0, None) ** T_POWER for line in root)  # type: ignore[return-value]


def _c(sheet: Sheet, counted: Counted) -> Tables:
    cl = _mean(_based(sheet.values, counted))
    return _around(sheet.values, cl, np.sqrt(cl), 0)


def _g(sheet: Sheet, counted: Counted) -> Tables:
    based = _based(sheet.values, counted)
    average = _mean(based)
    y, _, *lines = _around(sheet.values, average, np.sqrt(average * (average + 1)), 0)
    return (y, _median(based), *lines)  # type: ignore[return-value]


def _pooled(sheet: Sheet, counted: Counted) -> Numbers:
    total = np.nansum(_based(sheet.values, counted), axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total / np.nansum(_based(sheet.denominators, counted), axis=1, keepdims=True))


def _binomial(sheet: Sheet, counted: Counted) -> tuple[Numbers, Numbers, Numbers]:
    cl = _pooled(sheet, counted)
    return sheet.drawn(), cl, np.sqrt(cl * (1 - cl) / sheet.denominators)


def _poisson(sheet: Sheet, counted: Counted) -> tuple[Numbers, Numbers, Numbers]:
    cl = _pooled(sheet, counted)
    return sheet.drawn(), cl, np.sqrt(cl / sheet.denominators)


def _sigma_z(y: Numbers, cl: Numbers, sigma: Numbers, counted: Counted) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        return _mean_moving_range(_based((y - cl) / sigma, counted), counted) / counted.d2


def _p(sheet: Sheet, counted: Counted) -> Tables:
    return _around(*_binomial(sheet, counted), 0, 1)


def _pp(sheet: Sheet, counted: Counted) -> Tables:
    y, cl, sigma = _binomial(sheet, counted)
    return _around(y, cl, sigma * _sigma_z(y, cl, sigma, counted), 0, 1)


def _u(sheet: Sheet, counted: Counted) -> Tables:
    return _around(*_poisson(sheet, counted), 0)


def _up(sheet: Sheet, counted: Counted) -> Tables:
    y, cl, sigma = _poisson(sheet, counted)
    return _around(y, cl, sigma * _sigma_z(y, cl, sigma, counted), 0)


FORMULAS: dict[str, Callable[[Sheet, Counted], Tables]] = {
    "run": _run, "i": _i, "mr": _mr, "p": _p, "pp": _pp, "u": _u, "up": _up, "c": _c, "g": _g, "t": _t,
}  # fmt: skip
