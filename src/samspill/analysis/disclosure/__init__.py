"""The one exit for small numbers: nothing is published but through `release`. See docs/disclosure.md.

    place = Dimension.nested("kommune", [("Fjordby", "Alle"), ("Dalen", "Alle"), ("Neset", "Alle")])
    table = Table.from_rows(rows, name="Ventende", about="opphold", dimensions=[place], totals=True)
    out = release(table, rules=Rules(), ledger=ledger, receiver=PUBLIC, purpose="Månedstall", by="Amir", at=now)
    out.csv()

Plain Python with numpy and scipy (HiGHS); imports nothing else of ours.
"""

from samspill.analysis.disclosure.dimensions import Dimension
from samspill.analysis.disclosure.hidden import (
    ABSENT_NOTE,
    ABSENT_SIGN,
    HIDDEN,
    HIDDEN_NOTE,
    HIDDEN_SIGN,
    REASONS_IN_WORDS,
    Hidden,
    Reason,
    StillHidden,
)
from samspill.analysis.disclosure.ledger import Ledger, Record
from samspill.analysis.disclosure.releasing import HiddenCell, Release, release
from samspill.analysis.disclosure.rules import PUBLIC, Rules
from samspill.analysis.disclosure.table import Table
from samspill.analysis.statistics.unusable import Unusable

__all__ = [
    "ABSENT_NOTE",
    "ABSENT_SIGN",
    "HIDDEN",
    "HIDDEN_NOTE",
    "HIDDEN_SIGN",
    "PUBLIC",
    "REASONS_IN_WORDS",
    "Dimension",
    "Hidden",
    "HiddenCell",
    "Ledger",
    "Reason",
    "Record",
    "Release",
    "Rules",
    "StillHidden",
    "Table",
    "Unusable",
    "release",
]
