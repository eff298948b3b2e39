"""How many days a patient waits for a place."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

_SPREAD = 0.95  # of the logarithm: some wait for weeks
_LONGEST = 365
_SATURDAY = 5
_MOVED_FROM_WEEKEND = 0.6


def draw_wait(rng: Random, mean: float, ready: date) -> int:
    """Days from being ready until there is a place; `mean` of them on average. Few places open in a weekend."""
    mean = min(mean, _LONGEST)
    at_once = 1 / (1 + 1.1 * mean)
    if rng.random() < at_once:
        return 0
    median = mean / (1 - at_once) * _KEEPS_MEAN / math.exp(_SPREAD**2 / 2)
    days = min(max(1, round(rng.lognormvariate(math.log(median), _SPREAD))), _LONGEST)
    place = ready + timedelta(days=days)
    if place.weekday() >= _SATURDAY and rng.random() < _MOVED_FROM_WEEKEND:
        days += 7 - place.weekday()
    return days


# Rounding up to a whole day and moving out of the weekend make waits longer; this takes it back.
_KEEPS_MEAN = 0.86
