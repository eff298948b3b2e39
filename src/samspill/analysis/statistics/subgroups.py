"""From rows to points: rows with the same x are one subgroup, in the order of x, as R's qicharts2 gathers them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from samspill.analysis.statistics.arrays import Numbers, Truths, Whole, numbers, refuse_rows, same_length
from samspill.analysis.statistics.unusable import Unusable

AGGREGATES = ("mean", "median", "sum", "sd")


@dataclass(frozen=True)
class Points:
    """One row per subgroup; every array has shape (points,). NaN is missing.

    y        what is drawn: numerator / denominator where there is one, else the aggregate of the values
    total    sum of the values (the numerator); n: sum of denominators (NaN throughout when none were given)
    size     how many values; mean, sd: of the values (sd NaN below two values)
    ordered  False when x is words without an order: runs then mean nothing
    """

    x: tuple[Any, ...]
    y: Numbers
    total: Numbers
    n: Numbers
    size: Whole
    mean: Numbers
    sd: Numbers
    ordered: bool = True


def gather(y: ArrayLike, n: ArrayLike | None = None, x: Iterable[Any] | None = None, aggregate: str = "mean") -> Points:
    """Rows into points. y, n, x: one value per row; without x each row is a point of its own, in the order given.

    A row that lacks y or n counts as missing. Raises Unusable for unequal lengths, a missing x, a negative
    denominator, or a numerator over a denominator of zero.
    """
    values = numbers("y", y)
    denominators = np.full(values.size, np.nan) if n is None else _denominators(values, n)
    if n is not None:
        values = np.where(np.isnan(denominators), np.nan, values)
        denominators = np.where(np.isnan(values), np.nan, denominators)
    labels, groups, ordered = _labels(x, values.size)
    if len(labels) == values.size:
        order = np.argsort(groups)
        return _single(labels, values[order], denominators[order], n is not None, ordered)
    return _grouped(labels, groups, values, denominators, aggregate if n is None else None, ordered)


def _denominators(values: Numbers, n: ArrayLike) -> Numbers:
    if np.ndim(n) == 0:
        n = np.full(values.size, n, dtype=np.float64)
    denominators = numbers("n", n)
    same_length(y=values, n=denominators)
    refuse_rows("n", denominators < 0, "er under null")
    refuse_rows("n", (denominators == 0) & (np.nan_to_num(values) != 0), "er null, men telleren er det ikke")
    return np.where(denominators == 0, np.nan, denominators)


def _labels(x: Iterable[Any] | None, rows: int) -> tuple[tuple[Any, ...], Whole, bool]:
    """The sorted distinct x, which of them each row has, and whether they have an order in time or size."""
    if x is None:
        return tuple(range(1, rows + 1)), np.arange(rows), True
    given = list(x.tolist() if isinstance(x, np.ndarray) and x.dtype.kind != "M" else x)
    same_length(y=range(rows), x=given)
    for row, label in enumerate(given, 1):
        if label is None or label != label or (isinstance(label, np.datetime64) and np.isnat(label)):
            raise Unusable(f"x, rad {row}: verdien mangler.")
    given, ordered = _dates_if_they_are(given)
    try:
        distinct = sorted(set(given))
    except TypeError:
        raise Unusable("x blander verdier som ikke kan sorteres sammen.") from None
    place = {label: number for number, label in enumerate(distinct)}
    return tuple(distinct), np.asarray([place[label] for label in given], dtype=np.int64), ordered


def _dates_if_they_are(labels: Sequence[Any]) -> tuple[list[Any], bool]:
    """ISO dates written as text become dates; other text has no order in time."""
    if not all(isinstance(label, str) for label in labels):
        return list(labels), True
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return [read(label) for label in labels], True
        except ValueError:
            continue
    return list(labels), False


def _single(labels: tuple[Any, ...], values: Numbers, n: Numbers, has_n: bool, ordered: bool) -> Points:
    size = (~np.isnan(values)).astype(np.int64)
    y = values / n if has_n else values
    return Points(labels, y, values, n, size, values, np.full(values.size, np.nan), ordered)


def _grouped(
    labels: tuple[Any, ...], groups: Whole, values: Numbers, n: Numbers, aggregate: str | None, ordered: bool
) -> Points:
    here: Truths = ~np.isnan(values)
    members = [values[here & (groups == number)] for number in range(len(labels))]
    if aggregate == "median":
        y = _each(members, np.median)
    elif aggregate == "sd":
        y = _each(members, _sd)
    else:
        y = _each(members, np.sum if aggregate == "sum" else np.mean)
    total = _each(members, np.sum)
    sums = np.asarray([np.nansum(n[here & (groups == number)]) for number in range(len(labels))])
    denominators = np.where(sums > 0, sums, np.nan)
    if aggregate is None:
        y = total / denominators
    size = np.asarray([member.size for member in members], dtype=np.int64)
    return Points(labels, y, total, denominators, size, _each(members, np.mean), _each(members, _sd), ordered)


def _each(members: Sequence[Numbers], what: Any) -> Numbers:
    return np.asarray([what(member) if member.size else np.nan for member in members], dtype=np.float64)


def _sd(values: Numbers) -> float:
    return float(np.std(values, ddof=1)) if values.size > 1 else np.nan
