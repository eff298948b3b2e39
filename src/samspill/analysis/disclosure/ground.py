"""The common ground of several sheets: the coarsest parts ("atoms") of which every cell in all of them is a sum.

Tables that cut the same people differently (months and quarters, ages 0-17 and 0-19, a municipality that changed
community) become one linear system here: each cell is a row of zeros and ones over the atoms, and the atoms are
numbers of persons that are not negative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from samspill.analysis.disclosure.dimensions import Leaves
from samspill.analysis.disclosure.table import Ints
from samspill.analysis.statistics.unusable import Unusable

Levels = Mapping[str, tuple[Leaves, ...]]
Rows: TypeAlias = sparse.csr_array
LARGEST = 400_000  # atoms; more than this is not a table for publishing, and would take hours


@dataclass(frozen=True, eq=False)
class Axis:
    """One dimension cut into groups of finest parts that no sheet cuts further.

    held    for each set of parts that a sheet names, which groups it holds: bool (sets, groups).
    number  the set's number in `held`. The last group is what no sheet names, kept only where some sheet covers the
            whole dimension without naming it.
    """

    name: str
    held: npt.NDArray[np.bool_]
    number: Mapping[Leaves | None, int]


class Ground:
    """The atoms of some sheets, and each sheet's cells as rows over them."""

    def __init__(self, sheets: Sequence[Levels]) -> None:
        names = sorted({name for levels in sheets for name in levels})
        self.axes = [_axis(name, sheets) for name in names]
        self.shape = tuple(axis.held.shape[1] for axis in self.axes)
        self.size = int(np.prod(self.shape, dtype=np.int64))
        if self.size > LARGEST:
            raise Unusable(
                f"Tabellene som henger sammen, har {self.size} kombinasjoner til sammen, flere enn {LARGEST}. "
                "Bruk færre dimensjoner, eller grovere nivåer."
            )

    def numbers(self, levels: Levels, at: Ints) -> Ints:
        """For each cell the number of its set in each axis, int (n, axes): equal rows are the same people."""
        columns = []
        place = {name: column for column, name in enumerate(levels)}
        for axis in self.axes:
            if axis.name in place:
                set_of = np.array([axis.number[leaves] for leaves in levels[axis.name]], dtype=np.int64)
                columns.append(set_of[at[:, place[axis.name]]])
            else:
                columns.append(np.full(len(at), axis.number[None], dtype=np.int64))
        return np.stack(columns, axis=1) if columns else np.zeros((len(at), 0), dtype=np.int64)

    def rows(self, numbers: Ints) -> Rows:
        """The cells as a sparse matrix of zeros and ones, (n, atoms)."""
        groups = [[np.flatnonzero(held) for held in axis.held] for axis in self.axes]
        columns = []
        for row in numbers:
            atoms = np.zeros(1, dtype=np.int64)
            for axis, number in enumerate(row):
                atoms = (atoms[:, None] * self.shape[axis] + groups[axis][number][None, :]).ravel()
            columns.append(atoms)
        ends = np.cumsum([0, *[len(atoms) for atoms in columns]])
        atoms = np.concatenate([np.zeros(0, dtype=np.int64), *columns])
        return sparse.csr_array((np.ones(len(atoms)), atoms, ends), shape=(len(numbers), self.size))


def _axis(name: str, sheets: Sequence[Levels]) -> Axis:
    sets = list(dict.fromkeys(leaves for levels in sheets for leaves in levels.get(name, ())))
    covers_all = any(name not in levels for levels in sheets)
    inside: dict[str, list[int]] = {}
    for number, leaves in enumerate(sets):
        for leaf in leaves:
            inside.setdefault(leaf, []).append(number)
    signatures = sorted({tuple(numbers) for numbers in inside.values()})
    held = np.zeros((len(sets) + covers_all, len(signatures) + covers_all), dtype=bool)
    for group, signature in enumerate(signatures):
        held[list(signature), group] = True
    number_of: dict[Leaves | None, int] = {leaves: number for number, leaves in enumerate(sets)}
    if covers_all:
        held[-1, :] = True
        number_of[None] = len(sets)
    return Axis(name, held, number_of)
