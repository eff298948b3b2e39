"""What is asked: a series, when the action began, which way is better, and what else is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from samspill.analysis.statistics.unusable import Unusable

Unit = Literal["share", "rate", "count", "value"]
Better = Literal["down", "up"]
NEEDS_DENOMINATOR = ("share", "rate")


@dataclass(frozen=True)
class Series:
    """Equally long periods, in order: the first day of each, y, and n where there is a denominator. None is missing."""

    periods: Sequence[date]
    y: Sequence[float | None]
    n: Sequence[float | None] | None = None

    def __post_init__(self) -> None:
        lengths = {len(self.periods), len(self.y), len(self.n) if self.n is not None else len(self.y)}
        if len(lengths) > 1:
            raise Unusable("Perioder, tall og grunnlag må være like mange.")
        if list(self.periods) != sorted(set(self.periods)):
            raise Unusable("Periodene må stå i rekkefølge, hver av dem én gang.")

    def cut(self, first: date | None, until: date | None) -> Series:
        """The periods from `first` on and before `until`."""
        kept = [
            place
            for place, period in enumerate(self.periods)
            if (first is None or period >= first) and (until is None or period < until)
        ]
        n = [self.n[place] for place in kept] if self.n is not None else None
        return Series([self.periods[p] for p in kept], [self.y[p] for p in kept], n)

    def filled(self) -> Series:
        """With a missing point where a period was left out, so that neighbours are as far apart as they look."""
        step = self.step()
        if not step or len(self.periods) < 3:
            return self
        at = {_months(period): place for place, period in enumerate(self.periods)}
        wanted = range(_months(self.periods[0]), _months(self.periods[-1]) + 1, step)
        if not set(at) <= set(wanted):
            return self
        places = [at.get(month) for month in wanted]
        periods = [date(month // 12, month % 12 + 1, self.periods[0].day) for month in wanted]
        y = [self.y[p] if p is not None else None for p in places]
        n = [self.n[p] if p is not None else None for p in places] if self.n is not None else None
        return Series(periods, y, n)

    def step(self) -> int:
        """Months from one period to the next; 0 when they are days, weeks, or uneven."""
        gaps = [_months(b) - _months(a) for a, b in zip(self.periods, self.periods[1:], strict=False)]
        same_day = len({period.day for period in self.periods}) == 1
        return min(gaps) if gaps and same_day and min(gaps) > 0 else 0


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


@dataclass(frozen=True)
class Question:
    """starts: the first day the action could work. judge_from: nobody should judge before. today: what is known by now.

    comparison: units without the action, same unit and periods. definition_changes: days on which the figure changed
    its meaning. concurrent: other things that began about then, as (name, day).
    """

    series: Series
    starts: date
    better: Better
    unit: Unit = "share"
    today: date | None = None
    judge_from: date | None = None
    comparison: Series | None = None
    definition_changes: Sequence[date] = ()
    concurrent: Sequence[tuple[str, date]] = ()
    season: bool = False
    small_n: float = field(default=5)  # events per period under which we warn

    def __post_init__(self) -> None:
        if self.unit in NEEDS_DENOMINATOR and self.series.n is None:
            raise Unusable("En andel eller rate trenger et grunnlag (nevner) for hver periode.")
