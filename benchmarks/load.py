"""Two hundred people on the board with live updates, beside a bare Django page under the same server.

    python -m benchmarks.load            three minutes, PostgreSQL, two web processes (docs/operations.md)
    python -m benchmarks.load --seconds 30 --people 60              shorter, smaller
    python -m benchmarks.load --database sqlite --web-processes 1

Each has a board open that follows along: at every live signal it asks for its inner part again, as the page does. Every
ten to twenty seconds a person loads a page: the board, or one of its patients. Every few seconds somebody in a
municipality answers for a patient; the clock runs from that click until the hospital people who have the board of that
municipality open have the new state on it. All the while one more visitor asks for the bare page: one ORM query of 50
of the same stays and a template, with no session, no permission and no frame.

Goals: p95 under 300 ms for pages, under 1.5 s from one's click to the other's screen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.installation import House
from benchmarks.load_people import Crowd, Measured

PAGE_GOAL, CLICK_GOAL = 0.3, 1.5


@dataclass
class Run:
    measured: Measured
    seconds: float
    server_cpu: float
    client_cpu: float


def load(folder: Path, said: argparse.Namespace, like: Path | None = None) -> Run:
    """like: a data folder to begin with (`House.prepare`)."""
    house = House(
        folder,
        postgresql=said.database == "postgresql",
        arguments=("--web-processes", str(said.web_processes)),
        DJANGO_SETTINGS_MODULE="benchmarks.load_settings",
    )
    try:
        house.prepare(like)
        people = house.facts(
            "import json\nfrom benchmarks.load_ground import fill, make_people\n"
            f"fill({said.stays})\nprint(json.dumps(make_people({said.people})))"
        )
        house.start()
        before, own, began = _cpu_of(house), time.process_time(), time.monotonic()
        crowd = Crowd("127.0.0.1", house.port, people, seconds=said.seconds, every=said.click_every, seed=said.seed)
        measured = asyncio.run(crowd.live())
        return Run(measured, time.monotonic() - began, _cpu_of(house) - before, time.process_time() - own)
    finally:
        house.stop()


def _cpu_of(house: House) -> float:
    """Seconds of processor that the web processes have used."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for pid in house.part("web"):
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(said[11]) + int(said[12])
    return total / ticks


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def line(name: str, values: Sequence[float]) -> str:
    if not values:
        return f"load      {name:<22} none"
    middle, high, most = (percentile(values, share) * 1000 for share in (0.5, 0.95, 1.0))
    return (
        f"load      {name:<22} {len(values):6} times   p50 {middle:6.0f} ms   p95 {high:6.0f} ms   most {most:6.0f} ms"
    )


def judge(run: Run, people: int) -> list[str]:
    """What is too slow, and what makes the run say nothing."""
    found, faults = run.measured, list(run.measured.troubles[:10])
    if len(found.pages) < people:
        faults.append(f"Only {len(found.pages)} pages were loaded.")
    if len(found.clicks) < 3 or not found.bare:
        faults.append(f"Only {len(found.clicks)} clicks were seen on another's screen.")
        return faults
    if percentile(found.pages, 0.95) > PAGE_GOAL:
        faults.append(f"Pages: p95 over {PAGE_GOAL * 1000:.0f} ms.")
    if percentile(found.clicks, 0.95) > CLICK_GOAL:
        faults.append(f"From click to screen: p95 over {CLICK_GOAL:.1f} s.")
    if found.unseen:
        faults.append(f"{found.unseen} clicks never came to the other's screen.")
    return faults


def report(run: Run, said: argparse.Namespace) -> None:
    found = run.measured
    print(
        f"load      {said.people} people, {said.stays} patients, {run.seconds:.0f} s on {said.database}, "
        f"{said.web_processes} web process(es), {os.cpu_count()} cores"
    )
    print(line("pages", found.pages))
    print(line("live parts", found.parts))
    print(line("from click to screen", found.clicks))
    print(line("bare Django page", found.bare))
    busy = run.server_cpu / run.seconds * 100
    print(
        f"load      web server {run.server_cpu:.1f} s of CPU ({busy:.0f} % of a core), client {run.client_cpu:.1f} s; "
        f"{found.signals} live signals"
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--stays", type=int, default=480, help="ready patients; 50 a municipality fit on one page")
    parser.add_argument(
        "--click-every", type=float, default=3.0, metavar="S", help="seconds between answers, all together"
    )
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--web-processes", type=int, default=2, choices=[1, 2, 3, 4])
    parser.add_argument("--seed", type=int, default=5)
    return parser.parse_args()


def main() -> int:
    said = arguments()
    with tempfile.TemporaryDirectory(prefix="samspill-load-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own user must reach its part
        run = load(Path(folder), said)
    report(run, said)
    faults = judge(run, said.people)
    print(
        "\n".join(f"load      FAULT: {json.dumps(fault)[1:-1]}" for fault in faults) or "load      both goals are met"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
