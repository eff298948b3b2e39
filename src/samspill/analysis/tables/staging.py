"""The rows of a source as SQL with the contract's columns and types, and whether anything was given in each."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samspill.analysis.tables.casting import given_of, known_words, short_of_zeros, text_of, value_of
from samspill.analysis.tables.checks import given_flag
from samspill.analysis.tables.contract import Column, Contract
from samspill.analysis.tables.mapping import Matched, Naming
from samspill.analysis.tables.sources.given import Given
from samspill.analysis.tables.sql import literal, quoted


@dataclass(frozen=True)
class Staging:
    """Writes the SQL. In every view, `at_file` and `at_row` (from 0) say where a row stood."""

    contract: Contract
    given: Given
    matched: Matched
    naming: Naming

    def raw(self, wanted: list[str] | None = None) -> str:
        """Their columns (all, or those named) as "raw 0", "raw 1" …, in the order of `given.columns`."""
        numbers = {name: number for number, name in enumerate(self.given.columns)}
        names = list(self.given.columns) if wanted is None else wanted
        columns = "".join(f", {quoted(name)} AS {_raw(numbers[name])}" for name in names)
        return " UNION ALL ".join(
            f"SELECT {file} AS at_file, file_row_number AS at_row{columns}"
            f" FROM read_parquet({literal(path)}, file_row_number = true)"
            for file, path in enumerate(self.given.files)
        )

    def typed(self) -> str:
        """The contract's columns, and a flag for each of whether anything was given."""
        wanted = list(dict.fromkeys(self.matched.columns.values()))
        texts = "".join(f", {self._text(column, raw, kind)} AS {text}" for column, raw, kind, text in self._found())
        typed = ", ".join(self._column(column) for column in self.contract.columns)
        return f"SELECT at_file, at_row, {typed} FROM (SELECT *{texts} FROM ({self.raw(wanted)}))"

    def mended(self) -> str | None:
        """SQL for how many values were given a leading zero back; None when no column can be."""
        parts = [
            f"count(*) FILTER ({short_of_zeros(column, f'CAST({self._text(column, raw, kind)} AS VARCHAR)')})"
            for column, raw, kind, _ in self._found()
            if column.digits
        ]
        wanted = [
            self.matched.columns[c.name] for c in self.contract.columns if c.digits and c.name in self.matched.columns
        ]
        return f"SELECT {' + '.join(parts)} FROM ({self.raw(wanted)})" if parts else None

    def text_for(self, name: str) -> str:
        """SQL over `raw()` for the text that was given for a column of the contract."""
        found = {column.name: self._text(column, raw, kind) for column, raw, kind, _ in self._found()}
        return f"CAST({found[name]} AS VARCHAR)" if name in found else "CAST(NULL AS VARCHAR)"

    def _text(self, column: Column, raw: str, kind: str) -> str:
        return text_of(raw, kind, known_words(column, self.naming.words.get(column.name, {})))

    def _found(self) -> Iterator[tuple[Column, str, str, str]]:
        """(column, SQL name of theirs, its type, SQL name of its text)"""
        numbers = {name: number for number, name in enumerate(self.given.columns)}
        for column in self.contract.columns:
            if column.name in self.matched.columns:
                theirs = self.matched.columns[column.name]
                yield column, _raw(numbers[theirs]), self.given.columns[theirs], quoted(f"text of {column.name}")

    def _column(self, column: Column) -> str:
        words = self.naming.words.get(column.name, {})
        flag, name = given_flag(column.name), quoted(column.name)
        for found, raw, kind, text in self._found():
            if found is column:
                value = value_of(column, raw, kind, text, self.given.decimal, words)
                return f"CAST({value} AS {column.kind.value}) AS {name}, {given_of(raw, kind, text)} AS {flag}"
        if column.name in self.naming.fixed:
            fixed = literal(self.naming.fixed[column.name])
            value = value_of(column, fixed, "VARCHAR", fixed, self.given.decimal, words)
            return f"CAST({value} AS {column.kind.value}) AS {name}, true AS {flag}"
        return f"CAST(NULL AS {column.kind.value}) AS {name}, false AS {flag}"


def _raw(number: int) -> str:
    return quoted(f"raw {number}")
