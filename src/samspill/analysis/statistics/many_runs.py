"""Anhøj's run rules on many series at once: one step through time for all of them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from samspill.analysis.statistics.arrays import Numbers, Truths, Whole
from samspill.analysis.statistics.run_rules import longest_run_max, n_crossings_min, sides


@dataclass(frozen=True)
class ManyRuns:
    """Per series and part, shape (series, parts). Where n_useful is 0 the four run figures are -1: there are none."""

    n_obs: Whole
    n_useful: Whole
    longest_run: Whole
    longest_run_max: Whole
    n_crossings: Whole
    n_crossings_min: Whole
    runs_signal: Truths

    @staticmethod
    def side_by_side(parts: Sequence[ManyRuns]) -> ManyRuns:
        """Several parts, each of shape (series, 1), as one."""
        return ManyRuns(*(np.concatenate([getattr(p, f.name) for p in parts], axis=1) for f in fields(ManyRuns)))


def many_runs(y: Numbers, cl: Numbers, *, may_signal: bool = True) -> ManyRuns:
    """The run rules on y and cl, shape (series, points). Missing points and points on the line are passed over."""
    useful, longest, crossings = _steps(np.ascontiguousarray(sides(y, cl).T))
    most, fewest = _allowed(useful, longest_run_max), _allowed(useful, n_crossings_min)
    none = useful == 0
    signal = ~none & ((longest > most) | (crossings < fewest)) & may_signal
    points = np.full(useful.size, y.shape[1])
    obs, many, ran, most_, crossed, fewest_ = (
        column.astype(np.int64)[:, None]
        for column in (points, useful, *(np.where(none, -1, figure) for figure in (longest, most, crossings, fewest)))
    )
    return ManyRuns(obs, many, ran, most_, crossed, fewest_, signal[:, None])


def _steps(side: NDArray[np.int8]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """(useful points, longest run, crossings) of each series; side has shape (points, series)."""
    useful, longest, crossings, current = np.zeros((4, side.shape[1]), dtype=np.int32)
    last = np.zeros(side.shape[1], dtype=np.int8)
    for now in side:
        off = now != 0
        same = now == last
        crossings += now * last == -1
        current[off & ~same] = 0
        current += off
        np.maximum(longest, current, out=longest)
        useful += off
        np.copyto(last, now, where=off)
    return useful, longest, crossings


def _allowed(useful: NDArray[np.int32], rule: Callable[[int], int]) -> NDArray[np.int32]:
    """The bound for each number of useful points, looked up in a table made once."""
    most = int(useful.max(initial=0))
    bounds = np.asarray([-1, *(rule(number) for number in range(1, most + 1))], dtype=np.int32)
    return bounds[useful]
