"""The ledger of releases, read and written: nothing leaves unless the one before it has been seen.

A release may take minutes, and a transaction that long would keep everybody else from writing. So the ledger is read
first, the release is made in memory, and when it is stored the community's book is locked and compared: has anybody
else released something meanwhile, it is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from samspill.analysis.disclosure import PUBLIC, Ledger
from samspill.analysis.disclosure.ledger import FORM
from samspill.apps.insight.models import LedgerBook, LedgerEntry
from samspill.core import clock
from samspill.directory.models import Community


class Moved(Exception):
    """Somebody else released something since the ledger was read."""


@dataclass(frozen=True)
class Opened:
    """A ledger as it was read; what is appended to it is new."""

    community: UUID
    ledger: Ledger
    entries: int


def read(community: UUID) -> Opened:
    """The whole ledger of a community, its chain checked. Raises Unusable when somebody tampered with it."""
    rows = LedgerEntry.objects.filter(community=community).order_by("number").values_list("record", "sheets")
    kept = [{"record": json.loads(record), "sheets": json.loads(sheets)} for record, sheets in rows]
    return Opened(community, Ledger.from_json(json.dumps({"form": FORM, "releases": kept})), len(kept))


def store(opened: Opened, *, receiver_label: str, by_name: str, warnings: Sequence[str] = ()) -> list[LedgerEntry]:
    """Write down what is new, inside the caller's transaction. Raises Moved."""
    book, _new = LedgerBook.objects.get_or_create(community_id=opened.community)
    book = LedgerBook.objects.select_for_update().get(pk=book.pk)
    if book.entries != opened.entries:
        raise Moved
    numbers = _new_numbers(opened)
    # Of many tables at once the warnings stand with what they are about, on the indicators of the edition.
    alone = list(warnings) if len(numbers) == 1 else []
    new = [_entry(opened, number, receiver_label, by_name, alone) for number in numbers]
    made = LedgerEntry.objects.bulk_create(new)
    book.entries = opened.entries + len(made)
    book.save(update_fields=["entries"])
    return made


def _new_numbers(opened: Opened) -> range:
    return range(opened.entries, len(opened.ledger.records))


def _entry(opened: Opened, number: int, label: str, by_name: str, warnings: Sequence[str]) -> LedgerEntry:
    record, sheets = opened.ledger.records[number], opened.ledger.sheets[number]
    return LedgerEntry(
        community_id=opened.community,
        number=number + 1,
        at=clock.now(),
        table=record.table,
        receiver=record.receiver,
        receiver_label=PUBLIC_LABEL if record.receiver == PUBLIC else label,
        purpose=record.purpose,
        by_name=by_name,
        shown=record.shown,
        hidden=record.hidden,
        warnings=list(warnings),
        # As text: the order of the dimensions matters, and PostgreSQL does not keep that of a JSON object.
        record=json.dumps(record.as_json()),
        sheets=json.dumps([sheet.as_json() for sheet in sheets]),
    )


PUBLIC_LABEL = "Alle"


def receiver_of(community: Community) -> str:
    """The name in the ledger of everybody who works in a community: the same each time."""
    return f"community:{community.pk}"


def receiver_named(words: str) -> str:
    """The name in the ledger of somebody who asked for an analysis: the same however they wrote it."""
    return f"asked:{' '.join(words.casefold().split())[:100]}"


def entries_as_shown(rows: Sequence[LedgerEntry]) -> list[dict[str, Any]]:
    """The register: who got what, for what. Not which numbers were small."""
    return [
        {
            "number": row.number,
            "at": row.at,
            "table": row.table,
            "receiver": row.receiver_label,
            "purpose": row.purpose,
            "by": row.by_name,
            "shown": row.shown,
            "hidden": row.hidden,
            "warnings": row.warnings,
        }
        for row in rows
    ]
