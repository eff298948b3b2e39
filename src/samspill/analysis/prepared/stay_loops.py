"""The loops over stays that are compiled: sorting by person and time, episodes, what came after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
NOTHING = -(2**31)
_Loop = TypeVar("_Loop", bound=Callable[..., Any])


def compiled(loop: _Loop) -> _Loop:
    """Compiled when first called, and kept beside the source for the next process."""
    found: Any = numba.njit(cache=True, nogil=True)(loop)
    return cast(_Loop, found)


@compiled
def in_order(values: Array, order: Array) -> Array:
    """values[order], without the copy that numpy makes of an order of int32."""
    found = np.empty(len(order), dtype=values.dtype)
    for row in range(len(order)):
        found[row] = values[order[row]]
    return found


def sorted_by_person(person: Array, people: int, admitted: Array, out: Array) -> Array:
    """Rows in order of person, admission and end; what is alike keeps its order. A person has few rows.

    out     the end; the lowest of its type where there is none
    """
    order = np.empty(len(person), dtype=np.int32 if len(person) < 2**31 else np.int64)
    _sort(person, people, admitted, out, order)
    return order


@compiled
def _sort(person: Array, people: int, admitted: Array, out: Array, order: Array) -> None:
    starts = np.zeros(people + 1, dtype=np.int64)
    for row in range(len(person)):
        starts[person[row] + 1] += 1
    for number in range(people):
        starts[number + 1] += starts[number]
    following = starts[:-1].copy()
    for row in range(len(person)):
        place = following[person[row]]
        first = starts[person[row]]
        following[person[row]] += 1
        reach = max(admitted[row], out[row])
        while place > first:
            before = order[place - 1]
            if admitted[before] < admitted[row]:
                break
            if admitted[before] == admitted[row] and max(admitted[before], out[before]) <= reach:
                break
            order[place] = before
            place -= 1
        order[place] = row


@compiled
def what_came_after(person: Array, admitted: Array, out: Array, acute: Array, gap: int, day: int) -> tuple[Array, ...]:
    """Of sorted rows, times in seconds: last of its episode, then the minutes (NOTHING: none) to the next episode,
    whether that was acute (−1: not known), and the minutes to the next acute one, and to the next one a day after.

    acute   1, 0, and −1 where the urgency is missing
    """
    rows = len(person)
    last = np.zeros(rows, dtype=np.int8)
    again = np.full(rows, NOTHING, dtype=np.int32)
    again_acute = np.full(rows, -1, dtype=np.int8)
    acute_again = np.full(rows, NOTHING, dtype=np.int32)
    acute_again_day = np.full(rows, NOTHING, dtype=np.int32)
    begins = np.zeros(rows, dtype=np.bool_)
    left = np.zeros(rows, dtype=np.int64)
    for row in range(rows):
        new = row == 0 or person[row] != person[row - 1]
        begins[row] = new or admitted[row] - left[row - 1] >= gap
        reach = max(admitted[row], out[row])
        left[row] = reach if new else max(left[row - 1], reach)
    for row in range(rows):
        end = row + 1 == rows or person[row + 1] != person[row]
        if not (end or begins[row + 1]):
            continue
        last[row] = 1
        if end:
            continue
        again[row] = (admitted[row + 1] - left[row]) // 60
        again_acute[row] = acute[row + 1]
        other = row + 1
        while other < rows and person[other] == person[row]:
            if begins[other] and acute[other] == 1:
                seconds = admitted[other] - left[row]
                if acute_again[row] == NOTHING:
                    acute_again[row] = seconds // 60
                if seconds >= day:
                    acute_again_day[row] = seconds // 60
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
        found[row] = NOTHING if gone else (later[row] - earlier[row]) // 60
    return found
