"""Helsefellesskapet Fjordheim with its hospital, municipalities and people, its neighbour, and the training partners.

Every row has an id made from its name in `data/`, so loading again changes only what differs, and addresses stay.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from samspill.accounts.models import Account
from samspill.directory import lookup
from samspill.directory.models import (
    Catchment,
    ClusterMember,
    Community,
    Membership,
    NumberChange,
    Person,
    Position,
    Unit,
    UnitKind,
)
from samspill.directory.upsert import bring_up_to_date
from samspill.portal.demo.cast import COMMUNITY, COMMUNITY_NAMES, rows_of
from samspill.portal.demo.contacts import load_contacts
from samspill.portal.demo.offers import load_offers

_NAMES = UUID("5ab6a1de-9901-4f1e-9912-000000000001")  # any fixed value
MERGED_ON = date(2020, 1, 1)
BEFORE_THE_MERGER = {"9921": "Lauvøy", "9922": "Nesvik"}  # became 9912 Lauvnes


def id_of(what: str, name: str) -> UUID:
    """The id of a demo row: what it is ("unit", "person" …) and its name in the data files."""
    return uuid5(_NAMES, f"{what}/{name}")


@transaction.atomic
def load_demo_community() -> Community:
    """Bring the demo community, its neighbour, the training partners and all their people up to date."""
    communities = {
        slug: Community.objects.update_or_create(
            slug=slug,
            defaults={"name": name, "name_confirmed": True, "fictional": True},
            create_defaults={
                "id": id_of("community", slug),
                "name": name,
                "name_confirmed": True,
                "fictional": True,
            },
        )[0]
        for slug, name in COMMUNITY_NAMES.items()
    }
    units = _units()
    _memberships(communities, units)
    _clusters(units)
    _catchments(units)
    _old_numbers()
    _people(communities[COMMUNITY], units)
    load_contacts(communities[COMMUNITY], units, MERGED_ON, BEFORE_THE_MERGER)
    load_offers(communities[COMMUNITY], units)
    lookup.forget()
    return communities[COMMUNITY]


def _units() -> dict[str, Unit]:
    """By their name in the file, where parents stand before their parts."""
    units: dict[str, Unit] = {}
    for row in rows_of("units.csv"):
        units[row["slug"]] = Unit(
            id=id_of("unit", row["slug"]),
            kind=row["kind"],
            name=row["name"],
            parent=units[row["parent"]] if row["parent"] else None,
            number=row["number"],
            her_id=row["her_id"],
            sector=row["sector"],
            inhabitants=int(row["inhabitants"]) if row["inhabitants"] else None,
            fictional=True,
        )
    fields = ["kind", "name", "parent", "number", "her_id", "sector", "inhabitants"]
    known = Unit.objects.filter(pk__in=[unit.pk for unit in units.values()])
    bring_up_to_date(Unit, known, list(units.values()), key=_id, fields=fields)
    return units


def _memberships(communities: dict[str, Community], units: dict[str, Unit]) -> None:
    wanted = [
        Membership(community=communities[row["community"]], unit=units[row["slug"]])
        for row in rows_of("units.csv")
        if row["community"]
    ]
    known = Membership.objects.filter(unit__in=units.values())
    bring_up_to_date(Membership, known, wanted, key=lambda row: (row.community_id, row.unit_id), fields=["valid_to"])


def _clusters(units: dict[str, Unit]) -> None:
    wanted = [
        ClusterMember(cluster=units[row["cluster"]], municipality=units[row["slug"]])
        for row in rows_of("units.csv")
        if row["cluster"]
    ]
    known = ClusterMember.objects.filter(cluster__in=units.values())
    bring_up_to_date(
        ClusterMember, known, wanted, key=lambda row: (row.cluster_id, row.municipality_id), fields=["valid_to"]
    )


def _catchments(units: dict[str, Unit]) -> None:
    """Each municipality is served by its community's own hospital, and Havna by the neighbour's."""
    hospitals = {row["community"]: units[row["slug"]] for row in reversed(rows_of("units.csv")) if _is_own_trust(row)}
    wanted = [
        Catchment(area=units[row["slug"]], hospital=hospitals[row["community"]])
        for row in rows_of("units.csv")
        if row["kind"] in (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT) and row["community"]
    ]
    known = Catchment.objects.filter(area__in=units.values())
    bring_up_to_date(Catchment, known, wanted, key=lambda row: (row.area_id, row.hospital_id), fields=["valid_to"])


def _is_own_trust(row: dict[str, str]) -> bool:
    return row["kind"] == UnitKind.HOSPITAL_TRUST and not row["slug"].startswith("training")


def _old_numbers() -> None:
    for number, name in BEFORE_THE_MERGER.items():
        NumberChange.objects.update_or_create(
            old_number=number, new_number="9912", changed_on=MERGED_ON, defaults={"old_name": name}
        )


def _people(community: Community, units: dict[str, Unit]) -> None:
    people: dict[str, Person] = {}
    positions: list[Position] = []
    for order, row in enumerate(rows_of("people.csv")):
        username = row["username"]
        people[username] = Person(
            id=id_of("person", username),
            given_name=row["given_name"],
            family_name=row["family_name"],
            fictional=True,
        )
        positions.append(
            Position(
                id=id_of("position", f"{username}/{row['unit']}"),
                person=people[username],
                community=community,
                unit=units[row["unit"]],
                role=row["role"],
                title=row["title"],
                # The first in the file is the oldest, so the choice comes in that order.
                valid_from=date(2010, 1, 1 + order),
            )
        )
    accounts = [
        Account(id=id_of("account", username), username=username, person=person, demo=True)
        for username, person in people.items()
    ]
    known = Person.objects.filter(pk__in=[person.pk for person in people.values()])
    bring_up_to_date(Person, known, list(people.values()), key=_id, fields=["given_name", "family_name"])
    held = Position.objects.filter(person__in=people.values())
    fields = ["person", "community", "unit", "role", "title", "valid_from"]
    bring_up_to_date(Position, held, positions, key=_id, fields=fields)
    bring_up_to_date(Account, Account.objects.all(), accounts, key=_id, fields=["username", "person", "demo"])


def _id(row: Unit | Person | Position | Account) -> Hashable:
    return row.pk
