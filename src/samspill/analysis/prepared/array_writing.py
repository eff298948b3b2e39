"""Writing a prepared table as plain arrays (arrays.py says how they look)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from samspill.analysis.prepared.arrays import TOLD
from samspill.analysis.prepared.columns import DAY, NUMBER, TEXT, TRUTH

Array = NDArray[Any]
NONE = np.iinfo(np.int64).min  # stands for what is missing, until the column is as small as it can be


class Writing:
    """Takes columns one by one, so that only one need be in memory."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder, self._told, self._rows = folder, dict[str, Any](), 0

    def text(self, name: str, codes: Array, labels: Sequence[str]) -> None:
        """codes: −1 for missing."""
        small: Array = codes.astype(np.int16 if len(labels) < 2**15 else np.int32)
        self._write(name, small, TEXT, bool((small < 0).any()), labels=list(labels))

    def truth(self, name: str, values: Array) -> None:
        """values: 1, 0, and −1 for missing."""
        small: Array = values.astype(np.int8)
        self._write(name, small, TRUTH, bool((small < 0).any()))

    def number(self, name: str, values: Array) -> None:
        """values: NaN for missing."""
        self._write(name, values.astype(np.float64), NUMBER, bool(np.isnan(values).any()))

    def whole(self, name: str, values: Array, kind: str) -> None:
        """Whole numbers, or days since 1970; the lowest value of their type for missing."""
        none = np.iinfo(values.dtype).min
        gone = values == none
        missing = bool(gone.any())
        least, most = _reach(values, gone if missing else None)
        small = (
            values.astype(_smallest(least, most), copy=False) if not missing else _smaller(values, gone, least, most)
        )
        reach = [least, most] if kind == DAY and len(values) and not (missing and gone.all()) else None
        self._write(name, small, kind, missing, reach=reach)

    def _write(self, name: str, values: Array, kind: str, missing: bool, **more: Any) -> None:
        np.save(self.path(name), values)
        self._rows = len(values)
        self._told[name] = {"kind": kind, "missing": missing, "reach": None, "labels": [], **more}

    def path(self, name: str) -> Path:
        """Where a column lies."""
        return self._folder / f"{name}.npy"

    def finish(self) -> None:
        told = {"rows": self._rows, "columns": self._told}
        (self._folder / TOLD).write_text(json.dumps(told, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _reach(values: Array, gone: Array | None) -> tuple[int, int]:
    known = values if gone is None else values[~gone]
    return (int(known.min()), int(known.max())) if len(known) else (0, 0)


def _smallest(least: int, most: int) -> Any:
    return next(
        t for t in (np.int8, np.int16, np.int32, np.int64) if np.iinfo(t).min < least and most <= np.iinfo(t).max
    )


def _smaller(values: Array, gone: Array, least: int, most: int) -> Array:
    kind = _smallest(least, most)
    small = np.where(gone, 0, values).astype(kind)
    small[gone] = np.iinfo(kind).min
    return small


def write_table(table: pa.Table, columns: dict[str, str], folder: Path) -> None:
    """Any prepared table."""
    writing = Writing(folder)
    for name, kind in columns.items():
        column = table.column(name)
        if kind == TEXT:
            writing.text(name, *codes_of(column))
        elif kind == TRUTH:
            writing.truth(name, pc.fill_null(column.cast(pa.int8()), -1).to_numpy())
        elif kind == NUMBER:
            writing.number(name, column.cast(pa.float64()).to_numpy())
        else:
            whole = column.cast(pa.int32()).cast(pa.int64()) if kind == DAY else column.cast(pa.int64())
            writing.whole(name, pc.fill_null(whole, NONE).to_numpy(), kind)
    writing.finish()


def codes_of(column: pa.ChunkedArray) -> tuple[Array, list[str]]:
    """A column of texts as codes (−1 for missing) and labels."""
    found = as_dictionary(column)
    codes = pc.fill_null(found.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
    return codes, found.dictionary.to_pylist()


def as_dictionary(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Texts as codes into one dictionary."""
    encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    whole = encoded.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):  # no chunks at all
        return pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string()))
    return whole
