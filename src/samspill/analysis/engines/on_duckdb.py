"""The default engine: Ibis on DuckDB, embedded, within a stated memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from samspill.analysis.engines.ibis_engine import IbisEngine, with_all_columns
from samspill.analysis.prepared.codes import code_tables
from samspill.analysis.prepared.ground import Ground
from samspill.analysis.prepared.stays_made import told_of_stays
from samspill.analysis.prepared.store import Prepared
from samspill.analysis.tables.sql import MEMORY, limits

ROW = "file_row_number"
REFERENCES = {"ready_periods": "stay_id", "leaves": "stay_id", "diagnoses": "of_id"}
SMALL = {"waiting_days": "int32", "conditions": "int32", "municipal_service": "int8", "frailty": "float64"}
BATCH = 500_000
PART = 12_500_000  # stays, joined within the memory of `tables/sql.py`


class OnDuckDB(IbisEngine):
    """A context manager: what is worked out along the way lies in a temporary folder, gone at the end."""

    name = "duckdb"

    def __init__(self, tables: Ground | Prepared, *, memory: str = MEMORY) -> None:
        self._open = ExitStack()
        folder = Path(self._open.enter_context(TemporaryDirectory(prefix="samspill-figures-")))
        backend = ibis.duckdb.connect(folder / "figures.duckdb")
        self._open.callback(backend.disconnect)
        limits(backend.con, folder, memory)
        ground, ready = (tables, {}) if isinstance(tables, Ground) else (tables.ground, tables.parquet)
        raw = {name: _opened(backend, name, rows) for name, rows in ground.tables.items()}
        if "stays" in raw:
            self._stays = raw["stays"]
        super().__init__(
            backend,
            raw,
            {name: backend.read_parquet(path) for name, path in ready.items()},
            ground,
            {name: _opened(backend, f"codes_{name}", rows) for name, rows in code_tables().items()},
        )

    def keep(self, name: str, expression: Table) -> Table:
        return self._backend.create_table(f"prepared_{name}", expression)

    def fetched(self, name: str) -> pa.Table:
        """A prepared table, whole."""
        return self._fetch(self.prepared(name))

    def told_of_stays(self) -> Iterator[tuple[str, Iterator[pa.RecordBatch]]]:
        """What other tables tell of the stays: its name, and batches of (row of the raw table, value).

        The row stands for the id of a stay: numbers are joined and grouped much faster than texts. Of very many stays
        a part is asked about at a time, for a join holds all of its stays in memory.
        """
        self._backend.raw_sql("SET preserve_insertion_order = false")  # rows are told by number; order costs memory
        count = int(self._stays.count().execute())
        parts = [self._told_of(first) for first in range(0, max(count, 1), PART)]
        for name in parts[0]:
            yield name, self._batches([part[name] for part in parts], name)

    def _batches(self, told: list[Table], name: str) -> Iterator[pa.RecordBatch]:
        for part in told:
            small = part.select(part[name].cast(SMALL[name]).name(name), row=part.stay_id)
            yield from self._backend.to_pyarrow_batches(small, chunk_size=BATCH)

    def _told_of(self, first: int) -> dict[str, Table]:
        """Of the stays from a row on: expressions, not worked out yet."""
        stays = self._stays.filter((self._stays[ROW] >= first) & (self._stays[ROW] < first + PART))
        numbered = {**self._raw, "stays": with_all_columns("stays", stays.mutate(stay_id=stays[ROW]))}
        rows = stays.select(id_of_stay="stay_id", row=ROW)
        referring = {**numbered, **{name: self._numbered(name, rows) for name in REFERENCES if name in self._raw}}
        return told_of_stays(numbered, referring, self._as_of, self._codes, every=False)

    def _numbered(self, name: str, rows: Table) -> Table:
        """A table that tells of stays, with their rows for their ids."""
        column, told = REFERENCES[name], self._raw[name]
        met = told.inner_join(rows, told[column] == rows.id_of_stay)
        return met.drop(column, "id_of_stay").rename({column: "row"})

    def __enter__(self) -> OnDuckDB:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def _opened(backend: ibis.backends.duckdb.Backend, name: str, rows: object) -> Table:
    if isinstance(rows, Path):
        return backend.read_parquet(rows, file_row_number=True) if name == "stays" else backend.read_parquet(rows)
    if name == "stays" and isinstance(rows, pa.Table):
        rows = rows.append_column(ROW, pa.array(range(len(rows)), pa.int64()))
    return backend.create_table(f"raw_{name}", rows)
