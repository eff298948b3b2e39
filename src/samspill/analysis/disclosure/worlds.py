"""Other worlds: complete sets of numbers that agree with everything published, yet differ in what is hidden.

A hidden number is safe when we hold a world where it is as high as it must be able to be, and one where it is as low.
Whoever sees only what is published cannot tell these worlds from the true one. Worlds are found by linear programming
(HiGHS through scipy) and are then checked by exact arithmetic, so nothing rests on a solver's tolerance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from samspill.analysis.disclosure.drafts import Bools
from samspill.analysis.disclosure.ground import Rows
from samspill.analysis.disclosure.table import Floats, Ints

NODES = 200  # branch-and-bound nodes before a search for whole numbers gives up; a count, so that it is repeatable
SLACK = 1e-6


@dataclass(frozen=True, eq=False)
class Programme:
    """Minimise cost x subject to low <= rows x <= high and least <= x <= most; `whole` marks what must be whole."""

    cost: Floats
    rows: Rows
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    whole: Bools


def solve(programme: Programme) -> Floats | None:
    """An optimum, with whole numbers where asked; None where there is none, or none found within the node limit.

    The plain linear programme is tried first: for tables of two dimensions its corners are whole by themselves.
    """
    found = _run(programme, np.zeros(len(programme.cost), dtype=bool))
    if found is None or not programme.whole.any():
        return found
    marked = found[programme.whole]
    if np.abs(marked - np.rint(marked)).max(initial=0) > SLACK:
        return _run(programme, programme.whole)
    return found


def _run(programme: Programme, whole: Bools) -> Floats | None:
    constraints = optimize.LinearConstraint(programme.rows, programme.low, programme.high)
    result = optimize.milp(
        programme.cost,
        constraints=constraints if programme.rows.shape[0] else None,
        bounds=optimize.Bounds(programme.least, programme.most),
        integrality=whole.astype(np.int8),
        options={"node_limit": NODES, "mip_rel_gap": 1e-3, "presolve": True},
    )
    return None if result.x is None else np.asarray(result.x, dtype=float)


@dataclass(eq=False)
class Stated:
    """Everything that one receiver has been told and is about to be told of one thing. k statements, a atoms.

    rows       (k, a) zeros and ones.
    truth      float (k): the values; of earlier tables what was published. low, high: the interval if not hidden.
    floor      float (k): what is known of it when it is hidden.
    may_hide   bool (k): in the new table and not yet out. hidden: as decided so far.
    whole      whether the numbers are whole.
    """

    rows: Rows
    low: Floats
    high: Floats
    floor: Floats
    may_hide: Bools
    hidden: Bools
    cost: Floats
    whole: bool

    def bounds(self) -> tuple[Floats, Floats]:
        """What is known of each statement, float (k) twice."""
        return np.where(self.hidden, self.floor, self.low), np.where(self.hidden, np.inf, self.high)

    def agrees(self, world: Floats) -> bool:
        """Whether a world is one that the receiver cannot rule out; exact for whole numbers."""
        if (world < 0).any():
            return False
        low, high = self.bounds()
        values = self.rows @ world
        slack = 0.0 if self.whole else SLACK * np.maximum(1.0, np.abs(values))
        return bool(((values >= low - slack) & (values <= high + slack)).all())

    def tidy(self, world: Floats) -> Floats | None:
        """A solver's answer as a world: whole, not negative, and agreeing; None where it cannot be made so."""
        if self.whole:
            if np.abs(world - np.rint(world)).max(initial=0) > 1e-4:
                return None
            world = np.rint(world)
        world = np.maximum(world, 0.0)
        return world if self.agrees(world) else None

    def moved(self, world: Floats, home: Floats) -> Bools:
        """Which statements a world changes, bool (k), when home is the true world."""
        change = np.abs(self.rows @ (world - home))
        return np.asarray(change > (0.5 if self.whole else SLACK * np.maximum(1.0, self.rows @ home)))


@dataclass(frozen=True, eq=False)
class Pull:
    """A search's direction: which wishes, and for each whether it is to be high (True) or low."""

    rows: Rows
    upwards: Bools
    goal: Floats

    def __len__(self) -> int:
        return len(self.goal)


def look(stated: Stated, pull: Pull, home: Floats) -> Floats | None:
    """A world that agrees with what is stated and brings as many as it can of the pulled values to their goals."""
    fixed = _fixed(stated)
    free = np.flatnonzero(~fixed)
    if not free.size:
        return None
    low, high = stated.bounds()
    still = stated.rows @ np.where(fixed, home, 0.0)
    rows = stated.rows[:, free].tocsr()
    open_rows = np.flatnonzero((np.diff(rows.indptr) > 0) & (np.isfinite(high) | (low > 0)))
    rows = rows[open_rows]
    sign = np.where(pull.upwards, 1.0, -1.0)
    pulled_still = pull.rows @ np.where(fixed, home, 0.0)
    # y counts only as far as the goal: sign * y <= sign * value, sign * y <= sign * goal.
    coupling = sparse.diags_array(sign) @ pull.rows[:, free]
    count = len(pull)
    top = sparse.hstack([rows, sparse.csr_array((rows.shape[0], count))])
    bottom = sparse.hstack([-coupling, sparse.identity(count)])
    programme = Programme(
        cost=np.concatenate([np.zeros(len(free)), -np.ones(count)]),
        rows=sparse.vstack([top, bottom]).tocsr(),
        low=np.concatenate([low[open_rows] - still[open_rows], np.full(count, -np.inf)]),
        high=np.concatenate([high[open_rows] - still[open_rows], sign * pulled_still]),
        least=np.concatenate([np.zeros(len(free)), np.full(count, -np.inf)]),
        most=np.concatenate([np.full(len(free), np.inf), sign * pull.goal]),
        whole=np.concatenate([np.full(len(free), stated.whole), np.zeros(count, dtype=bool)]),
    )
    found = solve(programme)
    if found is None:
        return None
    world = home.copy()
    world[free] = found[: len(free)]
    return stated.tidy(world)


def _fixed(stated: Stated) -> Bools:
    """Atoms that what is stated fixes at once: a published zero has only zeros in it, a published atom is known."""
    low, high = stated.bounds()
    sizes = np.diff(stated.rows.indptr)
    at_once = (high == 0) | ((sizes == 1) & (low == high))
    return np.asarray(stated.rows[np.flatnonzero(at_once)].sum(axis=0) > 0)


def cheapest(stated: Stated, pull: Pull, home: Floats, *, whole: bool = False) -> tuple[Floats, Floats] | None:
    """The world that brings the pulled values to their goals by moving the cheapest statements that may be hidden.

    Whatever it moves must be hidden for the receiver not to rule it out. A goal that cannot be reached is missed by
    as little as possible. Returns the world (a) and by how much each goal is missed (pull), or None.
    """
    shown = stated.may_hide & ~stated.hidden
    low, high = stated.bounds()
    locked = np.asarray(stated.rows[np.flatnonzero((high == 0) & ~shown)].sum(axis=0) > 0)
    free = np.flatnonzero(~locked)
    movable = np.flatnonzero(shown)
    rows = stated.rows[:, free].tocsr()
    used = np.flatnonzero((np.diff(rows.indptr) > 0) & (np.isfinite(high) | (low > 0)))
    place = {row: column for column, row in enumerate(movable)}
    which = np.array([i for i, row in enumerate(used) if row in place], dtype=np.int64)
    give = sparse.csr_array(
        (np.ones(len(which)), (which, [place[used[i]] for i in which])), shape=(len(used), len(movable))
    )
    sign = np.where(pull.upwards, 1.0, -1.0)
    count, moves = len(pull), len(movable)
    top = sparse.hstack([rows[used], -give, give, sparse.csr_array((len(used), count))])
    wish = sparse.diags_array(sign) @ pull.rows[:, free]
    bottom = sparse.hstack([wish, sparse.csr_array((count, 2 * moves)), sparse.identity(count)])
    price = stated.cost[movable]
    dear = 50.0 * max(1.0, price.max(initial=1.0))
    found = solve(
        Programme(
            cost=np.concatenate([np.zeros(len(free)), price, price, np.full(count, dear)]),
            rows=sparse.vstack([top, bottom]).tocsr(),
            low=np.concatenate([low[used], sign * pull.goal]),
            high=np.concatenate([high[used], np.full(count, np.inf)]),
            least=np.zeros(len(free) + 2 * moves + count),
            most=np.concatenate(
                # A hidden number is known to be at least its floor, so it cannot be moved further down.
                [np.full(len(free) + moves, np.inf), np.maximum(0, low - stated.floor)[movable], np.full(count, np.inf)]
            ),
            whole=np.concatenate([np.full(len(free), whole and stated.whole), np.zeros(2 * moves + count, bool)]),
        )
    )
    if found is None:
        return None
    world = np.zeros(stated.rows.shape[1])
    world[free] = found[: len(free)]
    return world, found[len(free) + 2 * moves :]


def chosen(indices: Ints, rows: Rows) -> Rows:
    """Some rows of a matrix, also when there are none."""
    return rows[indices] if len(indices) else sparse.csr_array((0, rows.shape[1]))
