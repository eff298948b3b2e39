"""Columns of a raw table as arrays, one by one, from a Parquet file or a table in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from samspill.analysis.prepared.array_writing import NONE, as_dictionary
from samspill.analysis.prepared.stay_loops import NOTHING, in_order
from samspill.analysis.tables.declared import contract_of
from samspill.analysis.tables.from_events import arrow_schema

Array = NDArray[Any]


class RawColumns:
    """`order` is put on every column once it is known."""

    def __init__(self, name: str, rows: Path | pa.Table) -> None:
        self._schema, self._rows = arrow_schema(contract_of(name)), rows
        self._there = set((pq.read_schema(rows) if isinstance(rows, Path) else rows.schema).names)
        self.count = pq.read_metadata(rows).num_rows if isinstance(rows, Path) else len(rows)
        self.order: Array | None = None

    def _pieces(self, name: str) -> Iterator[pa.Array]:
        """The column a row group at a time: only the whole of what is made of it need be in memory."""
        if name not in self._there:
            yield pa.nulls(self.count, self._schema.field(name).type)
        elif not isinstance(self._rows, Path):
            yield from self._rows.column(name).chunks
        else:
            text = [name] if pa.types.is_string(self._schema.field(name).type) else []
            with pq.ParquetFile(self._rows, read_dictionary=text) as file:
                for group in range(file.num_row_groups):
                    yield from file.read_row_group(group, columns=[name]).column(0).chunks

    def _numbers(self, name: str, read: Callable[[pa.Array], pa.Array], missing: Any, of: Any = np.int64) -> Array:
        """Rows as they lie. read: a piece as numbers, with nulls where it is missing."""
        found, row = np.empty(self.count, dtype=of), 0
        for piece in self._pieces(name):
            found[row : row + len(piece)] = pc.fill_null(read(piece), missing).to_numpy(zero_copy_only=False)
            row += len(piece)
        return found

    def ordered(self, values: Array) -> Array:
        return values if self.order is None else in_order(values, self.order)

    def _dictionary(self, name: str) -> pa.DictionaryArray:
        return as_dictionary(pa.chunked_array(self._pieces(name), self._type_of(name)))

    def _type_of(self, name: str) -> pa.DataType | None:
        """Said where there may be no pieces to tell it."""
        return self._schema.field(name).type if self.count == 0 else None

    def codes(self, name: str) -> tuple[Array, list[str]]:
        """A text as codes (−1 for missing) and labels."""
        codes, labels = self.numbered(name)
        return codes, labels.to_pylist()

    def numbered(self, name: str) -> tuple[Array, pa.Array]:
        """The same, with the labels as they lie: there may be millions of persons."""
        found = self._dictionary(name)
        codes = pc.fill_null(found.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
        return self.ordered(codes), found.dictionary

    def seconds(self, name: str) -> Array:
        """A time as whole seconds since 1970 on the Norwegian clock, rounded down; NONE for missing."""
        found = self._numbers(name, lambda piece: piece.cast(pa.timestamp("us")).cast(pa.int64()), NONE)
        gone = found == NONE
        np.floor_divide(found, 1_000_000, out=found)
        found[gone] = NONE
        return self.ordered(found)

    def days(self, name: str) -> Array:
        """A day since 1970, as int32; its lowest value for missing."""
        read = self._numbers(name, lambda piece: piece.cast(pa.date32()).cast(pa.int32()), NOTHING, np.int32)
        return self.ordered(read)

    def whole(self, name: str) -> Array:
        """A whole number; NONE for missing."""
        return self.ordered(self._numbers(name, lambda piece: piece.cast(pa.int64()), NONE))

    def number(self, name: str) -> Array:
        """A number; NaN for missing."""
        return self.ordered(self._numbers(name, lambda piece: piece.cast(pa.float64()), np.nan, np.float64))

    def texts_of(self, name: str, rows: Array) -> list[str]:
        """The texts themselves of a few rows."""
        return list(pa.chunked_array(self._pieces(name), self._type_of(name)).take(pa.array(rows)).to_pylist())


def day_of(seconds: Array) -> Array:
    """The day of a time; NONE stays NONE."""
    gone = seconds == NONE
    days = seconds // 86400
    if gone.any():
        days[gone] = NONE
    return days
