"""The rules once more, in plain slow Python and without arrays: what the library must agree with."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby, pairwise
from math import comb, isnan


def clean_runs(y: list[float], cl: list[float]) -> dict[str, int | bool | None]:
    """Anhøj's rules as the article tells them. Whole numbers in, so that nothing is rounded."""
    sides = [1 if a > b else -1 for a, b in zip(y, cl, strict=True) if not isnan(a) and a != b]
    if not sides:
        return dict.fromkeys(("longest_run", "longest_run_max", "n_crossings", "n_crossings_min")) | {
            "n_useful": 0,
            "runs_signal": False,
        }
    lengths = [len(list(members)) for _, members in groupby(sides)]
    longest_max = 0
    while Fraction(2) ** (2 * longest_max - 1) <= Fraction(len(sides)) ** 2:  # round(log2(n)) + 3 without floats
        longest_max += 1
    longest_max += 2
    tosses, below, fewest = len(sides) - 1, Fraction(0), -1
    while below < Fraction(1, 20):
        fewest += 1
        below += Fraction(comb(tosses, fewest), 2**tosses)
    return {
        "n_useful": len(sides),
        "longest_run": max(lengths),
        "longest_run_max": longest_max,
        "n_crossings": len(lengths) - 1,
        "n_crossings_min": fewest,
        "runs_signal": max(lengths) > longest_max or len(lengths) - 1 < fewest,
    }


def moving_range_limits(y: list[float]) -> tuple[float, float, float]:
    """(lcl, centre, ucl) of an I chart with screened ranges; missing points are gaps."""
    there = [value for value in y if not isnan(value)]
    centre = sum(there) / len(there)
    ranges = [abs(b - a) for a, b in pairwise(y) if not isnan(a) and not isnan(b)]
    average = sum(ranges) / len(ranges)
    kept = [size for size in ranges if size < 3.267 * average]
    sigma = sum(kept) / len(kept) / 1.128
    return centre - 3 * sigma, centre, centre + 3 * sigma


def in_row(marks: list[int], length: int) -> list[bool]:
    """Points that belong to `length` equal neighbours that are not zero."""
    found = [False] * len(marks)
    for start in range(len(marks) - length + 1):
        window = marks[start : start + length]
        if window[0] and len(set(window)) == 1:
            found[start : start + length] = [True] * length
    return found


def trending(y: list[float], length: int) -> list[bool]:
    """Points that belong to `length` neighbours that all rise or all fall."""
    found = [False] * len(y)
    for start in range(len(y) - length + 1):
        window = y[start : start + length]
        if all(a < b for a, b in pairwise(window)) or all(a > b for a, b in pairwise(window)):
            found[start : start + length] = [True] * length
    return found


def two_of_three(close: list[bool], sides: list[int]) -> list[bool]:
    """Points near a limit, in three on the same side of which two or more are near it."""
    found = [False] * len(close)
    for start in range(len(close) - 2):
        span = range(start, start + 3)
        if abs(sum(sides[i] for i in span)) == 3 and sum(close[i] for i in span) >= 2:
            for i in span:
                found[i] = found[i] or close[i]
    return found
