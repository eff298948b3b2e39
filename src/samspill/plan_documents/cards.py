"""Plans where each action is a card: a small table with «Tiltak», «Ansvarlig», «Frist» down the first column."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from samspill.plan_documents import columns
from samspill.plan_documents.columns import header_at, role_of
from samspill.plan_documents.source import Cell, Table

LABELS = {columns.GOAL, columns.ACTION, columns.OWNER, columns.WHEN, columns.ONGOING, columns.AREA, columns.SUPPORT}


@dataclass
class Card:
    """label cell and value cells of each row, in order; role empty where the label is no word we know."""

    rows: list[tuple[str, Cell, list[Cell]]] = field(default_factory=list)


def cards_in(table: Table, known_owners: Collection[str] = ()) -> list[Card] | None:
    """The cards of a table, or None when it is none. A new «Tiltak» begins a new card."""
    if not table.rows or len(table.rows) < 2 or len(table.rows[0]) > 4 or header_at(table.rows, 0):
        return None
    labels = [role_of(row[0].words) if len(row[0].words) < 60 else "" for row in table.rows]
    known = {label for label in labels if label in LABELS}
    if columns.ACTION not in known or len(known) < 2 or sum(label in LABELS for label in labels) * 2 < len(labels):
        return None
    cards: list[Card] = [Card()]
    for label, row in zip(labels, table.rows, strict=True):
        values = [cell for cell in {id(cell): cell for cell in row[1:]}.values() if cell is not row[0]]
        if label == columns.ACTION and any(role == columns.ACTION for role, _, _ in cards[-1].rows):
            cards.append(Card())
        cards[-1].rows.append((label, row[0], values))
    return cards
