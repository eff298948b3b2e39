"""When patients come: more in winter, on weekdays and by day."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from samspill.portal.demo.figures import WEEKDAY, WINTER

_NIGHT = 0.45  # 0–8
_DAY = (24 - 8 * _NIGHT) / 16  # 8–24; the mean over the day is 1
_MOST = max(WEEKDAY) * (1 + WINTER) * _DAY


def arrivals(rng: Random, since: datetime, until: datetime, a_year: float) -> Iterator[datetime]:
    """Moments of admission, oldest first, on average `a_year` of them a year.

    A Poisson process of the highest pace, of which each arrival is kept with the chance that its hour deserves.
    """
    moment = since
    while True:
        moment += timedelta(hours=rng.expovariate(a_year / 8766 * _MOST))
        if moment >= until:
            return
        if rng.random() * _MOST < _pace(moment):
            yield moment.replace(second=0, microsecond=0)


def _pace(moment: datetime) -> float:
    of_the_year = 1 + WINTER * math.cos(2 * math.pi * (moment.timetuple().tm_yday - 30) / 365.25)
    return WEEKDAY[moment.weekday()] * of_the_year * (_NIGHT if moment.hour < 8 else _DAY)
