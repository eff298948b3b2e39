"""The people in the demo's bodies, and the bodies themselves, from `data/`."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

from samspill.accounts.actor import Actor
from samspill.accounts.models import Account
from samspill.accounts.positions import actor_in, positions_of
from samspill.apps.governance.bodies.loading import Loaded, load_structure
from samspill.apps.governance.bodies.structure_file import read_structure
from samspill.apps.governance.models import Body
from samspill.core import clock
from samspill.directory import lookup
from samspill.directory.models import Community, Person, Position
from samspill.portal.demo.cast import DATA, rows_of
from samspill.portal.demo.community import id_of

WRITTEN = 2026  # the year that the file was written for; its dates move with the demo's year


def load_bodies(community: Community) -> dict[str, Body]:
    """The bodies by their short names, with somebody in nearly every seat."""
    _people(community)
    content = re.sub(r"\b(20\d\d)(?=-\d\d-\d\d)", _this_year, (DATA / "bodies.toml").read_text(encoding="utf-8"))
    load_structure(by=as_one_of_the_cast("siri"), structure=read_structure(content.encode()), done=Loaded())
    return {body.short_name: body for body in Body.objects.filter(community=community)}


def _this_year(year: re.Match[str]) -> str:
    return str(int(year[0]) + clock.today().year - WRITTEN)


def _people(community: Community) -> None:
    people, positions = [], []
    for row in rows_of("members.csv"):
        name = f"{row['given_name']} {row['family_name']}"
        person = Person(
            pk=id_of("person", name), given_name=row["given_name"], family_name=row["family_name"], fictional=True
        )
        people.append(person)
        positions.append(
            Position(
                pk=id_of("position", name),
                person=person,
                community=community,
                unit_id=id_of("unit", row["unit"]),
                role=row["role"],
                title=row["title"],
                valid_from=date(2020, 1, 1),
            )
        )
    Person.objects.bulk_create(people, ignore_conflicts=True)
    Position.objects.bulk_create(positions, ignore_conflicts=True)
    lookup.forget()


def as_one_of_the_cast(name: str) -> Actor:
    account = Account.objects.get(username=name)
    return actor_in(account, positions_of(account)[0])


def as_leader_of(unit: str) -> Actor:
    """Somebody who leads the unit, as they act."""
    position = Position.objects.filter(unit=id_of("unit", unit), role="leader").select_related("unit", "community")[0]
    return actor_in(Account(pk=uuid4()), position)
