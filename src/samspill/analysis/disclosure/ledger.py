"""Everything that left the house: to whom, for what, when, and what it said.

The ledger keeps what was published and which groups were hidden, with the interval that must stay possible for each.
True values of hidden numbers are not in it. The record of each release is chained to the one before by a digest, so
that none can be taken away unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samspill.analysis.disclosure.rules import PUBLIC
from samspill.analysis.disclosure.sheets import Sheet
from samspill.analysis.statistics.unusable import Unusable

FORM = 1


@dataclass(frozen=True)
class Record:
    """One release. digest: SHA-256 (hex) over what left the house; chain: over this record and the chain before it."""

    table: str
    receiver: str
    purpose: str
    by: str
    at: str
    digest: str
    shown: int
    hidden: int
    chain: str

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(eq=False)
class Ledger:
    """The releases in the order they were made. `release` appends; nothing is ever removed."""

    records: list[Record] = field(default_factory=list)
    sheets: list[tuple[Sheet, ...]] = field(default_factory=list)

    def seen_by(self, receiver: str) -> list[Sheet]:
        """What this receiver has: its own releases and the public ones, the oldest first."""
        return [
            sheet
            for record, sheets in zip(self.records, self.sheets, strict=True)
            if record.receiver in (receiver, PUBLIC)
            for sheet in sheets
        ]

    def audiences(self, receiver: str) -> list[str]:
        """Who will see a release to this receiver: itself, and a public one all who have more than others too."""
        others = sorted({record.receiver for record in self.records} - {PUBLIC})
        return [PUBLIC, *others] if receiver == PUBLIC else [receiver]

    def append(self, record: Mapping[str, Any], sheets: tuple[Sheet, ...]) -> Record:
        """Write a release down; returns it with its place in the chain."""
        made = Record(**record, chain=self._chain(record, sheets))
        self.records.append(made)
        self.sheets.append(sheets)
        return made

    def _chain(self, record: Mapping[str, Any], sheets: tuple[Sheet, ...], before: int | None = None) -> str:
        place = len(self.records) if before is None else before
        previous = self.records[place - 1].chain if place else ""
        return _digest([previous, dict(record), [sheet.as_json() for sheet in sheets]])

    def check(self) -> None:
        """Raises Unusable when a release was changed or taken away after it was written down."""
        for place, (record, sheets) in enumerate(zip(self.records, self.sheets, strict=True)):
            written = {key: value for key, value in record.as_json().items() if key != "chain"}
            if self._chain(written, sheets, place) != record.chain:
                raise Unusable(f"Utlevering nummer {place + 1} i loggen er endret, eller en før den er borte.")

    def to_json(self) -> str:
        entries = [
            {"record": record.as_json(), "sheets": [sheet.as_json() for sheet in sheets]}
            for record, sheets in zip(self.records, self.sheets, strict=True)
        ]
        return json.dumps({"form": FORM, "releases": entries}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Ledger:
        """The ledger again, its chain checked. Raises Unusable when it is not one, or was tampered with."""
        try:
            kept = json.loads(text)
            if kept["form"] != FORM:
                raise Unusable(f"Loggen over utleveringer har form {kept['form']}; her leses bare form {FORM}.")
            ledger = cls(
                [Record(**entry["record"]) for entry in kept["releases"]],
                [tuple(Sheet.from_json(sheet) for sheet in entry["sheets"]) for entry in kept["releases"]],
            )
        except (json.JSONDecodeError, KeyError, TypeError) as broken:
            raise Unusable(f"Loggen over utleveringer kan ikke leses ({broken}).") from broken
        ledger.check()
        return ledger


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
