"""Loads the real Norway: 19 communities, their trusts, 357 municipalities, 42 city districts, and old numbers.

Loading again changes only what differs. What an installation has added of its own (wards, offices, addresses) is left
alone, and so are the message addresses it has given to the units loaded here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import models, transaction

from samspill.directory import facts, lookup
from samspill.directory.models import Catchment, Community, Membership, NumberChange, Unit, UnitKind
from samspill.directory.upsert import Outcome, bring_up_to_date

Row = TypeVar("Row", bound=models.Model)
Period = TypeVar("Period", Membership, Catchment)


@dataclass
class LoadReport:
    """How many of each the files hold; `added` and `changed` count rows by what they are."""

    communities: int = 0
    trusts: int = 0
    municipalities: int = 0
    city_districts: int = 0
    number_changes: int = 0
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    @property
    def nothing_new(self) -> bool:
        return not self.added and not self.changed

    def count(self, outcome: Outcome[Row]) -> dict[Hashable, Row]:
        if outcome.added:
            self.added[outcome.what] += outcome.added
        if outcome.changed:
            self.changed[outcome.what] += outcome.changed
        return outcome.rows


@transaction.atomic
def load_norway() -> LoadReport:
    """Bring the directory up to date with `data/`, in one transaction."""
    report = LoadReport()
    communities = _communities(report)
    units = _organisations(report)
    units |= _areas(report, units)
    _memberships(report, communities, units)
    _catchments(report, units)
    _number_changes(report)
    if not report.nothing_new:
        lookup.forget()
    return report


def _communities(report: LoadReport) -> dict[Hashable, Community]:
    wanted = [
        Community(slug=row["slug"], name=row["name"], name_confirmed=row["name_confirmed"] == "yes")
        for row in facts.rows_of("communities.csv")
    ]
    report.communities = len(wanted)
    known = Community.objects.filter(fictional=False)
    fields = ["name", "name_confirmed"]
    return report.count(bring_up_to_date(Community, known, wanted, key=lambda row: row.slug, fields=fields))


def _organisations(report: LoadReport) -> dict[Hashable, Unit]:
    """Regions and trusts, by organisation number."""
    regions = [
        Unit(kind=UnitKind.HEALTH_REGION, name=row["name"], org_number=row["org_number"])
        for row in facts.rows_of("regions.csv")
    ]
    units = report.count(_units_up_to_date(regions))
    trusts = [
        Unit(
            kind=UnitKind.HOSPITAL_TRUST,
            name=row["name"],
            org_number=row["org_number"],
            parent=units[row["region"]],
        )
        for row in facts.rows_of("trusts.csv")
    ]
    report.trusts = len(trusts)
    return units | report.count(_units_up_to_date(trusts))


def _areas(report: LoadReport, units: dict[Hashable, Unit]) -> dict[Hashable, Unit]:
    """Municipalities and city districts, by number."""
    wanted = [
        Unit(
            kind=UnitKind.MUNICIPALITY,
            name=row["name"],
            number=row["number"],
            inhabitants=int(row["inhabitants"]),
        )
        for row in facts.rows_of("municipalities.csv")
    ]
    report.municipalities = len(wanted)
    municipalities = report.count(_units_up_to_date(wanted))
    districts = [
        Unit(
            kind=UnitKind.CITY_DISTRICT,
            name=row["name"],
            number=row["number"],
            parent=municipalities[row["number"][:4]],
        )
        for row in facts.rows_of("city_districts.csv")
    ]
    report.city_districts = len(districts)
    return municipalities | report.count(_units_up_to_date(districts))


def _units_up_to_date(wanted: list[Unit]) -> Outcome[Unit]:
    kind = wanted[0].kind
    by_number = kind in (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT)
    fields = ["name", "parent", "inhabitants"]
    # A municipality that ended keeps its number; the open row is the one that the files mean.
    known = Unit.objects.filter(kind=kind, fictional=False, valid_to=None).exclude(number="", org_number="")
    return bring_up_to_date(
        Unit, known, wanted, key=lambda unit: unit.number if by_number else unit.org_number, fields=fields
    )


def _memberships(report: LoadReport, communities: dict[Hashable, Community], units: dict[Hashable, Unit]) -> None:
    wanted = [
        Membership(community=communities[slug], unit=units[row["org_number"]])
        for row in facts.rows_of("trusts.csv")
        for slug in row["communities"].split()
    ]
    wanted += [
        Membership(
            community=communities[area.community],
            unit=units[area.number],
            valid_from=area.since,
            valid_to=area.until,
        )
        for area in facts.areas_in_time()
        if area.community
    ]
    known = Membership.objects.filter(community__in=communities.values(), unit__in=units.values())
    report.count(_periods_up_to_date(Membership, known, wanted, ("community_id", "unit_id")))


def _catchments(report: LoadReport, units: dict[Hashable, Unit]) -> None:
    wanted = [
        Catchment(area=units[area.number], hospital=units[area.hospital], valid_from=area.since, valid_to=area.until)
        for area in facts.areas_in_time()
    ]
    known = Catchment.objects.filter(area__in=units.values(), hospital__in=units.values())
    report.count(_periods_up_to_date(Catchment, known, wanted, ("area_id", "hospital_id")))


def _periods_up_to_date(
    model: type[Period], known: Iterable[Period], wanted: list[Period], pair: tuple[str, str]
) -> Outcome[Period]:
    """Dated rows: the first period of a pair is compared with its first, the second with its second, and so on."""
    present = list(known)
    places = _places(present, pair) | _places(wanted, pair)
    return bring_up_to_date(model, present, wanted, key=lambda row: places[id(row)], fields=["valid_from", "valid_to"])


def _places(rows: list[Period], pair: tuple[str, str]) -> dict[int, Hashable]:
    """For each row its pair, and the how-manieth period of it the row is."""
    places: dict[int, Hashable] = {}
    seen: Counter[Hashable] = Counter()
    for row in sorted(rows, key=lambda row: row.valid_from or date.min):
        two = tuple(getattr(row, name) for name in pair)
        places[id(row)] = (two, seen[two])
        seen[two] += 1
    return places


def _number_changes(report: LoadReport) -> None:
    wanted = [
        NumberChange(
            changed_on=date.fromisoformat(row["changed_on"]),
            old_number=row["old_number"],
            old_name=row["old_name"],
            new_number=row["new_number"],
        )
        for row in facts.rows_of("number_changes.csv")
    ]
    report.number_changes = len(wanted)
    report.count(
        bring_up_to_date(
            NumberChange,
            NumberChange.objects.all(),
            wanted,
            key=lambda row: (row.changed_on, row.old_number, row.new_number),
            fields=["old_name"],
        )
    )
