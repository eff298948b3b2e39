"""The loops over stays that are compiled: sorting by person and time, episodes, what came after."""

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
def sorted_by_person(person: Array, people: int, admitted: Array, reach: Array) -> Array:
    """Rows in order of person, admission and end; what is alike keeps its order. A person has few rows."""
    starts = np.zeros(people + 1, dtype=np.int64)
    for row in range(len(person)):
        starts[person[row] + 1] += 1
    for number in range(people):
        starts[number + 1] += starts[number]
    following = starts[:-1].copy()
    order = np.empty(len(person), dtype=np.int64)
    for row in range(len(person)):
        place = following[person[row]]
        first = starts[person[row]]
        following[person[row]] += 1
        while place > first:
            before = order[place - 1]
            if admitted[before] < admitted[row] or (admitted[before] == admitted[row] and reach[before] <= reach[row]):
                break
            order[place] = before
            place -= 1
        order[place] = row
    return order


@compiled
def what_came_after(
    person: Array, admitted: Array, reach: Array, acute: Array, gap: int, day: int
) -> tuple[Array, ...]:
    """Of sorted rows, times in seconds: last of its episode, then the seconds (−1: none) to the next episode, whether
    that was acute (−1: not known), and the seconds to the next acute one, and to the next acute one a day after.

    acute   1, 0, and −1 where the urgency is missing
    """
    rows = len(person)
    last = np.zeros(rows, dtype=np.int8)
    again = np.full(rows, -1, dtype=np.int64)
    again_acute = np.full(rows, -1, dtype=np.int8)
    acute_again = np.full(rows, -1, dtype=np.int64)
    acute_again_day = np.full(rows, -1, dtype=np.int64)
    begins = np.zeros(rows, dtype=np.bool_)
    left = np.zeros(rows, dtype=np.int64)
    for row in range(rows):
        new = row == 0 or person[row] != person[row - 1]
        begins[row] = new or admitted[row] - left[row - 1] >= gap
        left[row] = reach[row] if new else max(left[row - 1], reach[row])
    for row in range(rows):
        end = row + 1 == rows or person[row + 1] != person[row]
        if not (end or begins[row + 1]):
            continue
        last[row] = 1
        if end:
            continue
        again[row] = admitted[row + 1] - left[row]
        again_acute[row] = acute[row + 1]
        other = row + 1
        while other < rows and person[other] == person[row]:
            if begins[other] and acute[other] == 1:
                if acute_again[row] < 0:
                    acute_again[row] = admitted[other] - left[row]
                if admitted[other] - left[row] >= day:
                    acute_again_day[row] = admitted[other] - left[row]
                    break
            other += 1
    return last, again, again_acute, acute_again, acute_again_day


@compiled
def minutes(earlier: Array, later: Array, none: int, hours_only: bool) -> Array:
    """Whole minutes between seconds, rounded down; `none` where one is missing (or a day without an hour)."""
    found = np.empty(len(earlier), dtype=np.int32)
    for row in range(len(earlier)):
        gone = earlier[row] == none or later[row] == none
        if not gone and hours_only:
            gone = earlier[row] % 86400 == 0 or later[row] % 86400 == 0
        found[row] = -(2**31) if gone else (later[row] - earlier[row]) // 60
    return found
