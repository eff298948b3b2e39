"""Somebody who has only what was published, and tries to work out what is hidden.

Written apart from what it attacks: it knows no sheets, grounds or worlds. It lists the finest combinations itself,
writes down every published number as a sum of them, and asks a linear programme how low and how high a hidden one can
be. It knows the rules too: that numbers are not negative, and that what is hidden is not a shown zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import lil_array

from samspill.analysis.disclosure import Hidden, Release, Table
from samspill.analysis.disclosure.hidden import ZEROS_HIDDEN_NOTE

Group = Mapping[str, frozenset[str]]  # dimension -> finest parts; a dimension not named is not limited
EVERYTHING_ELSE = "(noe annet)"


@dataclass
class Attacker:
    """Facts: a group of people, and the interval its number lies in."""

    facts: list[tuple[Group, float, float]] = field(default_factory=list)
    whole: bool = True

    def read(self, table: Table, release: Release, *, zero_is_safe: bool = True, round_to: int | None = None) -> None:
        """Learn from a published table: its shown numbers, that hidden ones exist, and what cannot occur."""
        floor = 1.0 if zero_is_safe and ZEROS_HIDDEN_NOTE not in release.notes else 0.0
        half = (round_to or 0) / 2
        for row in release.rows:
            group = group_of(table, row)
            for column in ("count", "numerator"):
                if column in row:
                    group_here = group if column == "count" else {**group, table.numerator_is: frozenset(["ja"])}
                    value = row[column]
                    known = (floor, np.inf) if isinstance(value, Hidden) else (max(0, value - half), value + half)
                    self.facts.append((group_here, *known))
        if table.missing == "absent":
            self._learn_what_cannot_occur(table)

    def told(self, group: Group, value: float) -> None:
        self.facts.append((group, value, value))

    def _learn_what_cannot_occur(self, table: Table) -> None:
        seen = {tuple(group_of(table, table.labels(cell)).items()) for cell in range(len(table))}
        fine = [
            [leaves for leaves in d.levels.values() if not any(other < leaves for other in d.levels.values())]
            for d in table.dimensions
        ]
        for combination in product(*fine):
            group = dict(zip([d.name for d in table.dimensions], combination, strict=True))
            if tuple(group.items()) not in seen:
                self.facts.append((group, 0, 0))

    def range(self, group: Group) -> tuple[float, float]:
        """How low and how high the number in a group can be: linear programming, then whole numbers."""
        rows, low, high, target = self._system(group)
        ends = []
        for sign in (1.0, -1.0):
            if self.whole:
                found = milp(
                    sign * target,
                    constraints=LinearConstraint(rows, low, high),
                    bounds=Bounds(0, np.inf),
                    integrality=np.ones(len(target)),
                )
                unbounded, value = found.status in (3, 4), found.fun
            else:
                found = linprog(sign * target, A_ub=_both(rows, low, high)[0], b_ub=_both(rows, low, high)[1])
                unbounded, value = found.status == 3, found.fun
            assert unbounded or value is not None, found.message
            ends.append(np.inf if unbounded else sign * value)
        lowest, highest = ends[0], ends[1]
        return (0.0 if np.isinf(lowest) else round(lowest, 6)), round(highest, 6)

    def _system(self, target: Group):
        groups = [fact[0] for fact in self.facts] + [target]
        leaves = {
            name: sorted(set().union(*[group[name] for group in groups if name in group]))
            + [EVERYTHING_ELSE] * any(name not in group for group in groups)
            for name in sorted({name for group in groups for name in group})
        }
        atoms = list(product(*leaves.values()))
        names = list(leaves)
        rows = lil_array((len(groups), len(atoms)))
        for i, group in enumerate(groups):
            for j, atom in enumerate(atoms):
                if all(name not in group or leaf in group[name] for name, leaf in zip(names, atom, strict=True)):
                    rows[i, j] = 1
        matrix = rows.tocsr()
        low = np.array([fact[1] for fact in self.facts], dtype=float)
        high = np.array([fact[2] for fact in self.facts], dtype=float)
        return matrix[:-1], low, high, matrix[[-1]].toarray().ravel()


def _both(rows, low, high):
    from scipy.sparse import vstack

    top, bottom = np.isfinite(high), np.isfinite(low)
    return vstack([rows[np.flatnonzero(top)], -rows[np.flatnonzero(bottom)]]), np.concatenate([high[top], -low[bottom]])


def group_of(table: Table, labels: Mapping[str, object]) -> dict[str, frozenset[str]]:
    return {d.name: d.levels[str(labels[d.name])] for d in table.dimensions}


def hidden_groups(table: Table, release: Release, column: str = "count") -> Iterable[tuple[dict[str, str], Group]]:
    for row in release.rows:
        if isinstance(row[column], Hidden):
            labels = {d.name: row[d.name] for d in table.dimensions}
            group = group_of(table, labels)
            yield labels, group if column == "count" else {**group, table.numerator_is: frozenset(["ja"])}
