"""From counted rows to what may leave: each indicator as small tables through the disclosure exit.

An indicator leaves as places × time, and for the whole community as sectors × time and groups × time. Not every place
by month: one whose numbers would be too small is given by quarter instead, or by year (`grains`). Fewer holes, and a
series that can be read.

Where nobody is in two months, months, quarters and years are one table about the same people, and the exit protects
them together. Where a stay may be in several months (it waits from one into the next), persons do not add up, so each
grain is a table of its own; then only places without a single small number are given by the finer grains, and what is
left of the whole must not be small either. Such a table hides nothing, so it tells nothing of what a coarser one hides.

What is hidden has no value anywhere after this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np

from samspill.analysis.disclosure import HIDDEN, Dimension, Hidden, Ledger, Release, Rules, Table, Unusable, release
from samspill.apps.insight import periods
from samspill.apps.insight.numbering import WHOLE, Number, number_of
from samspill.apps.insight.splitting import KINDS, Counted, Split, Wanted, grains, splits

ALL = "alle"


@dataclass
class Protected:
    """What left, of one indicator to one receiver."""

    numbers: list[Number] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    shown: int = 0
    hidden: int = 0


@dataclass(frozen=True, kw_only=True)
class Errand:
    """Who releases to whom, for what, when."""

    receiver: str
    purpose: str
    by: str
    at: datetime


def protect(
    wanted: Wanted, rows: Iterable[Counted], places: Sequence[str], ledger: Ledger, rules: Rules, errand: Errand
) -> Protected:
    """Send one indicator through the exit. `ledger` gets the releases. Raises Unusable when it cannot be protected."""
    rows, out = list(rows), Protected()
    if wanted.mode == "ratio" and all(
        row.persons == row.behind and abs(row.behind - row.denominator) < 1e-9 for row in rows
    ):
        wanted = replace(wanted, mode="amount")  # a mean for each person: the exit's own count is the denominator
    desk = _Desk(wanted, ledger, rules, errand, out)
    for split in splits(wanted, rows, places):
        desk.leave(split)
    out.notes = list(dict.fromkeys(out.notes))
    out.warnings = list(dict.fromkeys(out.warnings))
    return out


class _Desk:
    """One indicator on its way out to one receiver."""

    def __init__(self, wanted: Wanted, ledger: Ledger, rules: Rules, errand: Errand, out: Protected) -> None:
        self._wanted, self._ledger, self._rules, self._errand, self._out = wanted, ledger, rules, errand, out

    def leave(self, split: Split) -> None:
        """Send one split out, as one table where its people add up over time, else as one for each kind of period."""
        grain = grains(split, self._wanted, self._rules.threshold_for(self._errand.receiver))
        if self._wanted.additive and self._wanted.by == "month":
            self._leave_table(split, _of_kind(split, "month"), grain, "")
            return
        for kind in KINDS:
            part = _of_kind(split, kind)
            if part.whole:
                self._leave_table(split, part, grain, {"month": "måned", "quarter": "kvartal", "year": "år"}[kind])

    def _leave_table(self, split: Split, finest: Split, grain: Mapping[str, str], each: str) -> None:
        if not finest.whole:
            return
        time = _time(sorted(finest.whole), add_up=not each)
        across = Dimension.flat(split.name, split.labels, total=WHOLE) if split.labels else _only_whole(split.name)
        wanted = replace(self._wanted, title=f"{self._wanted.title}, per {each}") if each else self._wanted
        kept = {
            (label, period)
            for label in across.labels
            for period in time.labels
            if label == WHOLE or KINDS.index(grain[label]) <= KINDS.index(periods.kind_of(period))
        }
        made = self._released(_table(wanted, finest, (across, time), kept))
        if wanted.mode == "ratio":
            _hide_where_the_other_is(made, self._released(_of_denominators(wanted, finest, (across, time), kept)))
        if wanted.mode == "parts":
            _hide_where_the_whole_is(made, split.name)
        below = _denominators(finest, time)
        for row in made.rows:
            label, period = str(row[split.name]), str(row["tid"])
            # Sectors and groups: their sum is the whole, which the first table has.
            if split.name == "kommune" or label != WHOLE:
                number = number_of(wanted, split.name, label, period, row, below.get((label, period), 0.0))
                self._out.numbers.append(number)
        self._out.notes += made.notes
        self._out.warnings += made.warnings

    def _released(self, table: Table) -> Release:
        errand = self._errand
        made = release(
            table,
            rules=self._rules,
            ledger=self._ledger,
            receiver=errand.receiver,
            purpose=errand.purpose,
            by=errand.by,
            at=errand.at,
        )
        self._out.shown += made.record.shown
        self._out.hidden += made.record.hidden
        return made


def _of_kind(split: Split, kind: str) -> Split:
    return replace(
        split,
        cells={key: row for key, row in split.cells.items() if periods.kind_of(key[1]) == kind},
        whole={period: row for period, row in split.whole.items() if periods.kind_of(period) == kind},
    )


def _hide_where_the_other_is(made: Release, other: Release) -> None:
    """A ratio is shown only where both its sums are."""
    for row, below in zip(made.rows, other.rows, strict=True):
        if isinstance(below["amount"], Hidden):
            row["amount"] = below["amount"]


def _hide_where_the_whole_is(made: Release, name: str) -> None:
    """A part is shown as a share of the whole, so only where the whole is shown."""
    hidden = {row["tid"] for row in made.rows if row[name] == WHOLE and isinstance(row["count"], Hidden)}
    for row in made.rows:
        if row["tid"] in hidden:
            row["count"] = HIDDEN


def _only_whole(name: str) -> Dimension:
    return Dimension.sets(name, {WHOLE: [ALL]})


def _time(finest: Sequence[str], add_up: bool) -> Dimension:
    """The finest periods; with `add_up` the quarters and years that they fill."""
    levels: dict[str, list[str]] = {period: [period] for period in finest}
    if add_up:
        for size, of in ((periods.QUARTER_MONTHS, periods.quarter_of), (12, lambda month: month[:4])):
            gathered: dict[str, list[str]] = {}
            for month in finest:
                gathered.setdefault(of(month), []).append(month)
            levels |= {longer: inside for longer, inside in gathered.items() if len(inside) == size}
    return Dimension.sets("tid", levels)


def _table(wanted: Wanted, split: Split, dimensions: tuple[Dimension, Dimension], kept: set[tuple[str, str]]) -> Table:
    """All labels and periods with their sums, cut to what is given out."""
    cells = split.cells or {(WHOLE, period): row for period, row in split.whole.items()}
    rows = [{split.name: label, "tid": period, **_columns(wanted, row)} for (label, period), row in cells.items()]
    named: dict[str, Any] = {}
    if wanted.mode == "share":
        named = {"numerator": "numerator"}
    elif wanted.mode in ("amount", "ratio"):
        named = {"amount": "amount"}
    whole = Table.from_rows(
        rows, name=wanted.title, about=wanted.about, dimensions=dimensions, totals=True, missing="zero", **named
    )
    keep = np.array([tuple(whole.labels(cell).values()) in kept for cell in range(len(whole))])
    cut = {name: values[keep] for name, values in whole.columns().items()}
    return replace(whole, at=whole.at[keep], missing="unknown", **cut)


def _of_denominators(
    wanted: Wanted, split: Split, dimensions: tuple[Dimension, Dimension], kept: set[tuple[str, str]]
) -> Table:
    """The sums below, as a table of their own about something of its own."""

    def below(rows: Mapping[Any, Counted]) -> dict[Any, Counted]:
        return {where: replace(row, numerator=row.denominator, persons=row.behind) for where, row in rows.items()}

    turned = replace(split, cells=below(split.cells), whole=below(split.whole))
    named = replace(wanted, mode="amount", title=f"{wanted.title}, nevner")
    return _table(named, turned, dimensions, kept)


def _columns(wanted: Wanted, row: Counted) -> dict[str, Any]:
    if wanted.mode == "share":
        return {"count": _whole(row.denominator), "numerator": _whole(row.numerator)}
    if wanted.mode in ("amount", "ratio"):
        return {"count": max(row.persons, 1 if row.numerator > 0 else 0), "amount": float(row.numerator)}
    return {"count": _whole(row.numerator)}


def _whole(value: float) -> int:
    if abs(value - round(value)) > 1e-6:
        raise Unusable(f"{value:g} skulle vært et helt antall.")
    return round(value)


def _denominators(split: Split, time: Dimension) -> dict[tuple[str, str], float]:
    """What the values are divided by, for every label (the whole too) and period: added up from the finest periods."""
    longer: dict[str, list[str]] = {}
    for label, inside in time.levels.items():
        for part in inside:
            longer.setdefault(part, []).append(label)
    found: dict[tuple[str, str], float] = {}
    whole = {(WHOLE, period): row for period, row in split.whole.items()}
    for (label, finest), row in [*split.cells.items(), *whole.items()]:
        for period in longer[finest]:
            found[label, period] = found.get((label, period), 0.0) + row.denominator
    return found
