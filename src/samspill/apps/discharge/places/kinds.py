"""The kinds of places of a community: the standard ones, with what the community has added or changed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from uuid import UUID

from samspill.apps.discharge.places.models import PlaceKind


@dataclass(frozen=True, kw_only=True)
class KindOfPlace:
    """See the columns in data/kinds.csv."""

    code: str
    name: str
    unit: str = "plass"
    usual_days: int = 14
    after_hospital: bool = True
    against: str = ""
    services: tuple[str, ...] = ()
    around_the_clock: bool = True


@cache
def standard_kinds() -> Mapping[str, KindOfPlace]:
    text = files("samspill.apps.discharge.places").joinpath("data/kinds.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["code"]: KindOfPlace(
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            usual_days=int(row["usual_days"]),
            after_hospital=row["after_hospital"] == "yes",
            against=row["against"],
            services=tuple(row["services"].split()),
            around_the_clock=row["around_the_clock"] == "yes",
        )
        for row in rows
    }


def kinds_of(community: UUID) -> dict[str, KindOfPlace]:
    """Code to kind, in the order they are shown; without those that the community has taken out of use."""
    found = dict(standard_kinds())
    for row in PlaceKind.objects.filter(community=community).order_by("name"):
        found.pop(row.code, None) if not row.in_use else None
        if row.in_use:
            found[row.code] = KindOfPlace(
                code=row.code,
                name=row.name,
                unit=row.unit,
                usual_days=row.usual_days,
                after_hospital=row.after_hospital,
                against=row.against,
                services=tuple(row.services),
                around_the_clock=row.around_the_clock,
            )
    return found


def name_of(kinds: Mapping[str, KindOfPlace], code: str) -> str:
    """A kind that was taken out of use keeps its code as its name."""
    known = kinds.get(code) or standard_kinds().get(code)
    return known.name if known else code
