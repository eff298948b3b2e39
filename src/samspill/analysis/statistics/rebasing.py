"""Where a chart begins anew. Only a person does that, on a day, for a reason that others can read.

Limits that follow the data by themselves would hide exactly the change the chart is there to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from samspill.analysis.statistics.arrays import Whole
from samspill.analysis.statistics.unusable import Unusable


@dataclass(frozen=True)
class Rebase:
    """Centre line and limits are worked out anew from the point after the first `after` points.

    after   how many points come before the new part (1 or more)
    by      who decided; reason: why, in words; on: the day it was decided
    """

    after: int
    by: str
    reason: str
    on: date

    def __post_init__(self) -> None:
        if isinstance(self.after, bool) or not isinstance(self.after, int | np.integer) or self.after < 1:
            raise Unusable(f"Rebase.after er {self.after!r}, men skal være et helt antall punkter, minst 1.")
        for name in ("by", "reason"):
            said = getattr(self, name)
            if not isinstance(said, str) or not said.strip():
                raise Unusable(f"Rebase.{name} mangler. Nye grenser settes av en person, med en begrunnelse.")
        if not isinstance(self.on, date) or isinstance(self.on, datetime):
            raise Unusable("Rebase.on skal være en dato.")


def part_numbers(points: int, rebases: Sequence[Rebase]) -> Whole:
    """The part (from 1) each point belongs to, shape (points,).

    Raises Unusable when a break lies after the last point, or two lie at the same place.
    """
    breaks = sorted(rebase.after for rebase in rebases)
    if len(set(breaks)) < len(breaks):
        raise Unusable(f"rebase: to brudd ligger etter samme punkt ({breaks}).")
    if breaks and breaks[-1] >= points:
        raise Unusable(f"rebase: et brudd ligger etter punkt {breaks[-1]}, men serien har bare {points} punkter.")
    return np.searchsorted(np.asarray(breaks, dtype=np.int64), np.arange(points), side="right").astype(np.int64) + 1
