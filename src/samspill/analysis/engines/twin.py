"""The twin: the same figures in plain Python, one row after the other. For small data, for tests, and for those who
want to see how a figure comes about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samspill.analysis.engines.cells import UNKNOWN, dimensions_of
from samspill.analysis.engines.known import Row, value_of
from samspill.analysis.engines.twin_persons import people_of
from samspill.analysis.indicators.indicator import Indicator, Values
from samspill.analysis.indicators.shapes import Condition, Figure, Persons, Spread, Tally, Value
from samspill.analysis.prepared.by_hand import MADE
from samspill.analysis.prepared.columns import MADE_OF
from samspill.analysis.prepared.ground import Ground, with_all_columns
from samspill.analysis.prepared.store import Prepared
from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.declared import contract_of

EPOCH = date(1970, 1, 1)
Plain = Mapping[str, Any]


class Twin(AbstractContextManager["Twin"]):
    """Holds all rows in memory. Raises Unusable above a hundred thousand of them in one table."""

    name = "memory"
    most = 100_000

    def __init__(self, tables: Ground | Prepared) -> None:
        ground = tables.ground if isinstance(tables, Prepared) else tables
        self.spans, self._as_of = ground.spans, ground.as_of
        self._tables = ground.tables
        self._rows = {name: self._read(name, rows) for name, rows in ground.tables.items()}
        self._made: dict[str, list[dict[str, Any]]] = {}

    def _read(self, name: str, rows: Path | pa.Table) -> list[dict[str, Any]]:
        table = pq.read_table(rows) if isinstance(rows, Path) else rows
        if len(table) > self.most:
            raise Unusable(
                f"«{contract_of(name).label}» har for mange rader til å telles i minnet. Velg en annen motor."
            )
        read: list[dict[str, Any]] = with_all_columns(contract_of(name), table).to_pylist()
        return read

    def raw(self, table: str) -> pa.Table | None:
        found = self._tables.get(table)
        return pq.read_table(found) if isinstance(found, Path) else found

    def cells(self, indicator: Indicator, settings: Values) -> pa.Table:
        figure = indicator.figure
        rows = self.prepared(figure.of)
        kept = [row for row in rows if figure.where is None or holds(figure.where, row, settings)]
        return _table(figure, _cells(figure, settings, kept))

    def prepared(self, name: str) -> list[dict[str, Any]]:
        if MADE_OF[name][0] not in self._rows:
            raise Unusable(f"«{contract_of(MADE_OF[name][0]).label}» er ikke lastet inn.")
        if name not in self._made:
            self._made[name] = MADE[name](self._rows, self._as_of)
        return self._made[name]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""


def holds(condition: Condition, row: Plain, settings: Values) -> bool:
    """What is missing does not hold."""
    return value_of(condition(Row(row), settings)) is True


def number(value: Value, row: Plain, settings: Values) -> float:
    """A truth as 1 or 0, what is missing as 0."""
    return float(value_of(value(Row(row), settings)) or 0)


def _cells(figure: Figure, settings: Values, kept: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    if isinstance(figure, Spread):
        return _spread(figure, settings, kept)
    if isinstance(figure, Persons):
        return _summed(figure, settings, people_of(figure, settings, kept))
    assert isinstance(figure, Tally)
    dated = [row for row in kept if row[figure.at] is not None]
    return _summed(figure, settings, ((_month(row[figure.at]), _place(figure, row), row) for row in dated))


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _place(figure: Figure, row: Plain) -> dict[str, str]:
    return {name: row[column] or UNKNOWN for name, column in figure.places.items()}


def group_of(figure: Figure, settings: Values, row: Plain) -> str:
    """The code of the first group whose condition holds."""
    if isinstance(figure.group, str):
        return row[figure.group] or UNKNOWN
    assert figure.group is not None
    return next((code for code, condition in figure.group if holds(condition, row, settings)), UNKNOWN)


def _summed(
    figure: Tally | Persons, settings: Values, placed: Iterable[tuple[int, dict[str, str], Plain]]
) -> Iterator[dict[str, Any]]:
    """Count and add up rows (or persons) that are of one time and place."""
    sums: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for at, place, row in placed:
        if figure.group is not None:
            place = {**place, "group": group_of(figure, settings, row)}
        above = 1.0 if figure.numerator is None else number(figure.numerator, row, settings)
        own = figure.own_denominator
        below = 1.0 if own is None else number(own, row, settings)
        sums_of = sums[(at, *place.values())]
        for position, more in enumerate((below != 0, above != 0, above, below)):
            sums_of[position] += more
    names = ("at", *dimensions_of(figure))
    for key, (count, hits, above, below) in sums.items():
        if not count and not hits:
            continue  # rows of nothing, as stays of no days: there is no cell
        yield {
            **dict(zip(names, key, strict=True)),
            "count": count,
            "hits": hits,
            "numerator": above,
            "denominator": below,
        }


def _spread(figure: Spread, settings: Values, kept: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Walk each interval day by day."""
    days: dict[tuple[Any, ...], float] = defaultdict(float)
    touched: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    begun: dict[tuple[Any, ...], int] = defaultdict(int)
    for interval, row in enumerate(kept):
        weight = (row[figure.weight] or 0) if figure.weight else 1
        place = tuple(_place(figure, row).values())
        if figure.group is not None:
            place = (*place, group_of(figure, settings, row))
        for position, day in enumerate(_days(row[figure.begins], row[figure.ends])):
            key = ((day - EPOCH).days if figure.by_day else _month(day), *place)
            days[key] += weight
            if weight > 0:
                touched[key].add(interval)
                begun[key] += position == 0
    names = ("at", *dimensions_of(figure))
    for key, number_of_days in days.items():
        seen = len(touched[key])
        yield {**dict(zip(names, key, strict=True)), "count": seen, "hits": seen, "begun": begun[key],
               "numerator": number_of_days, "denominator": 1.0}  # fmt: skip


def _days(begin: date | None, end: date | None) -> Iterator[date]:
    if begin is not None and end is not None:
        for offset in range((end - begin).days):
            yield begin + timedelta(days=offset)


def _table(figure: Figure, cells: Iterable[dict[str, Any]]) -> pa.Table:
    whole = ("at", "count", "hits", *(("begun",) if isinstance(figure, Spread) else ()))
    fields = [*((name, pa.int64()) for name in whole), *((name, pa.string()) for name in dimensions_of(figure))]
    fields += [("numerator", pa.float64()), ("denominator", pa.float64())]
    rows = [{**cell, **{name: int(cell[name]) for name in whole}} for cell in cells]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))
