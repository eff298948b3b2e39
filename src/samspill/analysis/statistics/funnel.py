"""Funnel plots: is a unit different from the others by more than its size explains? Never a league table.

    funnel("proportion", readmitted, discharged, units=names)

Source: Spiegelhalter DJ, Funnel plots for comparing institutional performance, Stat Med 2005;24:1185-202 (limits), and
Handling over-dispersion of performance indicators, Qual Saf Health Care 2005;14:347-51 (overdispersion).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samspill.analysis.statistics.arrays import Numbers, counts, one_of, positives, refuse_rows, same_length
from samspill.analysis.statistics.funnel_limits import (
    KINDS,
    METHODS,
    SCALES,
    Overdispersion,
    exact_limits,
    overdispersion_of,
    scaled_limits,
    usual_scale,
)
from samspill.analysis.statistics.intervals import z_value
from samspill.analysis.statistics.unusable import Unusable

INNER, OUTER = 0.95, 0.998


@dataclass(frozen=True)
class Funnel:
    """A funnel plot. Arrays have shape (units,) and are in the unit of value × multiply.

    target   the line in the middle; value: events over denominator
    z        how many (adjusted) standard errors from the target, on the scale the limits are made on
    outlier  per unit: "" inside; "high" or "low" beyond the outer limits (99.8 %)
    warned   per unit: the same for the inner limits (95 %)
    """

    kind: str
    units: tuple[str, ...]
    events: Numbers
    denominator: Numbers
    value: Numbers
    target: float
    lower_inner: Numbers
    upper_inner: Numbers
    lower_outer: Numbers
    upper_outer: Numbers
    z: Numbers
    warned: NDArray[np.str_]
    outlier: NDArray[np.str_]
    overdispersion: Overdispersion


def funnel(
    kind: str,
    events: ArrayLike,
    denominator: ArrayLike,
    *,
    units: Sequence[str] | None = None,
    target: float | None = None,
    limits: str | None = None,
    scale: str | None = None,
    overdispersion: str = "none",
    winsorise: float = 0.1,
    multiply: float = 1,
    levels: tuple[float, float] = (INNER, OUTER),
) -> Funnel:
    """Where each unit lies among the others.

    kind            proportion (events of n), rate (events per person-time), ratio (observed over expected)
    denominator     n, person-time or expected events, above zero
    target          the middle; left out: all events over all denominators, and 1 for a ratio
    limits          exact (binomial or Poisson, as Spiegelhalter interpolates them) or approximate (normal on `scale`).
                    Left out: exact, or approximate when overdispersion is adjusted for.
    scale           of approximate limits: plain, arcsine (proportions), sqrt or log (rates, ratios)
    overdispersion  none, multiplicative (phi) or additive (tau²), estimated after winsorising this share at each end
    levels          inner and outer limits

    Raises Unusable, naming argument and row.
    """
    one_of("kind", kind, KINDS)
    x, n = _checked(kind, events, denominator)
    middle = _target(kind, target, x, n)
    limits = limits or ("exact" if overdispersion == "none" else "approximate")
    one_of("limits", limits, METHODS)
    if limits == "exact" and overdispersion != "none":
        raise Unusable("Eksakte grenser kan ikke justeres for overspredning. Velg limits='approximate'.")
    if limits == "exact" and scale is not None:
        raise Unusable("scale gjelder bare tilnærmede grenser. Velg limits='approximate'.")
    scale = scale or usual_scale(kind, limits, overdispersion)
    one_of("scale", scale, SCALES[kind])
    found = overdispersion_of(kind, scale, overdispersion, x, n, middle, winsorise)
    (low, high), (lowest, highest) = (
        exact_limits(kind, n, middle, level)
        if limits == "exact"
        else scaled_limits(kind, scale, n, middle, level, found)
        for level in _levels(levels)
    )
    value, m = x / n, multiply
    return Funnel(
        kind, _names(units, x.size), x, n, value * m, middle * m, low * m, high * m, lowest * m, highest * m,
        found.adjusted, _beyond(value, low, high), _beyond(value, lowest, highest), found,
    )  # fmt: skip


def _checked(kind: str, events: ArrayLike, denominator: ArrayLike) -> tuple[Numbers, Numbers]:
    x, n = counts("events", events), positives("denominator", denominator)
    same_length(events=x, denominator=n)
    if kind == "proportion":
        refuse_rows("events", x > n, "er større enn nevneren")
        refuse_rows("denominator", n % 1 != 0, "er ikke et helt antall")
    return x, n


def _target(kind: str, target: float | None, events: Numbers, denominator: Numbers) -> float:
    if target is None:
        target = 1.0 if kind == "ratio" else float(events.sum() / denominator.sum())
    if not (0 < target < 1 if kind == "proportion" else 0 < target < np.inf):
        allowed = "mellom 0 og 1" if kind == "proportion" else "over 0"
        raise Unusable(f"Midtlinjen (target) er {target}, men må ligge {allowed} for å gi en trakt.")
    return target


def _levels(levels: tuple[float, float]) -> tuple[float, float]:
    inner, outer = levels
    if z_value(inner) >= z_value(outer):
        raise Unusable(f"levels er {levels}: den indre grensen skal være smalere enn den ytre.")
    return inner, outer


def _names(units: Sequence[str] | None, many: int) -> tuple[str, ...]:
    names = tuple(str(number) for number in range(1, many + 1)) if units is None else tuple(map(str, units))
    same_length(events=range(many), units=names)
    return names


def _beyond(value: Numbers, lower: Numbers, upper: Numbers) -> NDArray[np.str_]:
    return np.where(value > upper, "high", np.where(value < lower, "low", ""))
