"""`prepare`: from loaded tables to prepared ones on disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from samspill.analysis.prepared.array_writing import write_table
from samspill.analysis.prepared.columns import MADE_OF, PREPARED
from samspill.analysis.prepared.ground import Ground, ground_of
from samspill.analysis.prepared.raw_columns import RawColumns
from samspill.analysis.prepared.store import Prepared, in_place, opened, write_manifest
from samspill.analysis.tables.sql import MEMORY

Progress = Callable[[str], None]


def prepare(
    tables: Any,
    into: str | Path,
    *,
    as_of: date | None = None,
    parquet: bool = True,
    memory: str = MEMORY,
    progress: Progress | None = None,
) -> Prepared:
    """Prepare all tables that are there; what lay in `into` before is replaced when all is done.

    tables    as for `compute`
    parquet   also as Parquet, for DuckDB and Spark; the kernels need none
    memory    what DuckDB may use

    Raises Unusable when a table is missing or broken; then what was there is untouched.
    """
    ground = ground_of(tables, as_of)

    def making(work: Path) -> None:
        kept = _kept(ground, work)
        for name in PREPARED:
            if MADE_OF[name][0] in ground.tables:
                (progress or (lambda table: None))(name)
                _prepare_one(name, ground, work, memory)
                if parquet:
                    _write_parquet(name, work)
        write_manifest(work, kept, [n for n in PREPARED if (work / f"{n}.parquet").exists()])

    in_place(making, into)
    return opened(into)


def _kept(ground: Ground, work: Path) -> Ground:
    """Tables in memory are written down, so that the prepared tables stand on their own."""
    paths: dict[str, Any] = {}
    for name, rows in ground.tables.items():
        paths[name] = rows.resolve() if isinstance(rows, Path) else f"{name}.raw.parquet"
        if not isinstance(rows, Path):
            pq.write_table(rows, work / f"{name}.raw.parquet")
    return replace(ground, tables=paths)


def _prepare_one(name: str, ground: Ground, work: Path, memory: str) -> None:
    from samspill.analysis.engines.on_duckdb import OnDuckDB

    folder = work / "arrays" / name
    with OnDuckDB(ground, memory=memory) as engine:
        if name == "stays":
            from samspill.analysis.prepared.stays_fast import write_stays

            write_stays(RawColumns("stays", ground.tables["stays"]), engine.told_of_stays(), ground.as_of, folder)
        else:
            write_table(engine.fetched(name), PREPARED[name], folder)


def _write_parquet(name: str, work: Path) -> None:
    """From the arrays, a piece at a time."""
    from samspill.analysis.prepared.arrays import Arrays
    from samspill.analysis.prepared.to_parquet import write_pieces

    write_pieces(Arrays(work / "arrays" / name), PREPARED[name], work / f"{name}.parquet")
