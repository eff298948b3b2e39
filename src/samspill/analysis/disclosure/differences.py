"""New minus old: the groups that no table names, and that two tables together give away.

Ages 0-17 were published before and ages 0-18 are on their way out: the eighteen-year-olds are the difference. A quarter
after two of its months gives the third. So every cell is held against the cells of every earlier table, and what is
left when the one is taken from the other is protected like a number in a table, when it is small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from samspill.analysis.disclosure.drafts import Bools
from samspill.analysis.disclosure.ground import Rows
from samspill.analysis.disclosure.table import Floats, Ints
from samspill.analysis.disclosure.wishes import Wishes


@dataclass(frozen=True, eq=False)
class Told:
    """All cells on the common ground, those of the new table and those of all earlier ones; each group of people once.

    rows     (n, a).
    certain  bool (n): the true value is known here (it is in the new table, or it was published as it is).
    guarded  bool (n): hidden in an earlier table and small there, so that its own interval is looked after.
    new, old bool (n): where the cell stands; it may be in both.
    grains   ways of sorting the cells, int (n) each: cells with the same number share no people; -1: left out.
    """

    rows: Rows
    certain: Bools
    guarded: Bools
    new: Bools
    old: Bools
    grains: Sequence[Ints]

    def crosses(self, cells: Ints) -> bool:
        """Whether these stand neither all in the new table nor all in earlier ones, which were looked after then."""
        return not (self.new[cells].all() or self.old[cells].all())

    def is_open(self, cells: Ints) -> bool:
        """Whether a difference of these must be looked after for itself.

        Not where one guarded number is all that is uncertain in it: then it is as uncertain as that number.
        """
        uncertain = cells[~self.certain[cells]]
        return self.crosses(cells) and not (len(uncertain) == 1 and bool(self.guarded[uncertain[0]]))


def grain(held: Sequence[npt.NDArray[np.bool_]], numbers: Ints) -> Ints:
    """A number for each cell, such that cells with the same number share no people.

    held: for each axis bool (sets, groups). Sets of one axis that overlap get different depths, the smallest lowest.
    """
    depths = [_depths(sets, np.unique(numbers[:, axis]))[numbers[:, axis]] for axis, sets in enumerate(held)]
    if not depths or not len(numbers):
        return np.zeros(len(numbers), dtype=np.int64)
    return np.unique(np.stack(depths, axis=1), axis=0, return_inverse=True)[1].astype(np.int64).ravel()


def _depths(sets: npt.NDArray[np.bool_], used: Ints) -> Ints:
    depth = np.full(len(sets), -1, dtype=np.int64)
    overlap = sets.astype(np.int32) @ sets.astype(np.int32).T > 0
    for one in used[np.argsort(sets[used].sum(axis=1), kind="stable")]:
        clash = set(depth[overlap[one]].tolist())
        depth[one] = next(d for d in range(len(sets) + 1) if d not in clash)
    return depth


def differences(told: Told, home: Floats, threshold: float, span: tuple[float, float]) -> Wishes:
    """Wishes for what is left when cells of the new table and of earlier ones are taken from one another.

    A difference known here to be none, or to reach the threshold, asks nothing. One that is small must be able to be
    anything in `span`. One that is not known here must be able to reach the threshold.
    """
    found: dict[bytes, tuple[Ints, bool]] = {}
    for atoms, certain in _left_over(told):
        value = home[atoms].sum()
        if len(atoms) and not (certain and (value < span[0] or value >= threshold)):
            key = atoms.tobytes()
            found[key] = (atoms, certain or (key in found and found[key][1]))
    known = np.array([certain for _, certain in found.values()], dtype=bool)
    ends = np.cumsum([0, *[len(atoms) for atoms, _ in found.values()]])
    columns = np.concatenate([np.zeros(0, dtype=np.int64), *[atoms for atoms, _ in found.values()]])
    return Wishes.of(
        sparse.csr_array((np.ones(len(columns)), columns, ends), shape=(len(found), len(home))),
        np.where(known, float(span[0]), np.nan),
        np.where(known, float(span[1]), float(threshold)),
        ["forskjellen mellom denne tabellen og en tidligere"] * len(found),
        ~known,
    )


def _left_over(told: Told) -> Iterator[tuple[Ints, bool]]:
    """For each whole: less each part in it, less all parts of one grain in it, and all that cover it less it."""
    sizes = np.diff(told.rows.indptr)
    shared = (told.rows @ told.rows.T).tocsr()
    for whole in range(len(sizes)):
        touched = shared.indices[shared.indptr[whole] : shared.indptr[whole + 1]].astype(np.int64)
        overlap = shared.data[shared.indptr[whole] : shared.indptr[whole + 1]]
        if not told.crosses(np.append(touched, whole)):
            continue
        mine = _atoms(told.rows, np.array([whole]))
        inside = touched[(overlap == sizes[touched]) & (sizes[touched] < sizes[whole])]
        for chosen in _choices(inside, told, whole):
            certain = bool(told.certain[whole] and told.certain[chosen].all())
            yield np.setdiff1d(mine, _atoms(told.rows, chosen), assume_unique=True), certain
        held = dict(zip(touched.tolist(), overlap.tolist(), strict=True))
        for chosen in _by_grain(touched, told.grains):
            covers = sum(held[part] for part in chosen.tolist()) == sizes[whole] < sizes[chosen].sum()
            if covers and len(chosen) > 1 and told.is_open(np.append(chosen, whole)):
                certain = bool(told.certain[whole] and told.certain[chosen].all())
                yield np.setdiff1d(_atoms(told.rows, chosen), mine, assume_unique=True), certain


def _choices(inside: Ints, told: Told, whole: int) -> Iterator[Ints]:
    """Single parts, and all parts of one grain."""
    old, new = (told.old[inside] & told.old[whole]), (told.new[inside] & told.new[whole])
    for part in inside[~(old | new)]:
        if told.is_open(np.array([part, whole])):
            yield np.array([part])
    for chosen in _by_grain(inside, told.grains):
        if len(chosen) > 1 and told.is_open(np.append(chosen, whole)):
            yield chosen


def _by_grain(cells: Ints, grains: Sequence[Ints]) -> Iterator[Ints]:
    for labels in grains:
        for one in np.unique(labels[cells]):
            if one >= 0:
                yield cells[labels[cells] == one]


def _atoms(rows: Rows, chosen: Ints) -> Ints:
    """The atoms of cells that do not overlap, sorted."""
    several = [rows.indices[rows.indptr[one] : rows.indptr[one + 1]] for one in chosen]
    return np.sort(np.concatenate(several)).astype(np.int64)
