"""Days in hospital after being ready, for all stays at once: what `samspill.stay.waiting_days` gives one by one."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from samspill.analysis.statistics.unusable import Unusable

_NO_LEAVES = "(SELECT NULL AS stay_id, NULL::DATE AS left_on, NULL::DATE AS back_on WHERE false)"


def waiting_sql(periods: str, leaves: str, until: str) -> str:
    """SQL for stay_id and waiting_days, for the stays that have a ready period.

    periods, leaves   SQL with the columns of the contracts ready_periods and leaves; periods of a stay do not overlap
    until             SQL for the day counted to, itself not counted
    Whole days: the day something begins counts, the day it ends does not; days on leave are not waiting days.
    """
    return f"""
    WITH waits AS (
        SELECT stay_id, ready_on AS begins, least(coalesce(ended_on, {until}), {until}) AS ends FROM {periods}
    ), away AS (
        SELECT stay_id, left_on, least(coalesce(back_on, {until}), {until}) AS back_on FROM {leaves}
    ), counted AS (
        SELECT stay_id, sum(greatest(ends - begins, 0)) AS days FROM waits GROUP BY stay_id
    ), absent AS (
        SELECT stay_id, sum(greatest(least(ends, back_on) - greatest(begins, left_on), 0)) AS days
        FROM waits JOIN away USING (stay_id) GROUP BY stay_id
    )
    SELECT stay_id, CAST(counted.days - coalesce(absent.days, 0) AS BIGINT) AS waiting_days
    FROM counted LEFT JOIN absent USING (stay_id)
    """


def periods_of_stays(stays: str) -> str:
    """SQL for ready periods of stays that have at most one: what a hospital's own file of stays holds."""
    return (
        "(SELECT stay_id, ready_on, coalesce(withdrawn_on, CAST(discharged_at AS DATE)) AS ended_on"
        f" FROM {stays} WHERE ready_on IS NOT NULL)"
    )


def waiting_days(
    *, today: date, periods: Any = None, leaves: Any = None, stays: Any = None, leave_counts: bool = False
) -> pa.Table:
    """Waiting days per stay: a table with stay_id and waiting_days, for the stays that were ready.

    periods, or else stays   Parquet files, or pandas or pyarrow tables, by the contracts. From `stays`, only the last
                             ready period of each is counted.
    leave_counts             whether days on leave are waiting days
    Raises Unusable when neither is given, or a column is missing.
    """
    if (periods is None) == (stays is None):
        raise Unusable("Gi enten utskrivningsklare perioder eller opphold, ikke begge.")
    with duckdb.connect() as connection:
        named = {name: _relation(connection, name, table) for name, table in
                 (("periods", periods), ("leaves", leaves), ("stays", stays)) if table is not None}  # fmt: skip
        of = named["periods"] if "periods" in named else periods_of_stays(named["stays"])
        away = _NO_LEAVES if leave_counts else named.get("leaves", _NO_LEAVES)
        try:
            sql = waiting_sql(of, away, f"DATE '{today.isoformat()}'")
            return connection.execute(f"SELECT * FROM ({sql}) ORDER BY stay_id").to_arrow_table()
        except duckdb.Error as error:
            raise Unusable(f"Ventedagene kan ikke telles: kolonner mangler ({type(error).__name__}).") from None


def _relation(connection: duckdb.DuckDBPyConnection, name: str, table: Any) -> str:
    if isinstance(table, str | Path):
        return "read_parquet('" + str(table).replace("'", "''") + "')"
    connection.register(f"given_{name}", table)
    return f"given_{name}"
