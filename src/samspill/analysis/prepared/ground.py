"""Where the raw tables come from: a folder of loaded tables, or tables in memory. All columns of the contracts are
there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.contract import Contract, Kind
from samspill.analysis.tables.declared import CONTRACTS, contract_of
from samspill.analysis.tables.from_events import arrow_schema
from samspill.analysis.tables.sql import literal
from samspill.analysis.tables.store import loaded_tables, rows_of

NO_DAY = date(2000, 1, 1)
# Which columns tell how far a table reaches: the first day, and the last.
_TELLS = {
    "stays": ("min(admitted_at)", "greatest(max(admitted_at), max(discharged_at), max(ready_on))"),
    "contacts": ("min(began_at)", "max(began_at)"),
    "referrals": ("min(received_at)", "max(received_at)"),
    "deviations": ("min(month)", "max(last_day(month))"),
    "messages": ("min(sent_at)", "max(sent_at)"),
}
_OPEN = ("stays",)  # what is not ended lasts until the day counted to


@dataclass(frozen=True)
class Ground:
    """Raw tables by contract name: Parquet files or pyarrow tables.

    spans   by table: the first day it tells of, and the day counted to, itself not counted
    as_of   the day counted to
    """

    tables: Mapping[str, Path | pa.Table]
    spans: Mapping[str, tuple[date, date]]
    as_of: date

    @property
    def since(self) -> date:
        """The first day of all."""
        return min((first for first, _ in self.spans.values()), default=self.as_of)


def ground_of(given: Any, as_of: date | None = None) -> Ground:
    """From a folder of loaded tables, or of Parquet files named by the contracts (stays.parquet), or a mapping from
    table name to rows (a list of dicts, pandas, pyarrow, Parquet).

    as_of   the day counted to; else the day after the last that the stays tell of. Raises Unusable.
    """
    if isinstance(given, Ground):
        return given
    if isinstance(given, str | Path):
        place = Path(given)
        given = {name: rows_of(place, name) for name in loaded_tables(place) if name in CONTRACTS}
        files = {name: place / f"{name}.parquet" for name in CONTRACTS}
        given = given or {name: file for name, file in files.items() if file.exists()}
        if not given:
            raise Unusable(f"Det er ikke lastet inn noen tabeller i {place.name}.")
    tables = {name: _table(contract_of(name), rows) for name, rows in given.items()}
    days = {name: found for name in _TELLS if name in tables and (found := _days(name, tables[name]))}
    last = as_of or max((last for _, last in days.values()), default=NO_DAY) + timedelta(days=1)
    spans = {
        name: (first, last if as_of or name in _OPEN else until + timedelta(days=1))
        for name, (first, until) in days.items()
    }
    return Ground(tables, spans, last)


def _table(contract: Contract, rows: Any) -> Path | pa.Table:
    if isinstance(rows, str | Path):
        if not Path(rows).exists():
            raise Unusable(f"Finner ikke filen {Path(rows).name}.")
        return checked(contract, Path(rows))
    if isinstance(rows, pd.DataFrame):
        rows = pa.Table.from_pandas(rows, preserve_index=False)
    if not isinstance(rows, pa.Table):
        return _from_rows(contract, rows)
    return with_all_columns(contract, rows)


def checked(contract: Contract, file: Path) -> Path:
    """The file, when it is a Parquet file with the columns that the contract wants. Raises Unusable."""
    try:
        schema = pq.read_schema(file)
    except (pa.ArrowInvalid, OSError):
        raise Unusable(f"{contract.name}: {file.name} er ikke en hel Parquet-fil. Les tabellen inn på nytt.") from None
    if missing := [column.name for column in contract.required if column.name not in schema.names]:
        raise Unusable(f"{contract.name}: {file.name} mangler kolonnene {', '.join(missing)}.")
    for column in contract.columns:
        if column.name in schema.names and not _fits(column.kind, schema.field(column.name).type):
            raise Unusable(f"{contract.name}, {column.name}: kolonnen er av feil slag. Les den inn med load.")
    return file


def _fits(kind: Kind, of: pa.DataType) -> bool:
    """Whether the engines can count with it. An empty column is of no kind."""
    if pa.types.is_null(of) or kind is Kind.TEXT:
        return True
    types = pa.types
    if kind in (Kind.DAY, Kind.TIME):
        return bool(types.is_temporal(of))
    return any(is_so(of) for is_so in (types.is_integer, types.is_floating, types.is_boolean, types.is_decimal))


_READ = {Kind.DAY: date.fromisoformat, Kind.TIME: datetime.fromisoformat}


def _from_rows(contract: Contract, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Days and times may be written the ISO way. Raises Unusable, naming the row, for a value of the wrong kind."""
    read: list[dict[str, Any]] = []
    schema = arrow_schema(contract)
    for number, row in enumerate(rows, 1):
        if unknown := sorted(set(row) - set(contract.names)):
            raise Unusable(f"{contract.name}, rad {number}: ukjente kolonner: {', '.join(unknown)}.")
        try:
            read.append({name: _value(contract.column(name).kind, value) for name, value in row.items()})
            pa.RecordBatch.from_pylist(read[-1:], schema=schema)
        except (ValueError, pa.ArrowException):
            raise Unusable(f"{contract.name}, rad {number}: en verdi er av feil slag.") from None
    return pa.Table.from_pylist(read, schema=schema)


def _value(kind: Kind, value: Any) -> Any:
    return _READ[kind](value) if isinstance(value, str) and kind in _READ else value


def with_all_columns(contract: Contract, rows: pa.Table) -> pa.Table:
    """Missing columns empty, and every column of the contract's kind. Raises Unusable where that cannot be."""
    schema = arrow_schema(contract)
    columns = []
    for field in schema:
        if field.name not in rows.column_names:
            columns.append(pa.nulls(len(rows), field.type))
            continue
        try:
            columns.append(rows.column(field.name).cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            raise Unusable(f"{contract.name}, {field.name}: kolonnen er av feil slag. Les den inn med load.") from None
    return pa.table(columns, schema=schema)


def _days(name: str, rows: Path | pa.Table) -> tuple[date, date] | None:
    """The first and the last day that a table tells of; None when it is empty."""
    source = f"read_parquet({literal(rows)})" if isinstance(rows, Path) else "rows"
    first, last = _TELLS[name]
    with duckdb.connect() as connection:
        sql = f"SELECT CAST({first} AS DATE), CAST({last} AS DATE) FROM {source}"  # noqa: S608 (our own texts)
        found = connection.execute(sql).fetchone()
    return (found[0], found[1]) if found and found[0] else None


def tells(rows: Path | pa.Table, column: str) -> bool:
    """Whether any row of a raw table has a value in the column. A table without rows has nothing to tell."""
    if not isinstance(rows, Path):
        return not len(rows) or rows.column(column).null_count < len(rows)
    with pq.ParquetFile(rows) as file:
        if not file.metadata.num_rows:
            return True
        if column not in file.schema_arrow.names:
            return False
        groups = range(file.num_row_groups)
        return any(pc.count(file.read_row_group(group, columns=[column]).column(0)).as_py() for group in groups)
