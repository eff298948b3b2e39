"""The pages one reads: what stands on them, who sees them, how it was on a day, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import vobject
from django.test import Client
from tests.cast import CAST

from samspill.directory.loading import load_norway
from samspill.directory.models import Community, ContactWay, EarlierUnit, Membership, Person, Position, Unit
from samspill.portal.demo.community import id_of

SignedIn = Callable[[str], Client]


def unit_page(slug: str) -> str:
    return f"/hvem-er-hvem/enheter/{id_of('unit', slug)}"


def person_page(name: str) -> str:
    return f"/hvem-er-hvem/personer/{id_of('person', name)}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("name", CAST)
def test_everybody_of_the_community_opens_its_cards(signed_in: SignedIn, name: str):
    client = signed_in(name)
    if name == "jon":
        client.post("/rolle", {"position": str(Position.objects.get(pk=id_of("position", "jon/fjordby")).pk)})
    for address in (person_page("kari"), unit_page("geriatri-2"), "/hvem-er-hvem/fellesskapet", "/hvem-er-hvem/kart"):
        assert client.get(address).status_code == 200, address


def test_the_phone_and_the_safe_way_come_before_everything_else(signed_in: SignedIn):
    text = text_of(signed_in("ola"), person_page("kari"))
    assert text.index("99 00 01 01") < text.index("kari.lund@") < text.index("Roller</h2>")
    text = text_of(signed_in("ola"), unit_page("geriatri-2"))
    assert text.index("99 00 22 10") < text.index("HER-id 9900112") < text.index("Hvem som arbeider her")
    assert "Kari Lund" in text and "hjemreise for skrøpelige eldre" in text


def test_somebody_without_a_phone_is_reached_through_the_unit(signed_in: SignedIn):
    ContactWay.objects.filter(person=id_of("person", "kari"), kind="phone").delete()
    text = text_of(signed_in("ola"), person_page("kari"))
    assert "Gjennom Geriatri 2" in text and "99 00 22 10" in text


def test_who_is_away_names_who_answers(signed_in: SignedIn):
    client = signed_in("ola")
    text = text_of(client, person_page("amir"))
    assert "Amir er borte til og med" in text and "Lise Myhre" in text
    assert "Svarer nå også for" in text_of(client, person_page("lise"))


def test_other_communities_people_and_wards_do_not_exist_for_the_reader(signed_in: SignedIn, fjordheim: Community):
    neighbour = Community.objects.get(slug="innlandsvik")
    ward = Unit.objects.get(pk=id_of("unit", "neighbour-ward"))
    stranger = Person.objects.create(given_name="Ulrik", family_name="Fremmed", fictional=True)
    stranger.positions.create(community=neighbour, unit=ward, role="nurse")
    client = signed_in("unni")
    for end in ("", "/kort", "/vcard"):
        assert client.get(f"/hvem-er-hvem/personer/{stranger.pk}{end}").status_code == 404
        assert client.get(f"/hvem-er-hvem/enheter/{ward.pk}{end}").status_code == 404


def test_an_official_unit_of_a_neighbour_shows_no_people_and_no_offices_there(signed_in: SignedIn):
    neighbour = Community.objects.get(slug="innlandsvik")
    havna = Unit.objects.get(pk=id_of("unit", "fjordby-havna"))
    stranger = Person.objects.create(given_name="Ulrik", family_name="Fremmed", fictional=True)
    stranger.positions.create(community=neighbour, unit=havna, role="leader")
    text = text_of(signed_in("ola"), unit_page("fjordby-havna"))
    assert "Helsefellesskapet Innlandsvik" in text
    assert "Fremmed" not in text and "Tildelingskontoret, Havna" not in text


def test_a_renamed_ward_is_shown_as_it_was(signed_in: SignedIn):
    client = signed_in("ola")
    assert "Het «Slagenheten» før dette" in text_of(client, unit_page("slag"))
    text = text_of(client, unit_page("slag") + "?dato=2022-12-31")
    assert "Slik var det 31." in text and ">Slagenheten</h1>" in text
    assert ">Slag</h1>" in text_of(client, unit_page("slag") + "?dato=2023-01-01")
    assert "Slagenheten" in text_of(client, unit_page("clinic-medicine") + "?dato=2022-12-31")


def test_a_moved_ward_stands_where_it_stood(signed_in: SignedIn):
    client = signed_in("ola")
    before, after = "?dato=2021-08-31", "?dato=2021-09-01"
    assert "Avrusning" in text_of(client, unit_page("clinic-mental-health") + before)
    assert "Avrusning" not in text_of(client, unit_page("clinic-mental-health") + after)
    assert "Avrusning" not in text_of(client, unit_page("clinic-substance-use") + before)
    assert "Klinikk for psykisk helsevern" in text_of(client, unit_page("avrusning") + before)


def test_people_are_those_of_the_day(signed_in: SignedIn):
    Position.objects.filter(person=id_of("person", "kari")).update(valid_from=date(2024, 1, 1))
    client = signed_in("ola")
    assert "Kari Lund" in text_of(client, unit_page("geriatri-2") + "?dato=2024-01-01")
    assert "Kari Lund" not in text_of(client, unit_page("geriatri-2") + "?dato=2023-12-31")


def test_the_merger_of_lauvnes_is_history(signed_in: SignedIn):
    client = signed_in("ola")
    assert "Slått sammen av Lauvøy (9921) og Nesvik (9922)" in text_of(client, unit_page("lauvnes"))
    then = text_of(client, "/hvem-er-hvem/fellesskapet?dato=2019-12-31")
    assert ">Lauvøy</a>" in then and ">Lauvnes</a>" not in then
    now = text_of(client, "/hvem-er-hvem/fellesskapet")
    assert ">Lauvøy</a>" not in now and ">Lauvnes</a>" in now and "Lauvøy gikk ut" in now


def test_a_day_that_is_none_is_said_and_today_is_shown(signed_in: SignedIn):
    client = signed_in("ola")
    for page in (unit_page("slag"), "/hvem-er-hvem/fellesskapet"):
        assert "er ingen dato" in text_of(client, page + "?dato=i%20fjor")


def test_the_community_tells_where_havna_belongs(signed_in: SignedIn):
    text = text_of(signed_in("ola"), "/hvem-er-hvem/fellesskapet")
    assert "hører til Helsefellesskapet Innlandsvik (nabo)" in text
    assert "Kysten" in text and "Solvåg legesenter" in text and "Klinikk for psykisk helsevern" in text


def test_the_map_links_every_municipality_and_says_that_it_is_schematic(signed_in: SignedIn):
    text = text_of(signed_in("ola"), "/hvem-er-hvem/kart")
    assert "Skjematisk kart" in text and "Bydelene i Fjordby" in text and "nabofellesskap" in text
    for slug in ("fjordby", "lauvnes", "fjordby-asen"):
        assert text.count(unit_page(slug)) == 2  # in the picture and in the list


@pytest.mark.parametrize("slug", ["ahus", "oslo", "finnmark", "bergen"])
def test_the_real_communities_have_a_map_too(signed_in: SignedIn, slug: str):
    load_norway()
    found = Community.objects.filter(slug=slug).first() or Community.objects.filter(fictional=False).order_by("slug")[0]
    client = signed_in("ola")
    text = text_of(client, f"/hvem-er-hvem/kart?fellesskap={found.slug}")
    members = Membership.objects.filter(community=found, unit__kind="municipality").select_related("unit")
    assert members and all(row.unit.name.split("'")[0] in text for row in members if row.valid_to is None)
    assert "Kartverket" in text


def test_the_map_of_another_invented_community_does_not_exist(signed_in: SignedIn):
    assert signed_in("ola").get("/hvem-er-hvem/kart?fellesskap=innlandsvik").status_code == 404
    assert signed_in("ola").get("/hvem-er-hvem/kart?fellesskap=tull").status_code == 404


def test_the_country_can_be_looked_through_by_municipality_and_number(signed_in: SignedIn):
    load_norway()
    client = signed_in("ola")
    everything = text_of(client, "/hvem-er-hvem/norge")
    assert everything.count("<details") >= 20  # 19 and one's own
    assert "Innlandsvik" not in everything
    found = text_of(client, "/hvem-er-hvem/norge?sok=alvdal")
    assert "Innlandet" in found and "Finnmark" not in found
    assert "Ingen passer" in text_of(client, "/hvem-er-hvem/norge?sok=xyzzy")


def test_cards_on_paper_hold_work_contact_only(signed_in: SignedIn):
    client = signed_in("ola")
    assert "99 00 01 01" in text_of(client, person_page("kari") + "/kort")
    text = text_of(client, unit_page("secretariat") + "/kort")
    assert (
        text.count('class="paper-card"')
        == 1
        + Position.objects.filter(unit=id_of("unit", "secretariat"), on_behalf_of=None)
        .values("person")
        .distinct()
        .count()
    )


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_person_comes_out_as_a_vcard(signed_in: SignedIn, version: str):
    answer = signed_in("ola").get(person_page("kari") + f"/vcard?versjon={version}")
    assert answer["Content-Type"].startswith("text/vcard")
    assert 'filename="kari-lund.vcf"' in answer["Content-Disposition"]
    card = vobject.readOne(answer.content.decode())
    assert card.version.value == version
    assert (card.fn.value, card.n.value.family, card.tel.value) == ("Kari Lund", "Lund", "99 00 01 01")
    assert card.org.value == ["Fjordheim sykehus HF", "Geriatri 2"]
    assert card.email.value == "kari.lund@fjordheim.example.org"
    assert "mandag–fredag 07.30–15" in card.note.value


def test_a_unit_comes_out_as_a_vcard_with_all_its_ways(signed_in: SignedIn):
    card = vobject.readOne(signed_in("ola").get(unit_page("solvag-practice") + "/vcard").content.decode())
    assert card.fn.value == "Solvåg legesenter"
    assert [row.value for row in card.contents["tel"]] == ["99 00 70 00", "99 00 70 09"]
    assert card.adr.value.street == "Solveien 9, 9903 Solvåg"
    assert "HER-id 9903900" in card.note.value


def test_the_cost_does_not_grow_with_the_unit(signed_in: SignedIn):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("ola")

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    pages = [unit_page("geriatri-2"), person_page("kari"), "/hvem-er-hvem/fellesskapet", "/hvem-er-hvem/kart"]
    pages.append(unit_page("geriatri-2") + "/kort")
    ward = Unit.objects.get(pk=id_of("unit", "geriatri-2"))
    fjordheim = Community.objects.get(slug="fjordheim")

    def grow(number: int) -> None:
        person = Person.objects.create(given_name="Ny", family_name=f"Kollega{number}", fictional=True)
        person.positions.create(unit=ward, community=fjordheim, role="nurse")
        ContactWay.objects.create(person=person, kind="phone", value="99 00 99 00")
        part = Unit.objects.create(kind="ward", name=f"Post {number}", parent=ward, fictional=True)
        EarlierUnit.objects.create(unit=part, name="Før", parent=ward, valid_to=date(2020, 1, 1))

    grow(0)
    before = [cost(page) for page in pages]
    for number in range(1, 15):
        grow(number)
    assert [cost(page) for page in pages] == before
    assert max(before) <= 40


def test_an_ended_municipality_is_still_a_page(signed_in: SignedIn):
    text = text_of(signed_in("ola"), unit_page("before/9921"))
    assert "Avsluttet 1." in text
    assert "Ble til Lauvnes (9912)" in text
