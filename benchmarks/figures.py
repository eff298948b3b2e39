"""Six figures over generated stays, beside pandas and plain DuckDB in the same run.

    python -m benchmarks.figures [STAYS] [--growth]      default 600 000 stays; 12000000 is the goal's size

ours     preparation to arrays, then the kernels; DuckDB over the prepared Parquet beside them
peers    pandas with the frames read once, and SQL on DuckDB over the raw Parquet files
agreed   every engine's rows are compared, number by number; the run stops where they are not alike
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from benchmarks import figures_ground

GOALS = (
    "goals: 50× pandas and 15× plain DuckDB on recompute; preparation no more than 15 s above plain DuckDB; under 2 GiB"
)


def indicators() -> dict[str, Any]:
    """The declared indicators, cut to the dimensions that are asked for."""
    from samspill.analysis.indicators import INDICATORS

    wanted = {
        "waiting": ("waiting_days", {"sector": ""}),
        "readmission": ("readmission_national", {"municipality": "", "sector": ""}),
        "long stays": ("long_stay_bed_days", {"trust": "", "municipality": ""}),
        "utilisers": ("high_utilisers_rolling", {}),
        "census": ("midnight_census", {"sector": ""}),
        "chronic": ("chronic_conditions", {}),
    }
    return {
        name: replace(INDICATORS[which], figure=replace(INDICATORS[which].figure, **cut))
        for name, (which, cut) in wanted.items()
    }


class Spent(NamedTuple):
    """Seconds by the clock and of the processor: on a busy machine, only the latter says much."""

    wall: float
    cpu: float


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gave, seconds by the clock, and seconds of processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def peak() -> float:
    """The most memory this process has had, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def alike(name: str, ours: pd.DataFrame, theirs: pd.DataFrame) -> int:
    """How many rows agree, after ours is brought to the peer's periods; raises where one does not."""
    mine = ours.rename(columns={"numerator": "n", "denominator": "d"})
    if name == "readmission":
        mine["at"] = mine["at"] // 3
    if name == "long stays":
        mine["at"] = mine["at"] // 12
    if name == "census" and theirs["at"].dtype.kind == "M":
        theirs = theirs.assign(at=theirs["at"].to_numpy().astype("datetime64[D]").astype(np.int64))
    keys = [column for column in theirs.columns if column not in ("n", "d")]
    values = [column for column in ("n", "d") if column in theirs.columns]
    for frame in (mine, theirs):
        for key in keys:
            if key != "at":
                frame[key] = frame[key].astype(str)
    left = mine.groupby(keys)[values].sum()
    right = theirs.groupby(keys)[values].sum().astype(float)
    left, right = left[(left != 0).any(axis=1)], right[(right != 0).any(axis=1)]
    pd.testing.assert_frame_equal(left.sort_index(), right.sort_index(), check_dtype=False, check_index_type=False)
    return len(left)


def ours(
    folder: Path, ready: Path, *, engine: str, parquet: bool
) -> tuple[dict[str, pd.DataFrame], dict[str, Spent], Spent]:
    """Frames and seconds by figure, and the seconds of preparing."""
    from samspill.analysis.figures.computing import opened
    from samspill.analysis.prepared.preparing import prepare
    from samspill.analysis.prepared.store import opened as prepared_in

    took = Spent(0.0, 0.0)
    if not (ready / "manifest.json").exists():
        tables = {name: folder / f"{name}.parquet" for name in ("stays", "diagnoses")}
        took = Spent(*timed(lambda: prepare(tables, ready, parquet=parquet))[1:])
    frames, seconds = {}, {}
    with opened(engine, prepared_in(ready)) as opened_engine:
        for name, indicator in indicators().items():
            cells, *spent = timed(lambda each=indicator: opened_engine.cells(each, each.values()))
            seconds[name] = Spent(*spent)
            frames[name] = cells.to_pandas()
    return frames, seconds, took


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    sizes = numbers or [600_000]
    with tempfile.TemporaryDirectory(prefix="samspill-bench-") as given:
        if "--growth" in sys.argv:
            return growth(Path(given), sizes)
        return compare(Path(given), sizes[0])


def growth(place: Path, sizes: list[int]) -> None:
    """Preparation and recompute by size."""
    warm(place)
    for size in sizes:
        folder, ready = place / str(size), place / f"{size}-ready"
        figures_ground.write_apart(folder, size)
        _, seconds, took = ours(folder, ready, engine="kernels", parquet=False)
        figures = sum(each.cpu for each in seconds.values())
        print(
            f"figures   {size:>11,} stays: preparation {took.wall:6.1f} s, {took.cpu:6.1f} s of processor "
            f"({took.cpu / size * 1e6:.2f} µs a stay); six figures {figures:.2f} s of processor; peak {peak():.2f} GiB",
            flush=True,
        )


def warm(place: Path) -> None:
    """Compile the loops once, outside of what is measured; later processes take them from the cache."""
    figures_ground.write(place / "warm", 2000)
    ours(place / "warm", place / "warm-ready", engine="kernels", parquet=False)


def compare(place: Path, stays: int) -> None:
    from benchmarks.figures_peers import Pandas, plain_duckdb

    folder = place / "raw"
    print(f"figures   {stays:,} stays over ten years. {GOALS}", flush=True)
    figures_ground.write_apart(folder, stays)
    warm(place)
    frames, _, took = ours(folder, place / "ready", engine="kernels", parquet=False)
    _, seconds, _ = ours(folder, place / "ready", engine="kernels", parquet=False)
    print(f"figures   ours, peak memory {peak():.2f} GiB (preparation and figures)", flush=True)
    reader, *reading = timed(lambda: Pandas(folder))
    spent: dict[str, dict[str, Spent]] = {"pandas": {"reading": Spent(*reading)}, "DuckDB": {}}
    agreed = {"pandas": counted(reader.figures(), frames, spent["pandas"])}
    del reader  # its frames take more memory than all the rest
    agreed["DuckDB"] = counted(plain_duckdb(folder), frames, spent["DuckDB"])
    for name, of_ours in seconds.items():
        rows = " and ".join(f"{found[name]} with {peer}" for peer, found in agreed.items())
        print(f"figures   {name:12} {line(spent, name, of_ours)}; rows that agree: {rows}", flush=True)
    whole = Spent(sum(each.wall for each in seconds.values()), sum(each.cpu for each in seconds.values()))
    for peer in spent:
        spent[peer]["in all"] = Spent(*(sum(column) for column in zip(*spent[peer].values(), strict=True)))
    print(f"figures   {'in all':12} {line(spent, 'in all', whole)}")
    first, plain = took.wall + whole.wall, spent["DuckDB"]["in all"].wall
    print(
        f"figures   preparation {took.wall:.1f} ({took.cpu:.1f}) s; first result with it {first:.1f} s, plain DuckDB "
        f"{plain:.1f} s: {first - plain:+.1f} s of the 15 allowed"
    )


def counted(
    figures: dict[str, Callable[[], pd.DataFrame]], ours_: dict[str, pd.DataFrame], spent: dict[str, Spent]
) -> dict[str, int]:
    """Run a peer's figures: what each took, and how many rows agree with ours."""
    agreed = {}
    for name, figure in figures.items():
        found, *took = timed(figure)
        spent[name] = Spent(*took)
        agreed[name] = alike(name, ours_[name].copy(), found)
    return agreed


def line(spent: dict[str, dict[str, Spent]], name: str, of_ours: Spent) -> str:
    """Seconds by the clock, processor seconds in brackets, and both ratios."""
    parts = []
    for peer, figures in spent.items():
        wall, cpu = figures[name]
        parts.append(f"{peer} {wall:6.2f} ({cpu:6.2f}) s = {wall / of_ours.wall:4.0f}× ({cpu / of_ours.cpu:4.0f}×)")
    return f"ours {of_ours.wall:.3f} ({of_ours.cpu:.3f}) s   " + "   ".join(parts)


if __name__ == "__main__":
    main()
