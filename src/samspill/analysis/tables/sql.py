"""Small pieces of SQL, and how DuckDB is kept within its memory."""

from __future__ import annotations

from pathlib import Path

import duckdb

MEMORY = "1GB"

# Midnight stands for a day without an hour, so it is compared by the day. In the hour that comes twice in October,
# the clock says nothing about the order.
_CLEARLY_BEFORE = """
CREATE MACRO twice_hour(t) AS month(t) = 10 AND day(t) >= 25 AND isodow(t) = 7 AND hour(t) = 2;
CREATE MACRO no_hour(t) AS t = date_trunc('day', t);
CREATE MACRO clearly_before(a, b) AS
    a < b
    AND NOT ((no_hour(a) OR no_hour(b)) AND CAST(a AS DATE) = CAST(b AS DATE))
    AND NOT (twice_hour(a) AND twice_hour(b) AND CAST(a AS DATE) = CAST(b AS DATE));
"""
# Eleven digits with the two control digits of a Norwegian identity number. CASE, so that few values are weighed.
_IDENTITY_NUMBER = """
CREATE MACRO weighed(t, weights) AS
    list_sum(list_transform(range(1, 12), i -> weights[i] * TRY_CAST(substr(t, i, 1) AS INTEGER))) % 11 = 0;
CREATE MACRO identity_number(v) AS
    CASE WHEN length(v) BETWEEN 11 AND 12 AND regexp_full_match(v, '\\d{6} ?\\d{5}') THEN
        weighed(replace(v, ' ', ''), [3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0])
        AND weighed(replace(v, ' ', ''), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1])
    ELSE false END;
"""


def quoted(name: str) -> str:
    """A name of a column or a table."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A text in SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def limits(connection: duckdb.DuckDBPyConnection, workspace: Path, memory: str = MEMORY) -> None:
    """Keep to that much memory, and spill to the workspace beyond it. No extension is ever fetched."""
    connection.execute(f"SET memory_limit = {literal(memory)}")
    connection.execute(f"SET temp_directory = {literal(workspace / 'spill')}")
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET enable_progress_bar = false")


def macros(connection: duckdb.DuckDBPyConnection) -> None:
    """The words that the conditions of the contracts may use."""
    connection.execute(_CLEARLY_BEFORE)
    connection.execute(_IDENTITY_NUMBER)
