"""Choosing what to hide, so that every wish is met, and taking back what turned out not to be needed.

The method in prose:
1. Everything that is too small in itself is hidden.
2. Worlds are looked for that agree with what is still shown and meet many wishes at once.
3. For wishes that are still open: the world that meets as many as it can while moving the cheapest shown numbers.
   What it moves is hidden. Back to 2.
4. When open wishes are few or no longer give way together, they are taken one by one.
5. Of the worlds found, the fewest that meet all wishes are kept, and every number that none of them moves is shown
   again. In small tables each remaining one is also tried shown.
Each step only hides more until 5, a wish that cannot be met is lowered to what can be had and said to be lost, so it
ends. Nothing is drawn at random that is not drawn the same the next time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from samspill.analysis.disclosure.drafts import Bools
from samspill.analysis.disclosure.table import Floats, Ints
from samspill.analysis.disclosure.wishes import Wishes
from samspill.analysis.disclosure.worlds import Pull, Stated, cheapest, look

ROUNDS = 12  # rounds of open wishes taken together before they are taken one by one
TRIALS = 150  # cells at most that are tried shown again one by one
TRIES = 8  # searches for each of these
SMALL = 1500  # atoms; above this the trials are left out


@dataclass(eq=False)
class Search:
    """A search under way: what is stated (and hidden so far), what is wished, the worlds found, what was lost."""

    stated: Stated
    wishes: Wishes
    home: Floats
    small: float  # the threshold that an unknown number must be able to reach
    floor: float
    worlds: list[Floats] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def keep(self, world: Floats | None) -> bool:
        """Keep a world if it brings anything; says whether it did."""
        if world is None:
            return False
        before = len(self.wishes.open()), self.wishes.wanting_high().sum() + self.wishes.wanting_low().sum()
        self.wishes.see(world)
        after = len(self.wishes.open()), self.wishes.wanting_high().sum() + self.wishes.wanting_low().sum()
        if after != before:
            self.worlds.append(world)
        return after != before


def protect(search: Search) -> None:
    """Hides in `search.stated.hidden` until every wish is met or lowered to what can be had."""
    own = search.stated.hidden.copy()
    search.wishes.see(search.home)
    search.worlds.append(search.home)
    chance = np.random.default_rng(1)
    for _ in range(ROUNDS):
        _look_around(search, chance)
        which = search.wishes.open()
        if not which.size or not _hide_for(search, which, chance.random(len(which)) < 0.5):
            break
    while (which := search.wishes.open()).size:
        _one_by_one(search, int(which[0]))
    _show_again(search, own)


def _look_around(search: Search, chance: np.random.Generator) -> None:
    """Worlds that cost nothing, until a round brings nothing new."""
    for _ in range(ROUNDS):
        which = search.wishes.open()
        if not which.size:
            return
        pull = search.wishes.pull(which, chance.random(len(which)) < 0.5)
        if not search.keep(look(search.stated, pull, search.home)):
            return


def _hide_for(search: Search, which: Ints, upwards: Bools) -> bool:
    """Hide what the cheapest world for these wishes moves; says whether anything came of it."""
    stated = search.stated
    found = cheapest(stated, search.wishes.pull(which, upwards), search.home)
    if found is None:
        return False
    return _take(search, found[0])


def _take(search: Search, world: Floats) -> bool:
    """Hide what a world moves and keep the world, when it is one."""
    stated = search.stated
    before = stated.hidden.copy()
    stated.hidden |= stated.may_hide & _moved(stated, world, search.home)
    brought = search.keep(stated.tidy(world))
    return brought or bool((stated.hidden != before).any())


def _moved(stated: Stated, world: Floats, home: Floats) -> Bools:
    """As `Stated.moved`, but a fraction of a person counts: the world is a solver's, not yet whole."""
    values = stated.rows @ home
    return np.asarray(np.abs(stated.rows @ world - values) > 1e-6 * np.maximum(1.0, np.abs(values)))


def _one_by_one(search: Search, wish: int) -> None:
    """Meet one side of one wish, whatever it takes, or lower it to what can be had."""
    wishes, stated = search.wishes, search.stated
    upwards = bool(wishes.wanting_high()[wish])
    pull = wishes.pull(np.array([wish]), np.array([upwards]))
    if search.keep(look(stated, pull, search.home)):
        return
    found = cheapest(stated, pull, search.home)
    if found is not None and found[1][0] <= 1e-6:
        if _take(search, found[0]) and not _still_open(search, wish, upwards):
            return
        if search.keep(look(stated, pull, search.home)):
            return
    _with_everything_hidden(search, pull)
    if _still_open(search, wish, upwards):
        _lower(search, wish, upwards)


def _with_everything_hidden(search: Search, pull: Pull) -> None:
    """The best world there is if nothing of the new table were shown; only what it moves stays hidden."""
    stated = search.stated
    before = stated.hidden.copy()
    stated.hidden = before | stated.may_hide
    world = look(stated, pull, search.home)
    stated.hidden = before
    if world is not None:
        _take(search, world)


def _still_open(search: Search, wish: int, upwards: bool) -> bool:
    return bool((search.wishes.wanting_high() if upwards else search.wishes.wanting_low())[wish])


def _lower(search: Search, wish: int, upwards: bool) -> None:
    """Ask only for the best that has been seen; what is known to be small already is then asked for both ways."""
    wishes = search.wishes
    if upwards:
        wishes.high[wish] = wishes.seen_high[wish]
        if wishes.unknown[wish] and wishes.seen_high[wish] < search.small:
            wishes.unknown[wish] = False
            wishes.low[wish] = min(search.floor, wishes.seen_high[wish])
            if wishes.seen_high[wish] >= max(search.small - 1, search.floor + 1) or wishes.seen_high[wish] == 0:
                return
    else:
        # It is known to be more than we hoped. Then it must be uncertain as far upwards instead.
        width = wishes.high[wish] - wishes.low[wish]
        wishes.low[wish] = wishes.seen_low[wish]
        wishes.high[wish] = max(wishes.high[wish], wishes.seen_low[wish] + width)
        return
    search.lost.append(wishes.names[wish])


def _show_again(search: Search, own: Bools) -> None:
    """Keep the fewest worlds that meet all wishes, and show what none of them moves."""
    stated, wishes = search.stated, search.wishes
    moved = np.array([stated.moved(world, search.home) for world in search.worlds]) & stated.may_hide
    met = np.array([wishes.met_by(world) for world in search.worlds])
    stated.hidden = _cover(moved, met, own)
    if stated.rows.shape[1] <= SMALL:
        _try_shown(search, own)


def _cover(moved: Bools, met: Bools, own: Bools) -> Bools:
    """The hidden statements of a cheap set of worlds that meets every goal that any of them meets."""
    hidden, todo = own.copy(), met.any(axis=0)
    while todo.any():
        price = (moved & ~hidden).sum(axis=1)
        gain = (met & todo).sum(axis=1)
        ratio = np.where(gain > 0, price / np.maximum(gain, 1), np.inf)
        best = int(np.argmin(ratio))
        hidden |= moved[best]
        todo &= ~met[best]
    return hidden


def _try_shown(search: Search, own: Bools) -> None:
    """Show each secondary number again, the dearest first, where every wish can still be met."""
    stated, wishes = search.stated, search.wishes
    extra = np.flatnonzero(stated.hidden & ~own)
    for row in extra[np.argsort(-stated.cost[extra], kind="stable")][:TRIALS]:
        stated.hidden[row] = False
        usable = [world for world in search.worlds if stated.agrees(world)]
        met = np.array([wishes.met_by(world) for world in usable]).any(axis=0)
        more = _meet_without(search, np.flatnonzero(~met))
        if more is None:
            stated.hidden[row] = True
        else:
            search.worlds += more
    usable = [world for world in search.worlds if stated.agrees(world)]
    moved = np.array([stated.moved(world, search.home) for world in usable]) & stated.may_hide
    stated.hidden = _cover(moved, np.array([wishes.met_by(world) for world in usable]), own)


def _meet_without(search: Search, goals: Ints) -> list[Floats] | None:
    """Worlds for these goals (numbers under w: high ones) with what is shown now; None when one cannot be met."""
    wishes, found = search.wishes, list[Floats]()
    for _ in range(TRIES):
        if not goals.size:
            return found
        wish, upwards = goals % len(wishes), goals < len(wishes)
        goal = np.where(upwards, wishes.high[wish], wishes.low[wish])
        world = look(search.stated, Pull(wishes.rows[wish], upwards, goal), search.home)
        met = np.zeros(2 * len(wishes), dtype=bool) if world is None else wishes.met_by(world)
        if world is None or not met[goals].any():
            return None
        found.append(world)
        goals = goals[~met[goals]]
    return None
