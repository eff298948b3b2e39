"""Tables with a written contract: reading, checking and loading them, episodes, and how good the data is.

    check(table, source)                 what is wrong with it, and load nothing
    load(table, source, into)            all of it, or nothing
    rows_of(place, table)                the Parquet file with the rows
    load_events(histories, into)         the platform's own events, as stays, ready periods and leaves
    waiting_days(...)                    days in hospital after being ready, per stay
    episodes(stays, rule)                overlapping and split stays put together
    findings(place)                      data quality, in sentences

What each table holds stands in docs/tables.md, which is made from the contracts.
"""

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.contract import Codes, Column, Contract, Kind, Rule
from samspill.analysis.tables.declared import CONTRACTS, contract_of
from samspill.analysis.tables.episodes import EpisodeRule, Episodes, episodes, write_episodes
from samspill.analysis.tables.from_events import History, load_events
from samspill.analysis.tables.loading import Loaded, check, load
from samspill.analysis.tables.mapping import Naming
from samspill.analysis.tables.quality import Finding, Known, Severity, completeness_of, findings, findings_of
from samspill.analysis.tables.report import NotLoaded, Problem, Report
from samspill.analysis.tables.sources import Csv, Database, Frame, Parquet, Query, Workbook
from samspill.analysis.tables.store import loaded_tables, rejected_of, rows_of
from samspill.analysis.tables.waiting import waiting_days

__all__ = [
    "CONTRACTS", "Codes", "Column", "Contract", "Csv", "Database", "EpisodeRule", "Episodes", "Finding", "Frame",
    "History", "Kind", "Known", "Loaded", "Naming", "NotLoaded", "Parquet", "Problem", "Query", "Report", "Rule",
    "Severity", "Unusable", "Workbook", "check", "completeness_of", "contract_of", "episodes", "findings",
    "findings_of", "load", "load_events", "loaded_tables", "rejected_of", "rows_of", "waiting_days", "write_episodes",
]  # fmt: skip
