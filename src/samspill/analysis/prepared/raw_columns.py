"""Columns of a raw table as arrays, one by one, from a Parquet file or a table in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from samspill.analysis.prepared.array_writing import NONE, codes_of
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

    def _column(self, name: str) -> pa.ChunkedArray:
        if name not in self._there:
            return pa.chunked_array([pa.nulls(self.count, self._schema.field(name).type)])
        if not isinstance(self._rows, Path):
            return self._rows.column(name)
        text = [name] if pa.types.is_string(self._schema.field(name).type) else []
        return pq.read_table(self._rows, columns=[name], read_dictionary=text).column(name)

    def _ordered(self, values: Array) -> Array:
        return values if self.order is None else values[self.order]

    def codes(self, name: str) -> tuple[Array, list[str]]:
        """A text as codes (−1 for missing) and labels."""
        codes, labels = codes_of(self._column(name))
        return self._ordered(codes), labels

    def seconds(self, name: str) -> Array:
        """A time as whole seconds since 1970 on the Norwegian clock, rounded down; NONE for missing."""
        ticks = pc.fill_null(self._column(name).cast(pa.timestamp("us")).cast(pa.int64()), NONE).to_numpy()
        gone = ticks == NONE
        found = ticks // 1_000_000
        if gone.any():
            found[gone] = NONE
        return self._ordered(found)

    def days(self, name: str) -> Array:
        """A day since 1970; NONE for missing."""
        whole = self._column(name).cast(pa.date32()).cast(pa.int32()).cast(pa.int64())
        return self._ordered(pc.fill_null(whole, NONE).to_numpy())

    def whole(self, name: str) -> Array:
        """A whole number; NONE for missing."""
        return self._ordered(pc.fill_null(self._column(name).cast(pa.int64()), NONE).to_numpy())

    def number(self, name: str) -> Array:
        """A number; NaN for missing."""
        return self._ordered(self._column(name).cast(pa.float64()).to_numpy())

    def texts_of(self, name: str, rows: Array) -> list[str]:
        """The texts themselves of a few rows."""
        return list(self._column(name).take(pa.array(rows)).to_pylist())


def day_of(seconds: Array) -> Array:
    """The day of a time; NONE stays NONE."""
    gone = seconds == NONE
    days = seconds // 86400
    if gone.any():
        days[gone] = NONE
    return days
