"""How the demo's people and units are reached, when, what about, and what they were before. From `data/`.

Rows have ids made from what they say, so loading again changes only what differs. What somebody has written in the demo
itself is left alone.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from samspill.core import clock
from samspill.directory.models import (
    Community,
    ContactWay,
    EarlierUnit,
    MapPlace,
    Membership,
    OpeningHours,
    Person,
    Substitute,
    Topic,
    Unit,
    UnitKind,
)
from samspill.directory.upsert import bring_up_to_date
from samspill.portal.demo.cast import rows_of

AWAY_DAYS = 11  # so that a substitute shows, whenever the demo is loaded


def load_contacts(community: Community, units: dict[str, Unit], merged_on: date, merged: dict[str, str]) -> None:
    """`units` by their name in units.csv; `merged`: numbers and names of the municipalities that became Lauvnes."""
    people = _people()
    owners = {"unit": units, "person": people}
    _ways(owners)
    _hours(owners)
    _topics(owners)
    _earlier(units)
    _map(units)
    _before_the_merger(community, units["lauvnes"], merged_on, merged)
    _substitute(people)


def _id(what: str, name: str) -> UUID:
    from samspill.portal.demo.community import id_of

    return id_of(what, name)


def _people() -> dict[str, Person]:
    names = {row["username"] for row in rows_of("people.csv")}
    found = Person.objects.in_bulk([_id("person", name) for name in names])
    return {name: found[_id("person", name)] for name in names}


def _of(owners: dict[str, Any], row: dict[str, str]) -> dict[str, Any]:
    return {row["of"]: owners[row["of"]][row["name"]]}


def _ways(owners: dict[str, Any]) -> None:
    wanted = [
        ContactWay(
            id=_id("contact way", f"{row['of']}/{row['name']}/{row['kind']}/{row['value']}"),
            **_of(owners, row),
            kind=row["kind"],
            value=row["value"],
            note=row["note"],
            order=order,
        )
        for order, row in enumerate(rows_of("contact_ways.csv"))
    ]
    _load(ContactWay, wanted, ["kind", "value", "note", "order"])


def _hours(owners: dict[str, Any]) -> None:
    wanted = []
    for row in rows_of("opening_hours.csv"):
        first, last = row["days"].split("-")
        for weekday in range(int(first), int(last) + 1):
            wanted.append(
                OpeningHours(
                    id=_id("hours", f"{row['of']}/{row['name']}/{weekday}/{row['opens']}"),
                    **_of(owners, row),
                    weekday=weekday,
                    opens=time.fromisoformat(row["opens"]),
                    closes=time.fromisoformat(row["closes"]),
                    note=row["note"],
                )
            )
    _load(OpeningHours, wanted, ["weekday", "opens", "closes", "note"])


def _topics(owners: dict[str, Any]) -> None:
    wanted = [
        Topic(id=_id("topic", f"{row['of']}/{row['name']}/{row['words']}"), **_of(owners, row), words=row["words"])
        for row in rows_of("topics.csv")
    ]
    _load(Topic, wanted, ["words"])


def _earlier(units: dict[str, Unit]) -> None:
    wanted = []
    for row in rows_of("earlier_units.csv"):
        unit = units[row["unit"]]
        wanted.append(
            EarlierUnit(
                id=_id("earlier unit", f"{row['unit']}/{row['until']}"),
                unit=unit,
                name=row["name"] or unit.name,
                parent=units[row["parent"]] if row["parent"] else unit.parent,
                valid_from=date.fromisoformat(row["from"]) if row["from"] else None,
                valid_to=date.fromisoformat(row["until"]),
            )
        )
    _load(EarlierUnit, wanted, ["name", "parent", "valid_from", "valid_to"])


def _map(units: dict[str, Unit]) -> None:
    wanted = [
        MapPlace(unit=units[row["unit"]], column=int(row["column"]), row=int(row["row"]))
        for row in rows_of("map_places.csv")
    ]
    known = MapPlace.objects.filter(unit__in=[place.unit_id for place in wanted])
    bring_up_to_date(MapPlace, known, wanted, key=lambda place: place.unit_id, fields=["column", "row"])


def _before_the_merger(community: Community, heir: Unit, on: date, merged: dict[str, str]) -> None:
    """The two that Lauvnes was made of stand as ended, with the membership they had."""
    wanted = [
        Unit(
            id=_id("unit", f"before/{number}"),
            kind=UnitKind.MUNICIPALITY,
            name=name,
            number=number,
            valid_to=on,
            fictional=True,
        )
        for number, name in merged.items()
    ]
    _load(Unit, wanted, ["kind", "name", "number", "valid_to"])
    for unit in wanted:
        Membership.objects.update_or_create(community=community, unit=unit, defaults={"valid_to": on})
    Unit.objects.filter(pk=heir.pk).update(valid_from=on)
    Membership.objects.filter(community=community, unit=heir).update(valid_from=on)


def _substitute(people: dict[str, Person]) -> None:
    """Amir is away; Lise answers."""
    position = people["amir"].positions.order_by("valid_from").first()
    today = clock.today()
    if position is not None:
        Substitute.objects.update_or_create(
            pk=_id("substitute", "amir"),
            defaults={
                "position": position,
                "by": people["lise"],
                "note": "studiereise",
                "valid_from": today - timedelta(days=3),
                "valid_to": today + timedelta(days=AWAY_DAYS + 1),
            },
        )


def _load(model: Any, wanted: list[Any], fields: list[str]) -> None:
    known = model.objects.filter(pk__in=[row.pk for row in wanted])
    bring_up_to_date(model, known, wanted, key=_key, fields=fields)


def _key(row: Any) -> Hashable:
    return row.pk  # type: ignore[no-any-return]
