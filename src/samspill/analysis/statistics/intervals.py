"""How sure is a count, a proportion or a rate? Intervals, each with its source. All take and give arrays.

`confidence` is a share: 0.95 or 0.998.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, gammaincinv, ndtri  # scipy.stats has the same, but takes seconds to load

from samspill.analysis.statistics.arrays import Numbers, counts, positives, refuse_rows, same_length, share

Interval = tuple[Numbers, Numbers]
BYAR_FROM = 10  # below this many events Byar's method is poor and the exact one is used


def z_value(confidence: float) -> float:
    """How many standard errors: 1.959964 for 0.95."""
    return float(ndtri((1 + share("confidence", confidence)) / 2))


def byar(events: ArrayLike, confidence: float = 0.95) -> Interval:
    """Byar's interval of a count, shape (rows,).

    Source: Breslow & Day, Statistical methods in cancer research II, 1987.

    The lower limit of no events is 0; a lower limit that comes out under zero is set to 0.
    """
    x, z = counts("events", events), z_value(confidence)
    some = np.maximum(x, 1)
    lower = x * np.clip(1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 0, None) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    return np.where(x < 1, 0.0, lower), upper


def poisson_exact(events: ArrayLike, confidence: float = 0.95) -> Interval:
    """The exact interval of a count, by chi-square. Source: Garwood F, Biometrika 1936;28:437-42."""
    x, tail = counts("events", events), (1 - share("confidence", confidence)) / 2
    lower = np.where(x > 0, gammaincinv(np.maximum(x, 1e-300), tail), 0.0)  # half of chi-square with 2x
    return lower, np.asarray(gammaincinv(x + 1, 1 - tail))


def count_interval(events: ArrayLike, confidence: float = 0.95) -> Interval:
    """Byar from ten events, exact below: what England's public health indicators use."""
    x = counts("events", events)
    near, exact = byar(x, confidence), poisson_exact(x, confidence)
    return np.where(x < BYAR_FROM, exact[0], near[0]), np.where(x < BYAR_FROM, exact[1], near[1])


def wilson(events: ArrayLike, of: ArrayLike, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion. Source: Wilson EB, J Am Stat Assoc 1927;22:209-12."""
    x, n = _proportion(events, of)
    z = z_value(confidence)
    middle, half = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    return np.clip((middle - half) / (2 * (n + z**2)), 0, 1), np.clip((middle + half) / (2 * (n + z**2)), 0, 1)


def clopper_pearson(events: ArrayLike, of: ArrayLike, confidence: float = 0.95) -> Interval:
    """The exact interval of a proportion. Source: Clopper & Pearson, Biometrika 1934;26:404-13."""
    x, n = _proportion(events, of)
    tail = (1 - share("confidence", confidence)) / 2
    lower = np.where(x > 0, betaincinv(np.maximum(x, 1e-300), n - x + 1, tail), 0.0)
    upper = np.where(x < n, betaincinv(x + 1, np.maximum(n - x, 1e-300), 1 - tail), 1.0)
    return lower, upper


def _proportion(events: ArrayLike, of: ArrayLike) -> Interval:
    x, n = counts("events", events), positives("of", of)
    same_length(events=x, of=n)
    refuse_rows("events", x > n, "er større enn nevneren of")
    return x, n


def gamma_weighted(rate: Numbers, variance: Numbers, largest: Numbers, confidence: float = 0.95) -> Interval:
    """The gamma interval of a weighted sum of counts. Source: Fay & Feuer, Stat Med 1997;16:791-801.

    rate, variance  of the sum; largest: the largest weight of any one count. All shape (areas,).
    """
    tail = (1 - share("confidence", confidence)) / 2
    some, spread = np.maximum(rate, 1e-300), np.maximum(variance, 1e-300)
    lower = np.where(rate > 0, spread / some * gammaincinv(some**2 / spread, tail), 0.0)
    above, wider = rate + largest, variance + largest**2
    return lower, np.asarray(wider / above * gammaincinv(above**2 / wider, 1 - tail))
