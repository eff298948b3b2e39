"""Who may keep what: every deed tried by everybody, and across the walls between communities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from tests.cast import CAST, actor

from samspill.core import clock
from samspill.core.audit.models import AuditRow
from samspill.core.refusal import Refused
from samspill.directory.keeping.actions import belonging, contact, merging, people, units
from samspill.directory.keeping.actions.contact import Sheet
from samspill.directory.keeping.editions import edition_of, sheet_of
from samspill.directory.models import Community, Person, Position, Substitute, Unit
from samspill.portal.demo.community import id_of

pytestmark = pytest.mark.once
EVERYBODY = [*CAST, "public"]
WARD_LEADERS = {"unni", "tone"}  # the administrator, and the hospital's leader


def unit(slug: str) -> Unit:
    return Unit.objects.get(pk=id_of("unit", slug))


def person(name: str) -> Person:
    return Person.objects.get(pk=id_of("person", name))


def own(name: str) -> Position:
    return Position.objects.filter(person=person(name)).order_by("valid_from")[0]


def today() -> date:
    return clock.today()


def seen(*rows: Any) -> str:
    return edition_of(rows)


DEEDS: dict[str, tuple[set[str], Callable[[Any], Any]]] = {
    # deed: who may, and a try at it
    "keep_unit_contact": (
        WARD_LEADERS,
        lambda by: contact.keep_unit_contact(
            by=by, unit=unit("lunge"), sheet=Sheet(), seen=edition_of(sheet_of(unit("lunge")))
        ),
    ),
    "keep_person_contact": (
        {"unni", "kari"},
        lambda by: contact.keep_person_contact(
            by=by, of=person("kari"), sheet=Sheet(), seen=edition_of(sheet_of(person("kari")))
        ),
    ),
    "set_substitute": (
        {"unni", "kari"},
        lambda by: contact.set_substitute(
            by=by, position=own("kari"), substitute=person("lise"), first=today(), until=None
        ),
    ),
    "end_substitute": (
        {"unni", "amir"},
        lambda by: contact.end_substitute(by=by, position=own("amir"), substitute=Substitute.objects.get()),
    ),
    "create_unit": (
        {"unni"},
        lambda by: units.create_unit(
            by=by, key=uuid4(), parent=unit("clinic-medicine"), name="Nyre", valid_from=None, kind="ward"
        ),
    ),
    "change_unit": ({"unni"}, lambda by: units.change_unit(by=by, unit=unit("lunge"), seen=seen(unit("lunge")))),
    "change_place": (
        {"unni"},
        lambda by: units.change_place(
            by=by, unit=unit("lunge"), name="Ny", parent=unit("clinic-medicine"), on=today(), seen=seen(unit("lunge"))
        ),
    ),
    "end_unit": (
        {"unni"},
        lambda by: units.end_unit(by=by, unit=unit("lunge"), on=today(), seen=seen(unit("lunge"))),
    ),
    "merge_units": (
        {"unni"},
        lambda by: merging.merge_units(
            by=by,
            units=[unit("lunge"), unit("hjerte")],
            into=merging.NewUnit("Hjerte og lunge"),
            on=today(),
            key=uuid4(),
            seen=seen(unit("lunge"), unit("hjerte")),
        ),
    ),
    "split_unit": (
        {"unni"},
        lambda by: merging.split_unit(
            by=by,
            unit=unit("lunge"),
            into=[merging.NewUnit("Lunge 1"), merging.NewUnit("Lunge 2")],
            on=today(),
            key=uuid4(),
            seen=seen(unit("lunge")),
        ),
    ),
    "create_person": (
        {"unni"},
        lambda by: people.create_person(by=by, key=uuid4(), given_name="Ny", family_name="Person"),
    ),
    "change_person": (
        {"unni"},
        lambda by: people.change_person(
            by=by, of=person("kari"), seen=seen(person("kari")), given_name="Kari", family_name="Ny"
        ),
    ),
    "end_stay": ({"unni"}, lambda by: people.end_stay(by=by, of=person("kari"), on=today())),
    "add_membership": (
        {"unni"},
        lambda by: belonging.add_membership(
            by=by, community=fjordheim_(), unit=unit("fjordby-sentrum"), first=None, until=None
        ),
    ),
    "change_membership": (
        {"unni"},
        lambda by: belonging.change_membership(
            by=by,
            community=fjordheim_(),
            row=unit("havsund").memberships.get(),
            first=None,
            until=today(),
            seen=seen(unit("havsund").memberships.get()),
        ),
    ),
    "add_to_cluster": (
        {"unni"},
        lambda by: belonging.add_to_cluster(by=by, units=[unit("havsund"), unit("kysten")], first=today(), until=None),
    ),
    "change_cluster": (
        {"unni"},
        lambda by: belonging.change_cluster(
            by=by,
            unit=unit("solvag"),
            row=unit("solvag").clusters.get(),
            first=None,
            until=today(),
            seen=seen(unit("solvag").clusters.get()),
        ),
    ),
    "add_catchment": (
        {"unni"},
        lambda by: belonging.add_catchment(
            by=by, unit=unit("fjordby-sentrum"), hospital=unit("campus-fjordby"), first=None, until=None
        ),
    ),
    "change_catchment": (
        {"unni"},
        lambda by: belonging.change_catchment(
            by=by,
            unit=unit("solvag"),
            row=unit("solvag").catchments.get(),
            first=None,
            until=today(),
            seen=seen(unit("solvag").catchments.get()),
        ),
    ),
    "place_on_map": (
        {"unni"},
        lambda by: belonging.place_on_map(by=by, community=fjordheim_(), squares={unit("havsund").pk: (7, 7)}),
    ),
}


def fjordheim_() -> Community:
    return Community.objects.get(slug="fjordheim")


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("deed", DEEDS)
def test_only_those_who_may_can(fjordheim: Community, deed: str, name: str):
    may, attempt = DEEDS[deed]
    by = actor(name)
    before = AuditRow.objects.count()
    if name in may:
        attempt(by)
        row = AuditRow.objects.order_by("-pk")[0]
        assert (row.deed, AuditRow.objects.count()) == (f"directory.{deed}", before + 1)
    else:
        with pytest.raises(Refused) as raised:
            attempt(by)
        assert str(raised.value).endswith(".")
        assert AuditRow.objects.count() == before


def test_every_deed_of_the_keeping_is_tried_here():
    from samspill.core.deeds import DEEDS as ALL

    own_ones = {name for name, done in ALL.items() if ".directory.keeping." in done.__module__}
    assert {name.removeprefix("directory.") for name in own_ones} == set(DEEDS)


def test_a_leader_keeps_the_own_unit_and_what_is_below_it_only(fjordheim: Community):
    jon = actor("jon")  # leads Fjordby
    for slug, can in {"fjordby": True, "fjordby-allocation": True, "nordvik": False, "lunge": False}.items():
        row = unit(slug)
        values: dict[str, Any] = {"unit": row, "sheet": Sheet(), "seen": edition_of(sheet_of(row))}
        if can:
            contact.keep_unit_contact(by=jon, **values)
        else:
            with pytest.raises(Refused):
                contact.keep_unit_contact(by=jon, **values)


def test_nobody_keeps_what_is_below_them_in_another_community(fjordheim: Community):
    """Havna is a part of Fjordby and belongs to the neighbour."""
    for name in ("jon", "unni"):
        with pytest.raises(Refused, match="helsefellesskapet ditt"):
            row = unit("havna-allocation")
            contact.keep_unit_contact(by=actor(name), unit=row, sheet=Sheet(), seen=edition_of(sheet_of(row)))


@pytest.fixture
def neighbour_admin(fjordheim: Community) -> Any:
    """Unni, but in the neighbouring community."""
    from samspill.accounts.models import Account
    from samspill.accounts.positions import actor_in

    there = Community.objects.get(slug="innlandsvik")
    position = Position.objects.create(
        person=person("unni"),
        community=there,
        unit=unit("neighbour-trust"),
        role="community_administrator",
        valid_from=date(2020, 1, 1),
    )
    return actor_in(Account.objects.get(username="unni"), position)


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed != "create_person"])
def test_an_administrator_of_the_neighbour_changes_nothing_here(neighbour_admin: Any, deed: str):
    with pytest.raises(Refused):
        DEEDS[deed][1](neighbour_admin)


def test_a_unit_of_another_community_cannot_be_taken_in(neighbour_admin: Any):
    there = Community.objects.get(slug="innlandsvik")
    for slug in ("havsund", "fjordby-sentrum"):
        with pytest.raises(Refused, match="Helsefellesskapet Fjordheim"):
            belonging.add_membership(by=neighbour_admin, community=there, unit=unit(slug), first=None, until=None)


def test_a_person_created_in_one_community_is_not_seen_from_another(fjordheim: Community, neighbour_admin: Any):
    from samspill.directory.seen import people_seen_by

    made = people.create_person(by=actor("unni"), key=uuid4(), given_name="Ny", family_name="Person")
    assert made in people_seen_by(actor("unni"))
    assert made not in people_seen_by(actor("kari"))
    assert made not in people_seen_by(neighbour_admin)


PAGES = ["/forvaltning/enheter/ny", "/forvaltning/personer/ny", "/forvaltning/kart"]


@pytest.mark.parametrize("name", [name for name in CAST if name not in {"unni", "jon"}])
def test_the_administrators_pages_are_closed_to_others(signed_in: Callable[[str], Client], name: str):
    client = signed_in(name)
    ward = id_of("unit", "lunge")
    pages = [*PAGES, f"/forvaltning/enheter/{ward}", f"/forvaltning/enheter/{ward}/sla-sammen"]
    for page in [*pages, f"/forvaltning/enheter/{ward}/del", f"/forvaltning/personer/{id_of('person', 'kari')}"]:
        assert client.get(page).status_code == 403, page
        assert client.post(page, {}).status_code == 403, page
    assert client.get("/forvaltning/").status_code == (200 if name == "tone" else 403)
    assert client.get("/forvaltning/meg").status_code == 200
    other = "kari" if name != "kari" else "ola"
    assert client.get(f"/forvaltning/meg?person={id_of('person', other)}").status_code == 403
