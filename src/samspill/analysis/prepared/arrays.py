"""A prepared table as plain arrays on disk: one file a column, read where it lies.

whole numbers and days   the smallest signed type that holds them; its lowest value is "missing"
texts                    codes into the labels of the column; −1 is missing
truths                   int8: 1, 0, and −1 for missing
numbers                  float64; NaN is missing
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from samspill.analysis.prepared.columns import TEXT, TRUTH

if TYPE_CHECKING:
    from samspill.analysis.engines.kernels.columns import Column

Array = NDArray[Any]
TOLD = "columns.json"


@dataclass(frozen=True)
class Calendar:
    """Months and years of the days from `first` (since 1970) on, `days` of them."""

    first: int
    days: int

    @cached_property
    def _months(self) -> Any:
        days = np.arange(self.first, self.first + self.days).astype("datetime64[D]")
        return days.astype("datetime64[M]").astype(np.int64) + 1970 * 12

    @cached_property
    def month_of(self) -> Array:
        """By day: the number of its month, 0 for the first."""
        found: Array = (self._months - self._months[0]).astype(np.int32)
        return found

    @cached_property
    def year_of(self) -> Array:
        """By day: its year."""
        found: Array = (self._months // 12).astype(np.int16)
        return found

    @cached_property
    def months(self) -> Array:
        """12 × year + month − 1, in order."""
        return np.arange(self._months[0], self._months[-1] + 1)

    @property
    def count(self) -> int:
        """How many months."""
        return len(self.months)

    @cached_property
    def _starts(self) -> Array:
        numbers = np.append(self.months, self.months[-1] + 1) - 1970 * 12
        return numbers.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)

    @cached_property
    def lengths(self) -> Array:
        """Days of each month."""
        return np.diff(self._starts)

    @cached_property
    def left(self) -> Array:
        """By day: days from it, itself counted, to the end of its month."""
        days = np.arange(self.first, self.first + self.days)
        return (self._starts[1:][self.month_of] - days).astype(np.int32)


class Arrays:
    """The columns of one table. told: by column, its kind, labels, whether any is missing, and the least and most."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found: dict[str, Any] = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        self.rows: int = found["rows"]
        self._told: Mapping[str, Mapping[str, Any]] = found["columns"]
        self._read: dict[str, Array] = {}

    def values(self, column: str) -> Array:
        """The whole column, mapped from the disk."""
        if column not in self._read:
            self._read[column] = np.load(self._folder / f"{column}.npy", mmap_mode="r")
        return self._read[column]

    def has_missing(self, column: str) -> bool:
        return bool(self._told[column]["missing"])

    def labels(self, column: str) -> list[str]:
        """What the codes of a text stand for."""
        return list(self._told[column]["labels"])

    def column(self, column: str, piece: slice) -> Column:
        """Rows of a column, with the operators of the declarations."""
        from samspill.analysis.engines.kernels.columns import Column

        told, values = self._told[column], np.asarray(self.values(column)[piece])
        missing = _missing(values, told["kind"]) if told["missing"] else None
        if told["kind"] == TRUTH:
            return Column(values == 1, missing)
        return Column(values, missing, told["labels"] if told["kind"] == TEXT else None)

    def calendar(self, *columns: str) -> Calendar:
        """The days that columns of days reach over."""
        reach = [self._told[column]["reach"] for column in columns if self._told[column]["reach"]]
        first = min((least for least, _ in reach), default=0)
        last = max((most for _, most in reach), default=0)
        return Calendar(first, last - first + 1)


def _missing(values: Array, kind: str) -> Array:
    if kind in (TEXT, TRUTH):
        return values < 0
    return np.isnan(values) if values.dtype.kind == "f" else values == np.iinfo(values.dtype).min
