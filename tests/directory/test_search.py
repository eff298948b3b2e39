"""The right colleague, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import actor
from tests.directory.search_ground import employ, names, unit

from samspill.core import clock
from samspill.directory.models import Community, ContactKind, ServiceOffer, Substitute, Topic
from samspill.directory.search.queries import find, search

SLOW_GROUND = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def offer(community: Community, name: str, provider: str, **values: str) -> ServiceOffer:
    said = {"kind": "other", "level": "municipal", "for_whom": "Alle.", "how_to_refer": "Ring.", **values}
    return ServiceOffer.objects.create(community=community, provider=unit(provider), name=name, **said)


@pytest.mark.parametrize(
    "text",
    [
        "Kari Lund",
        "lund kari",
        "KARI LUND",
        "kari lun",
        "Kari Lnd",
        "kari lnud",
        "karri lund",
        "kari geriatri",
        "utskrivningskoordinator geriatri 2",
        "utskrivningskordinator geriatri2",
        "utskrivingskoordinator",
    ],
)
def test_kari_is_found_first(fjordheim: Community, text: str) -> None:
    assert names("ola", text, kinds={"person"})[0] == "Kari Lund"


@pytest.mark.parametrize(
    "text",
    [
        "tildelingskontoret i Nordvik",
        "tildelingskontor nordvik",
        "nordvik tildelingskontor telefon",
        "tildelingskontorene nordvik",
        "tildelings kontor nordvik",
        "tildeling nordvik",
        "tildelngskontoret nordvikk",
        "bestillerkontor nordvik",
        "saksbehandler nordvik",
    ],
)
def test_the_allocation_office_of_nordvik(fjordheim: Community, text: str) -> None:
    first = find(actor("kari"), text, kinds={"unit"})[0]
    assert (first.title, first.subtitle.split(" · ")[-1]) == ("Tildelingskontoret", "Nordvik")


@pytest.mark.parametrize("text", ["Skjaerholmen", "skjärholmen", "skjerholmen", "SKJÆRHOLM", "skjærhlomen"])
def test_letters_of_other_keyboards(fjordheim: Community, text: str) -> None:
    assert "Skjærholmen" in names("kari", text)


def test_compounds_together_and_apart(fjordheim: Community) -> None:
    offer(fjordheim, "Rehabilitering for lungesyke", "Lunge")
    offer(fjordheim, "Hjertesviktpoliklinikk", "Hjerte")
    offer(fjordheim, "Korttidsplass på Solgløtt", "Nordvik")
    assert "Rehabilitering for lungesyke" in names("kari", "lungerehabilitering")
    for text in ("hjerte", "poliklinikk", "poliklinikken", "hjertesvikt"):
        assert "Hjertesviktpoliklinikk" in names("kari", text), text
    for text in ("korttids plass", "korttid splass", "korttidsplasser", "korttidsopphold solgløtt"):
        assert "Korttidsplass på Solgløtt" in names("kari", text), text


def test_what_means_the_same(fjordheim: Community) -> None:
    offer(fjordheim, "Kommunal akutt døgnenhet i Solvåg", "Solvåg")
    offer(fjordheim, "Logopedtjenesten", "Solvåg")
    for text in ("ØHD solvåg", "KAD", "øyeblikkelig hjelp døgn solvåg"):
        assert "Kommunal akutt døgnenhet i Solvåg" in names("kari", text), text
    assert "Logopedtjenesten" in names("kari", "afasi solvåg")


def test_a_telephone_number_leads_to_its_owner(fjordheim: Community) -> None:
    employ(fjordheim, "Tuva", "Telefon", unit("Lunge"), phone="912 34 567")
    way = unit("Lunge").contactways.create(kind=ContactKind.DUTY_PHONE, value="55 66 77 88")
    for text in ("91234567", "+47 912 34 567", "912 34"):
        assert "Tuva Telefon" in names("kari", text), text
    assert "Lunge" in names("kari", "55667788")
    way.delete()
    assert "Lunge" not in names("kari", "55667788")


def test_somebody_to_ask(fjordheim: Community) -> None:
    hjerte = employ(fjordheim, "Hilde", "Hjerne", unit("Slag"))
    Topic.objects.create(person=hjerte, words="xerostomi og ernæring")
    Topic.objects.create(unit=unit("Slag"), words="trombolyse om natten")
    hit = find(actor("ola"), "xerostomi slag")[0]
    assert (hit.kind, hit.subtitle.split(",")[0]) == ("topic", "Spør Hilde Hjerne")
    assert "trombolyse om natten" in names("ola", "trombolys")
    assert names("ola", "Hilde Hjerne")[0] == "Hilde Hjerne"


def test_the_order_of_answers(fjordheim: Community) -> None:
    place = unit("Lunge")
    for family in ("Bergheim", "Berg", "Brerg", "Hovedberget"):
        employ(fjordheim, "Xenia", family, place)
    employ(fjordheim, "Xenia", "Berg", place, valid_to=clock.today(), title="Sluttet")
    found = find(actor("kari"), "xenia berg", kinds={"person"})
    assert [hit.title for hit in found][:3] == ["Xenia Berg", "Xenia Bergheim", "Xenia Brerg"]
    assert found[0].ended is None
    assert (found[-1].title, found[-1].ended) == ("Xenia Berg", clock.today())
    assert found[-1].phone == "", "who has left is not to be called"


def test_ones_own_organisation_comes_first(fjordheim: Community) -> None:
    employ(fjordheim, "Aud", "Likenavn", unit("Tildelingskontoret", parent__name="Nordvik"))
    employ(fjordheim, "Bodil", "Likenavn", unit("Geriatri 1"))
    employ(fjordheim, "Berte", "Likenavn", unit("Tildelingskontoret", parent__name="Fjordby"))
    assert names("kari", "likenavn")[0] == "Bodil Likenavn"
    assert names("ola", "likenavn")[0] == "Berte Likenavn"


def test_the_first_row_has_phone_safe_contact_and_hours(fjordheim: Community) -> None:
    place = unit("Geriatri 1")
    place.contactways.all().delete()
    place.openinghourss.all().delete()
    place.contactways.create(kind=ContactKind.PHONE, value="55 00 11 22")
    place.contactways.create(kind=ContactKind.DUTY_PHONE, value="55 00 11 99")
    for weekday in range(7):
        place.openinghourss.create(weekday=weekday, opens="00:00", closes="00:00")
    employ(fjordheim, "Mona", "Utentelefon", place)
    hit = find(actor("ola"), "utentelefon")[0]
    assert (hit.phone, hit.contact.phone_of) == ("55 00 11 22", "Geriatri 1")
    assert hit.contact.duty_phone == "55 00 11 99"
    assert place.her_id in hit.safe_contact
    assert hit.contact.opening is not None and hit.contact.opening.open
    assert hit.contact.phone_href == "tel:55001122"


def test_who_is_away_says_whom_to_ask(fjordheim: Community) -> None:
    gone = employ(fjordheim, "Bo", "Borte", unit("Lunge"))
    Substitute.objects.create(position=gone.positions.get(), by=employ(fjordheim, "Vera", "Vikar", unit("Lunge")))
    assert "Vera Vikar" in find(actor("kari"), "bo borte")[0].away


def test_several_in_a_role_are_found_as_the_role(fjordheim: Community) -> None:
    for family in ("En", "To", "Tre", "Fire"):
        employ(fjordheim, "Fysio", family, unit("Slag"), role="analyst")
    role = find(actor("kari"), "analytiker slag", kinds={"role"})[0]
    assert (role.title, role.more_people, len(role.people)) == ("Analytiker", 1, 3)
    assert "Utskrivningskoordinator" not in [h.title for h in find(actor("ola"), "utskrivningskoordinator geriatri")]
    assert names("ola", "utskrivningskoordinator geriatri", kinds={"role"}) == ["Utskrivningskoordinator"]


def test_an_old_name_of_a_municipality_leads_to_the_new(fjordheim: Community) -> None:
    assert "Lauvnes" in names("kari", "nesvik", kinds={"unit"})


def test_kinds_area_and_counts(fjordheim: Community) -> None:
    person = actor("kari")
    everything = search(person, "nordvik", limit=100)
    assert sum(everything.counts.values()) >= everything.total == everything.everything
    units = search(person, "nordvik", kinds={"unit"}, limit=100)
    assert {hit.kind for hit in units.hits} == {"unit"} and units.total == everything.counts["unit"]
    inside = search(person, "tildelingskontoret", area=unit("Nordvik").pk)
    assert [hit.subtitle.split(" · ")[-1] for hit in inside.hits if hit.kind == "unit"] == ["Nordvik"]


def test_nothing_found_says_what_to_try(fjordheim: Community) -> None:
    answer = search(actor("kari"), "kari zzzzzz")
    assert answer.hits == [] and "kari" in answer.suggestions
    halves = search(actor("kari"), "hjertekirurgi").suggestions
    assert {"hjerte", "kirurgi"} <= set(halves)
    for text in search(actor("kari"), "geriatrxyz lund").suggestions:
        assert find(actor("kari"), text), text
    assert "Skjærholmen" in search(actor("kari"), "skjxrhxlmxn").suggestions


def test_the_number_of_queries_does_not_grow(fjordheim: Community, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    kari = actor("kari")
    for number in range(40):
        place = unit("Lunge") if number % 2 else unit("Slag")
        Topic.objects.create(person=employ(fjordheim, "Krulle", f"Bukk{number}", place), words="krulle ting")
    find(kari, "krulle")
    with django_assert_max_num_queries(24):
        assert len(find(kari, "krulle", limit=100)) == 80
    with django_assert_max_num_queries(24):
        assert len(find(kari, "krulle bukk7", limit=1)) == 1


@SLOW_GROUND
@given(text=st.one_of(st.text(max_size=300), st.text("kariKARI 0123456789-+()%_'\"\\*?:;\x00å", max_size=80)))
def test_no_text_makes_it_fall(fjordheim: Community, text: str) -> None:
    assert isinstance(find(actor("kari"), text), list)


def test_ten_kilobytes_are_answered(fjordheim: Community) -> None:
    for text in ("kari " * 2000, "å" * 10_000, "9" * 10_000, "\U0001f98a" * 5000, "(" * 10_000):
        assert isinstance(find(actor("kari"), text), list)


@SLOW_GROUND
@given(data=st.data())
def test_one_mistake_in_a_name_does_not_hide_it(fjordheim: Community, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["Bråthen", "Haakonsen", "Maxime", "Øverlier", "Eilertsen", "Strand"]))
    employed = employ(fjordheim, "Ulla", name, unit("Lunge"))
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnoprstuvxyzæøå"))
    wrong = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
            ]
        )
    )
    try:
        assert f"Ulla {name}" in names("kari", wrong, limit=100), wrong
    finally:
        employed.positions.all().delete()
        employed.delete()
