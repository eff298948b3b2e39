"""The loops that are compiled. Each is general: none knows an indicator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_Loop = TypeVar("_Loop", bound=Callable[..., Any])


def compiled(loop: _Loop) -> _Loop:
    """Compiled when first called, and kept beside the source for the next process."""
    found: Any = numba.njit(cache=True, nogil=True)(loop)
    return cast(_Loop, found)


@compiled
def add_up(
    cell: Array, above: Array, below: Array, count: Array, hits: Array, numerator: Array, denominator: Array
) -> None:
    """Sums of rows by cell; a row with a cell below 0 is left out."""
    for row in range(len(cell)):
        where = cell[row]
        if where >= 0:
            count[where] += below[row] != 0
            hits[where] += above[row] != 0
            numerator[where] += above[row]
            denominator[where] += below[row]


@compiled
def count_up(cell: Array, above: Array, count: Array, hits: Array) -> None:
    """The same where every row counts one, in numerator and denominator."""
    for row in range(len(cell)):
        where = cell[row]
        if where >= 0:
            count[where] += 1
            hits[where] += above[row]


@compiled
def spread_by_month(
    place: Array, begins: Array, ends: Array, weight: Array, month_of: Array, left: Array, first: int, sheets: Array
) -> None:
    """Ends of intervals by place and month. Days are counted from `first`; place below 0 is left out.

    month_of, left   by day: its month (from 0), and the days from it to the month's end
    sheets           shape (6, places, months): begun, ended, weight in, days in, weight out, days out
    """
    for row in range(len(place)):
        where = place[row]
        if where < 0 or begins[row] >= ends[row]:
            continue
        begin, end = begins[row] - first, ends[row] - first
        by = weight[row]
        into, out, last = month_of[begin], month_of[end], month_of[end - 1]
        if by > 0:
            sheets[0, where, into] += 1
            sheets[1, where, last] += 1
        sheets[2, where, into] += by
        sheets[3, where, into] += by * left[begin]
        sheets[4, where, out] += by
        sheets[5, where, out] += by * left[end]


@compiled
def spread_by_day(place: Array, begins: Array, ends: Array, weight: Array, first: int, sheets: Array) -> None:
    """The same by day; sheets has shape (4, places, days): begun, ended, weight in, weight out."""
    for row in range(len(place)):
        where = place[row]
        if where < 0 or begins[row] >= ends[row]:
            continue
        begin, end = begins[row] - first, ends[row] - first
        if weight[row] > 0:
            sheets[0, where, begin] += 1
            sheets[1, where, end - 1] += 1
        sheets[2, where, begin] += weight[row]
        sheets[3, where, end] += weight[row]


@compiled
def within(person: Array, day: Array, days: int) -> Array:
    """For each row: rows of the same person on that day and the days before it. Sorted by person and day.

    Rows of one day are counted together, so the last of them tells the number of all.
    """
    found = np.empty(len(day), dtype=np.int32)
    start = 0
    for row in range(len(day)):
        if row and person[row] != person[row - 1]:
            start = row
        while day[start] <= day[row] - days:
            start += 1
        found[row] = row - start + 1
    return found


@compiled
def different(starts: Array, codes: Array) -> Array:
    """For each run that begins at `starts`: how many different codes of 0 or more."""
    found = np.zeros(len(starts), dtype=np.int64)
    for run in range(len(starts)):
        end = starts[run + 1] if run + 1 < len(starts) else len(codes)
        for row in range(starts[run], end):
            new = codes[row] >= 0
            for earlier in range(starts[run], row):
                new &= codes[earlier] != codes[row]
            found[run] += new
    return found
