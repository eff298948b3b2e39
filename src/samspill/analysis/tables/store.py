"""Where loaded tables lie. One small file says which load of each table is the current one; it is replaced in one move,
so a reader sees all of a load or nothing of it, and a crash leaves what was there before.

    <place>/current.json                     {"stays": "stays-3f2a…", …}
    <place>/stays-3f2a…/rows.parquet         the rows
    <place>/stays-3f2a…/rejected.parquet     rows that were set aside, as they were given (may hold personal data)
    <place>/stays-3f2a…/report.json
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.declared import contract_of

ROWS, REJECTED, REPORT = "rows.parquet", "rejected.parquet", "report.json"
_CURRENT = "current.json"


def rows_of(place: str | Path, table: str) -> Path:
    """The Parquet file with the current rows of a table. Raises Unusable if none was ever loaded."""
    return _folder(Path(place), table) / ROWS


def rejected_of(place: str | Path, table: str) -> Path | None:
    """The rows set aside by the current load; None if there were none."""
    path = _folder(Path(place), table) / REJECTED
    return path if path.exists() else None


def loaded_tables(place: str | Path) -> list[str]:
    """The tables that have been loaded."""
    return sorted(_current(Path(place)))


def _folder(place: Path, table: str) -> Path:
    current = _current(place)
    if table not in current:
        raise Unusable(f"«{contract_of(table).label}» er ikke lastet inn.")
    return place / current[table]


def _current(place: Path) -> dict[str, str]:
    path = place / _CURRENT
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(folder, str) for folder in found.values()):
        raise Unusable(f"{path.name} i {place.name} kan ikke leses. Les inn tabellene på nytt.")
    return found


@contextmanager
def workspace(place: Path) -> Iterator[Path]:
    """A folder on the same disk, gone afterwards whatever happens."""
    place.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".work-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_current(place: Path, ready: Mapping[str, Path]) -> dict[str, Path]:
    """Take prepared folders, one a table, into use together, and remove what they replace. Gives where they now lie.

    Of two loads at the same time, the last to finish is the current one.
    """
    named = {table: f"{table}-{uuid4().hex[:12]}" for table in ready}
    with _alone(place):
        before = _current(place)
        for table, folder in ready.items():
            os.rename(folder, place / named[table])
        _replace(place / _CURRENT, json.dumps({**before, **named}, indent=1, sort_keys=True))
        for table in named.keys() & before.keys():
            shutil.rmtree(place / before[table], ignore_errors=True)
    return {table: place / name for table, name in named.items()}


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with (place / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _replace(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
