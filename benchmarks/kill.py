"""kill -9 of web, worker, scheduler and database at random moments, under a load of clicks and messages.

    python -m benchmarks.kill                          five minutes on PostgreSQL with fsync on
    python -m benchmarks.kill --database sqlite        the same, where there is no database process to kill
    python -m benchmarks.kill --minutes 1 --kills 4    shorter

People of the demo answer, withdraw and write notes through the pages; a hospital sends real messages by the API. What
each was told is kept: taken (acknowledged), refused, or nothing at all because the connection broke. Afterwards:

    acknowledged        there exactly once
    not answered        there at most once
    refused             not there
    each of them        with its audit row, and what it sends to the other side in the outbox, once
    `audit verify`      holds

It fails when something is otherwise, when nothing was acknowledged, and when there were fewer kills than asked for.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.installation import PARTS, PATIENCE, DoesNotComeBack, House
from benchmarks.kill_acts import Act, Load
from benchmarks.kill_facts import Found, found_in
from benchmarks.visitor import Broke, Visitor

BETWEEN = (2.0, 9.0)  # seconds from being up again to the next kill
KILLS_A_MINUTE = 2  # what a run must come to, at the least


@dataclass
class Verdict:
    """What went wrong, in sentences; and the figures."""

    faults: list[str]
    lines: list[str]


def run(
    folder: Path,
    *,
    minutes: float,
    kills: int,
    postgresql: bool,
    seed: int,
    slowest: float = 0.1,
    like: Path | None = None,
) -> Verdict:
    """Load, kill, and count. slowest: seconds that each of the clients rests between two acts, at the most.
    like: a data folder to begin with (`House.prepare`)."""
    house = House(folder, postgresql=postgresql)
    try:
        house.prepare(like)
        house.start()
        load = Load(house, seed=seed, rest=slowest)
        load.begin()
        killed = kill_at_random(house, until=time.monotonic() + minutes * 60, chance=random.Random(seed))
        load.end()
        house.kill_everything()  # once more, with nobody left to notice
        killed["everything"] += 1
        found = found_in(house)
        sound = house.copy.run("audit", "verify")
    finally:
        house.stop()
    faults = [*judge(load.acts, found), *load.troubles, *enough(load.acts, killed, kills, house)]
    if sound.returncode != 0:
        faults.append(f"samspill audit verify: {sound.stdout.strip()}")
    return Verdict(faults, [*figures(load.acts, found, killed), f"kill      {sound.stdout.strip().splitlines()[-1]}"])


def kill_at_random(house: House, *, until: float, chance: random.Random) -> Counter[str]:
    """One after the other, each drawn from a shuffled deck so that all have their turn; how often each was killed."""
    killed: Counter[str] = Counter()
    kinds = [*PARTS, "everything", *(["database"] if house.database else [])]
    deck: list[str] = []
    while True:
        pause = chance.uniform(*BETWEEN)
        if time.monotonic() + pause > until:
            time.sleep(max(0.0, until - time.monotonic()))
            return killed
        time.sleep(pause)
        deck = deck or chance.sample(kinds, len(kinds))
        kind = deck.pop()
        if strike(house, kind):
            killed[kind] += 1
        wait_until_it_answers(house)


def strike(house: House, kind: str) -> bool:
    """Kill it; whether there was something to kill."""
    if kind == "everything":
        house.kill_everything()
        return True
    if kind == "database":
        assert house.database
        house.database.kill()
        house.database.start()
        return True
    return house.kill_part(kind)


def wait_until_it_answers(house: House) -> None:
    """A page that asks the database, and all three parts alive."""
    until, visitor = time.monotonic() + PATIENCE, Visitor(house.address)
    while time.monotonic() < until:
        try:
            if visitor.get("/logg-inn")[0] == 200 and all(house.part(name) for name in PARTS):
                return
        except Broke:
            pass
        time.sleep(0.2)
    raise DoesNotComeBack(f"The server has not answered for {PATIENCE:.0f} s:\n{house.output[-3000:]}")


def judge(acts: Iterable[Act], found: Found) -> list[str]:
    """What is not as it was told."""
    faults = []
    for act in acts:
        times = found.times(act)
        if act.taken and times != 1:
            faults.append(f"An acknowledged {act.kind} is there {times} times: {act.key}")
        elif act.taken is None and times > 1:
            faults.append(f"A {act.kind} that nobody answered to is there {times} times: {act.key}")
        elif act.taken is False and times:
            faults.append(f"A refused {act.kind} is there {times} times: {act.key}")
    return [*faults, *found.faults]


def enough(acts: Sequence[Act], killed: Counter[str], kills: int, house: House) -> list[str]:
    """A run in which nothing happened proves nothing."""
    faults = []
    for kind in ("message", "answer", "note", "withdrawal"):
        if not any(act.taken for act in acts if act.kind == kind):
            faults.append(f"No {kind} was acknowledged at all.")
    if killed.total() < kills:
        faults.append(f"Only {killed.total()} kills took place; {kills} were asked for.")
    wanted = {"web", "everything", *(["database"] if house.database else [])}
    if kills > len(wanted) + len(PARTS):
        faults += [f"The {name} was never killed." for name in sorted(wanted - set(killed))]
    return faults


def figures(acts: Sequence[Act], found: Found, killed: Counter[str]) -> list[str]:
    lines = [f"kill      {killed.total()} kills: " + ", ".join(f"{name} {n}" for name, n in sorted(killed.items()))]
    for kind in ("message", "answer", "note", "withdrawal"):
        of_kind = [act for act in acts if act.kind == kind]
        told = Counter(act.taken for act in of_kind)
        landed = sum(found.times(act) for act in of_kind if act.taken is None)
        again = sum(act.tries - 1 for act in of_kind)
        lines.append(
            f"kill      {kind:<11} acknowledged {told[True]:5}   refused {told[False]:4}   "
            f"not answered {told[None]:4}, of them there {landed:3}   sent again {again:3}"
        )
    lines.append(
        f"kill      outbox: {found.sent} messages, {found.delivered} delivered as files; {found.audited} audit rows"
    )
    return lines


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kill", description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--kills", type=int, help="the fewest that must have taken place (default two a minute)")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], default="postgresql")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the random moments (default: the clock)")
    return parser.parse_args()


def main() -> int:
    said = arguments()
    kills = said.kills if said.kills is not None else max(1, int(said.minutes * KILLS_A_MINUTE))
    print(f"kill      {said.minutes:g} minutes on {said.database}, seed {said.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="samspill-kill-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own user must reach its part
        verdict = run(
            Path(folder), minutes=said.minutes, kills=kills, postgresql=said.database == "postgresql", seed=said.seed
        )
    print("\n".join(verdict.lines))
    print(
        "\n".join(f"kill      FAULT: {fault}" for fault in verdict.faults)
        or "kill      holds: nothing lost, nothing twice"
    )
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
