"""The causes of a stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from samspill.apps.discharge.coordination.lists import Line, causes_of
from samspill.apps.discharge.models import Stay, StayCause


@dataclass(frozen=True)
class Weighted:
    """A cause with its weight (1–3), since when, and who said so."""

    line: Line
    weight: int
    since: datetime
    by_name: str


def causes_now(stay: Stay) -> list[StayCause]:
    """The rows that hold, heaviest first."""
    return list(StayCause.objects.filter(stay=stay, until=None).order_by("-weight", "at", "pk"))


def mark_of(rows: Iterable[StayCause]) -> str:
    """Changes when any of the causes does: a form carries it, to know whether its reader saw what holds now."""
    return ",".join(sorted(str(row.pk)[:8] for row in rows))


def weighted(stay: Stay, rows: Iterable[StayCause]) -> list[Weighted]:
    known = causes_of(stay.community_id)
    return [Weighted(known[row.code], row.weight, row.at, row.by_name) for row in rows if row.code in known]


def heaviest(stays: Sequence[Stay]) -> dict[UUID, list[str]]:
    """stay id → labels of the causes that hold, heaviest first. Two queries, however many stays."""
    if not stays:
        return {}
    known = causes_of(stays[0].community_id)
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in StayCause.objects.filter(stay__in=stays, until=None).order_by("-weight", "at", "pk"):
        if row.code in known:
            found[row.stay_id].append(known[row.code].label)
    return found
