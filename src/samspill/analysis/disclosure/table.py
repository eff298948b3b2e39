"""A table that somebody wants to publish: dimensions, cells, and for each cell how many persons stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from samspill.analysis.disclosure.dimensions import Dimension
from samspill.analysis.statistics.unusable import Unusable

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Missing = Literal["absent", "zero", "unknown"]


@dataclass(frozen=True, eq=False)
class Table:
    """Cells over named dimensions. n cells, d dimensions.

    name           what the table is called.
    about          what is counted, the same words in every table that counts the same: "opphold", "pasienter". Tables
                   about different things are never subtracted from one another.
    dimensions     d dimensions. One with a single level says what the whole table is about (the year, the sex).
                   A dimension that a table does not name is not limited: the table covers all of it.
    at             int (n, d): the number of the level in each dimension.
    count          int (n): persons or stays; where there is a numerator this is the denominator.
    numerator      int (n) or None: those among them that the rate is about, named by `numerator_is`.
    amount         float (n) or None: a sum over the same persons (days, kroner), named by `amount_is`.
    contributions  for each cell the largest single contributions to the amount, or None.
    per            the rate is numerator / count x per: 100 gives percent.
    denominator_is_known  the denominator is public already (population), and is never hidden.
    missing        what a combination of finest levels without a row means: "absent": everyone knows that it cannot
                   occur; "unknown": nothing is said of it. ("zero" is filled in by `from_rows`.)

    Raises Unusable for: negative or broken counts, a numerator over its denominator, a combination stated twice,
    totals that are not the sum of their parts.
    """

    name: str
    about: str
    dimensions: tuple[Dimension, ...]
    at: Ints
    count: Ints
    numerator: Ints | None = None
    numerator_is: str = "teller"
    amount: Floats | None = None
    amount_is: str = "sum"
    contributions: tuple[tuple[float, ...], ...] | None = None
    per: int = 100
    denominator_is_known: bool = False
    missing: Missing = "absent"
    rows_seen: Mapping[bytes, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        _check_numbers(self)
        object.__setattr__(self, "rows_seen", _rows_seen(self))
        for column, values in self.columns().items():
            check_totals(self, column, values)

    def __len__(self) -> int:
        return len(self.count)

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """The columns that are numbers: name -> values (n)."""
        named: dict[str, npt.NDArray[Any]] = {"count": self.count}
        if self.numerator is not None:
            named["numerator"] = self.numerator
        if self.amount is not None:
            named["amount"] = self.amount
        return named

    def labels(self, cell: int) -> dict[str, str]:
        """Where a cell stands: dimension -> label."""
        return {
            dimension.name: dimension.labels[level]
            for dimension, level in zip(self.dimensions, self.at[cell], strict=True)
        }

    def where(self, cell: int) -> str:
        """The same as words for a sentence, "place Fjordby, month 2024-01"."""
        return ", ".join(f"{name} {label}" for name, label in self.labels(cell).items())

    def find(self, **labels: str) -> int:
        """The number of the cell at these labels; raises Unusable where there is none."""
        try:
            key = [dimension.number_of[labels[dimension.name]] for dimension in self.dimensions]
        except KeyError as unknown:
            raise Unusable(f"Tabellen «{self.name}» har ikke {unknown}.") from None
        cell = self.rows_seen.get(np.asarray(key, dtype=np.int64).tobytes())
        if cell is None:
            raise Unusable(f"Tabellen «{self.name}» har ingen celle for {', '.join(labels.values())}.")
        return cell

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[Mapping[str, Any]],
        *,
        name: str,
        about: str,
        dimensions: Sequence[Dimension],
        count: str = "count",
        numerator: str | None = None,
        amount: str | None = None,
        contributions: str | None = None,
        totals: bool = False,
        missing: Missing = "absent",
        **more: Any,
    ) -> Table:
        """A table from rows; `count`, `numerator`, `amount` and `contributions` name the rows' columns.

        totals=True adds up every total that the dimensions have levels for. missing="zero" fills in a zero for each
        combination of finest levels that has no row, as grouped counts leave them out.
        Raises Unusable with the row's number (from 1) and what is wrong with it.
        """
        kept = list(rows)
        at = np.array([_place(row, dimensions, n) for n, row in enumerate(kept, 1)], dtype=np.int64)
        table = cls(
            name=name,
            about=about,
            dimensions=tuple(dimensions),
            at=at.reshape(len(kept), len(dimensions)),
            count=_column(kept, count),
            numerator=_column(kept, numerator) if numerator else None,
            amount=_amounts(kept, amount) if amount else None,
            amount_is=amount or "sum",
            numerator_is=numerator or "teller",
            contributions=tuple(_contributions(row, contributions, n) for n, row in enumerate(kept, 1))
            if contributions
            else None,
            missing="absent" if missing == "zero" else missing,
            **more,
        )
        return table.completed(zeros=missing == "zero", totals=totals) if totals or missing == "zero" else table

    def completed(self, *, zeros: bool, totals: bool) -> Table:
        """The same table with zeros where finest combinations are missing, and with all its totals."""
        if self.contributions is not None and totals:
            raise Unusable("Største bidrag kan ikke legges sammen: oppgi summene og bidragene deres i radene.")
        at = _wanted(self, zeros=zeros, totals=totals)
        known = np.array([self.rows_seen.get(row.tobytes(), -1) for row in at])
        spread: dict[str, Any] = {name: _added_up(self, values, at, known) for name, values in self.columns().items()}
        contributions = (
            tuple(self.contributions[cell] if cell >= 0 else () for cell in known) if self.contributions else None
        )
        return replace(self, at=at, contributions=contributions, **spread)


def _place(row: Mapping[str, Any], dimensions: Sequence[Dimension], number: int) -> list[int]:
    place = []
    for dimension in dimensions:
        if dimension.name not in row:
            raise Unusable(f"Rad {number} mangler «{dimension.name}».")
        label = str(row[dimension.name])
        if label not in dimension.number_of:
            raise Unusable(f"Rad {number}: «{label}» er ikke et nivå i «{dimension.name}».")
        place.append(dimension.number_of[label])
    return place


def _column(rows: list[Mapping[str, Any]], name: str) -> Ints:
    values = []
    for number, row in enumerate(rows, 1):
        value = row.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or float(value) % 1 != 0:
            raise Unusable(f"Rad {number}: «{name}» skal være et helt tall.")
        values.append(int(value))
    return np.array(values, dtype=np.int64)


def _amounts(rows: list[Mapping[str, Any]], name: str) -> Floats:
    for number, row in enumerate(rows, 1):
        value = row.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not np.isfinite(value):
            raise Unusable(f"Rad {number}: «{name}» skal være et tall.")
    return np.array([row[name] for row in rows], dtype=np.float64)


def _contributions(row: Mapping[str, Any], name: str, number: int) -> tuple[float, ...]:
    values = tuple(sorted((float(value) for value in row.get(name) or ()), reverse=True))
    if any(value < 0 for value in values):
        raise Unusable(f"Rad {number}: et bidrag i «{name}» er negativt.")
    return values


def _check_numbers(table: Table) -> None:
    for column, values in table.columns().items():
        wrong = np.flatnonzero(~(np.isfinite(values) & (values >= 0)))
        if wrong.size:
            raise Unusable(f"«{column}» er negativ eller ikke et tall ({table.where(int(wrong[0]))}).")
    if table.numerator is not None:
        over = np.flatnonzero(table.numerator > table.count)
        if over.size:
            raise Unusable(f"Telleren er større enn nevneren ({table.where(int(over[0]))}).")
    if table.contributions is not None and table.amount is not None:
        for cell, largest in enumerate(table.contributions):
            if sum(largest) > table.amount[cell] * (1 + 1e-9) + 1e-9:
                raise Unusable(f"Bidragene er større enn summen ({table.where(cell)}).")


def _rows_seen(table: Table) -> dict[bytes, int]:
    seen: dict[bytes, int] = {}
    for cell, row in enumerate(table.at):
        if row.tobytes() in seen:
            raise Unusable(f"Cellen {table.where(cell)} står to ganger i «{table.name}».")
        seen[row.tobytes()] = cell
    return seen


def check_totals(table: Table, column: str, values: npt.NDArray[Any]) -> None:
    """Raises Unusable at the first cell that is not the sum of its parts (or, not filled by them, less than they)."""
    for cell, row in enumerate(table.at):
        for axis, dimension in enumerate(table.dimensions):
            parts = {level: _neighbour(table, row, axis, level) for level in dimension.parts[row[axis]]}
            found = [part for part in parts.values() if part is not None]
            if not found:
                continue
            whole = all(part is not None or _cannot_occur(table, row, axis, level) for level, part in parts.items())
            total, value = sum(values[part] for part in found), values[cell]
            slack = 1e-6 * max(1.0, abs(float(value)))
            exact = dimension.filled[row[axis]] and whole
            if total > value + slack or (exact and total < value - slack):
                raise Unusable(
                    f"«{column}» for {table.where(cell)} er {value:g}, men delene i «{dimension.name}» er til sammen "
                    f"{total:g}."
                )


def _neighbour(table: Table, row: Ints, axis: int, level: int) -> int | None:
    other = row.copy()
    other[axis] = level
    return table.rows_seen.get(other.tobytes())


def _cannot_occur(table: Table, row: Ints, axis: int, level: int) -> bool:
    """Whether a combination without a row is known to be zero: only a finest one, a missing total says nothing."""
    levels = [int(number) for number in row]
    levels[axis] = level
    return table.missing == "absent" and not any(
        dimension.parts[number] for dimension, number in zip(table.dimensions, levels, strict=True)
    )


def finest(dimension: Dimension) -> list[int]:
    """The numbers of the levels that have no parts in this dimension."""
    return [number for number, parts in enumerate(dimension.parts) if not parts]


def combinations(axes: Sequence[Sequence[int]]) -> Ints:
    """All combinations of level numbers, (product, d), the last dimension fastest."""
    grids = np.meshgrid(*[np.asarray(axis, dtype=np.int64) for axis in axes], indexing="ij")
    return np.stack([grid.ravel() for grid in grids], axis=1)


def _wanted(table: Table, *, zeros: bool, totals: bool) -> Ints:
    fine = combinations([finest(dimension) for dimension in table.dimensions])
    if not zeros:
        fine = np.array([row for row in fine if row.tobytes() in table.rows_seen], dtype=np.int64)
    rows = [table.at, fine]
    if totals:
        rows.append(combinations([range(len(dimension.labels)) for dimension in table.dimensions]))
    merged = np.unique(np.concatenate(rows), axis=0)
    if totals and not zeros:  # a finest combination that has no row stays away
        is_fine = np.all([np.isin(merged[:, i], finest(d)) for i, d in enumerate(table.dimensions)], axis=0)
        merged = merged[[not f or row.tobytes() in table.rows_seen for f, row in zip(is_fine, merged, strict=True)]]
    return np.ascontiguousarray(merged)


def _added_up(table: Table, values: npt.NDArray[Any], at: Ints, known: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The values at `at`: what the table says, and where it says nothing the sum of the finest cells inside."""
    fine_levels = [finest(dimension) for dimension in table.dimensions]
    dense = np.zeros([len(levels) for levels in fine_levels], dtype=values.dtype)
    places = [{level: i for i, level in enumerate(levels)} for levels in fine_levels]
    for row, value in zip(table.at, values, strict=True):
        if all(level in place for level, place in zip(row, places, strict=True)):
            dense[tuple(place[level] for level, place in zip(row, places, strict=True))] = value
    for axis, (dimension, levels) in enumerate(zip(table.dimensions, fine_levels, strict=True)):
        sets = list(dimension.levels.values())
        inside = np.array([[sets[fine] <= whole for fine in levels] for whole in sets])
        dense = np.moveaxis(np.tensordot(inside.astype(values.dtype), dense, axes=(1, axis)), 0, axis)
    sums = dense[tuple(at.T)]
    found: npt.NDArray[Any] = np.where(known >= 0, values[np.maximum(known, 0)], sums)
    return found.astype(values.dtype)
