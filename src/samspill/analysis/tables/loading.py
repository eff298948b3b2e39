"""Loading: read, check, and either all of it is there afterwards or nothing of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from samspill.analysis.statistics.arrays import one_of
from samspill.analysis.tables.checking import SHOWN, Checking, checking
from samspill.analysis.tables.contract import Contract
from samspill.analysis.tables.declared import contract_of
from samspill.analysis.tables.mapping import Naming
from samspill.analysis.tables.report import NotLoaded, Report
from samspill.analysis.tables.sources import source_of
from samspill.analysis.tables.sql import MEMORY
from samspill.analysis.tables.store import REJECTED, REPORT, ROWS, make_current, workspace

REFUSE, SET_ASIDE = "refuse", "set aside"
REJECT = (REFUSE, SET_ASIDE)


@dataclass(frozen=True)
class Loaded:
    """rows: the Parquet file of the table. rejected: the rows set aside, or None."""

    rows: Path
    rejected: Path | None
    report: Report


def check(
    table: str | Contract, source: Any, naming: Naming | None = None, *, shown: int = SHOWN, memory: str = MEMORY
) -> Report:
    """Check a source against a contract, and load nothing.

    source   a path (Parquet, CSV, XLSX), a pandas or pyarrow table, or a reader (Csv, Parquet, Workbook, Frame, Query,
             Database)
    Raises Unusable when the source cannot be read at all, or lacks a column that must be there.
    """
    contract = contract_of(table)
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        return _checked(contract, source, naming, connection, Path(folder), memory).report(shown)


def load(
    table: str | Contract,
    source: Any,
    into: str | Path,
    naming: Naming | None = None,
    *,
    reject: str = REFUSE,
    shown: int = SHOWN,
    memory: str = MEMORY,
) -> Loaded:
    """Load a table into a place, in stead of what was there.

    reject   "refuse": one bad row, and nothing is loaded (raises NotLoaded, with the report).
             "set aside": good rows are loaded, bad rows stored beside them with reasons. They may hold personal data.
    memory   what the engine may use before it spills to disk, such as "1GB"
    Raises Unusable as `check` does; then, too, what was there before is untouched.
    """
    one_of("reject", reject, REJECT)
    contract, place = contract_of(table), Path(into)
    with workspace(place) as work:
        ready, report = prepare(contract, source, naming, work, reject=reject, shown=shown, memory=memory)
        folder = make_current(place, {contract.name: ready})[contract.name]
    rejected = folder / REJECTED
    return Loaded(folder / ROWS, rejected if rejected.exists() else None, report)


def prepare(
    contract: Contract,
    source: Any,
    naming: Naming | None,
    work: Path,
    *,
    reject: str = REFUSE,
    shown: int = SHOWN,
    memory: str = MEMORY,
) -> tuple[Path, Report]:
    """Make a folder with rows, rejected rows and report, ready to be taken into use. Raises as `load` does."""
    desk, ready = work / f"desk-{contract.name}", work / f"ready-{contract.name}"
    desk.mkdir()
    ready.mkdir()
    with duckdb.connect() as connection:
        checked = _checked(contract, source, naming, connection, desk, memory)
        report = checked.report(shown)
        if report.rejected and reject == REFUSE:
            raise NotLoaded(report)
        checked.write_good(ready / ROWS)
        if report.rejected:
            checked.write_rejected(ready / REJECTED)
    (ready / REPORT).write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), encoding="utf-8")
    return ready, report


def _checked(
    contract: Contract,
    source: Any,
    naming: Naming | None,
    connection: duckdb.DuckDBPyConnection,
    desk: Path,
    memory: str,
) -> Checking:
    given = source_of(source).open(desk)
    return checking(contract, given, naming or Naming(), connection, desk, memory)
