"""Where sums are kept: one number for each place and time, and the cells that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from samspill.analysis.engines.kernels import loops
from samspill.analysis.engines.kernels.columns import Array, Block
from samspill.analysis.indicators.indicator import Values
from samspill.analysis.indicators.shapes import Persons, Tally
from samspill.analysis.prepared.arrays import Calendar
from samspill.analysis.statistics.unusable import Unusable

MOST_CELLS = 60_000_000


class Places:
    """All combinations of the dimensions. labels: by dimension, the last for what is not said."""

    def __init__(self, labels: Mapping[str, Sequence[str]]) -> None:
        self.labels = {name: list(of) for name, of in labels.items()}
        self.size = int(np.prod([len(of) for of in self.labels.values()], dtype=np.int64))

    def deeper(self, place: Array, name: str, codes: Array) -> Array:
        """The place within one more dimension; a code below 0 is not said."""
        size = len(self.labels[name])
        return place * size + np.where(codes < 0, size - 1, codes)

    def named(self, place: Array) -> dict[str, pa.Array]:
        """The dimensions of places, as texts."""
        found: dict[str, pa.Array] = {}
        for name, labels in reversed(self.labels.items()):
            place, code = np.divmod(place, len(labels))
            found[name] = pa.DictionaryArray.from_arrays(pa.array(code.astype(np.int32)), labels).cast(pa.string())
        return {name: found[name] for name in self.labels}


class Sums:
    """count, hits, numerator and denominator by place and time."""

    def __init__(self, places: Places, times: Array) -> None:
        size = places.size * len(times)
        if size > MOST_CELLS:
            raise Unusable("For mange kombinasjoner av steder og grupper til å telles på en gang.")
        self._places, self._times = places, times
        self._whole = np.zeros((2, size), dtype=np.int64)
        self._sums: Array | None = None  # only where rows do not count one each

    def add(self, figure: Tally | Persons, settings: Values, block: Block, cell: Array, chosen: Array | None) -> None:
        """Add rows: `cell` is the number of each chosen row's place and time."""
        above = _values(figure.numerator, settings, block, cell, chosen)
        below = _values(figure.own_denominator, settings, block, cell, chosen)
        if above.dtype == np.bool_ and figure.own_denominator is None:
            loops.count_up(cell, above, self._whole[0], self._whole[1])
            return
        if self._sums is None:
            self._sums = np.zeros((2, self._whole.shape[1]))
        loops.add_up(
            cell, above.astype(np.float64), below.astype(np.float64), self._whole[0], self._whole[1], self._sums[0],
            self._sums[1],
        )  # fmt: skip

    def cells(self) -> pa.Table:
        """Those where any row counts."""
        if self._sums is None:
            sums = (self._whole[1].astype(np.float64), self._whole[0].astype(np.float64))
            found = np.flatnonzero(self._whole[0])
        else:
            sums = (self._sums[0], self._sums[1])
            found = np.flatnonzero((self._whole != 0).any(axis=0))
        place, time = np.divmod(found, len(self._times))
        return pa.table({
            "at": self._times[time].astype(np.int64), **self._places.named(place), "count": self._whole[0][found],
            "hits": self._whole[1][found], "numerator": sums[0][found], "denominator": sums[1][found],
        })  # fmt: skip


def _values(value: Any, settings: Values, block: Block, cell: Array, chosen: Array | None) -> Array:
    """Of the chosen rows: truths as they are, numbers as float64. None: every row counts one."""
    if value is None:
        return np.ones(len(cell), dtype=np.bool_)
    found = value(block, settings)
    whole: Array = found.true() if found.values.dtype == np.bool_ else found.number()
    return whole if chosen is None else whole[chosen]


def cells_of_spread(places: Places, sheets: Array, calendar: Calendar, by_day: bool) -> pa.Table:
    """Days of intervals from their ends: as `engines.spreading`, over whole sheets."""
    lengths: Any = 1
    if by_day:
        begun, ended, weight_in, weight_out = sheets
        days_in, days_out = weight_in, weight_out
    else:
        begun, ended, weight_in, days_in, weight_out, days_out = sheets
        lengths = calendar.lengths
    change = weight_in - weight_out
    before = np.cumsum(change, axis=1) - change
    days = before * lengths + days_in - days_out
    touched = np.cumsum(begun - ended, axis=1) + ended
    place, time = np.nonzero((days != 0) | (touched != 0))
    seen = touched[place, time]
    times = np.arange(calendar.first, calendar.first + calendar.days) if by_day else calendar.months
    return pa.table({
        "at": times[time].astype(np.int64), **places.named(place), "count": seen, "hits": seen,
        "begun": begun[place, time], "numerator": days[place, time].astype(np.float64),
        "denominator": np.ones(len(place)),
    })  # fmt: skip
