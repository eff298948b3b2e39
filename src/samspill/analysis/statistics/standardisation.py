"""Standardised rates and ratios: comparing places whose people differ in age and sex.

Direct: what the rate would be if the place had the standard's people. Indirect: observed events over those expected
if the place had the standard's rates. Direct rates may be compared with each other; ratios with the standard only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from samspill.analysis.statistics.arrays import Numbers, one_of
from samspill.analysis.statistics.intervals import (
    byar,
    count_interval,
    gamma_weighted,
    poisson_exact,
    z_value,
)
from samspill.analysis.statistics.unusable import Unusable

DIRECT_METHODS = ("dobson", "gamma")
INDIRECT_METHODS = ("byar", "exact", "lognormal")
FEW = 10  # below this many events a directly standardised rate is unreliable (Fingertips technical guidance)


@dataclass(frozen=True)
class Rates:
    """Directly standardised rates; every array has shape (areas,), in events per `per` people.

    events, people  in all; crude: events over people; rate: standardised, between low and high
    unreliable      fewer than ten events in all
    """

    per: float
    events: Numbers
    people: Numbers
    crude: Numbers
    rate: Numbers
    low: Numbers
    high: Numbers
    unreliable: np.typing.NDArray[np.bool_]


def directly_standardised(
    events: ArrayLike,
    people: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    method: str = "dobson",
) -> Rates:
    """Directly standardised rates of one or many areas.

    events, people  shape (strata,) for one area or (areas, strata); strata such as age bands, in the same order
    standard        people in each stratum of the standard population, shape (strata,); any total
    method          dobson: Byar's interval adjusted (Dobson 1991), as England's indicators; gamma: Fay & Feuer 1997,
                    as R's epitools, better with few events

    Raises Unusable for negative numbers, a stratum without people, or unequal lengths.
    """
    one_of("method", method, DIRECT_METHODS)
    x, n = _strata("events", events), _strata("people", people)
    weights = _standard(standard, x, n)
    _refuse_strata("people", n <= 0, "har ingen personer. Slå sammen med et annet lag")
    share_of = weights / n  # what one event adds to the rate
    rate, variance = (x * share_of).sum(axis=1), (x * share_of**2).sum(axis=1)
    total = x.sum(axis=1)
    if method == "gamma":
        low, high = gamma_weighted(rate, variance, share_of.max(axis=1), confidence)
    else:
        low, high = _dobson(rate, variance, total, confidence)
    crude = total / n.sum(axis=1)
    return Rates(per, total, n.sum(axis=1), crude * per, rate * per, low * per, high * per, total < FEW)


def _dobson(rate: Numbers, variance: Numbers, total: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    """Source: Dobson et al., Stat Med 1991;10:457-62. Without events there is no spread to scale: NaN."""
    below, above = byar(total, confidence)
    scale = np.sqrt(np.divide(variance, total, out=np.full(total.shape, np.nan), where=total > 0))
    return rate + scale * (below - total), rate + scale * (above - total)


@dataclass(frozen=True)
class Ratios:
    """Indirectly standardised ratios (SMR, SIR), shape (areas,). 1 is as the standard.

    rate  ratio × the standard's crude rate, per `per` people, with its own limits
    """

    per: float
    observed: Numbers
    expected: Numbers
    ratio: Numbers
    low: Numbers
    high: Numbers
    rate: Numbers
    rate_low: Numbers
    rate_high: Numbers


def indirectly_standardised(
    observed: ArrayLike,
    people: ArrayLike,
    standard_events: ArrayLike,
    standard_people: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    method: str = "byar",
) -> Ratios:
    """Observed over expected events of one or many areas.

    observed  events of each area: shape (strata,) or (areas, strata); or, when the strata are not known, one total
              per area: shape (areas,) together with people of shape (areas, strata)
    people    shape (strata,) or (areas, strata)
    standard_events, standard_people   of the standard population, shape (strata,)
    method    byar (exact below ten events), exact (Poisson), or lognormal (as R's epitools)

    Raises Unusable.
    """
    one_of("method", method, INDIRECT_METHODS)
    n = _strata("people", people)
    total = _totals(observed, n)
    events, base = _strata("standard_events", standard_events), _strata("standard_people", standard_people)
    if events.shape != base.shape or events.shape != (1, n.shape[1]):
        raise Unusable(f"standard_events og standard_people skal ha ett tall for hvert av de {n.shape[1]} lagene.")
    _refuse_strata("standard_people", base <= 0, "har ingen personer")
    expected = (n * events / base).sum(axis=1)
    if (expected <= 0).any():
        raise Unusable(f"Område {np.flatnonzero(expected <= 0)[0] + 1} har ingen forventede hendelser.")
    low, high = (limit / expected for limit in _limits(total, confidence, method))
    level = per * events.sum() / base.sum()
    ratio = total / expected
    return Ratios(per, total, expected, ratio, low, high, ratio * level, low * level, high * level)


def _limits(total: Numbers, confidence: float, method: str) -> tuple[Numbers, Numbers]:
    if method == "byar":
        return count_interval(total, confidence)
    if method == "exact":
        return poisson_exact(total, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.exp(z_value(confidence) / np.sqrt(total))
        return np.where(total > 0, total / factor, 0.0), np.where(total > 0, total * factor, np.nan)


def _totals(observed: ArrayLike, people: Numbers) -> Numbers:
    """Observed events of each area, from strata or from totals."""
    areas, strata = people.shape
    size, depth = np.size(observed), np.ndim(observed)
    if depth < 2 and size == areas and (areas > 1 or strata > 1):
        return np.asarray(_strata("observed", np.atleast_1d(np.asarray(observed)))[0])
    events = _strata("observed", observed)
    if events.shape != people.shape:
        raise Unusable(f"observed og people har ulik form: {events.shape} og {people.shape}.")
    return np.asarray(events.sum(axis=1))


def _strata(name: str, values: ArrayLike) -> Numbers:
    """A table of numbers that are all there and not negative, shape (areas, strata); one area becomes one row."""
    try:
        grid = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise Unusable(f"{name} skal være tall, like mange lag for hvert område.") from None
    grid = grid[None, :] if grid.ndim == 1 else grid
    if grid.ndim != 2 or not grid.size:
        raise Unusable(f"{name} skal være en liste (lag) eller en tabell (områder × lag).")
    _refuse_strata(name, ~np.isfinite(grid), "mangler eller er uendelig")
    _refuse_strata(name, grid < 0, "er under null")
    return grid


def _refuse_strata(name: str, bad: np.typing.NDArray[np.bool_], why: str) -> None:
    if bad.any():
        area, stratum = np.argwhere(bad)[0] + 1
        raise Unusable(f"{name}, område {area}, lag {stratum}: {why}.")


def _standard(standard: ArrayLike, events: Numbers, people: Numbers) -> Numbers:
    """The share of the standard population in each stratum, shape (1, strata)."""
    weights = _strata("standard", standard)
    if events.shape != people.shape:
        raise Unusable(f"events og people har ulik form: {events.shape} og {people.shape}.")
    if weights.shape != (1, events.shape[1]):
        raise Unusable(f"standard har {weights.shape[1]} lag, men events har {events.shape[1]}.")
    if weights.sum() <= 0:
        raise Unusable("standard har ingen personer.")
    return np.asarray(weights / weights.sum())
