"""The national facts as they lie in `data/`, read into plain rows. What they mean stands in `data/SOURCES.md`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class AreaInTime:
    """A municipality or district is in a community and served by a hospital; `until` is the first day it is not."""

    number: str
    community: str  # slug
    hospital: str  # organisation number
    since: date | None = None
    until: date | None = None


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a data file, without the comment at its head."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def areas_in_time() -> list[AreaInTime]:
    """Every membership and catchment of a municipality, and those of districts; a district without its own
    community row follows its city, and then has `community` empty."""
    stated: dict[str, list[AreaInTime]] = {}
    for row in rows_of("areas_over_time.csv"):
        since, until = _day(row["from"]), _day(row["until"])
        stated.setdefault(row["number"], []).append(
            AreaInTime(row["number"], row["community"], row["hospital"], since, until)
        )
    plain = [AreaInTime(row["number"], row["community"], row["trust"]) for row in rows_of("municipalities.csv")]
    plain += [AreaInTime(row["number"], "", row["hospital"]) for row in rows_of("city_districts.csv")]
    return [each for area in plain for each in stated.get(area.number, [area])]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
