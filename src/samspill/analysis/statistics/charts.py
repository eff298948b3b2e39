"""Run charts and control charts: one series, its lines, and what they signal.

    chart("p", y=readmitted, n=discharged, x=months, freeze=24)

The same numbers as R's qicharts2 0.8 gives. Which chart for which figure is told in docs/statistics.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from samspill.analysis.statistics import limits
from samspill.analysis.statistics.arrays import Numbers, Truths, Whole, numbers, one_of, refuse_rows
from samspill.analysis.statistics.limits import D2, Basis, Lines
from samspill.analysis.statistics.rebasing import Rebase, part_numbers
from samspill.analysis.statistics.run_rules import ROUNDING, Runs, runs
from samspill.analysis.statistics.subgroups import AGGREGATES, Points, gather
from samspill.analysis.statistics.unusable import Unusable

KINDS: dict[str, Callable[[Points, Basis], Lines]] = {
    "run": limits.run_chart,
    "i": limits.individuals,
    "mr": limits.moving_ranges,
    "p": limits.proportions,
    "pp": limits.proportions_prime,
    "u": limits.rates,
    "up": limits.rates_prime,
    "c": limits.event_counts,
    "g": limits.cases_between,
    "t": limits.times_between,
    "xbar": limits.subgroup_means,
    "s": limits.subgroup_sds,
}
NEED_DENOMINATOR = ("p", "pp", "u", "up")
MAY_HAVE_DENOMINATOR = (*NEED_DENOMINATOR, "run", "i", "mr")
COUNTS = (*NEED_DENOMINATOR, "c", "g")


@dataclass(frozen=True)
class Part:
    """What one part of a chart comes to. Limits are means over the points, None where there are none."""

    number: int
    first: int  # of the points, counted from 1
    last: int
    runs: Runs
    lcl: float | None
    lcl95: float | None
    cl: float | None
    ucl95: float | None
    ucl: float | None
    sigma_signals: int  # how many points lie outside the limits
    rebase: Rebase | None = None  # why this part begins here


@dataclass(frozen=True)
class Chart:
    """A chart, ready to draw. Every array has shape (points,); NaN is missing; all in the unit of y × multiply.

    sigma_signal  the point lies outside the limits; runs_signal: its part has too long runs or too few crossings
    included      False for points left out of lines and run rules; baseline: the points the lines come from
    """

    kind: str
    x: tuple[Any, ...]
    y: Numbers
    n: Numbers
    total: Numbers
    cl: Numbers
    lcl: Numbers
    ucl: Numbers
    lcl95: Numbers
    ucl95: Numbers
    sigma_signal: Truths
    runs_signal: Truths
    part: Whole
    included: Truths
    baseline: Truths
    parts: tuple[Part, ...]


def chart(
    kind: str,
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    x: Iterable[Any] | None = None,
    freeze: int | None = None,
    rebase: Sequence[Rebase] = (),
    exclude: Sequence[int] = (),
    multiply: float = 1,
    centre: float | ArrayLike | None = None,
    aggregate: str = "mean",
    screened: bool = True,
    d2: float = D2,
) -> Chart:
    """Draw up one chart.

    kind       run, i, mr, p, pp (p'), u, up (u'), c, g, t, xbar or s
    y, n       one value per row: numerator and denominator, or the value alone. None or NaN is missing, and a gap.
    x          one label per row; rows with the same x are one point (a subgroup). Points stand in the order of x.
    freeze     lines come from the first so many points only
    rebase     where lines are worked out anew, and who says so why. Not together with freeze.
    exclude    points (counted from 1) left out of lines and run rules; they are drawn, and may signal
    multiply   what y and the lines are multiplied by: 100 for per cent
    centre     a centre line known beforehand (unit of y before multiplying), one number or one per point
    aggregate  how values of one point become one, in run and i charts: mean, median, sum or sd
    screened   moving ranges above their upper limit are left out of sigma (Nelson 1982), as qicharts2 does
    d2         1.128; 3/2.66 gives the NHS's own XmR limits (nhs_rules.NHS_D2)

    Raises Unusable, with a sentence naming argument and row.
    """
    one_of("kind", kind, KINDS)
    one_of("aggregate", aggregate, AGGREGATES)
    points = _points(kind, y, n, x, aggregate)
    part = part_numbers(points.y.size, rebase)
    baseline, included = which_count(points.y.size, freeze, rebase, exclude)
    known = _known_centre(centre, points.y.size)

    def drawn(here: Truths) -> Lines:
        basis = Basis((baseline & included)[here], None if known is None else known[here], screened, d2)
        return _times(KINDS[kind](_only(points, here), basis), multiply)

    lines = _joined([drawn(part == number) for number in range(1, int(part[-1]) + 1)])
    outside = _outside(lines)
    told = _parts(lines, part, included, outside, rebase)
    if kind == "mr" or not points.ordered:  # neighbouring ranges share a value, words have no order
        told = tuple(replace(one, runs=replace(one.runs, runs_signal=False)) for one in told)
    signal = np.asarray([one.runs.runs_signal for one in told])[part - 1]
    return Chart(
        kind, points.x, lines.y, points.n, points.total, lines.cl, lines.lcl, lines.ucl, lines.lcl95, lines.ucl95,
        outside, signal, part, included, baseline, told,
    )  # fmt: skip


def _points(kind: str, y: ArrayLike, n: ArrayLike | None, x: Iterable[Any] | None, aggregate: str) -> Points:
    if n is None and kind in NEED_DENOMINATOR:
        raise Unusable(f"Et {kind}-diagram trenger n, nevneren.")
    if n is not None and kind not in MAY_HAVE_DENOMINATOR:
        raise Unusable(f"Et {kind}-diagram har ingen nevner. La n være tom, eller velg et u- eller p-diagram.")
    values = numbers("y", y)
    if kind in COUNTS:
        refuse_rows("y", values < 0, "er under null, men skal være et antall")
    if kind == "t":
        refuse_rows("y", values <= 0, "er ikke over null. Tid mellom hendelser må være over null")
    points = gather(values, n, x, aggregate)
    if kind in ("p", "pp"):
        refuse_rows("y", points.y > 1, "er større enn nevneren n")
    if kind in ("xbar", "s") and not (points.size > 1).any():
        raise Unusable(f"Et {kind}-diagram trenger minst to verdier med samme x. Bruk et i-diagram for enkeltverdier.")
    return points


def which_count(
    points: int, freeze: int | None, rebase: Sequence[Rebase], exclude: Sequence[int]
) -> tuple[Truths, Truths]:
    """Which points the lines come from, and which count at all: (baseline, included), each of shape (points,)."""
    included = np.ones(points, dtype=np.bool_)
    for point in exclude:
        if isinstance(point, bool) or int(point) != point or not 1 <= point <= points:
            raise Unusable(f"exclude: {point!r} er ikke et punkt. Punktene telles fra 1 til {points}.")
        included[int(point) - 1] = False
    if freeze is None:
        return np.ones(points, dtype=np.bool_), included
    if rebase:
        raise Unusable(
            "freeze og rebase kan ikke brukes sammen: enten er grensene frosset, eller så settes de på nytt."
        )
    if isinstance(freeze, bool) or int(freeze) != freeze or freeze < 1:
        raise Unusable(f"freeze er {freeze!r}, men skal være et helt antall punkter, minst 1.")
    return np.arange(1, points + 1) <= freeze, included


def _known_centre(centre: float | ArrayLike | None, points: int) -> Numbers | None:
    if centre is None:
        return None
    known = numbers("centre", np.full(points, centre) if np.ndim(centre) == 0 else centre, missing=False)
    if known.size != points:
        raise Unusable(f"centre har {known.size} verdier, men diagrammet har {points} punkter.")
    return known


def _only(points: Points, here: Truths) -> Points:
    labels = tuple(label for label, keep in zip(points.x, here, strict=True) if keep)
    columns = {name: getattr(points, name)[here] for name in ("y", "total", "n", "size", "mean", "sd")}
    return Points(x=labels, ordered=points.ordered, **columns)


_NAMES = ("y", "cl", "lcl", "ucl", "lcl95", "ucl95")


def _times(lines: Lines, factor: float) -> Lines:
    return Lines(*(getattr(lines, name) * factor for name in _NAMES))


def _joined(pieces: Sequence[Lines]) -> Lines:
    return Lines(*(np.concatenate([getattr(piece, name) for piece in pieces]) for name in _NAMES))


def _outside(lines: Lines) -> Truths:
    """Beyond a limit by more than rounding in the computer; never where a point or a limit is missing."""
    slack = ROUNDING * np.nanmax(np.abs(lines.y), initial=0)
    with np.errstate(invalid="ignore"):
        return np.asarray((lines.y > lines.ucl + slack) | (lines.y < lines.lcl - slack))


def _parts(lines: Lines, part: Whole, included: Truths, outside: Truths, rebase: Sequence[Rebase]) -> tuple[Part, ...]:
    reasons = [None, *sorted(rebase, key=lambda one: one.after)]
    told = []
    for number, reason in enumerate(reasons, 1):
        here = part == number
        where = np.flatnonzero(here)
        lcl, lcl95, cl, ucl95, ucl = (
            _mean_or_none(line[here]) for line in (lines.lcl, lines.lcl95, lines.cl, lines.ucl95, lines.ucl)
        )
        ran = runs(lines.y[here & included], lines.cl[here & included])
        first, last, signals = int(where[0]) + 1, int(where[-1]) + 1, int(outside[here].sum())
        told.append(Part(number, first, last, ran, lcl, lcl95, cl, ucl95, ucl, signals, reason))
    return tuple(told)


def _mean_or_none(values: Numbers) -> float | None:
    average = limits.mean(values)
    return None if np.isnan(average) else average
