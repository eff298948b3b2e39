"""What the deeds do: history holds, mergers carry all over, ends wait for what hangs on them, nobody is overrun."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from tests.cast import actor

from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory import lookup
from samspill.directory.cards.as_of import parts_on, then
from samspill.directory.cards.history import happenings, heirs_of
from samspill.directory.edits import ChangedMeanwhile
from samspill.directory.keeping.actions import belonging, contact, merging, people, units
from samspill.directory.keeping.actions.contact import Hours, Sheet
from samspill.directory.keeping.actions.merging import NewUnit
from samspill.directory.keeping.editions import edition_of, sheet_of
from samspill.directory.keeping.previews import merge_preview, split_preview
from samspill.directory.models import (
    Community,
    ContactWay,
    Membership,
    NumberChange,
    OpeningHours,
    Person,
    Position,
    ServiceOffer,
    Substitute,
    Unit,
)
from samspill.portal.demo.community import id_of

pytestmark = pytest.mark.usefixtures("fjordheim")
DAY = timedelta(days=1)


def unit(slug: str) -> Unit:
    return Unit.objects.get(pk=id_of("unit", slug))


def person(name: str) -> Person:
    return Person.objects.get(pk=id_of("person", name))


def unni() -> Any:
    return actor("unni")


def place(slug: str, name: str, parent: str, on: date) -> Unit:
    row = unit(slug)
    return units.change_place(by=unni(), unit=row, name=name, parent=unit(parent), on=on, seen=edition_of([row]))


def merge(*slugs: str, into: NewUnit, on: date | None = None) -> Unit:
    rows = [unit(slug) for slug in slugs]
    values: dict[str, Any] = {"by": unni(), "units": rows, "into": into, "on": on or clock.today()}
    return merging.merge_units(**values, key=uuid4(), seen=edition_of(rows))


# --- a unit ---


def test_a_rename_and_a_move_are_remembered():
    today = clock.today()
    place("lunge", "Lungemedisin", "clinic-medicine", today - 10 * DAY)
    row = place("lunge", "Lungemedisin", "clinic-surgery", today)
    said = [(then(row, day).name, then(row, day).parent_id) for day in (today - 11 * DAY, today - 5 * DAY, today)]
    medicine, surgery = unit("clinic-medicine").pk, unit("clinic-surgery").pk
    assert said == [("Lunge", medicine), ("Lungemedisin", medicine), ("Lungemedisin", surgery)]
    assert "Lungemedisin" in [each.name for each in parts_on(unit("clinic-medicine"), today - DAY)]
    assert [each.title for each in happenings(row)] == [
        "Flyttet fra Medisinsk klinikk til Kirurgisk klinikk",
        "Het «Lunge» før dette",
    ]


def test_a_correction_on_the_same_day_leaves_no_trace_of_the_mistake():
    today = clock.today()
    place("lunge", "Lugne", "clinic-medicine", today)
    row = place("lunge", "Lungemedisin", "clinic-medicine", today)
    assert [each.name for each in row.earlier.all()] == ["Lunge"]


@pytest.mark.parametrize(
    ("slug", "parent", "days", "said"),
    [
        ("clinic-medicine", "lunge", 0, "er selv en del av"),
        ("lunge", "clinic-surgery", 1, "ikke kommet ennå"),
        ("slag", "clinic-surgery", -3000, "alt skrevet inn en endring"),
        ("fjordby", "trust", 0, "flyttes ikke"),
    ],
)
def test_moves_that_cannot_be(slug: str, parent: str, days: int, said: str):
    with pytest.raises(Refused, match=said):
        place(slug, "Annet", parent, clock.today() + days * DAY)
    assert unit(slug).name != "Annet"


def test_a_unit_ends_when_nothing_hangs_on_it_and_the_sentence_says_what_does():
    today = clock.today()
    for slug, names in {"clinic-medicine": ["Geriatri 1", "Slag"], "geriatri-2": ["Kari Lund"]}.items():
        row = unit(slug)
        with pytest.raises(Refused) as raised:
            units.end_unit(by=unni(), unit=row, on=today, seen=edition_of([row]))
        assert all(name in str(raised.value) for name in names)
    row = unit("lunge")
    units.end_unit(by=unni(), unit=row, on=today, seen=edition_of([row]))
    assert unit("lunge").valid_to == today
    with pytest.raises(Refused, match="sammenslåing eller deling"):
        units.end_unit(by=unni(), unit=unit("havsund"), on=today, seen=edition_of([unit("havsund")]))


def test_an_independent_unit_ends_with_its_membership():
    today, row = clock.today(), unit("user-panel")
    Position.objects.filter(unit=row).update(valid_to=today)
    units.end_unit(by=unni(), unit=row, on=today, seen=edition_of([row]))
    assert row.memberships.get().valid_to == today


def test_a_new_unit_is_made_once_however_often_the_form_is_sent():
    key, values = uuid4(), {"parent": None, "name": "Nesvik legesenter", "valid_from": None, "kind": "gp_practice"}
    first = units.create_unit(by=unni(), key=key, **values)
    assert units.create_unit(by=unni(), key=key, **values) == first
    assert first.fictional and first.memberships.get().community.slug == "fjordheim"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "municipality", "number": "9950"}, "nasjonale"),
        ({"kind": "ward"}, "Velg hva enheten er en del av"),
        ({"kind": "gp_practice", "her_id": "9900112"}, "HER-id"),
        ({"kind": "gp_practice", "org_number": "123456789"}, "kontrollsiffer"),
        ({"kind": "gp_practice", "resh_id": "x1"}, "RESH"),
        ({"kind": "city_district", "number": "990105"}, "Velg hva enheten er en del av"),
    ],
)
def test_units_that_cannot_be(values: dict[str, str], said: str):
    before = Unit.objects.count()
    with pytest.raises((Refused, ValidationError), match=f"(?i){said}"):
        units.create_unit(by=unni(), key=uuid4(), parent=None, name="Feil", valid_from=None, **values)
    assert Unit.objects.count() == before


# --- two at the same time ---


def test_the_second_to_save_is_told_and_nothing_is_lost():
    row = unit("lunge")
    edition = edition_of([row])
    units.change_unit(by=unni(), unit=row, seen=edition, resh_id="1111")
    with pytest.raises(ChangedMeanwhile):
        units.change_unit(by=unni(), unit=row, seen=edition, resh_id="2222")
    with pytest.raises(ChangedMeanwhile):
        units.change_place(by=unni(), unit=row, name="Annet", parent=row.parent, on=clock.today(), seen=edition)
    assert (unit("lunge").resh_id, unit("lunge").name) == ("1111", "Lunge")
    units.change_unit(by=unni(), unit=row, seen=edition_of([unit("lunge")]), resh_id="2222")
    assert unit("lunge").resh_id == "2222"


def test_a_contact_sheet_changed_by_another_is_told_too():
    ola = person("ola")
    edition = edition_of(sheet_of(ola))
    sheet = Sheet(ways=[("phone", "99 00 77 77", "")], hours=[Hours(0, clock.now().time(), clock.now().time())])
    contact.keep_person_contact(by=actor("ola"), of=ola, sheet=sheet, seen=edition)
    with pytest.raises(ChangedMeanwhile):
        contact.keep_person_contact(by=unni(), of=ola, sheet=Sheet(), seen=edition)
    ola = person("ola")
    assert [way.value for way in ola.contactways.all()] == ["99 00 77 77"]
    assert (ola.phone, ola.email, ola.openinghourss.count(), ola.topics.count()) == ("99 00 77 77", "", 1, 0)


# --- merging and splitting ---


def test_two_municipalities_become_one():
    today = clock.today()
    offer = ServiceOffer.objects.create(
        community=Community.objects.get(slug="fjordheim"),
        provider=unit("ytteroy"),
        name="Kurs",
        kind="other",
        level="municipal",
        for_whom="alle",
        how_to_refer="ring",
    )
    offer.areas.add(unit("ytteroy"))
    made = merge("ytteroy", "skjaerholmen", into=NewUnit("Øyane", "9920", her_id="9904000"), on=today)
    olds = [unit("ytteroy"), unit("skjaerholmen")]
    assert all(old.valid_to == today for old in olds)
    assert (made.kind, made.inhabitants, made.valid_from) == ("municipality", 6400, today)
    assert (made.her_id, unit("ytteroy").her_id) == ("9904000", "")
    assert {part.name for part in parts_on(made, today)} == {"Tildelingskontoret", "Sykepleietjenesten"}
    assert len(parts_on(made, today)) == 4
    assert len(parts_on(unit("ytteroy"), today - DAY)) == 2
    assert lookup.community_of(made, today).slug == "fjordheim"  # type: ignore[union-attr]
    assert lookup.hospital_of(made, today) == unit("trust")
    assert [row.cluster.name for row in made.clusters.all()] == ["Kysten"]
    assert lookup.municipality_by_number("9904", today) == made
    assert lookup.municipality_by_number("9904", today - DAY) == unit("ytteroy")
    offer.refresh_from_db()
    assert offer.provider == made and made in offer.areas.all()
    assert made.contactways.filter(kind="phone").exists()
    assert "Slått sammen av Skjærholmen (9905) og Ytterøy (9904)" in [each.title for each in happenings(made)]


def test_who_had_a_role_goes_on_in_the_new_one_and_history_tells_both():
    today = clock.today()
    loan = Position.objects.create(
        person=person("nina"),
        community_id=unni().community_id,
        unit=unit("geriatri-2"),
        role="discharge_coordinator",
        on_behalf_of=Position.objects.get(person=person("kari")),
        valid_from=today - DAY,
        valid_to=today + DAY,
    )
    made = merge("geriatri-1", "geriatri-2", into=NewUnit("Geriatri"), on=today)
    kari = Position.objects.filter(person=person("kari")).order_by("valid_from")
    assert [(row.unit.name, row.valid_to) for row in kari] == [("Geriatri 2", today), ("Geriatri", None)]
    lent = Position.objects.get(person=person("nina"), unit=made)
    assert (lent.on_behalf_of, lent.valid_to) == (kari[1], today + DAY)
    loan.refresh_from_db()
    assert loan.valid_to == today
    assert heirs_of(unit("geriatri-1")) == [made]
    assert "Slått sammen av «Geriatri 1» og «Geriatri 2»" in [each.title for each in happenings(made)]
    assert then(made, today - DAY).existed is False


def test_a_merger_keeps_the_number_of_one_of_them():
    made = merge("ytteroy", "skjaerholmen", into=NewUnit("Ytterøy", "9904"))
    changes = NumberChange.objects.filter(new_number="9904").values_list("old_number", flat=True)
    assert list(changes) == ["9905"]
    assert lookup.municipality_by_number("9905", clock.today()) == made


@pytest.mark.parametrize(
    ("slugs", "said"),
    [
        (["ytteroy", "trust"], "nasjonale"),
        (["ytteroy", "lunge"], "samme slag"),
        (["lunge", "dogn-a"], "ligge under det samme"),
        (["ytteroy"], "minst én"),
        (["fjordby-sentrum", "fjordby-havna"], "helsefellesskapet"),
    ],
)
def test_mergers_that_cannot_be_change_nothing(slugs: list[str], said: str):
    before = (Unit.objects.count(), Membership.objects.count(), Position.objects.count())
    with pytest.raises(Refused, match=said):
        merge(*slugs, into=NewUnit("Feil", "9930"))
    assert (Unit.objects.count(), Membership.objects.count(), Position.objects.count()) == before


def test_a_merger_that_breaks_halfway_is_undone_whole():
    with pytest.raises(ValidationError):
        merge("ytteroy", "skjaerholmen", into=NewUnit("Øyane", "9903"))  # Solvåg's number
    assert unit("ytteroy").valid_to is None
    assert not NumberChange.objects.filter(old_number="9904").exists()


def test_a_municipality_is_split_and_its_number_means_both():
    today, row = clock.today(), unit("nordvik")
    into = [NewUnit("Nordvik", "9940"), NewUnit("Sørvik", "9941")]
    preview = split_preview(unni(), row, into, today)
    assert "Nordvik (9902) deles i Nordvik (9940) og Sørvik (9941)" in preview[0]
    merging.split_unit(by=unni(), unit=row, into=into, on=today, key=uuid4(), seen=edition_of([row]))
    heirs = lookup.municipalities_by_number("9902", today)
    assert {heir.number for heir in heirs} == {"9940", "9941"}
    assert lookup.municipality_by_number("9902", today) is None
    first = next(heir for heir in heirs if heir.number == "9940")
    assert [row.unit.parent for row in Position.objects.on(today).filter(person=person("nina"))] == [first]
    assert all(lookup.hospital_of(heir, today) == unit("trust") for heir in heirs)


@pytest.mark.parametrize(
    ("into", "said"),
    [
        ([NewUnit("En", "9940")], "minst to"),
        ([NewUnit("En", "9940"), NewUnit("en", "9941")], "hvert sitt navn"),
        ([NewUnit("En", "9940"), NewUnit("To", "9940")], "eget nummer"),
        ([NewUnit("En", "9902"), NewUnit("To", "9940")], "nytt nummer"),
    ],
)
def test_splits_that_cannot_be(into: list[NewUnit], said: str):
    row = unit("nordvik")
    with pytest.raises(Refused, match=said):
        merging.split_unit(by=unni(), unit=row, into=into, on=clock.today(), key=uuid4(), seen=edition_of([row]))
    assert unit("nordvik").valid_to is None


def test_the_preview_says_what_the_deed_then_does():
    today, rows = clock.today(), [unit("geriatri-1"), unit("geriatri-2")]
    said = " ".join(merge_preview(unni(), rows, NewUnit("Geriatri", her_id="9900111"), today))
    assert "Geriatri 1 og Geriatri 2 blir til Geriatri" in said
    assert "Kari Lund" in said
    assert "HER-id 9900111 flyttes fra Geriatri 1" in said and "HER-id 9900112 blir stående" in said
    with pytest.raises(Refused, match="ikke kommet"):
        merge_preview(unni(), rows, NewUnit("Geriatri"), today + DAY)


# --- people and belonging ---


def test_a_stay_ends_with_every_role_and_every_loan():
    today = clock.today()
    lent = Position.objects.create(
        person=person("nina"),
        community_id=unni().community_id,
        unit=unit("geriatri-2"),
        role="discharge_coordinator",
        on_behalf_of=Position.objects.get(person=person("kari")),
        valid_from=today,
        valid_to=today + 30 * DAY,
    )
    people.end_stay(by=unni(), of=person("kari"), on=today + DAY)
    assert not Position.objects.on(today + DAY).filter(person=person("kari")).exists()
    lent.refresh_from_db()
    assert lent.valid_to == today + DAY
    with pytest.raises(Refused, match="ingen roller"):
        people.end_stay(by=unni(), of=person("kari"), on=today + DAY)


def test_ending_here_leaves_the_roles_of_another_community():
    there = Community.objects.get(slug="innlandsvik")
    other = Position.objects.create(person=person("kari"), community=there, unit=unit("neighbour-ward"), role="nurse")
    people.end_stay(by=unni(), of=person("kari"), on=clock.today())
    other.refresh_from_db()
    assert other.valid_to is None


def test_whoever_stands_in_stops_when_they_leave():
    people.end_stay(by=unni(), of=person("lise"), on=clock.today())
    assert Substitute.objects.get().valid_to == clock.today()


def test_a_substitute_is_somebody_else_and_one_at_a_time():
    today, position = clock.today(), Position.objects.get(person=person("ola"))
    values: dict[str, Any] = {"by": actor("ola"), "position": position, "first": today, "until": today + 7 * DAY}
    with pytest.raises(Refused, match="din egen"):
        contact.set_substitute(**values, substitute=person("ola"))
    contact.set_substitute(**values, substitute=person("kari"))
    with pytest.raises(Refused, match="Kari Lund er alt vikar"):
        contact.set_substitute(**values, substitute=person("nina"))


def test_periods_do_not_overlap_and_do_not_end_before_they_begin():
    today, fjordheim = clock.today(), Community.objects.get(slug="fjordheim")
    with pytest.raises(Refused, match="alt med"):
        belonging.add_membership(by=unni(), community=fjordheim, unit=unit("havsund"), first=today, until=None)
    with pytest.raises(Refused, match="Siste dag"):
        belonging.add_membership(by=unni(), community=fjordheim, unit=unit("havsund"), first=today, until=today)
    with pytest.raises(Refused, match="Fjordheim sykehus HF som sykehus"):
        belonging.add_catchment(
            by=unni(), unit=unit("havsund"), hospital=unit("campus-elvedal"), first=today, until=None
        )
    row = unit("havsund").memberships.get()
    belonging.change_membership(
        by=unni(), community=fjordheim, row=row, first=None, until=today, seen=edition_of([row])
    )
    assert lookup.community_of(unit("havsund"), today) is None
    assert lookup.community_of(unit("havsund"), today - DAY) == fjordheim


def test_two_areas_cannot_be_put_in_one_square():
    fjordheim = Community.objects.get(slug="fjordheim")
    squares = {unit("havsund").pk: (0, 0), unit("solvag").pk: (0, 0)}
    with pytest.raises(Refused, match="samme rute"):
        belonging.place_on_map(by=unni(), community=fjordheim, squares=squares)
    assert unit("havsund").map_place.row == 4
    belonging.place_on_map(by=unni(), community=fjordheim, squares={unit("havsund").pk: None})
    assert not hasattr(unit("havsund"), "map_place")


def test_a_sheet_of_a_unit_replaces_what_was_there():
    row = unit("lunge")
    sheet = Sheet(ways=[("duty_phone", "99 00 23 01", "natt"), ("email", "lunge@example.org", "")], topics=["KOLS"])
    contact.keep_unit_contact(by=actor("tone"), unit=row, sheet=sheet, seen=edition_of(sheet_of(row)))
    assert [way.value for way in ContactWay.objects.filter(unit=row)] == ["99 00 23 01", "lunge@example.org"]
    assert not OpeningHours.objects.filter(unit=row).exists()
