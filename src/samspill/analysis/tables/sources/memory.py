"""Tables in memory (pandas, pyarrow), SQL queries and databases."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.sources.batches import BATCH, write_batches, write_texts
from samspill.analysis.tables.sources.given import Given, columns_of, no_double_names
from samspill.analysis.tables.sql import limits, literal, quoted


def _given(path: Path, notes: tuple[str, ...] = ()) -> Given:
    return Given(files=(path,), columns=columns_of(path), decimal=".", notes=notes)


@dataclass(frozen=True)
class Frame:
    """A pandas DataFrame (its index is left out), a pyarrow Table, RecordBatch or RecordBatchReader."""

    frame: Any

    def open(self, workspace: Path) -> Given:
        """Written batch by batch. Raises Unusable for anything else than such a table."""
        schema, batches = self._batches()
        if not len(schema):
            raise Unusable("Tabellen har ingen kolonner.")
        no_double_names(list(schema.names), "Tabellen")
        return _given(write_batches(schema, batches, workspace / "given.parquet"))

    def _batches(self) -> tuple[pa.Schema, Iterable[pa.RecordBatch]]:
        frame = self.frame
        if isinstance(frame, pd.DataFrame):
            frame = _from_pandas(frame)
        if isinstance(frame, pa.RecordBatch):
            frame = pa.Table.from_batches([frame])
        if isinstance(frame, pa.Table):
            return frame.schema, frame.to_batches(max_chunksize=BATCH)
        if isinstance(frame, pa.RecordBatchReader):
            return frame.schema, frame
        raise Unusable(f"Kan ikke lese en tabell fra {type(frame).__name__}. Gi en pandas- eller pyarrow-tabell.")


def _from_pandas(frame: pd.DataFrame) -> pa.Table:
    names = [str(name) for name in frame.columns]
    no_double_names(names, "Tabellen")
    return pa.table([_column(frame.iloc[:, number]) for number in range(len(names))], names=names)


def _column(values: pd.Series) -> pa.Array:
    try:
        return pa.Array.from_pandas(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):  # numbers and texts side by side
        return pa.array([None if pd.isna(value) else str(value) for value in values], pa.string())


@dataclass(frozen=True)
class Query:
    """What an SQL query gives, on a DuckDB connection or any other DB-API connection (sqlite3, psycopg …)."""

    connection: Any
    sql: str

    def open(self, workspace: Path) -> Given:
        """The answer, fetched in batches. Raises Unusable with the database's own word for the fault."""
        path = workspace / "given.parquet"
        if isinstance(self.connection, duckdb.DuckDBPyConnection):
            return _from_duckdb(self.connection, self.sql, path)
        cursor = self.connection.cursor()
        try:
            cursor.execute(self.sql)
            if cursor.description is None:
                raise Unusable("Spørringen ga ingen tabell.")
            names = [str(column[0]) for column in cursor.description]
            no_double_names(names, "Spørringen")
            return _given(write_texts(names, _fetched(cursor), path))
        except Unusable:
            raise
        except Exception as error:
            raise Unusable(f"Databasen kunne ikke svare ({type(error).__name__}).") from None
        finally:
            cursor.close()


def _fetched(cursor: Any) -> Iterator[Any]:
    while rows := cursor.fetchmany(BATCH):
        yield from rows


def _from_duckdb(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> Given:
    try:
        reader = connection.cursor().execute(sql).to_arrow_reader(BATCH)
        no_double_names(list(reader.schema.names), "Spørringen")
        return _given(write_batches(reader.schema, reader, path))
    except (duckdb.Error, pa.ArrowException) as error:
        raise Unusable(f"Databasen kunne ikke svare ({type(error).__name__}).") from None


@dataclass(frozen=True)
class Database:
    """A database that DuckDB can attach: a DuckDB file, or with `kind` "sqlite", "postgres" or "mysql" one of those, if
    that extension of DuckDB is installed. The database is attached for reading only, as `theirs`.

    table   a table of it, or
    sql     a query, in which tables are called theirs.name
    """

    address: str | Path
    table: str = ""
    sql: str = ""
    kind: str = "duckdb"

    def open(self, workspace: Path) -> Given:
        """What the table holds. Raises Unusable; the address, which may hold a password, is never in the sentence."""
        if bool(self.table) == bool(self.sql) or not self.kind.isalpha():
            raise Unusable("Si enten hvilken tabell eller hvilken spørring som skal leses.")
        sql = self.sql or f"SELECT * FROM theirs.{'.'.join(map(quoted, self.table.split('.')))}"
        with duckdb.connect() as connection:
            limits(connection, workspace)
            try:
                if self.kind != "duckdb":
                    connection.execute(f"LOAD {self.kind}")
                elif not Path(self.address).is_file():
                    raise Unusable(f"Finner ikke databasen {Path(self.address).name}.")
                kind = "" if self.kind == "duckdb" else f"TYPE {self.kind}, "
                connection.execute(f"ATTACH {literal(self.address)} AS theirs ({kind}READ_ONLY)")
            except duckdb.Error as error:
                raise Unusable(f"Kan ikke åpne databasen ({self.kind}, {type(error).__name__}).") from None
            return _from_duckdb(connection, sql, workspace / "given.parquet")
