"""One sheet of a new table before one audience: everything they know already, and what must stay unknown to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from samspill.analysis.disclosure.differences import Told, differences, grain
from samspill.analysis.disclosure.dimensions import Leaves
from samspill.analysis.disclosure.drafts import Bools, Draft
from samspill.analysis.disclosure.ground import Ground, Levels, Rows
from samspill.analysis.disclosure.protect import Search, protect
from samspill.analysis.disclosure.rules import Rules
from samspill.analysis.disclosure.sheets import Sheet
from samspill.analysis.disclosure.table import Floats, Ints
from samspill.analysis.disclosure.wishes import Wishes
from samspill.analysis.disclosure.worlds import Programme, Stated, solve
from samspill.analysis.statistics.unusable import Unusable

AGAIN = 0.05  # what was hidden last time costs this share to hide again, so that releases hide the same cells


@dataclass(frozen=True, eq=False)
class Outcome:
    """hidden bool (rows of the draft); what could not be protected; how many earlier numbers are contradicted."""

    hidden: Bools
    lost: list[str]
    contradicted: int


@dataclass(frozen=True, eq=False)
class Earlier:
    """All earlier cells on the common ground, each group of people once. m cells."""

    numbers: Ints
    rows: Rows
    low: Floats
    high: Floats
    need: Floats
    grains: list[Ints]

    def published(self) -> set[bytes]:
        """The groups whose true number was published as it is."""
        return {row.tobytes() for row in self.numbers[self.low == self.high]}


def decide(
    draft: Draft, hidden: Bools, earlier: Sequence[Sheet], rules: Rules, receiver: str, *, names: Sequence[str]
) -> Outcome:
    """What must be hidden of a draft beside `hidden`, before an audience that has the earlier sheets already."""
    related = _related(draft, earlier)
    ground = Ground([draft.levels, *[sheet.levels for sheet in related]])
    numbers = ground.numbers(draft.levels, draft.at)
    rows = ground.rows(numbers)
    past = _gather(ground, related)
    home, past, contradicted = _home(draft, rows, past)
    stated_rows = np.flatnonzero(draft.printed | draft.known)
    stated = _stated(draft, rows, stated_rows, past, hidden, numbers)
    span = rules.span(receiver)
    wishes = _wishes(draft, rows, numbers, past, home, ground, rules, receiver, names)
    search = Search(stated, wishes, home, float(rules.threshold_for(receiver)), float(span[0]))
    protect(search)
    result = hidden.copy()
    result[stated_rows] |= stated.hidden[: len(stated_rows)]
    return Outcome(result, search.lost, contradicted)


def _related(draft: Draft, earlier: Sequence[Sheet]) -> list[Sheet]:
    """The earlier sheets about the same thing that share people with the draft, directly or through one another."""
    reached: list[Levels] = [draft.levels]
    waiting = [sheet for sheet in earlier if sheet.about == draft.about]
    found: list[Sheet] = []
    while True:
        near = [sheet for sheet in waiting if any(_meet(sheet.levels, levels) for levels in reached)]
        if not near:
            return found
        found += near
        reached += [sheet.levels for sheet in near]
        waiting = [sheet for sheet in waiting if sheet not in near]


def _meet(one: Levels, other: Levels) -> bool:
    """Whether they share people: in every dimension that both name, some finest part."""
    return all(not _all(one[name]).isdisjoint(_all(other[name])) for name in one.keys() & other.keys())


def _all(sets: tuple[Leaves, ...]) -> Leaves:
    return frozenset[str]().union(*sets)


def _gather(ground: Ground, sheets: Sequence[Sheet]) -> Earlier:
    """Every group of people once: the latest statement counts where two disagree, the tighter where they agree."""
    axes = len(ground.axes)
    numbers = np.zeros((0, axes), dtype=np.int64)
    low, high, need = np.zeros(0), np.zeros(0), np.zeros((0, 2))
    own = []
    for sheet in sheets:
        its = ground.numbers(sheet.levels, sheet.at)
        own.append((len(numbers), grain([axis.held for axis in ground.axes], its)))
        numbers = np.concatenate([numbers, its])
        low, high = np.concatenate([low, sheet.low]), np.concatenate([high, sheet.high])
        need = np.concatenate([need, sheet.need])
    unique, which = np.unique(numbers, axis=0, return_inverse=True)
    which = which.ravel()
    merged = _merge(which, len(unique), low, high, need)
    grains = []
    for start, labels in own:
        label = np.full(len(unique), -1, dtype=np.int64)
        label[which[start : start + len(labels)]] = labels
        grains.append(label)
    return Earlier(unique, ground.rows(unique), *merged, grains)


def _merge(which: Ints, count: int, low: Floats, high: Floats, need: Floats) -> tuple[Floats, Floats, Floats]:
    lows, highs = np.zeros(count), np.full(count, np.inf)
    needs = np.full((count, 2), np.nan)
    for i, one in enumerate(which):
        agree = low[i] <= highs[one] and high[i] >= lows[one]
        lows[one] = max(low[i], lows[one]) if agree else low[i]
        highs[one] = min(high[i], highs[one]) if agree else high[i]
        needs[one] = np.fmin(needs[one][0], need[i][0]), np.fmax(needs[one][1], need[i][1])
    return lows, highs, needs


def _home(draft: Draft, rows: Rows, past: Earlier) -> tuple[Floats, Earlier, int]:
    """A world with all the true values of the new table that agrees with as much as it can of the earlier ones.

    Earlier numbers that the data no longer bear out (they were corrected since) are set aside: they are in no
    system with the new ones.
    """
    atoms, m = rows.shape[1], len(past.low)
    give = sparse.identity(m)
    nothing = sparse.csr_array((rows.shape[0], 2 * m))
    top = sparse.hstack([rows, nothing])
    bottom = sparse.hstack([past.rows, -give, give])
    integral = np.concatenate([np.full(atoms, draft.whole), np.zeros(2 * m, dtype=bool)])
    found = solve(
        Programme(
            cost=np.concatenate([np.zeros(atoms), np.ones(2 * m)]),
            rows=sparse.vstack([top, bottom]).tocsr(),
            low=np.concatenate([draft.truth, past.low]),
            high=np.concatenate([draft.truth, past.high]),
            least=np.zeros(atoms + 2 * m),
            most=np.full(atoms + 2 * m, np.inf),
            whole=integral,
        )
    )
    if found is None:
        raise Unusable(f"Tallene i tabellen om «{draft.about}» henger ikke sammen: ingen fordeling gir alle summene.")
    home = np.maximum(np.rint(found[:atoms]) if draft.whole else found[:atoms], 0.0)
    values = past.rows @ home
    slack = 1e-6 * np.maximum(1.0, np.abs(values))
    borne_out = (values >= past.low - slack) & (values <= past.high + slack)
    kept = Earlier(
        past.numbers[borne_out],
        past.rows[np.flatnonzero(borne_out)],
        past.low[borne_out],
        past.high[borne_out],
        past.need[borne_out],
        [labels[borne_out] for labels in past.grains],
    )
    return home, kept, int((~borne_out).sum())


def _stated(draft: Draft, rows: Rows, which: Ints, past: Earlier, hidden: Bools, numbers: Ints) -> Stated:
    m = len(past.low)
    out_already = past.published()
    hidden_before = {row.tobytes() for row, high in zip(past.numbers, past.high, strict=True) if np.isinf(high)}
    keys = [row.tobytes() for row in numbers[which]]
    again = np.array([key in hidden_before for key in keys], dtype=bool)
    may_hide = draft.may_hide[which] & np.array([key not in out_already for key in keys], dtype=bool)
    return Stated(
        rows=sparse.vstack([rows[which], past.rows]).tocsr(),
        low=np.concatenate([draft.truth[which], past.low]),
        high=np.concatenate([draft.truth[which], past.high]),
        floor=np.concatenate([draft.floor[which], past.low]),
        may_hide=np.concatenate([may_hide, np.zeros(m, dtype=bool)]),
        hidden=np.concatenate([hidden[which], np.zeros(m, dtype=bool)]),
        cost=np.concatenate([draft.cost[which] * np.where(again, AGAIN, 1.0), np.ones(m)]),
        whole=draft.whole,
    )


def _wishes(
    draft: Draft,
    rows: Rows,
    numbers: Ints,
    past: Earlier,
    home: Floats,
    ground: Ground,
    rules: Rules,
    receiver: str,
    names: Sequence[str],
) -> Wishes:
    atoms = rows.shape[1]
    out_already = past.published()
    is_out = np.array([row.tobytes() in out_already for row in numbers], dtype=bool)
    asked, before = np.flatnonzero(~np.isnan(draft.need[:, 0]) & ~is_out), np.flatnonzero(~np.isnan(past.need[:, 0]))
    parts = [
        _asked(rows[asked], draft.need[asked], [names[int(i)] for i in asked]),
        _asked(past.rows[before], past.need[before], ["et tall som er skjult i en tidligere tabell"] * len(before)),
    ]
    if len(past.low) and draft.whole:
        told = _told(ground, rows, numbers, past)
        parts.append(differences(told, home, rules.threshold_for(receiver), rules.span(receiver)))
    return Wishes.together(parts, atoms)


def _asked(rows: Rows, need: Floats, names: list[str]) -> Wishes:
    return Wishes.of(rows, need[:, 0], need[:, 1], names, np.zeros(len(names), dtype=bool))


def _told(ground: Ground, rows: Rows, numbers: Ints, past: Earlier) -> Told:
    """The cells of the draft and of the earlier tables, each group once, sorted by grain in several ways."""
    both = np.concatenate([numbers, past.numbers])
    unique, first, which = np.unique(both, axis=0, return_index=True, return_inverse=True)
    which = which.ravel()
    new, old, certain, guarded = (np.zeros(len(unique), dtype=bool) for _ in range(4))
    new[which[: len(numbers)]] = True
    old[which[len(numbers) :]] = True
    certain[which[len(numbers) :]] = past.low == past.high
    guarded[which[len(numbers) :]] = ~np.isnan(past.need[:, 0])
    held = [axis.held for axis in ground.axes]
    grains = [grain(held, unique)]
    for start, labels in [(0, grain(held, numbers)), *((len(numbers), labels) for labels in past.grains)]:
        label = np.full(len(unique), -1, dtype=np.int64)
        label[which[start : start + len(labels)]] = labels
        grains.append(label)
    return Told(sparse.vstack([rows, past.rows]).tocsr()[first], certain | new, guarded, new, old, grains)
