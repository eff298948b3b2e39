"""What was found when a table was checked: counts, the first rows, and sentences. Never a value of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa

from samspill.analysis.statistics.unusable import Unusable


@dataclass(frozen=True, order=True)
class Problem:
    """One row that breaks the contract, in one way.

    row      as a person counts in the file; in a file with a header, the first row below it is row 2
    value    what kind of value stood there («tom», «tekst», «11 siffer» …), never the value
    """

    file: str
    row: int
    column: str
    reason: str
    value: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}, rad {self.row}" if self.file else f"Rad {self.row}"
        return f"{where}, {self.column}: {self.sentence} Der står: {self.value}."


@dataclass(frozen=True)
class Count:
    """How many rows break the contract in one way."""

    reason: str
    column: str
    rows: int
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """rows = good + rejected. `first` holds the first of the problems; a row may have several."""

    table: str
    label: str
    version: int
    rows: int
    rejected: int
    counts: tuple[Count, ...]
    first: tuple[Problem, ...]
    notes: tuple[str, ...] = ()

    @property
    def good(self) -> int:
        return self.rows - self.rejected

    @property
    def passed(self) -> bool:
        return self.rejected == 0

    def sentences(self) -> list[str]:
        """The report in Norwegian, the most important first."""
        if self.passed:
            said = [f"{self.label}: alle {_spaced(self.rows)} rader holder kontrakten."]
        else:
            said = [f"{self.label}: {_spaced(self.rejected)} av {_spaced(self.rows)} rader holder ikke kontrakten."]
        said += [
            f"{_spaced(c.rows)} {'rad' if c.rows == 1 else 'rader'}, {c.column}: {c.sentence}" for c in self.counts
        ]
        return [*said, *map(str, self.first), *self.notes]

    def counts_table(self) -> pa.Table:
        """One row per reason and column, most rows first: reason, column, rows, sentence."""
        return _table(self.counts, Count)

    def problems_table(self) -> pa.Table:
        """One row per problem in `first`: file, row, column, reason, value, sentence."""
        return _table(self.first, Problem)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept beside the rows."""
        return asdict(self) | {"good": self.good}


_TYPES = {"int": pa.int64(), "str": pa.string()}


def _table(rows: Sequence[Any], of: Any) -> pa.Table:
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in of.__annotations__.items()])
    return pa.Table.from_pylist([asdict(row) for row in rows], schema=schema)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


class NotLoaded(Unusable):
    """The table was not loaded, and nothing was changed. `report` says why."""

    def __init__(self, report: Report) -> None:
        super().__init__(" ".join([*report.sentences()[:6], "Ingenting er lastet inn."]))
        self.report = report
