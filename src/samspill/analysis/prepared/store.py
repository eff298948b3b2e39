"""The prepared tables on disk, sorted by person and time. Made in a folder of its own and moved into place at once.

<folder>/manifest.json            which tables, how far they reach, and what they were made of
<folder>/arrays/stays/age.npy …   plain arrays, texts as small numbers: for the kernels
<folder>/stays.parquet …          the same rows, for DuckDB and Spark
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from samspill.analysis.prepared.arrays import Arrays
from samspill.analysis.prepared.ground import Ground
from samspill.analysis.statistics.unusable import Unusable

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Prepared:
    """ground: the raw tables, of which small ones are read as they are; parquet: prepared tables as Parquet files."""

    folder: Path
    ground: Ground
    parquet: Mapping[str, Path] = field(default_factory=dict)
    _open: dict[str, Arrays] = field(default_factory=dict, compare=False, repr=False)

    def arrays(self, table: str) -> Arrays:
        """A prepared table as arrays. Raises Unusable when it was not prepared."""
        if table not in self._open:
            place = self.folder / "arrays" / table
            if not place.exists():
                raise Unusable(f"Tabellen {table} er ikke forberedt.")
            self._open[table] = Arrays(place)
        return self._open[table]


def opened(folder: str | Path) -> Prepared:
    """What `prepare` made. Raises Unusable when nothing lies there, or what it was made of is gone."""
    place = Path(folder)
    if not (place / MANIFEST).exists():
        raise Unusable(f"Det er ingen forberedte tabeller i {place.name}.")
    told = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    spans = {name: (date.fromisoformat(a), date.fromisoformat(b)) for name, (a, b) in told["spans"].items()}
    tables = {
        name: place / path if not Path(path).is_absolute() else Path(path) for name, path in told["tables"].items()
    }
    if gone := sorted(name for name, path in tables.items() if not path.exists()):
        raise Unusable(f"Tabellene som ble forberedt, er borte eller lastet inn på nytt: {', '.join(gone)}.")
    parquet = {name: place / f"{name}.parquet" for name in told["parquet"]}
    return Prepared(place, Ground(tables, spans, date.fromisoformat(told["as_of"])), parquet)


def in_place(making: Any, folder: str | Path) -> None:
    """Let `making(work)` fill a folder, then take it into use in stead of what was there."""
    place = Path(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        making(work)
        old = work.with_name(f"{work.name}-old")
        if place.exists():
            if any(place.iterdir()) and not (place / MANIFEST).exists():
                raise Unusable(f"{place.name} finnes, og er ikke en mappe med forberedte tabeller.")
            os.rename(place, old)
        os.rename(work, place)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write_manifest(work: Path, ground: Ground, parquet: list[str]) -> None:
    told = {
        "as_of": ground.as_of.isoformat(),
        "spans": {name: [first.isoformat(), last.isoformat()] for name, (first, last) in ground.spans.items()},
        "tables": {name: str(path) for name, path in ground.tables.items()},
        "parquet": parquet,
    }
    (work / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
