"""Small made-up tables, and what is small in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import numpy as np
from tests.analysis.disclosure.attacker import Group, group_of

from samspill.analysis.disclosure import HIDDEN, PUBLIC, Dimension, Ledger, Release, Rules, Table, release

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTHS = ["01", "02", "03"]
AGES = ["0", "1", "2"]
# Two communities; one municipality has districts, the other community has one municipality only.
PLACES = [("B1", "K1"), ("B2", "K1"), ("K1", "F1"), ("K2", "F1"), ("K3", "F2"), ("F1", "Alle"), ("F2", "Alle")]
PLACE = Dimension.nested("place", PLACES)
LEAVES = ["B1", "B2", "K2", "K3"]
MONTH = Dimension.flat("month", MONTHS, total="kvartal")
TWO_MONTHS = Dimension.flat("month", MONTHS[:2])
QUARTER = Dimension.sets("month", {"kvartal": MONTHS})
YOUNG = Dimension.sets("age", {"0": ["0"], "1-2": ["1", "2"]})
YOUNGER = Dimension.sets("age", {"0-1": ["0", "1"], "2": ["2"]})
COMMUNITY = Dimension.sets("place", {"F1": ["B1", "B2", "K2"], "F2": ["K3"]})
MOVED = Dimension.sets("place", {"F1": ["B1", "B2"], "F2": ["K2", "K3"]})

People = Mapping[tuple[str, str, str], int]


def people(seed: int, mean: float) -> dict[tuple[str, str, str], int]:
    """How many there are at each place, month and age."""
    chance = np.random.default_rng(seed)
    return {key: int(chance.poisson(mean)) for key in product(LEAVES, MONTHS, AGES)}


def counted(them: People, group: Group) -> int:
    return sum(
        number
        for key, number in them.items()
        if all(leaf in group.get(name, [leaf]) for name, leaf in zip(("place", "month", "age"), key, strict=True))
    )


def table_of(them: People, *dimensions: Dimension, waited: People | None = None) -> Table:
    rows = []
    fine = [[label for label, parts in zip(d.labels, d.parts, strict=True) if not parts] for d in dimensions]
    for labels in product(*fine):
        place = {d.name: label for d, label in zip(dimensions, labels, strict=True)}
        group = {d.name: d.levels[place[d.name]] for d in dimensions}
        rows.append({**place, "count": counted(them, group)} | ({"ventet": counted(waited, group)} if waited else {}))
    return Table.from_rows(
        rows,
        name="Ventende",
        about="opphold",
        dimensions=dimensions,
        totals=True,
        numerator="ventet" if waited else None,
    )


def let_out(table: Table, ledger: Ledger, *, rules: Rules, receiver: str = PUBLIC) -> Release:
    return release(table, rules=rules, ledger=ledger, receiver=receiver, purpose="Prøve", by="Amir", at=NOW)


@dataclass
class Naive:
    """A release where only the small numbers themselves are hidden."""

    rows: list[dict[str, object]]
    notes: list[str]


def only_small_hidden(table: Table, rules: Rules) -> Naive:
    rows = [
        {**table.labels(cell), "count": HIDDEN if rules.too_few(int(count), PUBLIC) else int(count)}
        for cell, count in enumerate(table.count)
    ]
    return Naive(rows, [])


def small_groups(table: Table, rules: Rules) -> Iterator[tuple[Group, int]]:
    """Everything in a table that is too small: counts, numerators, and those outside a numerator."""
    for cell in range(len(table)):
        group = group_of(table, table.labels(cell))
        parts = [(group, int(table.count[cell]))]
        if table.numerator is not None:
            inside = int(table.numerator[cell])
            parts.append(({**group, table.numerator_is: frozenset(["ja"])}, inside))
            parts.append(({**group, table.numerator_is: frozenset(["nei"])}, int(table.count[cell]) - inside))
        yield from ((part, number) for part, number in parts if rules.too_few(number, PUBLIC))
