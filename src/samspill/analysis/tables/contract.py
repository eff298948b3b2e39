"""What a table promises: its columns, what each means, which rows are allowed. Loading checks it; docs/tables.md is it.

A contract is data. Nothing here reads or writes; `checking` turns it into SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from samspill.analysis.statistics.unusable import Unusable

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Kind(StrEnum):
    """What a column holds. The value is the type it is stored with (DuckDB's name)."""

    TEXT = "VARCHAR"
    WHOLE = "BIGINT"
    NUMBER = "DOUBLE"
    DAY = "DATE"
    TIME = "TIMESTAMP"  # the Norwegian wall clock, without a zone, as hospital systems write it
    YES_NO = "BOOLEAN"


KIND_WORDS = {
    Kind.TEXT: "tekst",
    Kind.WHOLE: "helt tall",
    Kind.NUMBER: "tall",
    Kind.DAY: "dato (2024-01-31 eller 31.01.2024)",
    Kind.TIME: "tidspunkt (2024-01-31 10:20 eller 31.01.2024 10:20), norsk tid",
    Kind.YES_NO: "ja eller nei",
}


@dataclass(frozen=True)
class Codes:
    """The values a column may have, each with its Norwegian label, and where the list comes from.

    A value is recognised by its code or its label, whatever the case.
    """

    source: str
    labels: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column. `label` is Norwegian and shown to people; `meaning` is for the analyst.

    shape, shape_words   a regular expression that the whole text must match, and the same in Norwegian
    least, most          the range, both ends included: numbers, or days and times written the ISO way
    digits               a number that lost its leading zeros in a spreadsheet is given them back (0301, not 301)
    upper                letters are made upper case and blanks removed (codes of diagnoses)
    personal             says something of one person: it is never shown in a report
    """

    name: str
    kind: Kind
    label: str
    meaning: str
    unit: str = ""
    required: bool = False
    codes: Codes | None = None
    shape: str = ""
    shape_words: str = ""
    least: str | float | None = None
    most: str | float | None = None
    digits: int = 0
    upper: bool = False
    personal: bool = False


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What must hold within one row. `holds` is an SQL condition over the columns; unknown (NULL) passes.

    refuses   False: the row is loaded and the matter is shown on the data quality page, for a person to look at.
    """

    name: str
    holds: str
    sentence: str
    columns: tuple[str, ...]
    refuses: bool = True


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One table: `row` says what one row is (Norwegian), `key` which columns tell two rows apart.

    version   raised when a row that was allowed no longer is, or a column changes meaning.
    Raises Unusable when the declaration contradicts itself.
    """

    name: str
    label: str
    row: str
    version: int
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or not all(map(_NAME.fullmatch, [self.name, *names])):
            raise Unusable(f"Kontrakten {self.name} har et kolonnenavn som er brukt to ganger eller ikke kan brukes.")
        for wanted in (self.key, *(rule.columns for rule in self.rules)):
            if unknown := set(wanted) - set(names):
                raise Unusable(f"Kontrakten {self.name} nevner ukjente kolonner: {', '.join(sorted(unknown))}.")
        if not all(self.column(name).required for name in self.key):
            raise Unusable(f"Kontrakten {self.name} har en nøkkelkolonne som kan mangle.")

    def column(self, name: str) -> Column:
        """Raises KeyError for a name that is not there."""
        return {column.name: column for column in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> Iterator[Column]:
        return (column for column in self.columns if column.required)
