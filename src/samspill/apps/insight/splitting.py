"""How an indicator is divided for the disclosure exit: by place, sector and group, each by a grain that it can bear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from samspill.apps.insight import periods
from samspill.apps.insight.places import OTHER


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One number as an engine gives it, for one period. municipality, sector, group: None for all.

    persons  how many are behind the numerator, at the least; behind: behind the denominator
    """

    period: str
    municipality: str | None
    sector: str | None
    group: str | None
    persons: int
    numerator: float
    denominator: float
    behind: int = 0


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the exit needs to know of an indicator.

    mode   share: numerator of denominator, both persons; known: persons over something that is public (population,
           expected); amount: a sum over persons, in all or per day of the period; ratio: one sum over another,
           both over the same persons (days in long stays of all days); parts: the groups of all together; count:
           persons alone
    by     month, or year where persons are counted once a year
    additive  whether nobody is counted in two months
    """

    name: str
    version: str
    title: str
    mode: str
    per: float = 1
    by: str = "month"
    additive: bool = True
    sectors: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """The same words each time: what is counted, by which definition."""
        return f"{self.title} ({self.name} {self.version})"


Cells = dict[tuple[str, str], Counted]
KINDS = ("month", "quarter", "year")


@dataclass(frozen=True, kw_only=True)
class Split:
    """One way of dividing: a dimension with its labels, and what was counted at each label and in the whole.

    cells, whole   by (label, period) and by period, of all kinds of period
    """

    name: str
    labels: tuple[str, ...]
    cells: Cells
    whole: Mapping[str, Counted]


def splits(wanted: Wanted, rows: Sequence[Counted], places: Sequence[str]) -> list[Split]:
    plain = [row for row in rows if row.sector is None and row.group is None]
    whole = {row.period: row for row in plain if row.municipality is None}
    known = set(places)
    cells: Cells = {(row.municipality, row.period): row for row in plain if row.municipality in known}
    if cells:
        cells |= _others(whole, cells)
    others = (OTHER,) if any(label == OTHER for label, _period in cells) else ()
    if wanted.mode == "parts":
        cells = _parts_of(rows, "group", wanted.groups)
        return [Split(name="gruppe", labels=wanted.groups, cells=cells, whole=whole)] if cells and whole else []
    found = [Split(name="kommune", labels=(*places, *others) if cells else (), cells=cells, whole=whole)]
    for name, labels, column in (("sektor", wanted.sectors, "sector"), ("gruppe", wanted.groups, "group")):
        parts = _parts_of(rows, column, labels)
        if len({label for label, _period in parts}) > 1:
            found.append(Split(name=name, labels=labels, cells=parts, whole=whole))
    return [split for split in found if split.whole]


def _parts_of(rows: Sequence[Counted], column: str, labels: tuple[str, ...]) -> Cells:
    other = "group" if column == "sector" else "sector"
    return {
        (getattr(row, column), row.period): row
        for row in rows
        if row.municipality is None and getattr(row, other) is None and getattr(row, column) in labels
    }


def _others(whole: Mapping[str, Counted], cells: Cells) -> Cells:
    """Those who are in the whole and in none of the places. What is looked up (people, days) belongs to the whole."""
    found: Cells = {}
    sums = _sums_by_period(cells.items())
    for period, total in whole.items():
        persons, numerator, denominator = sums.get(period, (0, 0.0, 0.0))
        if total.persons > persons or total.numerator - numerator > 1e-9:
            found[OTHER, period] = replace(
                total,
                municipality=OTHER,
                persons=max(total.persons - persons, 0),
                numerator=max(total.numerator - numerator, 0.0),
                denominator=max(total.denominator - denominator, 0.0),
            )
    return found


def _sums_by_period(cells: Iterable[tuple[tuple[str, str], Counted]]) -> dict[str, tuple[int, float, float]]:
    found: dict[str, tuple[int, float, float]] = {}
    for (_label, period), row in cells:
        persons, top, bottom = found.get(period, (0, 0.0, 0.0))
        found[period] = persons + row.persons, top + row.numerator, bottom + row.denominator
    return found


ALLOWED = 0.2  # share of a place's numbers that may be small before it is given by a coarser grain instead


def is_small(mode: str, row: Counted, threshold: int) -> bool:
    """Whether any number of persons in it is under the threshold, and not none."""
    if mode == "share":
        numbers: tuple[float, ...] = (row.numerator, row.denominator - row.numerator, row.denominator)
    elif mode in ("known", "count", "parts"):
        numbers = (row.numerator,)
    else:
        numbers = (row.persons,)
    return any(0 < number < threshold for number in numbers)


def grains(split: Split, wanted: Wanted, threshold: int) -> dict[str, str]:
    """label -> the finest kind of period it is given by. The coarsest kind there is takes everybody."""
    kinds = [kind for kind in KINDS if any(periods.kind_of(period) == kind for period in split.whole)]
    allowed = ALLOWED if wanted.additive else 0.0
    found = {}
    for label in split.labels:
        for kind in kinds:
            of = [row for (where, when), row in split.cells.items() if where == label and periods.kind_of(when) == kind]
            small = sum(is_small(wanted.mode, row, threshold) for row in of)
            if kind == kinds[-1] or small <= allowed * len(of):
                found[label] = kind
                break
    if not wanted.additive:
        for kind in kinds[:-1]:
            _leave_room(split, wanted, threshold, found, kind, kinds[kinds.index(kind) + 1])
    return found


def _leave_room(split: Split, wanted: Wanted, threshold: int, found: dict[str, str], kind: str, coarser: str) -> None:
    """Move labels to the coarser kind until what is left of the whole, without those given, is not small."""
    size = {
        label: sum(row.persons for (where, _when), row in split.cells.items() if where == label)
        for label in split.labels
    }
    upto = KINDS[: KINDS.index(kind) + 1]
    while given := [label for label in split.labels if found[label] in upto]:
        rest = {key: row for key, row in split.cells.items() if key[0] not in given and periods.kind_of(key[1]) == kind}
        left = _sums_by_period(rest.items())
        if not any(0 < persons < threshold for persons, _top, _bottom in left.values()):
            return
        least = min(given, key=lambda label: size[label])
        found[least] = coarser
