"""From an engine's cells to the long table: totals over places, quarters and years, and denominators that are
looked up.

The same for every engine, so engines can only disagree about cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa

from samspill.analysis.engines.cells import MEASURES, Engine
from samspill.analysis.figures import denominators
from samspill.analysis.figures.periods import EPOCH, month_number, name_of
from samspill.analysis.figures.results import SCHEMA, ordered
from samspill.analysis.figures.summing import summed
from samspill.analysis.indicators.indicator import DIMENSIONS, Indicator, Values
from samspill.analysis.indicators.shapes import Beds, Days, People, Spread
from samspill.analysis.prepared.columns import MADE_OF
from samspill.analysis.prepared.ground import NO_DAY

_SUMS = list(MEASURES)


def finished(indicator: Indicator, cells: pa.Table, engine: Engine, *, totals: bool = True) -> pa.Table:
    """The rows of one indicator (results.SCHEMA). totals: False gives only the finest places and periods."""
    span = engine.spans.get(MADE_OF[indicator.figure.of][0], (NO_DAY, NO_DAY))
    frame = _within(indicator, cells.to_pandas(), span)
    frame = _filled(indicator, denominators.before_sums(indicator, frame, engine, span), span)
    kinds = indicator.period_kinds if totals else indicator.period_kinds[:1]
    choices = list(_kept_dimensions(indicator, totals))
    whole = pd.concat([_rolled(indicator, frame, kind, choices) for kind in kinds], ignore_index=True)
    return ordered(_table(indicator, denominators.after_sums(indicator, whole, engine, span)))


def counted(indicator: Indicator, engine: Engine, settings: Values, *, totals: bool = True) -> pa.Table:
    """Count one indicator with an engine. Raises Unusable when a table it needs is not loaded."""
    return finished(indicator, engine.cells(indicator, settings), engine, totals=totals)


def _within(indicator: Indicator, frame: pd.DataFrame, span: tuple[date, date]) -> pd.DataFrame:
    """Of days in beds, nothing after the day counted to."""
    if not isinstance(indicator.figure, Spread):
        return frame
    last = span[1] - timedelta(days=1)
    return frame[frame["at"] <= ((last - EPOCH).days if indicator.figure.by_day else month_number(last))]


def _filled(indicator: Indicator, frame: pd.DataFrame, span: tuple[date, date]) -> pd.DataFrame:
    """Where nothing happened in a month, that is a number too: nought of so many days, people or beds."""
    of_time = isinstance(indicator.figure.looked_up, Days | People | Beds)
    if not of_time or indicator.figure.finest != "month" or frame.empty or span[0] >= span[1]:
        return frame
    names = list(indicator.figure.dimensions)
    months = pd.DataFrame({"at": np.arange(month_number(span[0]), month_number(span[1] - timedelta(days=1)) + 1)})
    places = frame[names].drop_duplicates() if names else pd.DataFrame(index=[0])
    whole = months.merge(places, how="cross").merge(frame, how="outer", on=["at", *names])
    sums = [name for name in frame.columns if name not in ("at", *names)]
    return whole.fillna(dict.fromkeys(sums, 0)).astype({"count": "int64", "hits": "int64"})


def _kept_dimensions(indicator: Indicator, totals: bool) -> Iterator[tuple[str, ...]]:
    """Which dimensions are told apart: all choices of them, or only all together."""
    names = indicator.figure.dimensions
    yield names
    if totals:
        for size in range(len(names)):
            yield from combinations(names, size)


def _rolled(indicator: Indicator, frame: pd.DataFrame, kind: str, choices: list[tuple[str, ...]]) -> pd.DataFrame:
    """Sums by period of that kind, for each choice of dimensions."""
    at = _periods(indicator.figure.finest, kind, frame["at"].to_numpy(dtype=np.int64))
    if isinstance(indicator.figure, Spread):
        frame = _counted_once(frame, at)
    sums = pd.concat([summed(frame.assign(at=at), ("at", *kept), _SUMS) for kept in choices], ignore_index=True)
    names = {
        number: _whole(indicator, frame) if kind == "whole" else name_of(kind, number) for number in set(at.tolist())
    }
    return sums.assign(period=sums["at"].map(names), period_kind=kind)


def _periods(finest: str, kind: str, at: np.ndarray) -> np.ndarray:
    """The number of the period of that kind that each cell falls in."""
    if finest == "day" and kind != "day":
        at = _months_of_days(at)
    if kind == "whole":
        return np.zeros(len(at), dtype=np.int64)
    if kind == "quarter":
        return at // 3 * 3
    return at // 12 if kind == "year" and finest != "year" else at


def _counted_once(frame: pd.DataFrame, period: np.ndarray) -> pd.DataFrame:
    """An interval over several months of a period is one: it counts in the first of them, or where it begins."""
    at = frame["at"]
    first = at.groupby(period).transform("min") if len(frame) else at
    count = frame["count"].where(at == first, frame["begun"])
    return frame.assign(count=count, hits=count)


def _months_of_days(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _whole(indicator: Indicator, frame: pd.DataFrame) -> str:
    if frame.empty:
        return ""
    at = frame["at"].to_numpy(dtype=np.int64)
    months = _months_of_days(at) if indicator.figure.finest == "day" else at
    return f"{name_of('month', int(months.min()))}/{name_of('month', int(months.max()))}"


def _table(indicator: Indicator, frame: pd.DataFrame) -> pa.Table:
    frame = frame.assign(indicator=indicator.name, version=indicator.version)
    columns = []
    for field in SCHEMA:
        if field.name in frame.columns:
            columns.append(pa.Array.from_pandas(frame[field.name], type=field.type))
        else:
            assert field.name in DIMENSIONS
            columns.append(pa.nulls(len(frame), field.type))
    return pa.table(columns, schema=SCHEMA)
