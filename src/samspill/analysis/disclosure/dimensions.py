"""The dimensions of a published table: levels, each of which says which finest parts it holds.

Two tables can be subtracted from one another when their cells hold the same people. So a level is not only a
name: it is the set of its finest parts (districts, months, years of age). «Jan-Mar» holds three months in every table
that has it, and a municipality that moved to another community moves between two sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from samspill.analysis.statistics.unusable import Unusable

Leaves = frozenset[str]


@dataclass(frozen=True)
class Dimension:
    """One named dimension and its levels.

    name     the same name in every table means the same thing: "place", "month", "age".
    levels   label -> the finest parts it holds, in the order the table shows them. Labels are unique; two labels may
             hold the same parts (a community of one municipality).
    """

    name: str
    levels: Mapping[str, Leaves]

    def __post_init__(self) -> None:
        for label, leaves in self.levels.items():
            if not leaves:
                raise Unusable(f"Nivået «{label}» i «{self.name}» har ingen deler.")

    @classmethod
    def flat(cls, name: str, labels: Iterable[str], total: str | None = None) -> Dimension:
        """Labels side by side, each its own finest part, and at will a total over them all."""
        parts = [str(label) for label in labels]
        repeated = sorted({label for label in parts if parts.count(label) > 1})
        if repeated:
            raise Unusable(f"Nivået «{repeated[0]}» står to ganger i «{name}».")
        levels = {label: frozenset([label]) for label in parts}
        if total is not None:
            if total in levels:
                raise Unusable(f"«{total}» er både en del og summen i «{name}».")
            levels[total] = frozenset(parts)
        return cls(name, levels)

    @classmethod
    def nested(cls, name: str, pairs: Iterable[tuple[str, str]]) -> Dimension:
        """A tree from (part, whole) pairs: ("Bydel 1", "Fjordby"), ("Fjordby", "Helsefellesskapet"), ...

        Raises Unusable when a part has two wholes, or when the pairs go round in a circle.
        """
        whole_of: dict[str, str] = {}
        for part, whole in pairs:
            if whole_of.get(part, whole) != whole:
                raise Unusable(f"«{part}» i «{name}» har to overordnede: «{whole_of[part]}» og «{whole}».")
            whole_of[part] = whole
        labels = list(dict.fromkeys([*whole_of, *whole_of.values()]))  # parts first, totals last
        finest = [label for label in labels if label not in set(whole_of.values())]
        held: dict[str, set[str]] = {label: set() for label in labels}
        for leaf in finest:
            for label in _upwards(name, leaf, whole_of):
                held[label].add(leaf)
        circle = [label for label in labels if not held[label]]
        if circle:
            raise Unusable(f"«{circle[0]}» i «{name}» er sin egen overordnede.")
        return cls(name, {label: frozenset(held[label]) for label in labels})

    @classmethod
    def sets(cls, name: str, levels: Mapping[str, Iterable[object]]) -> Dimension:
        """Levels by the parts they hold: {"0-17": range(0, 18), "18-66": range(18, 67), "Alle": range(0, 110)}."""
        return cls(name, {label: frozenset(str(part) for part in parts) for label, parts in levels.items()})

    @cached_property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.levels)

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        return {label: number for number, label in enumerate(self.labels)}

    @cached_property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """For each level the numbers of the largest levels inside it that do not overlap; empty for the finest."""
        sets = list(self.levels.values())
        by_size = sorted(range(len(sets)), key=lambda number: -len(sets[number]))
        return tuple(_largest_inside(number, sets, by_size) for number in range(len(sets)))

    @cached_property
    def filled(self) -> tuple[bool, ...]:
        """For each level, whether its parts fill it (a total over what is shown, with nothing left over)."""
        sets = list(self.levels.values())
        return tuple(
            bool(parts) and sum(len(sets[part]) for part in parts) == len(sets[number])
            for number, parts in enumerate(self.parts)
        )


def _upwards(name: str, leaf: str, whole_of: Mapping[str, str]) -> list[str]:
    path = [leaf]
    while path[-1] in whole_of:
        if whole_of[path[-1]] in path:
            raise Unusable(f"«{whole_of[path[-1]]}» i «{name}» er sin egen overordnede.")
        path.append(whole_of[path[-1]])
    return path


def _largest_inside(number: int, sets: list[Leaves], by_size: list[int]) -> tuple[int, ...]:
    whole, taken, chosen = sets[number], set[str](), []
    for other in by_size:
        same = sets[other] == whole
        # Of two names for the same parts the earlier stands inside the later, so that none is its own part.
        inside = other < number if same else sets[other] < whole
        if inside and taken.isdisjoint(sets[other]):
            chosen.append(other)
            taken |= sets[other]
    return tuple(chosen)
