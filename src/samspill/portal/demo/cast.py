"""The demo's cast and setting as they stand in `data/`: units, people, wards and tempers, read into plain rows."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from samspill.portal.demo.stays import Municipality, Ward
from samspill.stay.events import Sector

DATA = Path(__file__).parent / "data"
COMMUNITY, NEIGHBOUR = "fjordheim", "innlandsvik"
COMMUNITY_NAMES = {COMMUNITY: "Helsefellesskapet Fjordheim", NEIGHBOUR: "Helsefellesskapet Innlandsvik (nabo)"}


@cache
def rows_of(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a data file, without the comment at its head."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


def municipalities() -> list[Municipality]:
    """The twelve, with those inhabitants that the community's own hospital serves."""
    units = {row["slug"]: row for row in rows_of("units.csv")}
    by_number = {row["number"]: row for row in units.values() if row["kind"] == "municipality"}
    elsewhere = {
        slug: sum(
            int(row["inhabitants"])
            for row in units.values()
            if row["kind"] == "city_district" and row["parent"] == slug and row["community"] not in ("", COMMUNITY)
        )
        for slug in units
    }
    return [
        Municipality(
            number=row["number"],
            inhabitants=int(by_number[row["number"]]["inhabitants"]) - elsewhere[by_number[row["number"]]["slug"]],
            aged=float(row["aged"]),
            waits=float(row["waits"]),
            quick_assessment=row["quick_assessment"] == "yes",
        )
        for row in rows_of("tempers.csv")
    ]


def neighbours_municipalities() -> list[Municipality]:
    """Those of the neighbour, the district that belongs to it among them. They wait less long there."""
    return [
        Municipality(number=row["number"], inhabitants=int(row["inhabitants"]), waits=0.7)
        for row in rows_of("units.csv")
        if row["community"] == NEIGHBOUR and row["inhabitants"]
    ]


def neighbours_wards() -> list[Ward]:
    return [
        Ward(id=row["her_id"], sector=Sector(row["sector"]), ordinary=1, known=1)
        for row in rows_of("units.csv")
        if row["kind"] == "ward" and row["parent"] == "neighbour-trust"
    ]


def wards() -> list[Ward]:
    units = {row["slug"]: row for row in rows_of("units.csv")}
    return [
        Ward(
            id=units[row["ward"]]["her_id"],
            sector=Sector(units[row["ward"]]["sector"]),
            ordinary=float(row["ordinary"]),
            known=float(row["known"]),
            youngest=int(row["youngest"]),
            oldest=int(row["oldest"]),
        )
        for row in rows_of("wards.csv")
    ]
