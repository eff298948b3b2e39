"""Prepared arrays as Parquet, for the engines that read that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from samspill.analysis.prepared.arrays import Arrays
from samspill.analysis.prepared.columns import DAY, NUMBER, TEXT, TRUTH, WHOLE

PIECE = 1 << 20
_ARROW = {TEXT: pa.string(), DAY: pa.date32(), WHOLE: pa.int64(), NUMBER: pa.float64(), TRUTH: pa.bool_()}


def write_pieces(arrays: Arrays, columns: Mapping[str, str], path: Path) -> None:
    """One row group for each piece, so that any number of rows passes through little memory."""
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for start in range(0, max(arrays.rows, 1), PIECE):
            piece = slice(start, min(start + PIECE, arrays.rows))
            writer.write_table(pa.table([_column(arrays, n, k, piece) for n, k in columns.items()], schema=schema))


def _column(arrays: Arrays, name: str, kind: str, piece: slice) -> pa.Array:
    column = arrays.column(name, piece)
    missing = column.missing
    if kind == TEXT:
        codes = pa.array(column.values.astype(np.int32), mask=missing)
        return pa.DictionaryArray.from_arrays(codes, pa.array(column.labels, pa.string())).cast(pa.string())
    if kind == DAY:
        return pa.array(column.values.astype(np.int32), mask=missing).cast(pa.date32())
    return pa.array(column.values, mask=missing).cast(_ARROW[kind])
