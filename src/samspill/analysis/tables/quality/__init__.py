"""Data quality: what in the loaded tables a person should know of before reading figures made of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from samspill.analysis.tables.contract import Contract
from samspill.analysis.tables.declared import contract_of
from samspill.analysis.tables.quality.completeness import completeness, gaps
from samspill.analysis.tables.quality.finding import Finding, Severity
from samspill.analysis.tables.quality.ground import ground
from samspill.analysis.tables.quality.known_codes import Known, unknown_codes
from samspill.analysis.tables.quality.orders import impossible_orders
from samspill.analysis.tables.quality.practice import registration_practice
from samspill.analysis.tables.quality.repeated import repeated
from samspill.analysis.tables.quality.shifts import sudden_shifts
from samspill.analysis.tables.sql import MEMORY, limits
from samspill.analysis.tables.store import loaded_tables, rows_of

__all__ = ["Finding", "Known", "Severity", "completeness_of", "findings", "findings_of"]


def findings(
    place: str | Path,
    *,
    known: Known | None = None,
    regions: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
) -> list[Finding]:
    """What there is to know of all loaded tables, the most serious first. Arguments as for `findings_of`."""
    found = [
        finding
        for table in loaded_tables(place)
        for finding in findings_of(table, rows_of(place, table), known=known, regions=regions, names=names)
    ]
    return sorted(found, key=lambda finding: -finding.severity)


def findings_of(
    table: str | Contract,
    rows: Path,
    *,
    known: Known | None = None,
    regions: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    memory: str = MEMORY,
) -> list[Finding]:
    """What there is to know of one table, the most serious first.

    rows      its Parquet file, as `load` wrote it
    known     lists of codes; what is not in `known` is not asked about
    regions   trust -> region, to compare how they register
    names     number of a trust or municipality -> its name, for the sentences
    """
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        limits(connection, Path(folder), memory)
        laid_out = ground(contract_of(table), rows, connection, dict(names or {}))
        found = [
            *gaps(laid_out),
            *impossible_orders(laid_out),
            *sudden_shifts(laid_out),
            *registration_practice(laid_out, regions or {}),
            *repeated(laid_out),
            *unknown_codes(laid_out, known or Known()),
        ]
    return sorted(found, key=lambda finding: (-finding.severity, finding.check, finding.who, finding.month))


def completeness_of(table: str | Contract, rows: Path, *, memory: str = MEMORY) -> pa.Table:
    """How many rows have each column filled in: column_name, whose, month (2024-03), rows, filled."""
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        limits(connection, Path(folder), memory)
        return completeness(ground(contract_of(table), rows, connection, {}))
