"""A loaded table to be looked at: its rows in DuckDB, and whose and when each row is."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from samspill.analysis.tables.contract import Contract
from samspill.analysis.tables.sql import literal, macros

# When a row happened and whose it is, by table. A table that is not here is looked at as one whole.
_WHEN_AND_WHOSE = {
    "stays": ("admitted_at", "trust"),
    "contacts": ("began_at", "municipality"),
    "diagnoses": ("set_on", ""),
    "municipal_services": ("from_on", "municipality"),
    "municipal_places": ("on_day", "municipality"),
    "referrals": ("received_at", "trust"),
    "population": ("make_date(year, 1, 1)", ""),
    "messages": ("sent_at", "sender"),
    "register_rows": ("from_on", "of_whom"),
    "deviations": ("month", "municipality"),
    "plan_status": ("on_day", "municipality"),
}


@dataclass(frozen=True)
class Ground:
    """`rows` is a view with the contract's columns, and with whose (text) and month (text, 2024-03)."""

    contract: Contract
    connection: duckdb.DuckDBPyConnection
    names: dict[str, str]  # what people call a trust or a municipality

    def ask(self, sql: str) -> list[dict[str, Any]]:
        """The answer as dictionaries."""
        table: pa.Table = self.connection.execute(sql).to_arrow_table()
        found: list[dict[str, Any]] = table.to_pylist()
        return found

    def called(self, who: str) -> str:
        """The name if it is known, else the number."""
        return self.names.get(who, who)

    @property
    def happened(self) -> str:
        """SQL for the day of a row."""
        return _WHEN_AND_WHOSE.get(self.contract.name, ("NULL::DATE", ""))[0]


def ground(contract: Contract, rows: Path, connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> Ground:
    """Lay out the rows of a Parquet file that was loaded by that contract."""
    when, whose = _WHEN_AND_WHOSE.get(contract.name, ("NULL::DATE", ""))
    macros(connection)
    owner = f"coalesce({whose}, '')" if whose else "''"
    connection.execute(
        f"CREATE TEMP VIEW rows AS SELECT *, {owner} AS whose, strftime({when}, '%Y-%m') AS in_month"
        f" FROM read_parquet({literal(rows)})"
    )
    return Ground(contract, connection, names)
