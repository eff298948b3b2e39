"""The limits of a funnel: exact ones, and those on a transformed scale with room for overdispersion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, bdtrik, pdtr, pdtrik

from samspill.analysis.statistics.arrays import Numbers, one_of
from samspill.analysis.statistics.intervals import z_value
from samspill.analysis.statistics.unusable import Unusable

KINDS = ("proportion", "rate", "ratio")
METHODS = ("exact", "approximate")
SCALES = {"proportion": ("plain", "arcsine"), "rate": ("plain", "sqrt", "log"), "ratio": ("plain", "sqrt", "log")}
ADJUSTMENTS = ("none", "multiplicative", "additive")


@dataclass(frozen=True)
class Overdispersion:
    """How much more the units differ than chance alone would make them.

    phi       mean squared winsorised z; about 1 when chance is all there is
    tau2      variance between units on the scale used (additive adjustment), else 0
    factor    what sigma² is multiplied by (multiplicative adjustment), else 1
    z         unadjusted distance of each unit from the target, in standard errors; adjusted: after adjustment
    """

    method: str
    phi: float
    tau2: float
    factor: float
    z: Numbers
    adjusted: Numbers


def usual_scale(kind: str, limits: str, overdispersion: str) -> str:
    """plain, but where units are spread the scale on which they are about normal: arcsine, or square root."""
    if limits == "exact" or overdispersion == "none":
        return "plain"
    return "arcsine" if kind == "proportion" else "sqrt"


def exact_limits(kind: str, n: Numbers, target: float, level: float) -> tuple[Numbers, Numbers]:
    """Binomial (proportion) or Poisson (rate, ratio) limits, interpolated as in Spiegelhalter 2005, appendix A.1.

    A tail too small to be reached by any count gives 0 below.
    """
    z_value(level)  # refuses a level that is none
    tail = (1 - level) / 2
    binomial = kind == "proportion"
    return _quantile(binomial, n, target, tail), _quantile(binomial, n, target, 1 - tail)


def _quantile(binomial: bool, n: Numbers, target: float, tail: float) -> Numbers:
    """The smallest count whose probability so far reaches the tail, less the share of its step that was not needed."""
    about = bdtrik(tail, n, target) if binomial else pdtrik(tail, n * target)
    count = np.maximum(np.ceil(np.nan_to_num(about)), 0)
    count = np.where(_so_far(binomial, count - 1, n, target) >= tail, count - 1, count)  # the inverse may round
    count = np.where(_so_far(binomial, count, n, target) < tail, count + 1, count)
    above, below = _so_far(binomial, count, n, target), _so_far(binomial, count - 1, n, target)
    return np.asarray(np.clip((count - (above - tail) / (above - below)) / n, 0, None))


def _so_far(binomial: bool, count: Numbers, n: Numbers, target: float) -> Numbers:
    """The probability of so many events or fewer."""
    capped = np.clip(count, 0, n) if binomial else np.maximum(count, 0)
    chance = bdtr(capped, n.astype(np.int64), target) if binomial else pdtr(capped, n * target)
    return np.where(count < 0, 0.0, chance)


def _moved(scale: str, value: Numbers) -> Numbers:
    """The value on the scale."""
    if scale == "plain":
        return value
    if scale == "log":
        return np.asarray(np.log(value))
    root = np.sqrt(value)
    return np.asarray(np.arcsin(root)) if scale == "arcsine" else np.asarray(root)


def _back(scale: str, value: Numbers) -> Numbers:
    if scale == "arcsine":
        return np.asarray(np.sin(np.clip(value, 0, np.pi / 2)) ** 2)
    if scale == "sqrt":
        return np.asarray(np.clip(value, 0, None) ** 2)
    return np.exp(value) if scale == "log" else value


def _standard_error(kind: str, scale: str, n: Numbers, target: float) -> Numbers:
    """Of one unit at the target, on the scale (by the delta method)."""
    if scale == "arcsine":
        return np.asarray(0.5 / np.sqrt(n))
    if kind == "proportion":
        return np.asarray(np.sqrt(target * (1 - target) / n))
    if scale == "sqrt":
        return np.asarray(0.5 / np.sqrt(n))
    return np.asarray(np.sqrt(target / n) / (target if scale == "log" else 1))


def overdispersion_of(
    kind: str, scale: str, method: str, events: Numbers, n: Numbers, target: float, winsorise: float
) -> Overdispersion:
    """z of each unit, and the spread between units.

    winsorise  the share at each end whose z is drawn in to the quantile there
    """
    one_of("overdispersion", method, ADJUSTMENTS)
    if not 0 <= winsorise < 0.5:
        raise Unusable(f"winsorise er {winsorise}, men skal være fra 0 til under 0.5.")
    if scale == "log" and (events == 0).any():
        row = np.flatnonzero(events == 0)[0] + 1
        raise Unusable(f"events, rad {row}: null hendelser har ingen logaritme. Velg scale='sqrt'.")
    error = _standard_error(kind, scale, n, target)
    z = (_moved(scale, events / n) - _moved(scale, np.full(n.shape, target))) / error
    drawn_in = np.clip(z, *np.quantile(z, [winsorise, 1 - winsorise]))
    phi = float(np.mean(drawn_in**2))
    factor = max(phi, 1.0) if method == "multiplicative" else 1.0
    tau2 = _between(phi, error) if method == "additive" else 0.0
    return Overdispersion(method, phi, tau2, factor, z, z * error / np.sqrt(error**2 * factor + tau2))


def _between(phi: float, error: Numbers) -> float:
    """Tau²: the method of moments of random-effects meta-analysis (DerSimonian & Laird), with I·phi for Q."""
    units, weights = error.size, 1 / error**2
    spare = weights.sum() - (weights**2).sum() / weights.sum()
    if units * phi <= units - 1 or spare <= 0:
        return 0.0
    return float((units * phi - (units - 1)) / spare)


def scaled_limits(
    kind: str, scale: str, n: Numbers, target: float, level: float, spread: Overdispersion
) -> tuple[Numbers, Numbers]:
    """Normal limits on the scale, taken back; within 0 (and 1 for proportions)."""
    error = np.sqrt(_standard_error(kind, scale, n, target) ** 2 * spread.factor + spread.tau2)
    middle, reach = _moved(scale, np.full(n.shape, target)), z_value(level) * error
    most = 1 if kind == "proportion" else np.inf
    return np.clip(_back(scale, middle - reach), 0, most), np.clip(_back(scale, middle + reach), 0, most)
