"""Checking all rows of a source against a contract, in DuckDB: vectorised, and within a stated memory."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.checks import BROKEN_ROW, DUPLICATE, Check, checks_of
from samspill.analysis.tables.contract import Contract
from samspill.analysis.tables.mapping import Naming, match
from samspill.analysis.tables.report import Count, Problem, Report
from samspill.analysis.tables.sources.given import Broken, Given
from samspill.analysis.tables.sql import limits, literal, macros, quoted
from samspill.analysis.tables.staging import Staging

SHOWN = 50
# What stands in a cell, said without saying the value.
_VALUE_CLASS = r"""
CASE WHEN v IS NULL THEN 'ingenting'
     WHEN regexp_full_match(v, '\d{6} ?\d{5}') THEN 'elleve siffer'
     WHEN regexp_full_match(v, '[+-]?\d+') THEN 'et helt tall'
     WHEN regexp_full_match(v, '[+-]?\d+[.,]\d+') THEN 'et desimaltall'
     WHEN regexp_matches(v, '^\d{4}-\d\d?-\d\d?') OR regexp_matches(v, '^\d\d?[./-]\d\d?[./-]\d\d') THEN 'en dato'
     WHEN starts_with(v, '#') THEN 'en feilverdi fra et regneark'
     WHEN regexp_matches(v, '[A-Za-zÆØÅæøå]') AND regexp_matches(v, '\d') THEN 'bokstaver og sifre'
     WHEN regexp_matches(v, '[A-Za-zÆØÅæøå]') THEN 'tekst'
     ELSE 'tegn' END
"""


@dataclass
class Checking:
    """One source against one contract. Use: `run()`, then `report()`, `write_good()`, `write_rejected()`."""

    contract: Contract
    given: Given
    naming: Naming
    connection: duckdb.DuckDBPyConnection

    def __post_init__(self) -> None:
        matched = match(self.contract, list(self.given.columns), self.naming)
        self._staging = Staging(self.contract, self.given, matched, self.naming)
        here = {*matched.columns, *self.naming.fixed}
        self._checks = [check for check in checks_of(self.contract) if here & set(check.columns)]
        self._notes = [*self.given.notes]
        if matched.left_over:
            self._notes.append(f"Disse kolonnene ble ikke brukt: {', '.join(matched.left_over)}.")
        absent = [c.label for c in self.contract.columns if c.name not in here]
        if absent:
            self._notes.append(f"Disse kolonnene finnes ikke her: {', '.join(absent)}.")

    def run(self) -> None:
        """Find the rows that fail. Raises Unusable when the source cannot be read through."""
        macros(self.connection)
        self._do(f"CREATE TEMP VIEW raw AS {self._staging.raw()}")
        self._do(f"CREATE TEMP VIEW typed AS {self._staging.typed()}")
        any_fails = " OR ".join(f"coalesce({check.fails}, false)" for check in self._checks)
        which = ", ".join(f"CASE WHEN {check.fails} THEN {number} END" for number, check in enumerate(self._checks))
        self._do(
            "CREATE TEMP TABLE failed AS SELECT at_file, at_row, list_filter(["
            + which
            + "], x -> x IS NOT NULL) AS codes"
            f" FROM typed WHERE {any_fails}"
        )
        if self.contract.key:
            self._find_duplicates()

    def _find_duplicates(self) -> None:
        """Of rows with the same key, the first stands. Hashes first: they are small, and mostly all different."""
        key = ", ".join(map(quoted, self.contract.key))
        sound = "FROM typed ANTI JOIN failed USING (at_file, at_row)" if self._failed() else "FROM typed"
        self._do(f"CREATE TEMP TABLE twice AS SELECT hash({key}) AS h {sound} GROUP BY h HAVING count(*) > 1")
        if self._number("SELECT count(*) FROM twice") == 0:
            return
        self._checks.append(
            Check(
                DUPLICATE,
                self.contract.key,
                f"Raden har samme nøkkel ({', '.join(self.contract.key)}) som en rad før den.",
                "",
            )
        )
        self._do(
            f"INSERT INTO failed SELECT at_file, at_row, [{len(self._checks) - 1}] FROM (SELECT at_file, at_row,"
            f" row_number() OVER (PARTITION BY {key} ORDER BY at_file, at_row) AS n {sound}"
            f" WHERE hash({key}) IN (SELECT h FROM twice)) WHERE n > 1"
        )

    def report(self, shown: int = SHOWN) -> Report:
        """What was found, with the first `shown` problems."""
        broken = self.given.broken
        rows = self._number("SELECT count(*) FROM raw") + len(broken)
        return Report(
            table=self.contract.name,
            label=self.contract.label,
            version=self.contract.version,
            rows=rows,
            rejected=self._failed() + len(broken),
            counts=tuple(sorted(self._counts(), key=lambda count: (-count.rows, count.column, count.reason))),
            first=tuple(sorted([*self._problems(shown), *map(_broken_problem, broken[:shown])])[:shown]),
            notes=(*self._notes, *self._mended()),
        )

    def _counts(self) -> list[Count]:
        found = self.connection.execute(
            "SELECT code, count(*) FROM (SELECT unnest(codes) AS code FROM failed) GROUP BY code"
        )
        counts = [
            Count(check.reason, check.columns[0], rows, check.sentence)
            for check, rows in ((self._checks[code], rows) for code, rows in found.fetchall())
        ]
        for sentence in sorted({broken.reason for broken in self.given.broken}):
            rows = sum(broken.reason == sentence for broken in self.given.broken)
            counts.append(Count(BROKEN_ROW, "hele raden", rows, sentence))
        return counts

    def _problems(self, shown: int) -> list[Problem]:
        if not self._failed():
            return []
        self._do(
            "CREATE OR REPLACE TEMP TABLE first_failed AS SELECT * FROM failed"
            f" ORDER BY at_file, at_row LIMIT {int(shown)}"
        )
        classes = ", ".join(
            f"CASE WHEN list_contains(codes, {number}) THEN (SELECT {_VALUE_CLASS} FROM (SELECT {text} AS v)) END"
            for number, text in ((n, self._staging.text_for(c.columns[0])) for n, c in enumerate(self._checks))
        )
        found = self.connection.execute(
            f"SELECT at_file, at_row, [{classes}] FROM raw JOIN first_failed USING (at_file, at_row)"
        ).fetchall()
        return [
            Problem(self._file(file), self._row(row), check.columns[0], check.reason, value, check.sentence)
            for file, row, values in found
            for check, value in zip(self._checks, values, strict=True)
            if value is not None
        ]

    def _mended(self) -> Sequence[str]:
        sql = self._staging.mended()
        mended = self._number(sql) if sql else 0
        return [f"{mended} kommunenumre manglet nullen foran og har fått den tilbake."] if mended else []

    def _file(self, number: int) -> str:
        return self.given.files[number].name if self.given.named_files else ""

    def _row(self, at_row: int) -> int:
        """Its number in the file: broken rows stand between those that could be read."""
        return at_row + self.given.first_row + bisect_right(self._room_before(), at_row)

    def _room_before(self) -> list[int]:
        """For each broken row, how many rows that could be read stand before it."""
        rows = [broken.row for broken in self.given.broken]
        return [row - self.given.first_row - number for number, row in enumerate(rows)]

    def write_good(self, path: Path) -> None:
        """The rows that keep the contract, in the order they had, as Parquet with the contract's columns."""
        names = ", ".join(map(quoted, self.contract.names))
        rest = " ANTI JOIN failed USING (at_file, at_row)" if self._failed() else ""
        self._do(f"COPY (SELECT {names} FROM typed{rest}) TO {literal(path)} (FORMAT parquet)")

    def write_rejected(self, path: Path) -> None:
        """The other rows as they were given, all as text, with file, row number and reasons in front."""
        self._do("CREATE OR REPLACE TEMP TABLE room (before BIGINT, shift BIGINT)")
        for shift, before in enumerate(self._room_before(), 1):
            self.connection.execute("INSERT INTO room VALUES (?, ?)", [before, shift])
        self._do("CREATE OR REPLACE TEMP TABLE words (code INTEGER, said VARCHAR)")
        self.connection.executemany(
            "INSERT INTO words VALUES (?, ?)",
            [[n, f"{c.columns[0]}: {c.sentence}"] for n, c in enumerate(self._checks)],
        )
        self._do(f"COPY ({self._rejected_sql()}) TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)")

    def _rejected_sql(self) -> str:
        theirs = list(self.given.columns)
        columns = "".join(f", CAST({quoted(f'raw {n}')} AS VARCHAR) AS {quoted(name)}" for n, name in enumerate(theirs))
        names = "[" + ", ".join(literal(self._file(number)) for number in range(len(self.given.files))) + "]"
        read = (
            f"SELECT {names}[at_file + 1] AS _file, at_row + {self.given.first_row} + coalesce(shift, 0) AS _row,"
            " (SELECT string_agg(said, ' ' ORDER BY code) FROM words WHERE list_contains(codes, code)) AS _reasons,"
            f" '' AS _broken_row{columns} FROM raw JOIN failed USING (at_file, at_row)"
            " ASOF LEFT JOIN room ON at_row >= room.before"
        )
        broken = [
            f"SELECT '', {b.row}, {literal(b.reason)}, {literal(b.text)}" + ", NULL" * len(theirs)
            for b in self.given.broken
        ]
        return " UNION ALL ".join([f"({read})", *broken])

    def _failed(self) -> int:
        return self._number("SELECT count(*) FROM failed")

    def _number(self, sql: str) -> int:
        row = self.connection.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def _do(self, sql: str) -> None:
        try:
            self.connection.execute(sql)
        except duckdb.OutOfMemoryException:
            raise Unusable(
                "Det er ikke nok minne til å sjekke tabellen. Gi mer minne, eller mindre om gangen."
            ) from None
        except duckdb.Error as error:  # its text may quote a value
            raise Unusable(f"{self.contract.label} kan ikke leses gjennom ({type(error).__name__}).") from None


def _broken_problem(broken: Broken) -> Problem:
    return Problem("", broken.row, "hele raden", BROKEN_ROW, "en rad som ikke kan deles", broken.reason)


def checking(
    contract: Contract,
    given: Given,
    naming: Naming,
    connection: duckdb.DuckDBPyConnection,
    workspace: Path,
    memory: str,
) -> Checking:
    """Check all rows within that memory. Raises Unusable when the table cannot be read at all."""
    limits(connection, workspace, memory)
    done = Checking(contract, given, naming, connection)
    done.run()
    return done
