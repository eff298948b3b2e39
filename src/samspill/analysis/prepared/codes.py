"""Groups of diagnoses, organ systems, priority groups and points as data: read from `groups/`, with version and
source."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from samspill.analysis.statistics.comorbidity.mapping import spelt_out

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class ConditionGroup:
    """bit: its place in the column `conditions`; system: the organ system of a chronic one; prefixes: the first three
    characters of its codes."""

    bit: int
    group: str
    name_nb: str
    system: str
    chronic: bool
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class PriorityGroup:
    """Who belongs: of an age in between, in one of the sectors (none named: all), with so many chronic conditions, and
    with one of the bits (0: whatever)."""

    group: str
    name_nb: str
    least_age: int
    most_age: int
    sectors: tuple[str, ...]
    chronic_least: int
    bits: int
    source: str


@cache
def condition_groups() -> tuple[ConditionGroup, ...]:
    """In order of their bits."""
    return tuple(
        ConditionGroup(
            int(row["bit"]), row["group"], row["name_nb"], row["system"], row["chronic"] == "yes",
            tuple(spelt_out(row["codes"])),
        )
        for row in table("condition_groups.csv")
    )  # fmt: skip


@cache
def priority_groups() -> tuple[PriorityGroup, ...]:
    """In the order they are tried: a stay belongs to the first that fits."""
    bit = {each.group: 1 << each.bit for each in condition_groups()}
    return tuple(
        PriorityGroup(
            row["group"], row["name_nb"], int(row["least_age"]), int(row["most_age"]),
            tuple(filter(None, row["sector"].split("|"))), int(row["chronic_least"]), bit.get(row["condition"], 0),
            row["source"],
        )
        for row in table("priority_groups.csv")
    )  # fmt: skip


@cache
def chronic_bits() -> int:
    """All chronic groups together."""
    return sum(1 << each.bit for each in condition_groups() if each.chronic)


@cache
def systems() -> dict[str, int]:
    """Organ system: the bits of its chronic groups."""
    found: dict[str, int] = {}
    for each in condition_groups():
        if each.chronic:
            found[each.system] = found.get(each.system, 0) | 1 << each.bit
    return found


@cache
def bit_of() -> dict[str, int]:
    """The bits of each three-character code."""
    found: dict[str, int] = {}
    for each in condition_groups():
        for prefix in each.prefixes:
            found[prefix] = found.get(prefix, 0) | 1 << each.bit
    return found


def code_tables() -> dict[str, pa.Table]:
    """What preparation joins with: conditions (prefix, bit) and hfrs (short, tenths of a point)."""
    import pyarrow as pa

    from samspill.analysis.statistics.comorbidity.hfrs import points

    worth = points()
    bits = pa.array(bit_of().values(), pa.int64())
    tenths = pa.array([round(value * 10) for value in worth.values()], pa.int64())
    return {
        "conditions": pa.table({"prefix": list(bit_of()), "bit": bits}),
        "hfrs": pa.table({"short": list(worth), "tenths": tenths}),
    }


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table in `groups/`; lines that begin with # tell where it comes from."""
    text = files("samspill.analysis.prepared.groups").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
