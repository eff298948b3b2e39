"""Generated stays for the benchmark of figures: ten years of a whole country, in the contracts' columns, as Parquet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TRUSTS, PLACES, YEARS = 20, 357, 10
FIRST = np.datetime64("2014-01-01")
PIECE = 1_000_000
CODES = np.array(
    ["I500", "I480", "J449", "E119", "N183", "F03", "I109", "M170", "S720", "J189", "R074", "K353", "N390", "Z511"]
)


def write_apart(folder: Path, stays: int) -> None:
    """In a process of its own, so that its memory is not taken for that of what is measured."""
    subprocess.run([sys.executable, "-m", "benchmarks.figures_ground", str(folder), str(stays)], check=True)


def write(folder: Path, stays: int) -> None:
    """stays.parquet and diagnoses.parquet; nothing is made when they are there already."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "diagnoses.parquet").exists():
        return
    random = np.random.default_rng(2026)
    people = max(stays * 5 // 12, 1)
    born = random.integers(1925, 2014, people)
    home = random.integers(0, PLACES, people)
    woman = random.random(people) < 0.52
    writers: dict[str, pq.ParquetWriter] = {}
    for start in range(0, stays, PIECE):
        made = _piece(random, start, min(PIECE, stays - start), born, home, woman)
        for name, table in made.items():
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.half", table.schema, compression="zstd")
            writers[name].write_table(table)
    for name, writer in writers.items():
        writer.close()
        (folder / f"{name}.half").rename(folder / f"{name}.parquet")


def _piece(
    random: np.random.Generator, start: int, count: int, born: np.ndarray, home: np.ndarray, woman: np.ndarray
) -> dict[str, pa.Table]:
    person = (random.random(count) ** 1.6 * len(born)).astype(np.int64)  # some come often
    minute = random.integers(0, YEARS * 365 * 1440, count)
    admitted = (FIRST + (minute // 1440)).astype("datetime64[m]") + minute % 1440
    hours = np.minimum(random.lognormal(3.9, 1.1, count), 24 * 200) + 1
    out = admitted + (hours * 60).astype(np.int64)
    ready = random.random(count) < 0.15
    ready_on = out.astype("datetime64[D]") - random.geometric(0.35, count) + 1
    ready_on = np.maximum(ready_on, admitted.astype("datetime64[D]"))
    trust = np.where(random.random(count) < 0.93, home[person] % TRUSTS, random.integers(0, TRUSTS, count))
    sector = np.array(["somatic", "mental_health", "substance_use"])[random.choice(3, count, p=[0.9, 0.08, 0.02])]
    ids = np.char.add("s", np.arange(start, start + count).astype(str))
    persons = np.char.add("p", person.astype(str))
    stays = pa.table({
        "stay_id": ids,
        "person_id": persons,
        "trust": _named(trust, [f"9999{n:05}" for n in range(TRUSTS)]),
        "sector": pa.array(sector).dictionary_encode(),
        "urgency": _named((random.random(count) < 0.35).astype(int), ["acute", "planned"]),
        "admitted_at": pa.array(admitted.astype("datetime64[us]")),
        "discharged_at": pa.array(out.astype("datetime64[us]")),
        "ending": _named((random.random(count) < 0.03).astype(int), ["discharged", "died"]),
        "municipality": _named(home[person], [f"{1000 + n}" for n in range(PLACES)]),
        "sex": _named(woman[person].astype(int), ["male", "female"]),
        "birth_year": pa.array(born[person].astype(np.int64)),
        "ready_on": pa.array(ready_on, mask=~ready),
    })  # fmt: skip
    return {"stays": stays, "diagnoses": _diagnoses(random, ids, persons, admitted)}


def _diagnoses(random: np.random.Generator, ids: np.ndarray, persons: np.ndarray, admitted: np.ndarray) -> pa.Table:
    row = np.repeat(np.arange(len(ids)), random.integers(1, 3, len(ids)))
    return pa.table({
        "of_id": ids[row],
        "person_id": persons[row],
        "set_on": pa.array(admitted[row].astype("datetime64[D]")),
        "code_system": _named(np.zeros(len(row), dtype=int), ["icd10"]),
        "code": pa.array(CODES[random.integers(0, len(CODES), len(row))]).dictionary_encode(),
    })  # fmt: skip


def _named(codes: np.ndarray, labels: list[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), labels)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
