"""Many charts at once: the lines and rules of thousands of series, worked out on whole tables.

The same answers as `charts.chart` and `nhs_rules.nhs_rules` give one by one; the tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samspill.analysis.statistics.arrays import Numbers, Truths, Whole, one_of, table
from samspill.analysis.statistics.charts import COUNTS, MAY_HAVE_DENOMINATOR, NEED_DENOMINATOR, which_count
from samspill.analysis.statistics.limits import D2
from samspill.analysis.statistics.many_limits import FORMULAS, Counted, Sheet
from samspill.analysis.statistics.many_runs import ManyRuns, many_runs
from samspill.analysis.statistics.nhs_rules import BETTER, assurances, special_points, variations
from samspill.analysis.statistics.rebasing import Rebase, part_numbers
from samspill.analysis.statistics.run_rules import ROUNDING, largest
from samspill.analysis.statistics.unusable import Unusable

KINDS = tuple(FORMULAS)


@dataclass(frozen=True)
class ManyCharts:
    """Charts of many series over the same points. Tables have shape (series, points); NaN is missing.

    part, included   shape (points,): the same for all series
    runs             per series and part, shape (series, parts)
    """

    kind: str
    y: Numbers
    cl: Numbers
    lcl: Numbers
    ucl: Numbers
    lcl95: Numbers
    ucl95: Numbers
    sigma_signal: Truths
    part: Whole
    included: Truths
    runs: ManyRuns


def many_charts(
    kind: str,
    y: ArrayLike,
    n: ArrayLike | None = None,
    *,
    freeze: int | None = None,
    rebase: Sequence[Rebase] = (),
    exclude: Sequence[int] = (),
    multiply: float = 1,
    screened: bool = True,
    d2: float = D2,
) -> ManyCharts:
    """Draw up one chart per row of y, shape (series, points). Arguments as for `charts.chart`.

    Kinds: all but xbar and s, whose points are themselves groups of values. Raises Unusable, naming series and point.
    """
    one_of("kind", kind, KINDS)
    values, denominators = _checked(kind, y, n)
    points = values.shape[1]
    part = part_numbers(points, rebase)
    baseline, included = which_count(points, freeze, rebase, exclude)
    pieces: list[list[Numbers]] = []
    ran: list[ManyRuns] = []
    for here in _slices(part):
        base = np.flatnonzero((baseline & included)[here])
        sheet = Sheet(values[:, here], None if denominators is None else denominators[:, here])
        lines = FORMULAS[kind](sheet, Counted(base, screened, d2))
        drawn = [np.broadcast_to(line if multiply == 1 else line * multiply, sheet.values.shape) for line in lines]
        ran.append(many_runs(*_kept(included[here], drawn[0], drawn[1]), may_signal=kind != "mr"))
        pieces.append(drawn)
    y_, cl, lcl, ucl, lcl95, ucl95 = _joined(pieces)
    outside = _outside(y_, lcl, ucl)
    ruled = ManyRuns.side_by_side(ran)
    return ManyCharts(kind, y_, cl, lcl, ucl, lcl95, ucl95, outside, part, included, ruled)


def _kept(included: Truths, *tables: Numbers) -> list[Numbers]:
    return list(tables) if included.all() else [table[:, included] for table in tables]


def _joined(pieces: Sequence[list[Numbers]]) -> list[Numbers]:
    if len(pieces) == 1:
        return pieces[0]
    return [np.concatenate(lines, axis=1) for lines in zip(*pieces, strict=True)]


def _slices(part: Whole) -> list[slice]:
    edges = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), part.size]
    return [slice(start, end) for start, end in pairwise(edges)]


def _checked(kind: str, y: ArrayLike, n: ArrayLike | None) -> tuple[Numbers, Numbers | None]:
    values = table("y", y)
    if kind in COUNTS:
        _refuse("y", values < 0, "er under null, men skal være et antall")
    if kind == "t":
        _refuse("y", values <= 0, "er ikke over null. Tid mellom hendelser må være over null")
    if n is None:
        if kind in NEED_DENOMINATOR:
            raise Unusable(f"Et {kind}-diagram trenger n, nevneren.")
        return values, None
    if kind not in MAY_HAVE_DENOMINATOR:
        raise Unusable(f"Et {kind}-diagram har ingen nevner. La n være tom, eller velg et u- eller p-diagram.")
    denominators = table("n", n)
    if denominators.shape != values.shape:
        raise Unusable(f"y og n har ulik form: {values.shape} og {denominators.shape}.")
    _refuse("n", denominators < 0, "er under null")
    _refuse("n", (denominators == 0) & (np.nan_to_num(values) != 0), "er null, men telleren er det ikke")
    if kind in ("p", "pp"):
        _refuse("y", values > denominators, "er større enn nevneren n")
    missing = np.isnan(values) | np.isnan(denominators) | (denominators == 0)
    if missing.any():
        values[missing], denominators[missing] = np.nan, np.nan
    return values, denominators


def _refuse(name: str, bad: Truths, why: str) -> None:
    if bad.any():
        series, point = np.argwhere(bad)[0] + 1
        raise Unusable(f"{name}, serie {series}, punkt {point}: tallet {why}.")


def _outside(y: Numbers, lcl: Numbers, ucl: Numbers) -> Truths:
    slack = ROUNDING * largest(y)
    with np.errstate(invalid="ignore"):
        return np.asarray((y > ucl + slack) | (y < lcl - slack))


@dataclass(frozen=True)
class ManyReadings:
    """The NHS rules on many charts: tables of shape (series, points); assurance of shape (series,), "" for none."""

    shift: Truths
    trend: Truths
    two_of_three: Truths
    variation: NDArray[np.int8]
    assurance: NDArray[np.str_]


def many_nhs_rules(
    charts: ManyCharts,
    better: str = "neither",
    *,
    target: float | ArrayLike | None = None,
    shift: int = 7,
    trend: int = 7,
) -> ManyReadings:
    """Read many charts by the NHS rules. target: one number, or one per series. Else as `nhs_rules.nhs_rules`.

    variation is a number into `nhs_rules.VARIATIONS`.
    """
    one_of("better", better, BETTER)
    if charts.kind in ("run", "mr"):
        raise Unusable(f"NHS-reglene krever kontrollgrenser for verdien selv, og passer ikke et {charts.kind}-diagram.")
    y = charts.y if charts.included.all() else np.where(charts.included, charts.y, np.nan)
    marks = [
        special_points(
            y[:, here],
            charts.cl[:, here],
            (charts.lcl[:, here], charts.lcl95[:, here], charts.ucl95[:, here], charts.ucl[:, here]),
            shift,
            trend,
        )
        for here in _slices(charts.part)
    ]
    in_row, trending, near, side = (np.concatenate([mark[rule] for mark in marks], axis=1) for rule in range(4))
    special = charts.sigma_signal | in_row | trending | near
    sure = assurances(charts.lcl[:, -1], charts.ucl[:, -1], better, target)
    return ManyReadings(in_row, trending, near, variations(special, side, better), sure)
