"""The one exit: a table goes in, and what may leave comes out, written down with who, to whom, for what and when."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from samspill.analysis.disclosure.audience import Outcome, decide
from samspill.analysis.disclosure.drafts import Bools, Draft, drafts
from samspill.analysis.disclosure.hidden import REASONS_IN_WORDS, ZEROS_HIDDEN_NOTE, Hidden, Reason
from samspill.analysis.disclosure.ledger import Ledger, Record
from samspill.analysis.disclosure.printing import Row, as_csv, headings, notes, printed_rows
from samspill.analysis.disclosure.rules import PUBLIC, Rules
from samspill.analysis.disclosure.table import Table
from samspill.analysis.statistics.unusable import Unusable


@dataclass(frozen=True)
class HiddenCell:
    """For the house: which number is hidden, and why. Not for the receiver."""

    where: dict[str, str]
    column: str
    hidden: Hidden

    def __str__(self) -> str:
        return f"{', '.join(self.where.values())}: {REASONS_IN_WORDS[self.hidden.reason]}"


@dataclass(frozen=True)
class Release:
    """What may leave, and for the house what was hidden and why.

    rows      one mapping for each cell: labels, "count", "numerator", "rate", "amount", "mean" as the table has them;
              a number, HIDDEN, or None for a rate of nobody.
    notes     the sentences to print under the table.
    hidden    every hidden number with its reason. Stays in the house: see `Reason`.
    warnings  what could not be protected because of what this receiver has already. Stays in the house.
    record    the entry in the ledger.
    """

    name: str
    rows: list[Row]
    headings: dict[str, str]
    notes: list[str]
    hidden: list[HiddenCell]
    warnings: list[str]
    record: Record

    def csv(self) -> str:
        return as_csv(self.rows, self.headings, self.notes)

    def value(self, column: str = "count", **labels: str) -> Any:
        """One published value, HIDDEN where it is hidden; raises Unusable where the table has no such cell."""
        for row in self.rows:
            if all(row.get(name) == label for name, label in labels.items()):
                return row[column]
        raise Unusable(f"Tabellen «{self.name}» har ingen celle for {', '.join(labels.values())}.")


def release(
    table: Table, *, rules: Rules, ledger: Ledger, receiver: str, purpose: str, by: str, at: datetime
) -> Release:
    """Protect a table, write it down in the ledger, and return what may leave.

    receiver: PUBLIC, or a name that is the same each time. Everything that the receiver has from before is taken into
    account; for a public table, what each other receiver has too. Nothing is written down when it fails.

    Raises Unusable when receiver, purpose or by is missing, when the numbers do not hang together, and when a number
    cannot be protected though nothing was published before.
    """
    for what, given in {"Mottaker": receiver, "Formål": purpose, "Hvem som utleverer": by}.items():
        if not given.strip():
            raise Unusable(f"{what} må oppgis før en tabell kan utleveres.")
    if at.tzinfo is None:
        raise Unusable("Tidspunktet for utleveringen må ha tidssone.")
    hidden: dict[tuple[int, str], Hidden] = {}
    sheets, warnings, zeros_hidden = [], list[str](), False
    for draft in drafts(table, rules, receiver):
        if not draft.whole:
            persons = {cell: why.reason for (cell, column), why in hidden.items() if column == "count"}
            draft = draft.following(persons, rules.amount_percent)
        chosen, mask, lost = _protected(draft, table, rules, ledger, receiver)
        zeros_hidden |= chosen is not draft
        hidden |= _reasons(chosen, mask, rules, receiver, table)
        sheets.append(chosen.sheet(mask, round_to=rules.round_to))
        warnings += lost
    rows = printed_rows(table, hidden, rules)
    under = notes(rows, rules, (ZEROS_HIDDEN_NOTE,) if zeros_hidden else ())
    written = as_csv(rows, headings(table), under)
    record = {
        "table": table.name,
        "receiver": receiver,
        "purpose": purpose,
        "by": by,
        "at": at.isoformat(),
        "digest": hashlib.sha256(written.encode()).hexdigest(),
        "shown": sum(len(values) for values in table.columns().values()) - len(hidden),
        "hidden": len(hidden),
    }
    cells = [HiddenCell(table.labels(cell), column, why) for (cell, column), why in sorted(hidden.items(), key=_order)]
    made = ledger.append(record, tuple(sheets))
    return Release(table.name, rows, headings(table), under, cells, warnings, made)


def _order(item: tuple[tuple[int, str], Hidden]) -> tuple[int, str]:
    return item[0]


def _protected(
    draft: Draft, table: Table, rules: Rules, ledger: Ledger, receiver: str
) -> tuple[Draft, Bools, list[str]]:
    """The draft to use (with its zeros hideable where nothing else helps), what is hidden in it, and warnings."""
    mask, lost, corrected = _for_all(draft, table, rules, ledger, receiver)
    chosen = draft
    if lost and rules.zero_is_safe:
        other = draft.with_zeros_hideable()
        other_mask, other_lost, _ = _for_all(other, table, rules, ledger, receiver)
        if len(other_lost) < len(lost):
            chosen, mask, lost = other, other_mask, other_lost
    if lost and not any(sheet.about == draft.about for sheets in ledger.sheets for sheet in sheets):
        raise Unusable(f"Tabellen «{table.name}» kan ikke beskyttes: {lost[0]}")
    return chosen, mask, lost + corrected


def _for_all(
    draft: Draft, table: Table, rules: Rules, ledger: Ledger, receiver: str
) -> tuple[Bools, list[str], list[str]]:
    """Hidden before every audience in turn (each only adds); what is lost; which audiences have outdated numbers."""
    mask = np.array([reason is not None for reason in draft.reason])
    names = [_name(draft, table, row) for row in range(len(draft.at))]
    lost, corrected = list[str](), list[str]()
    for audience in ledger.audiences(receiver):
        outcome: Outcome = decide(draft, mask, ledger.seen_by(audience), rules, audience, names=names)
        mask = outcome.hidden
        who = "Alle" if audience == PUBLIC else f"«{audience}»"
        lost += [f"{who} kan regne seg nærmere enn reglene tillater: {name}." for name in outcome.lost]
        if outcome.contradicted:
            corrected.append(
                f"{outcome.contradicted} tall som er gitt ut før, stemmer ikke med dataene nå (mottaker: {who}). "
                "De er rettet siden, og er ikke regnet med."
            )
    return mask, lost, corrected


def _name(draft: Draft, table: Table, row: int) -> str:
    cell = row % len(table) if row < len(table) * (len(draft.at) // max(1, len(table))) else None
    return "" if cell is None else ", ".join(table.labels(cell).values())


def _reasons(draft: Draft, mask: Bools, rules: Rules, receiver: str, table: Table) -> dict[tuple[int, str], Hidden]:
    """Each hidden number with its reason: its own, or whether the table alone would have needed it."""
    extra = mask & np.array([reason is None for reason in draft.reason])
    alone = mask
    if extra.any():
        own = mask & ~extra
        alone = decide(draft, own, [], rules, receiver, names=[""] * len(draft.at)).hidden
    found = {}
    for row in np.flatnonzero(mask):
        owner = draft.owners[row]
        if owner is not None:
            reason = draft.reason[row] or (Reason.SECONDARY if alone[row] else Reason.EARLIER_RELEASE)
            found[owner] = Hidden(reason)
    return found
