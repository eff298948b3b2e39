"""The same expressions on a Spark cluster, over Parquet. Needs requirements/spark.txt and Java 17."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from samspill.analysis.engines.ibis_engine import IbisEngine
from samspill.analysis.prepared.codes import code_tables
from samspill.analysis.prepared.ground import Ground
from samspill.analysis.prepared.store import Prepared
from samspill.analysis.statistics.unusable import Unusable

# What the expressions need. How work is divided is the cluster's own choice (spark-defaults.conf).
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",  # times are what the Norwegian clock showed: nothing is to be turned
    "spark.sql.ansi.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "false",
}


class OnSpark(IbisEngine, AbstractContextManager["OnSpark"]):
    """A session on the cluster at `address` (spark://host:port, or local[2]). Every worker must see the same folders.

    Raises Unusable when Spark is not installed or the cluster does not answer.
    """

    name = "spark"

    def __init__(self, tables: Ground | Prepared, address: str) -> None:
        self._open = ExitStack()
        folder = Path(self._open.enter_context(TemporaryDirectory(prefix="samspill-spark-")))
        self._session = _session(address)
        self._open.callback(self._session.stop)
        backend = ibis.pyspark.connect(self._session)
        ground, ready = (tables, {}) if isinstance(tables, Ground) else (tables.ground, tables.parquet)
        super().__init__(
            backend,
            {name: _opened(backend, folder, name, rows) for name, rows in ground.tables.items()},
            {name: backend.read_parquet(str(path), table_name=f"ready_{name}") for name, path in ready.items()},
            ground,
            {name: _opened(backend, folder, f"codes_{name}", rows) for name, rows in code_tables().items()},
        )

    def keep(self, name: str, expression: Table) -> Table:
        """Worked out once, and kept in the workers' memory or on their disks."""
        frame = self._session.sql(self._backend.compile(expression)).persist()
        frame.createOrReplaceTempView(f"prepared_{name}")
        self._open.callback(frame.unpersist)
        return self._backend.table(f"prepared_{name}")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def _session(address: str) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unusable("Spark er ikke installert: pip install -r requirements/spark.txt.") from None
    if shutil.which("java") is None:
        raise Unusable("Spark trenger Java 17, som ikke er funnet på denne maskinen.")
    builder = SparkSession.builder.master(address).appName("Samspill")
    alone = {"spark.sql.shuffle.partitions": "8"} if address.startswith("local[") else {}
    for name, value in {**SETTINGS, **alone}.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:  # whatever the driver throws, the sentence is the same
        raise Unusable(f"Spark på {address} svarer ikke ({type(error).__name__}).") from None


def _opened(backend: Any, folder: Path, name: str, rows: Path | pa.Table) -> Table:
    """Tables in memory are written down first: the workers read files."""
    if not isinstance(rows, Path):
        path = folder / f"{name}.parquet"
        pq.write_table(rows, path)
        rows = path
    return backend.read_parquet(str(rows), table_name=f"raw_{name}")
