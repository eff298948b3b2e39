"""How many rows have each column filled in, by whose they are and by month."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

import pyarrow as pa

from samspill.analysis.tables.quality.finding import Finding, Severity, month_words, percent
from samspill.analysis.tables.quality.ground import Ground
from samspill.analysis.tables.sql import quoted

ENOUGH_ROWS = 50  # fewer rows say little of how somebody registers
BELOW_OTHERS = 0.20
BELOW_ITSELF = 0.30


def completeness(ground: Ground) -> pa.Table:
    """One row per column, whose and month: column_name, whose, month, rows, filled."""
    connection, names = ground.connection, ground.contract.names
    counts = ", ".join(f"count({quoted(name)}) AS {quoted(name)}" for name in names)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE filled_in AS SELECT whose, in_month, count(*) AS rows_of, {counts} FROM rows"
        " GROUP BY whose, in_month"
    )
    columns = ", ".join(map(quoted, names))
    return connection.execute(
        "SELECT column_name, whose, in_month AS month, rows_of AS rows, filled FROM"
        f" (UNPIVOT filled_in ON {columns} INTO NAME column_name VALUE filled) ORDER BY ALL"
    ).to_arrow_table()


def gaps(ground: Ground) -> list[Finding]:
    """Columns that somebody fills in far less than others do, or than they themselves mostly do."""
    ground.connection.register("complete", completeness(ground))
    return [*_below_others(ground), *_below_itself(ground)]


def _below_others(ground: Ground) -> list[Finding]:
    found = ground.ask(
        f"""
        WITH each AS (
            SELECT column_name, whose, sum(rows) AS rows, sum(filled) / sum(rows) AS share FROM complete
            GROUP BY ALL HAVING sum(rows) >= {ENOUGH_ROWS}
        ), usual AS (SELECT column_name, median(share) AS usual FROM each GROUP BY ALL HAVING count(*) >= 3)
        SELECT *, CAST(rows * (1 - share) AS BIGINT) AS empty FROM each JOIN usual USING (column_name)
        WHERE share < usual - {BELOW_OTHERS} ORDER BY share - usual, whose
        """
    )
    return [
        _finding(ground, row, "", f"fyller ut «{_label(ground, row)}» i {percent(row['share'])} av radene. "
                 f"Det vanlige er {percent(row['usual'])}.")
        for row in found
    ]  # fmt: skip


def _below_itself(ground: Ground) -> list[Finding]:
    found = ground.ask(
        f"""
        WITH each AS (
            SELECT column_name, whose, month, rows, filled / rows AS share,
                   median(filled / rows) OVER (PARTITION BY column_name, whose) AS usual
            FROM complete WHERE rows >= {ENOUGH_ROWS} AND month IS NOT NULL
        )
        SELECT *, CAST(rows * (1 - share) AS BIGINT) AS empty FROM each
        WHERE share < usual - {BELOW_ITSELF} ORDER BY whose, column_name, month
        """
    )
    return [
        _finding(ground, row, row["month"], f"fylte i {month_words(row['month'])} ut «{_label(ground, row)}» i "
                 f"{percent(row['share'])} av radene. Ellers er det {percent(row['usual'])}.")
        for row in found
    ]  # fmt: skip


def _label(ground: Ground, row: dict[str, str]) -> str:
    return ground.contract.column(row["column_name"]).label


def _finding(ground: Ground, row: dict[str, str], month: str, said: str) -> Finding:
    return Finding(
        check="completeness",
        severity=Severity.DOUBT,
        table=ground.contract.name,
        column=row["column_name"],
        who=row["whose"],
        month=month,
        rows=int(row["empty"]),
        sentence=f"{ground.called(row['whose']) or 'Avsenderen'} {said}",
    )
