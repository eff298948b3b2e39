"""Figures for analysts: tables with a contract, indicators, statistics, disclosure. Plain Python, usable in a notebook.

    import samspill.analysis as sa

    sa.load("stays", "opphold.csv", "tables")          read a table, all of it or nothing            docs/tables.md
    sa.findings("tables")                              how good the data is, in sentences
    sa.INDICATORS["waiting_days"]                      what a figure says of itself                  docs/indicators.md
    sa.compute("tables", ["waiting_days"])             count figures: one long table
    sa.with_values(rows)                               with the value of each row
    sa.prepare("tables", "prepared")                   once, so that millions of rows are fast       docs/scale.md
    sa.run("tables", "published")                      count all, and publish them in one move
    sa.published("published").rows("waiting_days")     read what was published
    sa.chart("i", y), sa.nhs_rules(...)                has something changed?                        docs/statistics.md
    sa.funnel(...), sa.directly_standardised(...)      is one place different?
    sa.release(table, …)                               the one exit for small numbers                docs/disclosure.md

Each name is fetched from its module when it is first used, so that importing this costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_FROM = {
    "samspill.analysis.tables": (
        "load", "check", "load_events", "rows_of", "loaded_tables", "findings", "episodes", "waiting_days", "Naming",
        "CONTRACTS", "contract_of", "NotLoaded", "Unusable",
    ),
    "samspill.analysis.indicators": ("INDICATORS", "indicator_of", "Indicator", "Setting", "Example"),
    "samspill.analysis.indicators.shapes": ("Tally", "Spread", "Persons"),
    "samspill.analysis.figures.computing": ("compute",),
    "samspill.analysis.figures.results": ("with_values",),
    "samspill.analysis.figures.running": ("run",),
    "samspill.analysis.figures.published": ("published", "published_before"),
    "samspill.analysis.prepared.preparing": ("prepare",),
    "samspill.analysis.prepared.store": ("opened",),
    "samspill.analysis.statistics": (
        "chart", "nhs_rules", "many_charts", "many_nhs_rules", "Rebase", "funnel", "directly_standardised",
        "indirectly_standardised", "interrupted_series",
    ),
    "samspill.analysis.disclosure": ("release", "Table", "Dimension", "Rules", "Ledger", "PUBLIC"),
}  # fmt: skip
_HOME = {name: module for module, names in _FROM.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"samspill.analysis has no {name}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
