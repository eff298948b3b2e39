"""All engines give the same figures for whatever tables are drawn."""

from __future__ import annotations

import os
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from tests.analysis.figures.drawn import AS_OF, INDICATORS_DRAWN, tables

from samspill.analysis.engines import on_duckdb
from samspill.analysis.engines.kernels.columns import Column
from samspill.analysis.engines.on_duckdb import OnDuckDB
from samspill.analysis.figures.computing import can_be_counted, compute
from samspill.analysis.figures.results import KEYS
from samspill.analysis.indicators import INDICATORS
from samspill.analysis.indicators.declared.told import a_stay
from samspill.analysis.prepared.by_hand import stays
from samspill.analysis.prepared.columns import STAYS
from samspill.analysis.prepared.ground import ground_of
from samspill.analysis.prepared.preparing import prepare

pytestmark = pytest.mark.once
NAMES = [name for name, _ in KEYS]


def differences(one: pa.Table, other: pa.Table) -> list[Any]:
    """Rows that the two do not have alike; sums of decimals may differ in the last digit."""

    def rows(table: pa.Table) -> dict[tuple[Any, ...], tuple[Any, ...]]:
        values = ("count", "hits", "numerator", "denominator")
        return {
            tuple(row[name] for name in NAMES): tuple(None if row[v] is None else round(row[v], 6) for v in values)
            for row in table.to_pylist()
        }

    mine, theirs = rows(one), rows(other)
    return [(key, mine.get(key), theirs.get(key)) for key in {**mine, **theirs} if mine.get(key) != theirs.get(key)]


EXAMPLES = int(os.environ.get("DRAWN_TABLES", "8"))  # more by hand after changing an engine


@given(tables(), INDICATORS_DRAWN, AS_OF)
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_duckdb_and_the_twin_agree(drawn: dict[str, Any], names: set[str], as_of: date | None) -> None:
    chosen = [each for each in can_be_counted(ground_of(drawn, as_of)) if each.name in names]
    assert not differences(compute(drawn, chosen, as_of=as_of), compute(drawn, chosen, engine="memory", as_of=as_of))


@given(tables(), INDICATORS_DRAWN, AS_OF)
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_the_kernels_and_the_twin_agree(drawn: dict[str, Any], names: set[str], as_of: date | None) -> None:
    chosen = [each for each in can_be_counted(ground_of(drawn, as_of)) if each.name in names]
    with TemporaryDirectory() as folder:
        ready = prepare(drawn, f"{folder}/ready", as_of=as_of, parquet=False)
        by_kernels = compute(ready, chosen, engine="kernels")
    assert not differences(by_kernels, compute(drawn, chosen, engine="memory", as_of=as_of))


@given(tables())
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_prepared_stays_are_the_same_whoever_makes_them(drawn: dict[str, Any]) -> None:
    """Column by column: the compiled loops (a few stays joined at a time), the Ibis expressions, and plain Python."""
    ground = ground_of(drawn)
    by_hand = stays({name: rows.to_pylist() for name, rows in ground.tables.items()}, ground.as_of)
    with TemporaryDirectory() as folder, patch.object(on_duckdb, "PART", 3):
        by_loops = pq.read_table(prepare(drawn, f"{folder}/ready").parquet["stays"]).to_pylist()
    with OnDuckDB(ground) as engine:
        by_ibis = engine.fetched("stays").sort_by("order").to_pylist()
    assert told(by_loops) == told(by_hand)
    assert told(by_ibis) == told(by_hand)


def told(rows: list[dict[str, Any]]) -> list[str]:
    """Rows without the numbers that each preparation gives persons, in an order of their own."""
    return sorted(str([row[name] for name in STAYS if name not in ("person", "order")]) for row in rows)


@pytest.mark.parametrize("engine", ["duckdb", "memory", "kernels"])
def test_a_month_of_stays_without_days_has_no_cell_in_any_engine(engine: str) -> None:
    drawn = {"stays": [a_stay("2026-03-01 10:00", "2026-03-01 10:00")]}
    chosen = [INDICATORS["long_stay_bed_days"]]
    with TemporaryDirectory() as folder:
        ready = prepare(drawn, f"{folder}/ready", parquet=False)
        assert compute(ready if engine == "kernels" else drawn, chosen, engine=engine).num_rows == 0


def test_what_is_filled_in_is_not_cut_to_what_the_column_can_hold() -> None:
    column = Column(np.array([5, 0], dtype=np.int8), np.array([False, True]))
    assert column.fill_null(10**6).values.tolist() == [5, 10**6]
