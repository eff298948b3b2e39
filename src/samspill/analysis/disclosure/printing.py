"""What leaves the house, as rows and as CSV: rounded where asked, rates only where both sides are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from samspill.analysis.disclosure.drafts import nearest
from samspill.analysis.disclosure.hidden import ABSENT_NOTE, ABSENT_SIGN, HIDDEN, HIDDEN_NOTE, Hidden
from samspill.analysis.disclosure.rules import Rules
from samspill.analysis.disclosure.table import Table

Value = int | float | Hidden | None
Row = dict[str, Any]


def printed_rows(table: Table, hidden: Mapping[tuple[int, str], Any], rules: Rules) -> list[Row]:
    """One mapping for each cell: its labels, and its columns as a number, HIDDEN, or None (a rate of none)."""
    columns = {name: _column(table, name, hidden, rules) for name in table.columns()}
    if table.numerator is not None:
        columns["rate"] = [
            _ratio(top, bottom, table.per, rules)
            for top, bottom in zip(columns["numerator"], columns["count"], strict=True)
        ]
    if table.amount is not None:
        columns["mean"] = [
            _ratio(top, bottom, 1, rules) for top, bottom in zip(columns["amount"], columns["count"], strict=True)
        ]
    return [
        {**table.labels(cell), **{name: values[cell] for name, values in columns.items()}} for cell in range(len(table))
    ]


def _column(table: Table, name: str, hidden: Mapping[tuple[int, str], Any], rules: Rules) -> list[Value]:
    values = table.columns()[name]
    persons = name != "amount"
    population = name == "count" and table.denominator_is_known
    if persons and rules.round_to and not population:
        values = nearest(values.astype(float), rules.round_to)
    return [
        HIDDEN if (cell, name) in hidden else int(value) if persons else float(value)
        for cell, value in enumerate(np.asarray(values).tolist())
    ]


def _ratio(top: Value, bottom: Value, per: int, rules: Rules) -> Value:
    """Calculated from what is shown, so that it tells nothing more than that."""
    if isinstance(top, Hidden) or isinstance(bottom, Hidden):
        return HIDDEN
    return round(top / bottom * per, rules.decimals) if bottom and top is not None else None


def headings(table: Table) -> dict[str, str]:
    """What the columns are called on a page and in a file."""
    named = {dimension.name: dimension.name for dimension in table.dimensions}
    named |= {"count": table.about, "numerator": table.numerator_is, "amount": table.amount_is}
    return named | {"rate": "prosent" if table.per == 100 else f"per {table.per}", "mean": "gjennomsnitt"}


def notes(rows: list[Row], rules: Rules, more: tuple[str, ...] = ()) -> list[str]:
    """The sentences that must stand under the table."""
    values = [value for row in rows for value in row.values()]
    found = []
    if any(isinstance(value, Hidden) for value in values):
        found.append(HIDDEN_NOTE)
    if any(value is None for value in values):
        found.append(ABSENT_NOTE)
    if rules.round_to and rules.round_to > 1:
        found.append(
            f"Antall er rundet av til nærmeste {rules.round_to}, også summene, som derfor kan avvike fra delene sine."
        )
    return found + list(more)


def text(value: object) -> str:
    """A value as it stands in a table: decimal comma, the sign for hidden, the sign for what cannot occur."""
    if value is None:
        return ABSENT_SIGN
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value)


def as_csv(rows: list[Row], names: Mapping[str, str], under: list[str]) -> str:
    """Semicolons and decimal commas, as Norwegian spreadsheets read them; the notes follow after an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    columns = list(rows[0]) if rows else []
    writer.writerow([_safe(names.get(column, column)) for column in columns])
    for row in rows:
        writer.writerow([_safe(text(row[column])) for column in columns])
    if under:
        writer.writerow([])
        writer.writerows([[note] for note in under])
    return out.getvalue()


def _safe(cell: str) -> str:
    """A label that a spreadsheet would run as a formula is kept as text."""
    return (
        f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and not cell[1:2].isdigit()) else cell
    )
