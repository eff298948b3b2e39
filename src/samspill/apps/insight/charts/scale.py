"""From values to places on paper: round steps for an axis, and the scale between."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from samspill.ui import formats

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """low..high of the values onto start..end of the paper."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def step_for(span: float, about: int) -> float:
    """A round step that divides the span in about so many."""
    rough = span / max(about, 1)
    size: float = 10.0 ** math.floor(math.log10(rough))
    return next(step * size for step in STEPS if step * size >= rough * 0.999)


def scale_for(
    values: Iterable[float | None], start: float, end: float, *, about: int = 5, from_zero: bool = True
) -> tuple[Scale, list[float]]:
    """A scale that holds all values, with its ticks. From zero unless the values lie far from it and may leave it."""
    known = [value for value in values if value is not None and math.isfinite(value)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if from_zero or low < 0.4 * high:
        low = min(low, 0.0)
    if high - low < 1e-9:
        high = low + 1
    step = step_for(high - low, about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [number * step for number in range(first, last + 1)]
    return Scale(ticks[0], ticks[-1], start, end), ticks


def tick_said(value: float, ticks: list[float]) -> str:
    """With as many decimals as the step needs."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1
    decimals = 0 if step >= 1 and float(step).is_integer() else 1 if step >= 0.1 else 2
    return formats.number(value, decimals)
