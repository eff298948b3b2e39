"""Reading what a run published. Small files, one an indicator: this is all that a page needs to open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samspill.analysis.figures.results import SCHEMA
from samspill.analysis.statistics.unusable import Unusable

CURRENT, MANIFEST = "current.json", "manifest.json"


@dataclass(frozen=True)
class Published:
    """One run. `manifest` says finished_at, since, as_of, engine, tables and, by indicator, version, settings,
    warnings, rows."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def finished_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["finished_at"])

    @property
    def as_of(self) -> date:
        """The day counted to, itself not counted."""
        return date.fromisoformat(self.manifest["as_of"])

    @property
    def indicators(self) -> tuple[str, ...]:
        """Names of those that were counted."""
        return tuple(self.manifest["indicators"])

    def rows(self, indicator: str) -> pa.Table:
        """The rows of one indicator (figures/results.py); none if it was not counted."""
        path = self.folder / f"{indicator}.parquet"
        return pq.read_table(path, schema=SCHEMA) if indicator in self.manifest["indicators"] else SCHEMA.empty_table()


def published(into: str | Path) -> Published:
    """The published run. Raises Unusable if there is none."""
    return _run(Path(into), 0)


def published_before(into: str | Path) -> Published | None:
    """The run before the published one, for what changed since; None if there is none."""
    try:
        return _run(Path(into), 1)
    except Unusable:
        return None


def _run(place: Path, back: int) -> Published:
    path = place / CURRENT
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"] if path.exists() else []
    if len(runs) <= back:
        raise Unusable(f"Det er ikke publisert noen tall i {place.name}.")
    folder = place / runs[back]
    return Published(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
