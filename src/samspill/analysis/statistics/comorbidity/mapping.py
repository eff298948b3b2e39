"""Which codes make which condition, and what each weighs: read from the tables beside this file."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class ConditionTable:
    """Conditions in order, their names (bokmål), the prefixes that make each, and weights by name of the scheme."""

    conditions: tuple[str, ...]
    names: Mapping[str, str]
    prefixes: Mapping[str, frozenset[str]]
    weights: Mapping[str, Mapping[str, int]]

    def of(self, bare: str) -> frozenset[str]:
        """The conditions a bare code belongs to: every one that has some beginning of it."""
        beginnings = {bare[:length] for length in range(3, len(bare) + 1)}
        return frozenset(name for name in self.conditions if not beginnings.isdisjoint(self.prefixes[name]))


@cache
def mapping(name: str) -> ConditionTable:
    """The table of that name: "charlson" or "elixhauser"."""
    rows = table(f"{name}.csv")
    schemes = [column for column in rows[0] if column not in ("condition", "name_nb", "codes")]
    return ConditionTable(
        conditions=tuple(row["condition"] for row in rows),
        names={row["condition"]: row["name_nb"] for row in rows},
        prefixes={row["condition"]: frozenset(spelt_out(row["codes"])) for row in rows},
        weights={scheme: {row["condition"]: int(row[scheme]) for row in rows} for scheme in schemes},
    )


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file; lines that begin with # tell where it comes from."""
    text = files("samspill.analysis.statistics.comorbidity").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def spelt_out(codes: str) -> list[str]:
    """ "I60-I62 G45" as I60, I61, I62, G45."""
    spelt = []
    for piece in codes.split():
        first, _, last = piece.partition("-")
        letter, digits = first[0], len(first) - 1
        end = int((last or first)[1:])
        spelt += [f"{letter}{number:0{digits}}" for number in range(int(first[1:]), end + 1)]
    return spelt
