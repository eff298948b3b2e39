"""One series as it is published, its control chart, and what the chart says. Plain values in and out.

A hidden number is a gap in the line, never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from samspill.analysis.statistics import Chart, Reading, Rebase, Unusable, chart, nhs_rules
from samspill.apps.insight import periods

FEWEST = 10  # points before a chart is read for signals; fewer tell too little
KINDS_WITH_DENOMINATOR = ("p", "pp", "u", "up")


@dataclass(frozen=True, kw_only=True)
class Point:
    """state: shown, hidden or absent; everything else None unless shown."""

    period: str
    state: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    persons: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person decided: freeze (the last period the lines come from) or rebase (the first of the new part)."""

    kind: str
    period: str
    reason: str
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A series with its chart. `chart` is None where there is nothing to draw; `reading` where it is not to be read."""

    points: tuple[Point, ...]
    kind: str
    chart: Chart | None
    reading: Reading | None
    decisions: tuple[Decision, ...] = ()
    set_aside: tuple[Decision, ...] = field(default=())  # decisions that this series has no room for

    @property
    def latest(self) -> Point | None:
        """The last point that has a number."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


def drawn(points: Sequence[Point], kind: str, per: float, better: str, decisions: Sequence[Decision] = ()) -> Drawn:
    """The chart of a series, by the decisions that were made about it.

    kind    of analysis.statistics.chart; a chart that needs numerators is drawn as a run chart where they are hidden
    per     what the ratio is multiplied by
    """
    points = tuple(points)
    if not any(point.value is not None for point in points):
        return Drawn(points=points, kind=kind, chart=None, reading=None)
    freeze, breaks, set_aside = _placed(points, decisions)
    used = [kind] if _can_be(points, kind) else []
    for each in [*used, "i", "run"]:
        made = _chart(points, each, per, freeze, breaks)
        if made is not None:
            enough = sum(point.value is not None for point in points) >= FEWEST
            reading = nhs_rules(made, better=better if better in ("up", "down") else "neither") if enough else None
            kept = tuple(each for each in decisions if each not in set_aside)
            return Drawn(
                points=points, kind=each, chart=made, reading=reading, decisions=kept, set_aside=tuple(set_aside)
            )
    return Drawn(points=points, kind=kind, chart=None, reading=None)


def _can_be(points: Sequence[Point], kind: str) -> bool:
    if kind not in KINDS_WITH_DENOMINATOR:
        return True
    shown = [point for point in points if point.value is not None]
    return all(point.numerator is not None and point.denominator for point in shown)


def _chart(
    points: Sequence[Point], kind: str, per: float, freeze: int | None, breaks: Sequence[Rebase]
) -> Chart | None:
    months = [periods.first_day(point.period) for point in points]
    try:
        if kind in KINDS_WITH_DENOMINATOR:
            y = [_number(point.numerator if point.value is not None else None) for point in points]
            n = [_number(point.denominator if point.value is not None else None) for point in points]
            return chart(kind, y, n, x=months, multiply=per, freeze=freeze, rebase=breaks)
        y = [_number(point.value) for point in points]
        return chart(kind, y, x=months, freeze=freeze, rebase=breaks)
    except Unusable:
        return None


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _placed(points: Sequence[Point], decisions: Sequence[Decision]) -> tuple[int | None, list[Rebase], list[Decision]]:
    """Decisions name periods; the chart wants places. Those that fall outside the series are set aside.

    A freeze holds until the first new part after it: limits are then those of the new part.
    """
    place = {point.period: number for number, point in enumerate(points)}
    breaks, set_aside, freeze = [], [], None
    for each in sorted(decisions, key=lambda decision: decision.period):
        at = place.get(each.period)
        if each.kind == "rebase" and at:
            breaks.append(Rebase(after=at, by=each.by, reason=each.reason, on=each.on))
        elif each.kind == "freeze" and at is not None:
            freeze = at + 1
        else:
            set_aside.append(each)
    if breaks and freeze is not None:
        set_aside += [each for each in decisions if each.kind == "freeze"]
        freeze = None
    return freeze, breaks, set_aside


def signalling(made: Drawn) -> np.ndarray:
    """Which points are marked: outside the limits, or special by the rules."""
    assert made.chart is not None
    outside: np.ndarray = np.asarray(made.chart.sigma_signal).copy()
    return outside if made.reading is None else outside | made.reading.outside
