"""Readers: from what people hand over to rows that can be checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.sources.csv_file import Csv
from samspill.analysis.tables.sources.given import Broken, Given, Source
from samspill.analysis.tables.sources.memory import Database, Frame, Query
from samspill.analysis.tables.sources.parquet import Parquet
from samspill.analysis.tables.sources.workbook import Workbook

__all__ = ["Broken", "Csv", "Database", "Frame", "Given", "Parquet", "Query", "Source", "Workbook", "source_of"]

_BY_ENDING: dict[str, Any] = {
    ".parquet": Parquet,
    ".csv": Csv,
    ".tsv": Csv,
    ".txt": Csv,
    ".xlsx": Workbook,
    ".xlsm": Workbook,
}


def source_of(anything: Any) -> Source:
    """The reader for a file (by its ending), a folder of Parquet, a table in memory, or a reader itself.

    Raises Unusable for a file of another kind; say then which reader, such as Csv(path).
    """
    if isinstance(anything, str | Path):
        path = Path(anything)
        reader = Parquet if path.is_dir() else _BY_ENDING.get(path.suffix.lower())
        if reader is None:
            raise Unusable(f"Vet ikke hva slags fil {path.name} er. Kjente endelser: {', '.join(_BY_ENDING)}.")
        found: Source = reader(path)
        return found
    return anything if hasattr(anything, "open") and not hasattr(anything, "read") else Frame(anything)
