"""Count indicators over tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pyarrow as pa

from samspill.analysis.engines.cells import Engine
from samspill.analysis.figures.finishing import counted
from samspill.analysis.figures.results import SCHEMA
from samspill.analysis.indicators.indicator import Indicator
from samspill.analysis.indicators.registry import INDICATORS, indicator_of
from samspill.analysis.prepared.columns import MADE_OF
from samspill.analysis.prepared.ground import ground_of, tells
from samspill.analysis.prepared.store import Prepared
from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.declared import contract_of

DUCKDB, MEMORY, KERNELS = "duckdb", "memory", "kernels"


def compute(
    tables: Any,
    indicators: Iterable[str | Indicator] | None = None,
    *,
    engine: str = DUCKDB,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    as_of: date | None = None,
    totals: bool = True,
) -> pa.Table:
    """Count indicators; one long table (figures/results.py), in a fixed order.

    tables      a folder of loaded tables (`load`), prepared tables (`prepare`), or a mapping from table name to rows
                (a list of dicts, pandas, pyarrow, a Parquet file); columns that a contract allows to be missing may be
    indicators  names, or indicators of your own; None: all whose tables are there
    engine      "duckdb", "memory" (small data only), "kernels" (prepared tables only) or spark://host:port
    settings    other values by indicator and setting: {"readmission_national": {"least_age": 75}}
    as_of       the day counted to, itself not counted; else the day after the last in the data
    totals      False: only the finest periods and places

    Raises Unusable (a Norwegian sentence) when a table is missing or of the wrong kind.
    """
    ground = tables if isinstance(tables, Prepared) else ground_of(tables, as_of)
    chosen = [indicator_of(each) for each in indicators] if indicators is not None else can_be_counted(ground)
    values = {each.name: each.values((settings or {}).get(each.name)) for each in chosen}
    for each in chosen:
        check_tables(each, ground)
    with opened(engine, ground) as opened_engine:
        parts = [counted(each, opened_engine, values[each.name], totals=totals) for each in chosen]
    return pa.concat_tables(parts) if parts else SCHEMA.empty_table()


def opened(engine: str, tables: Any) -> AbstractContextManager[Engine]:
    """An engine by its name, over raw or prepared tables. Only the engine asked for is imported."""
    if engine == DUCKDB:
        from samspill.analysis.engines.on_duckdb import OnDuckDB

        return OnDuckDB(tables)
    if engine == MEMORY:
        from samspill.analysis.engines.twin import Twin

        return Twin(tables)
    if engine == KERNELS:
        from samspill.analysis.engines.kernels.engine import Kernels

        return Kernels(tables)
    if engine.startswith(("spark://", "local[")):
        from samspill.analysis.engines.on_spark import OnSpark

        return OnSpark(tables, engine)
    raise Unusable(f"Vet ikke hva slags motor {engine!r} er. Velg duckdb, memory, kernels eller spark://vert:port.")


def can_be_counted(tables: Any) -> list[Indicator]:
    """The indicators whose tables are there, with what they count by told in them."""
    return [each for each in INDICATORS.values() if not lacking(each, tables)]


def check_tables(indicator: Indicator, tables: Any) -> None:
    """Raises Unusable naming what is not there."""
    if missing := _missing_tables(indicator, tables):
        raise Unusable(f"«{indicator.title}» trenger tabeller som ikke er lastet inn: {', '.join(missing)}.")
    if untold := _untold(indicator, tables):
        contract = contract_of(_counts(indicator))
        names = " og ".join(f"«{contract.column(name).label}»" for name in untold)
        raise Unusable(f"«{indicator.title}» kan ikke telles: {names} er tom i alle rader av {contract.label}.")


def lacking(indicator: Indicator, tables: Any) -> list[str]:
    """The tables that are not there, by contract name; else the columns that no row tells, as table.column."""
    return _missing_tables(indicator, tables) or [f"{_counts(indicator)}.{name}" for name in _untold(indicator, tables)]


def _missing_tables(indicator: Indicator, tables: Any) -> list[str]:
    there = set(_ground(tables).tables)
    wanted = [_raw_of(name) for name in indicator.needs]
    return [name for name in dict.fromkeys([*wanted, *indicator.requires]) if name not in there]


def _untold(indicator: Indicator, tables: Any) -> list[str]:
    rows = _ground(tables).tables[_counts(indicator)]
    return [name for name in indicator.told if not tells(rows, name)]


def _counts(indicator: Indicator) -> str:
    """The raw table that it counts."""
    return _raw_of(indicator.figure.of)


def _raw_of(prepared: str) -> str:
    return MADE_OF.get(prepared, (prepared,))[0]


def _ground(tables: Any) -> Any:
    return tables.ground if isinstance(tables, Prepared) else tables
