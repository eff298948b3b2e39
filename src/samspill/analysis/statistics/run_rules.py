"""Anhøj's run rules: are there too long runs, or too few crossings, for this to be chance alone?

Source: Anhøj J, Olesen AV. Run charts revisited. PLoS ONE 2014;9(11):e113825. Longest run after Schilling (2012),
crossings after Chen (2010). Points on the centre line tell nothing of which side they lie on, and are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, count
from math import comb, log2

import numpy as np

from samspill.analysis.statistics.arrays import Numbers, Signs

# Two numbers closer than this, relative to the size of the series, differ by rounding in the computer only.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Runs:
    """What the run rules saw in one part of a chart. None where no point lies off the centre line."""

    n_obs: int
    n_useful: int
    longest_run: int | None
    longest_run_max: int | None
    n_crossings: int | None
    n_crossings_min: int | None
    runs_signal: bool


def runs(y: Numbers, cl: Numbers) -> Runs:
    """Anhøj's rules on one part. y and cl have shape (points,); missing points (NaN) are passed over."""
    useful = sides(y, cl)
    useful = useful[useful != 0]
    if not useful.size:
        return Runs(y.size, 0, None, None, None, None, runs_signal=False)
    turns = np.flatnonzero(np.diff(useful)) + 1
    longest = int(np.diff(np.concatenate([[0], turns, [useful.size]])).max())
    longest_max, fewest = longest_run_max(useful.size), n_crossings_min(useful.size)
    signal = longest > longest_max or turns.size < fewest
    return Runs(y.size, int(useful.size), longest, longest_max, int(turns.size), fewest, runs_signal=bool(signal))


def largest(y: Numbers) -> Numbers:
    """The largest distance from zero along the last axis, which stays (length 1); 0 where all are missing."""
    return np.asarray(np.fmax.reduce(np.abs(y), axis=-1, keepdims=True, initial=0))


def sides(y: Numbers, cl: Numbers) -> Signs:
    """1 above the centre line, -1 below, 0 on it or missing. Works on (points,) and on (series, points)."""
    size = largest(y)
    apart = y - cl
    with np.errstate(invalid="ignore"):
        return (apart > ROUNDING * size).astype(np.int8) - (apart < -ROUNDING * size)


@lru_cache(maxsize=4096)
def longest_run_max(useful: int) -> int:
    """The longest run chance explains, given the number of useful points (1 or more)."""
    return round(log2(useful)) + 3


@lru_cache(maxsize=4096)
def n_crossings_min(useful: int) -> int:
    """The fewest crossings chance explains: the 5 % point of a fair coin tossed useful - 1 times."""
    tosses = useful - 1
    ways = accumulate(comb(tosses, crossings) for crossings in count())  # whole numbers: nothing is rounded
    return next(crossings for crossings, so_far in enumerate(ways) if 20 * so_far >= 2**tosses)
