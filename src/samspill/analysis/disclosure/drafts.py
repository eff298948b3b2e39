"""A table on its way out: its sheets with the true values, what is too small, and what hiding would cost.

The true values live here and in the table only. They never reach the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from samspill.analysis.disclosure.dimensions import Dimension, Leaves
from samspill.analysis.disclosure.ground import Ground
from samspill.analysis.disclosure.hidden import Reason
from samspill.analysis.disclosure.rules import Rules, dominance_gap
from samspill.analysis.disclosure.sheets import Sheet
from samspill.analysis.disclosure.table import Floats, Ints, Table, combinations, finest

Bools = npt.NDArray[np.bool_]
YES, NO = "ja", "nei"
TOTAL_COST = 4.0  # hiding a total costs a reader this many times more, for each dimension it sums over


@dataclass(frozen=True, eq=False)
class Draft:
    """One sheet of a table before release; n rows, the first of them the table's own cells.

    column    which column of the table: "count", "numerator", "amount", or several where they share a sheet.
    owners    for each row (cell, column), or None for a row that is not printed: a combination that cannot occur, or
              those outside a numerator.
    at        int (n, d) into `levels`.
    truth     float (n): the true values.
    printed   bool (n): the row is in the published table.
    may_hide  bool (n): the row may be hidden (not the zeros that everybody knows).
    floor     float (n): the least that a hidden value is known to be.
    need      float (n, 2): the interval that must stay possible; NaN where nothing is asked.
    reason    for each row why it is hidden in itself, or None.
    lift      float (n): how much of `need` comes from zeros being shown.
    cost      float (n): what a reader loses for each unit that a hidden cell could be moved.
    """

    about: str
    whole: bool
    levels: dict[str, tuple[Leaves, ...]]
    owners: list[tuple[int, str] | None]
    at: Ints
    truth: Floats
    printed: Bools
    known: Bools
    may_hide: Bools
    floor: Floats
    need: Floats
    reason: list[Reason | None]
    cost: Floats
    lift: Floats

    def sheet(self, hidden: Bools, *, round_to: int | None = None) -> Sheet:
        """What the receiver will know: published values, hidden ones, combinations that cannot occur."""
        low, high = self.truth.copy(), self.truth.copy()
        low[hidden], high[hidden] = self.floor[hidden], np.inf
        if round_to and self.whole:
            shown = self.printed & ~hidden
            rounded = nearest(self.truth[shown], round_to)
            low[shown], high[shown] = np.maximum(0, rounded - round_to / 2), rounded + round_to / 2
        kept = self.printed | self.known
        need = np.where(hidden[:, None], coarse(self.need, self.whole), np.nan)
        return Sheet(self.about, self.whole, self.levels, self.at[kept], low[kept], high[kept], need[kept])

    def following(self, cells: Mapping[int, Reason], percent: float) -> Draft:
        """An amount whose number of persons is hidden is hidden too, and must be as uncertain as one over too few.

        Otherwise the days of one person could be had as a difference where the person cannot.
        """
        need, reason = self.need.copy(), list(self.reason)
        for row, owner in enumerate(self.owners):
            if owner is not None and owner[0] in cells and reason[row] is None and self.may_hide[row]:
                gap = max(self.truth[row] * percent / 100, 1.0)
                need[row] = max(0.0, self.truth[row] - gap), self.truth[row] + gap
                reason[row] = cells[owner[0]]
        return replace(self, need=need, reason=reason)

    def with_zeros_hideable(self) -> Draft:
        """The way out when nothing else helps: zeros may be hidden too, and a hidden number may be zero."""
        need = self.need - self.lift[:, None]
        return replace(
            self, may_hide=self.printed.copy(), floor=np.zeros_like(self.floor), need=need, lift=self.lift * 0
        )


def nearest(values: Floats, base: int) -> Floats:
    """Rounded to the nearest multiple of base, halves up: the same number is always rounded the same way."""
    return np.floor(values / base + 0.5) * base


def coarse(need: Floats, whole: bool) -> Floats:
    """The interval asked for, written so that it does not tell an amount: outwards to a multiple of its own width.

    For numbers of persons the interval comes from the threshold alone and says nothing, so it stands.
    """
    if whole:
        return need.copy()
    width = need[:, 1] - need[:, 0]
    return np.stack([np.floor(need[:, 0] / width) * width, np.ceil(need[:, 1] / width) * width], axis=1)


def drafts(table: Table, rules: Rules, receiver: str) -> list[Draft]:
    """The sheets of a table with everything that is too small or dominated marked in them."""
    made = [_lifted(_persons(table, rules, receiver))]
    if table.amount is not None:
        made.append(_amounts(table, rules, receiver))
    return made


def _persons(table: Table, rules: Rules, receiver: str) -> Draft:
    """Counts; with a numerator: those in it and those outside as two parts of each cell."""
    levels = {d.name: tuple(d.levels.values()) for d in table.dimensions}
    if table.numerator is None:
        return _draft(table, table.about, True, levels, [_count_rows(table, rules, receiver)])
    levels[table.numerator_is] = (frozenset([YES]), frozenset([NO]), frozenset([YES, NO]))
    rows = [_numerator_rows(table, rules, receiver, level=0)]
    if not table.denominator_is_known:
        rows += [_outside_rows(table, rules, receiver, level=1), _count_rows(table, rules, receiver, level=2)]
    return _draft(table, table.about, True, levels, rows)


@dataclass(frozen=True, eq=False)
class _Rows:
    """One row for each cell of the table: a column of it, or those outside the numerator."""

    column: str | None
    level: int | None
    truth: Floats
    need: Floats
    reason: list[Reason | None]
    floor: float
    may_hide: Bools
    dearer: float = 1.0


def _small(values: npt.NDArray[np.int64], rules: Rules, receiver: str) -> Bools:
    threshold = rules.threshold_for(receiver)
    return np.asarray((values >= rules.floor) & (values < threshold))


def _span(small: Bools, rules: Rules, receiver: str) -> Floats:
    need = np.full((len(small), 2), np.nan)
    need[small] = rules.span(receiver)
    return need


def _count_rows(table: Table, rules: Rules, receiver: str, level: int | None = None) -> _Rows:
    small = _small(table.count, rules, receiver)
    reason = [Reason.PRIMARY if one else None for one in small]
    may_hide = (table.count > 0) | (rules.floor == 0)
    dearer = 1.0 if level is None else TOTAL_COST
    need = _span(small, rules, receiver)
    return _Rows("count", level, table.count.astype(float), need, reason, rules.floor, may_hide, dearer)


def _numerator_rows(table: Table, rules: Rules, receiver: str, level: int) -> _Rows:
    assert table.numerator is not None
    numerator, outside = table.numerator, table.count - table.numerator
    few = _small(numerator, rules, receiver) | (_small(table.count, rules, receiver) & (numerator >= rules.floor))
    few_outside = _small(outside, rules, receiver) & (numerator >= rules.floor) & rules.complement
    need = _span(_small(numerator, rules, receiver), rules, receiver)
    if table.denominator_is_known:  # nothing else is there to carry what those outside need
        low, high = rules.span(receiver)
        mirrored = np.stack([table.count - high, table.count - low], axis=1).clip(min=0).astype(float)
        need = np.where(few_outside[:, None], _both(need, mirrored), need)
    reason = [Reason.PRIMARY if a else Reason.COMPLEMENT if b else None for a, b in zip(few, few_outside, strict=True)]
    may_hide = (numerator > 0) | (rules.floor == 0)
    return _Rows("numerator", level, numerator.astype(float), need, reason, rules.floor, may_hide)


def _both(need: Floats, other: Floats) -> Floats:
    return np.stack([np.fmin(need[:, 0], other[:, 0]), np.fmax(need[:, 1], other[:, 1])], axis=1)


def _outside_rows(table: Table, rules: Rules, receiver: str, level: int) -> _Rows:
    """Those outside the numerator are printed nowhere, and must not be possible to work out where they are few."""
    assert table.numerator is not None
    outside = table.count - table.numerator
    small = _small(outside, rules, receiver) & rules.complement
    need = _span(small, rules, receiver)
    no_reason: list[Reason | None] = [None] * len(table)
    return _Rows(None, level, outside.astype(float), need, no_reason, 0, np.zeros(len(table), bool))


def _amounts(table: Table, rules: Rules, receiver: str) -> Draft:
    assert table.amount is not None
    few, amount = _small(table.count, rules, receiver), table.amount
    gaps = np.where(few, np.maximum(amount * rules.amount_percent / 100, 1.0), np.nan)
    reason: list[Reason | None] = [Reason.PRIMARY if one else None for one in few]
    for cell, largest in enumerate(table.contributions or ()):
        gap = dominance_gap(float(amount[cell]), largest, rules)
        if gap is not None:
            gaps[cell] = np.fmax(gaps[cell], gap)
            reason[cell] = reason[cell] or Reason.DOMINANCE
    need = np.stack([np.maximum(amount - gaps, 0), amount + gaps], axis=1)
    may_hide = (table.count > 0) | (rules.floor == 0)
    rows = _Rows("amount", None, amount.astype(float), need, reason, 0, may_hide)
    levels = {d.name: tuple(d.levels.values()) for d in table.dimensions}
    return _draft(table, f"{table.about}: {table.amount_is}", False, levels, [rows])


def _draft(table: Table, about: str, whole: bool, levels: dict[str, tuple[Leaves, ...]], rows: list[_Rows]) -> Draft:
    """The rows under one another, and after them the combinations that cannot occur."""
    never = _cannot_occur(table)
    if rows[0].level is not None:
        never = np.column_stack([never, np.full(len(never), 2)])
    at = [table.at if r.level is None else np.column_stack([table.at, np.full(len(table), r.level)]) for r in rows]
    n, extra = len(table), len(never)
    sums = sum(np.array([bool(p) for p in d.parts])[table.at[:, i]] for i, d in enumerate(table.dimensions))
    cost = [r.dearer * (1 + np.log2(1 + r.truth)) * TOTAL_COST**sums for r in rows]

    return Draft(
        about=about,
        whole=whole,
        levels=levels,
        owners=[(c, r.column) if r.column else None for r in rows for c in range(n)] + [None] * extra,
        at=np.concatenate([*at, never]).astype(np.int64),
        truth=np.concatenate([*[r.truth for r in rows], np.zeros(extra)]),
        printed=np.concatenate([*[np.full(n, r.column is not None) for r in rows], np.zeros(extra, bool)]),
        known=np.concatenate([np.zeros(n * len(rows), bool), np.ones(extra, bool)]),
        may_hide=np.concatenate([*[r.may_hide for r in rows], np.zeros(extra, bool)]),
        floor=np.concatenate([*[np.full(n, float(r.floor)) for r in rows], np.zeros(extra)]),
        need=np.concatenate([*[r.need for r in rows], np.full((extra, 2), np.nan)]),
        reason=[one for r in rows for one in r.reason] + [None] * extra,
        cost=np.concatenate([*cost, np.ones(extra)]),
        lift=np.zeros(n * len(rows) + extra),
    )


def _lifted(draft: Draft) -> Draft:
    """The same, with the intervals asked for lifted where shown zeros tell that a hidden total is more than one.

    Where zeros are shown, each hidden number is at least one, so a total over three hidden numbers is at least three.
    It must then be able to be anything from three and as far up as other small numbers.
    """
    lifted = np.flatnonzero(~np.isnan(draft.need[:, 0]) & (draft.floor > 0))
    fine = np.flatnonzero(draft.printed & (draft.truth > 0) & (draft.floor > 0) & _is_finest(draft))
    if not lifted.size or not fine.size:
        return draft
    ground = Ground([draft.levels])
    rows = ground.rows(ground.numbers(draft.levels, draft.at[np.concatenate([lifted, fine])]))
    inner = rows[np.arange(len(lifted), len(lifted) + len(fine))]
    shared = (rows[np.arange(len(lifted))] @ inner.T).tocoo()
    row, column = shared.coords
    whole = shared.data == np.diff(inner.indptr)[column]
    least = np.maximum(1, np.bincount(row[whole], minlength=len(lifted)))
    lift = np.zeros(len(draft.at))
    lift[lifted] = np.maximum(0, least - draft.need[lifted, 0])
    return replace(draft, need=draft.need + lift[:, None], lift=lift)


def _is_finest(draft: Draft) -> Bools:
    """Rows that no level divides further; whether in the numerator or not does not divide here."""
    finest_of = np.ones(len(draft.at), dtype=bool)
    for column, (name, sets) in enumerate(draft.levels.items()):
        if sets[-1] != frozenset([YES, NO]):
            fine = np.array([not parts for parts in Dimension(name, _by_number(sets)).parts])
            finest_of &= fine[draft.at[:, column]]
    return finest_of


def _by_number(sets: tuple[Leaves, ...]) -> dict[str, Leaves]:
    return {str(number): leaves for number, leaves in enumerate(sets)}


def _cannot_occur(table: Table) -> Ints:
    if table.missing != "absent":
        return np.zeros((0, len(table.dimensions)), dtype=np.int64)
    fine = combinations([finest(dimension) for dimension in table.dimensions])
    return fine[[row.tobytes() not in table.rows_seen for row in fine]]
