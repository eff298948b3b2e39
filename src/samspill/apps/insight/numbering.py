"""From what a release printed to published numbers: values, intervals, and what a reader is told of the range."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samspill.analysis.disclosure import Hidden, Release
from samspill.analysis.statistics import intervals
from samspill.apps.insight import periods
from samspill.apps.insight.series import Point
from samspill.apps.insight.splitting import Wanted

WHOLE = "hele fellesskapet"
LEAST_FOR_REACH = 6  # shown periods before their range is drawn around the latest
REACH_OVER = 12


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number that may be shown, or is hidden; with where it belongs."""

    place: str
    sector: str
    group: str
    period_kind: str
    point: Point


def number_of(wanted: Wanted, name: str, label: str, period: str, row: Mapping[str, Any], denominator: float) -> Number:
    column = {"share": "numerator", "amount": "amount", "ratio": "amount"}.get(wanted.mode, "count")
    top, persons = row[column], row["count"]
    if wanted.mode == "share":
        denominator_shown = None if isinstance(persons, Hidden) else float(persons)
    else:
        denominator_shown = denominator
    point = _point(wanted, period, top, persons, denominator_shown)
    place = ("" if label == WHOLE else label) if name == "kommune" else ""
    return Number(
        place=place,
        sector=label if name == "sektor" else "",
        group=label if name == "gruppe" else "",
        period_kind=periods.kind_of(period),
        point=point,
    )


def _point(wanted: Wanted, period: str, top: Any, persons: Any, denominator: float | None) -> Point:
    count = None if isinstance(persons, Hidden) else int(persons)
    if isinstance(top, Hidden) or (wanted.mode != "count" and denominator is None):
        return Point(period=period, state="hidden")
    if wanted.mode == "count":
        return Point(period=period, state="shown", value=float(top), numerator=float(top), persons=count)
    if not denominator:
        return Point(period=period, state="absent", persons=count)
    low, high = _interval(wanted, float(top), denominator)
    return Point(
        period=period,
        state="shown",
        value=wanted.per * float(top) / denominator,
        numerator=float(top),
        denominator=denominator,
        persons=count if wanted.mode in ("share", "known", "parts") else None,
        low=low,
        high=high,
    )


def _interval(wanted: Wanted, top: float, bottom: float) -> tuple[float | None, float | None]:
    """95 %: Wilson of a share, Byar (exact below ten) of a rate. A sum of days has none."""
    if wanted.mode in ("share", "parts"):
        low, high = intervals.wilson(np.array([top]), np.array([bottom]))
        return float(low[0]) * wanted.per, float(high[0]) * wanted.per
    if wanted.mode == "known":
        low, high = intervals.count_interval(np.array([top]))
        return float(low[0]) / bottom * wanted.per, float(high[0]) / bottom * wanted.per
    return None, None


def with_reach(numbers: Sequence[Number]) -> list[Number]:
    """Sums of days get the lowest and highest of the last twelve shown periods in place of an interval."""
    series: dict[tuple[str, str, str, str], list[Number]] = {}
    for number in numbers:
        series.setdefault((number.place, number.sector, number.group, number.period_kind), []).append(number)
    found = []
    for of in series.values():
        of.sort(key=lambda number: number.point.period)
        for at, number in enumerate(of):
            past = [n.point.value for n in of[max(0, at - REACH_OVER + 1) : at + 1] if n.point.value is not None]
            found.append(_reaching(number, past))
    return found


def _reaching(number: Number, past: list[float]) -> Number:
    point = number.point
    if point.value is None or len(past) < LEAST_FOR_REACH:
        return number
    values = {**point.__dict__, "low": min(past), "high": max(past)}
    return Number(**{**number.__dict__, "point": Point(**values)})


def results(made: Release) -> list[dict[str, Any]]:
    """The rows of a release with hidden numbers as None, for a table that is stored."""
    return [{key: None if isinstance(value, Hidden) else value for key, value in row.items()} for row in made.rows]
