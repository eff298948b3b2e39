"""What must stay possible: for each protected number how high and how low a receiver must be able to think it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samspill.analysis.disclosure.drafts import Bools
from samspill.analysis.disclosure.ground import Rows
from samspill.analysis.disclosure.table import Floats, Ints
from samspill.analysis.disclosure.worlds import Pull


@dataclass(eq=False)
class Wishes:
    """w protected numbers over a atoms.

    rows       (w, a): the number as a sum of atoms (differences of cells have zeros and ones too).
    low, high  float (w): it must be possible to think it this low, and this high; NaN: nothing asked on that side.
    names      for each a sentence part saying what it is, for warnings in the house.
    unknown    bool (w): its true value is not known here (somebody else's table is part of it). If it turns out that
               it must be small, it is protected as a small number.
    seen_low, seen_high  the extremes over the worlds found so far.
    """

    rows: Rows
    low: Floats
    high: Floats
    names: list[str]
    unknown: Bools
    seen_low: Floats
    seen_high: Floats

    @classmethod
    def of(cls, rows: Rows, low: Floats, high: Floats, names: list[str], unknown: Bools) -> Wishes:
        count = len(names)
        return cls(rows, low.copy(), high.copy(), names, unknown, np.full(count, np.inf), np.full(count, -np.inf))

    @classmethod
    def together(cls, several: Sequence[Wishes], atoms: int) -> Wishes:
        """Several lists as one."""
        if not several:
            return cls.of(sparse.csr_array((0, atoms)), np.zeros(0), np.zeros(0), [], np.zeros(0, dtype=bool))
        return cls.of(
            sparse.vstack([one.rows for one in several]).tocsr(),
            np.concatenate([one.low for one in several]),
            np.concatenate([one.high for one in several]),
            [name for one in several for name in one.names],
            np.concatenate([one.unknown for one in several]),
        )

    def __len__(self) -> int:
        return len(self.names)

    def see(self, world: Floats) -> None:
        values = self.rows @ world
        self.seen_low = np.minimum(self.seen_low, values)
        self.seen_high = np.maximum(self.seen_high, values)

    def wanting_high(self) -> Bools:
        return np.asarray(self.seen_high < self.high - self._slack(self.high))

    def wanting_low(self) -> Bools:
        return np.asarray(self.seen_low > self.low + self._slack(self.low))

    def met_by(self, world: Floats) -> Bools:
        """Which goals a world meets: bool (2w), the high ones first; a goal that is not asked is met."""
        values = self.rows @ world
        return np.concatenate(
            [~(values < self.high - self._slack(self.high)), ~(values > self.low + self._slack(self.low))]
        )

    def open(self) -> Ints:
        return np.flatnonzero(self.wanting_high() | self.wanting_low())

    def pull(self, which: Ints, upwards: Bools) -> Pull:
        """Directions for a search: where only one side is wanting, that side."""
        up, down = self.wanting_high()[which], self.wanting_low()[which]
        upwards = np.where(up & down, upwards, up)
        return Pull(self.rows[which], upwards, np.where(upwards, self.high[which], self.low[which]))

    @staticmethod
    def _slack(goal: Floats) -> Floats:
        return np.asarray(1e-7 * np.maximum(1.0, np.abs(goal)))
