"""The shapes over prepared arrays: columns block by block, sums in compiled loops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from samspill.analysis.engines.cells import UNKNOWN
from samspill.analysis.engines.kernels import loops
from samspill.analysis.engines.kernels.cells import Places, Sums, cells_of_spread
from samspill.analysis.engines.kernels.columns import Array, Block, Column
from samspill.analysis.engines.kernels.persons import people_of
from samspill.analysis.indicators.indicator import Indicator, Values
from samspill.analysis.indicators.shapes import Figure, Persons, Spread, Tally
from samspill.analysis.prepared.arrays import Arrays
from samspill.analysis.prepared.store import Prepared
from samspill.analysis.statistics.unusable import Unusable

BLOCK = 1 << 17  # rows at a time: what is worked out along the way stays near the processor


class Kernels(AbstractContextManager["Kernels"]):
    """Needs prepared tables (`prepare`)."""

    name = "kernels"

    def __init__(self, tables: Any) -> None:
        if not isinstance(tables, Prepared):
            raise Unusable("Motoren «kernels» trenger forberedte tabeller: samspill figures prepare, eller prepare().")
        self._prepared = tables
        self.spans = tables.ground.spans

    def raw(self, table: str) -> pa.Table | None:
        found = self._prepared.ground.tables.get(table)
        return None if found is None else pq.read_table(found) if not isinstance(found, pa.Table) else found

    def cells(self, indicator: Indicator, settings: Values) -> pa.Table:
        figure = indicator.figure
        arrays = self._prepared.arrays(figure.of)
        if isinstance(figure, Spread):
            return _spread(figure, settings, arrays)
        if isinstance(figure, Persons):
            return _persons(figure, settings, arrays)
        assert isinstance(figure, Tally)
        return _tally(figure, settings, arrays)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""


def blocks_of(arrays: Arrays, rows: int = BLOCK) -> Iterator[tuple[slice, Block]]:
    """The table a piece at a time."""
    for start in range(0, arrays.rows, rows):
        piece = slice(start, min(start + rows, arrays.rows))
        yield piece, Lazy(arrays, piece)


class Lazy(Block):
    """Takes a column from the disk when it is asked for."""

    def __init__(self, arrays: Arrays, piece: slice) -> None:
        super().__init__({})
        self._arrays, self._piece = arrays, piece

    def __getattr__(self, name: str) -> Column:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Column:
        columns = self.__dict__["_columns"]
        if name not in columns:
            columns[name] = self.__dict__["_arrays"].column(name, self.__dict__["_piece"])
        found: Column = columns[name]
        return found


def _kept(figure: Figure, settings: Values, block: Block, rows: int) -> Array:
    return np.ones(rows, dtype=np.bool_) if figure.where is None else figure.where(block, settings).true()


def group_codes(figure: Figure, settings: Values, block: Block, rows: int) -> tuple[Array, list[str]]:
    """The group of each row as a code, and what the codes stand for; the last is for what fits none."""
    assert figure.group is not None
    if isinstance(figure.group, str):
        column = block[figure.group]
        labels = list(column.labels or ())
        return np.where(column.values < 0, len(labels), column.values), [*labels, UNKNOWN]
    labels = [code for code, _ in figure.group]
    found = np.full(rows, len(labels), dtype=np.int16)
    for number, (_, condition) in reversed(list(enumerate(figure.group))):
        found[condition(block, settings).true()] = number
    return found, [*labels, UNKNOWN]


def _placed(figure: Figure, settings: Values, block: Block, places: Places, rows: int) -> Array:
    """The number of the place (and group) of each row."""
    found = np.zeros(rows, dtype=np.int64)
    for name, column in figure.places.items():
        found = places.deeper(found, name, block[column].values)
    if figure.group is not None:
        found = places.deeper(found, "group", group_codes(figure, settings, block, rows)[0])
    return found


def _places(figure: Figure, settings: Values, arrays: Arrays) -> Places:
    labels = {name: [*arrays.labels(column), UNKNOWN] for name, column in figure.places.items()}
    if isinstance(figure.group, str):
        labels["group"] = [*arrays.labels(figure.group), UNKNOWN]
    elif figure.group is not None:
        labels["group"] = [*(code for code, _ in figure.group), UNKNOWN]
    return Places(labels)


def _tally(figure: Tally, settings: Values, arrays: Arrays) -> pa.Table:
    places = _places(figure, settings, arrays)
    calendar = arrays.calendar(figure.at)
    sums = Sums(places, calendar.months)
    for piece, block in blocks_of(arrays):
        rows = piece.stop - piece.start
        day = block[figure.at]
        keep = _kept(figure, settings, block, rows)
        if day.missing is not None:
            keep = keep & ~day.missing
        chosen = np.flatnonzero(keep)
        if chosen.size:
            month = calendar.month_of[day.values[chosen] - calendar.first]
            place = _placed(figure, settings, block, places, rows)[chosen]
            sums.add(figure, settings, block, place * calendar.count + month, chosen)
    return sums.cells()


def _spread(figure: Spread, settings: Values, arrays: Arrays) -> pa.Table:
    places = _places(figure, settings, arrays)
    calendar = arrays.calendar(figure.begins, figure.ends)
    count = calendar.days if figure.by_day else calendar.count
    sheets = np.zeros((4 if figure.by_day else 6, places.size, count), dtype=np.int64)
    for piece, block in blocks_of(arrays):
        rows = piece.stop - piece.start
        begins, ends = block[figure.begins], block[figure.ends]
        place = _placed(figure, settings, block, places, rows)
        for gone in (begins.missing, ends.missing, ~_kept(figure, settings, block, rows)):
            if gone is not None:
                place[gone] = -1
        weight = block[figure.weight].values if figure.weight else np.ones(rows, dtype=np.int8)
        if figure.by_day:
            loops.spread_by_day(place, begins.values, ends.values, weight, calendar.first, sheets)
        else:
            loops.spread_by_month(
                place, begins.values, ends.values, weight, calendar.month_of, calendar.left, calendar.first, sheets
            )
    return cells_of_spread(places, sheets, calendar, figure.by_day)


def _persons(figure: Persons, settings: Values, arrays: Arrays) -> pa.Table:
    keep = np.empty(arrays.rows, dtype=np.bool_)
    for piece, block in blocks_of(arrays):
        keep[piece] = _kept(figure, settings, block, piece.stop - piece.start)
    years, last_row, people = people_of(figure, settings, arrays, keep)
    places = _places(figure, settings, arrays)
    first = int(years.min()) if years.size else 0
    count = int(years.max()) - first + 1 if years.size else 1
    sums = Sums(places, np.arange(first, first + count))
    for start in range(0, years.size, BLOCK):
        piece = slice(start, min(start + BLOCK, years.size))
        block = Block({name: Column(values[piece]) for name, values in people.items()})
        rows = piece.stop - piece.start
        place = np.zeros(rows, dtype=np.int64)
        for name, column in figure.places.items():
            place = places.deeper(place, name, arrays.values(column)[last_row[piece]])
        if figure.group is not None:
            place = places.deeper(place, "group", group_codes(figure, settings, block, rows)[0])
        sums.add(figure, settings, block, place * count + (years[piece] - first), None)
    return sums.cells()
