"""Rows that come in batches, written to one Parquet file as they come, so that no more than a batch is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

BATCH = 50_000


def write_batches(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> Path:
    """Write batches of one schema; none at all gives a file without rows."""
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
    return path


def write_texts(names: Sequence[str], rows: Iterable[Sequence[Any]], path: Path) -> Path:
    """Write rows of any Python values as text, the way `as_text` says."""
    schema = pa.schema([(name, pa.string()) for name in names])
    return write_batches(schema, _text_batches(schema, iter(rows)), path)


def _text_batches(schema: pa.Schema, rows: Iterator[Sequence[Any]]) -> Iterator[pa.RecordBatch]:
    width = len(schema)
    while batch := list(islice(rows, BATCH)):
        columns = [[as_text(row[number]) for row in batch] for number in range(width)]
        yield pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=schema)


def as_text(value: Any) -> str | None:
    """A value as it would be written in a file: days and times the ISO way, 1234.0 as 1234."""
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
