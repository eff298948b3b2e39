"""What the rows of a person in a year tell together, over arrays sorted by person and time."""

from __future__ import annotations

from typing import Any

import numpy as np

from samspill.analysis.engines.kernels import loops
from samspill.analysis.engines.kernels.columns import Array
from samspill.analysis.indicators.indicator import Values
from samspill.analysis.indicators.shapes import AnyTrue, Bits, Count, Distinct, Fact, MostWithin, Persons, Sum
from samspill.analysis.prepared.arrays import Arrays


def people_of(figure: Persons, settings: Values, arrays: Arrays, keep: Array) -> tuple[Array, Array, dict[str, Array]]:
    """The year, the number of the last row, and the facts of each person in each year."""
    day = arrays.values(figure.at)
    if arrays.has_missing(figure.at):
        keep = keep & (day != np.iinfo(day.dtype).min)
    rows = None if keep.all() else np.flatnonzero(keep)
    person, day = _of(arrays.values(figure.person), rows), _of(day, rows)
    calendar = arrays.calendar(figure.at)
    year = calendar.year_of[day - calendar.first]
    new = np.empty(len(day), dtype=np.bool_)
    new[:1] = True
    np.not_equal(person[1:], person[:-1], out=new[1:])
    new[1:] |= year[1:] != year[:-1]
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(day)) - 1
    facts = {
        name: _fact(fact, starts, ends, arrays, rows, person, day) for name, fact in figure.facts_by(settings).items()
    }
    last_row = ends if rows is None else rows[ends]
    return year[starts].astype(np.int64), last_row, facts


def _of(values: Array, rows: Array | None) -> Array:
    return values if rows is None else values[rows]


def _fact(fact: Fact, starts: Array, ends: Array, arrays: Arrays, rows: Array | None, person: Array, day: Array) -> Any:
    if not starts.size:
        return np.zeros(0, dtype=np.int64)
    match fact:
        case Count():
            return ends - starts + 1
        case Distinct(column):
            return loops.different(starts, _of(arrays.values(column), rows))
        case Sum(column):
            return np.add.reduceat(
                np.nan_to_num(_of(_without_missing(arrays, column), rows).astype(np.float64)), starts
            )
        case Bits(column):
            return np.bitwise_or.reduceat(_of(_without_missing(arrays, column), rows), starts).astype(np.int64)
        case AnyTrue(column):
            return np.maximum.reduceat(_of(arrays.values(column), rows), starts) > 0
        case MostWithin(days, _):
            return np.maximum.reduceat(loops.within(person, day, days), starts)


def _without_missing(arrays: Arrays, column: str) -> Array:
    values = arrays.values(column)
    if not arrays.has_missing(column) or values.dtype.kind == "f":
        return values
    return np.where(values == np.iinfo(values.dtype).min, 0, values)
