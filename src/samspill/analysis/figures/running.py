"""Run all figures to disk: step by step with progress, resumed after a crash, and published in one move.

<into>/current.json                   which run is published
<into>/run-…/manifest.json            when, from what, by which definitions and settings
<into>/run-…/waiting_days.parquet     the rows of one indicator (figures/results.py), small enough for a page to read
<into>/.work-…/                       a run that is under way, or that was cut off
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samspill.analysis.figures.computing import DUCKDB, can_be_counted, check_tables, lacking, opened
from samspill.analysis.figures.finishing import counted
from samspill.analysis.figures.published import CURRENT, MANIFEST, Published, published
from samspill.analysis.indicators.indicator import Indicator
from samspill.analysis.indicators.registry import INDICATORS, indicator_of
from samspill.analysis.prepared.ground import Ground, ground_of
from samspill.analysis.prepared.store import Prepared
from samspill.analysis.statistics.unusable import Unusable

Progress = Callable[[int, int, str], None]  # done, of how many, what is at hand (an indicator's name)
KEPT = 2  # the published run and the one before it, for "what changed since last time"


def run(
    data: Any,
    into: str | Path,
    *,
    engine: str = DUCKDB,
    indicators: Iterable[str | Indicator] | None = None,
    settings: Mapping[str, Mapping[str, Any]] | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Published:
    """Count indicators and publish them together. Arguments as for `compute`.

    A run that was cut off goes on where it was, if data, definitions and settings are the same. Until it is finished,
    what was published before stays. Raises Unusable: a table is missing, or another run is under way.
    """
    tables = data if isinstance(data, Prepared) else ground_of(data, as_of)
    chosen = [indicator_of(each) for each in indicators] if indicators is not None else can_be_counted(tables)
    for each in chosen:
        check_tables(each, tables)
    if not chosen:
        raise Unusable("Ingen indikatorer kan telles med disse tabellene.")
    wanted = {each.name: each.values((settings or {}).get(each.name)).as_dict() for each in chosen}
    place = Path(into)
    place.mkdir(parents=True, exist_ok=True)
    with _alone(place):
        work = _work_folder(place, _fingerprint(tables, chosen, wanted))
        took = _count(chosen, wanted, tables, engine, work, progress or (lambda done, of, what: None))
        _write_manifest(work, chosen, wanted, tables, engine, took)
        _publish(place, work)
    return published(place)


def _count(
    chosen: list[Indicator],
    wanted: Mapping[str, Mapping[str, Any]],
    tables: Ground | Prepared,
    engine: str,
    work: Path,
    progress: Progress,
) -> dict[str, float]:
    """Count those that are not there yet; seconds by name."""
    took: dict[str, float] = {}
    waiting = [each for each in chosen if not (work / f"{each.name}.parquet").exists()]
    done = len(chosen) - len(waiting)
    if not waiting:
        return took
    with opened(engine, tables) as opened_engine:
        for each in waiting:
            progress(done, len(chosen), each.name)
            began = time.perf_counter()
            rows = counted(each, opened_engine, each.values(wanted[each.name]))
            _write(rows, work / f"{each.name}.parquet")
            took[each.name] = round(time.perf_counter() - began, 3)
            done += 1
    progress(done, len(chosen), "")
    return took


def _write(rows: pa.Table, path: Path) -> None:
    """Whole or not at all."""
    half = path.with_suffix(".half")
    pq.write_table(rows, half, compression="zstd")
    with half.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(half, path)


def _write_manifest(
    work: Path,
    chosen: list[Indicator],
    wanted: Mapping[str, Mapping[str, Any]],
    tables: Ground | Prepared,
    engine: str,
    took: Mapping[str, float],
) -> None:
    ground = tables.ground if isinstance(tables, Prepared) else tables
    told = {
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "since": ground.since.isoformat(),
        "as_of": ground.as_of.isoformat(),
        "engine": engine.split("://")[0],
        "tables": sorted(ground.tables),
        "indicators": {
            each.name: {"version": each.version, "settings": wanted[each.name], "warnings": list(each.warnings),
                        "rows": pq.read_metadata(work / f"{each.name}.parquet").num_rows,
                        "seconds": took.get(each.name)}
            for each in chosen
        },
        "not_counted": {name: gone for name, each in INDICATORS.items() if (gone := lacking(each, tables))},
    }  # fmt: skip
    (work / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _publish(place: Path, work: Path) -> None:
    before = _published_runs(place)
    name = f"run-{datetime.now(UTC):%Y%m%dT%H%M%S}-{work.name.removeprefix('.work-')[:8]}-{len(before)}"
    os.rename(work, place / name)
    runs = [name, *before][:KEPT]
    half = place / f"{CURRENT}.half"
    half.write_text(json.dumps({"run": name, "runs": runs}), encoding="utf-8")
    os.replace(half, place / CURRENT)
    for folder in place.iterdir():
        if folder.is_dir() and folder.name not in runs and folder.name.startswith(("run-", ".work-")):
            shutil.rmtree(folder, ignore_errors=True)


def _published_runs(place: Path) -> list[str]:
    path = place / CURRENT
    return list(json.loads(path.read_text(encoding="utf-8"))["runs"]) if path.exists() else []


def _work_folder(place: Path, fingerprint: str) -> Path:
    folder = place / f".work-{fingerprint}"
    folder.mkdir(exist_ok=True)
    return folder


def _fingerprint(tables: Ground | Prepared, chosen: list[Indicator], wanted: Mapping[str, Any]) -> str:
    """The same for the same data, definitions and settings."""
    ground = tables.ground if isinstance(tables, Prepared) else tables
    told = [
        sorted((name, _identity(rows)) for name, rows in ground.tables.items()),
        [(each.name, each.version) for each in chosen],
        sorted((name, sorted(values.items(), key=str)) for name, values in wanted.items()),
        ground.as_of.isoformat(),
    ]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()[:16]


def _identity(rows: Path | pa.Table) -> str:
    """A file by its name, size and time; a table in memory by what it holds."""
    if isinstance(rows, Path):
        stat = rows.stat()
        return f"{rows.parent.name}/{rows.name} {stat.st_size} {stat.st_mtime_ns}"
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return hashlib.sha256(sink.getvalue()).hexdigest()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    with (place / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(f"En annen kjøring holder på i {place.name}. Vent til den er ferdig.") from None
        yield
