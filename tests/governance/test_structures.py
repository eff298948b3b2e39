"""Four real communities' structures, as files: they load whole, and broken copies are found out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import actor
from tests.governance.ground import STRUCTURES, fill, loaded

from samspill.apps.governance.bodies.queries import health_of
from samspill.apps.governance.bodies.structure_file import read_structure
from samspill.apps.governance.models import Body, Seat, Tenure
from samspill.core import clock
from samspill.core.refusal import Refused
from samspill.directory.models import Community

NAMES = sorted(path.stem for path in STRUCTURES.glob("*.toml"))


def content(name: str) -> str:
    return (STRUCTURES / f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.once
@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_read(name: str) -> None:
    found = read_structure(content(name).encode())
    assert found.faults == [] and found.bodies


@pytest.mark.once
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('kort = "SSU"', 'kort = "FSU"'), "Kortnavnet FSU er brukt på flere organer"),
        (('styres_av = "SSU"', 'styres_av = "KRYSS"'), "viser til KRYSS, som ikke står i filen"),
        (('niva = "politisk"', 'niva = "himmelsk"'), "men må være en av: politisk"),
        (('niva = "politisk"', 'niva = "politisk"\nstyres_av = "FSU"'), "styres til slutt av seg selv"),
        (("brukere = 2", 'brukere = "to"'), "«brukere» skal være et helt tall"),
        (("brukere = 2", "brukere = true"), "«brukere» skal være et helt tall"),
        (("brukere = 2", "brukere = -1"), "fra 0 til 1000"),
        (("likt_antall = true", 'likt_antall = "ja"'), "true eller false"),
        (("brukere = 2", "brukerne = 2"), "ukjent nøkkel «brukerne»"),
        (('side = "bruker"', 'side = "pasient"'), "men må være en av: sykehus"),
        (("antall = 2", "antall = 0"), "«antall» må være fra 1 til 100"),
        (("leder_til = 2027-12-31", 'leder_til = "snart"'), "skal være en dato"),
        (("[[organ]]", "[[organ]"), "ikke gyldig TOML"),
        (("[[organ]]", "[[organer]]"), "Ukjent nøkkel øverst i filen: organer"),
    ],
)
def test_a_broken_file_is_told_of_in_words(change: tuple[str, str], sentence: str) -> None:
    faults = read_structure(content("stavanger").replace(*change).encode()).faults
    assert any(sentence in fault for fault in faults), faults


@pytest.mark.once
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"navn = 1", b"organ = 3", b"organ = [1]", b"x" * 1_000_001])
def test_what_is_no_structure_at_all_is_told_of(content: bytes) -> None:
    assert read_structure(content).faults


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_structure_with_people_in_all_seats_is_sound(fjordheim: Community, name: str) -> None:
    siri = actor("siri")
    done = loaded(content(name), siri)
    assert done.bodies == Body.objects.count() and not done.left
    assert any(each.severity == "broken" for each in health_of(fjordheim.pk))  # nobody sits anywhere yet
    for body in Body.objects.all():
        fill(body, siri)
    assert [each.sentence for each in health_of(fjordheim.pk) if each.about != "meetings"] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("stavanger", ('{ side = "kommune", tittel = "Styreleder KS Rogaland" },', ""), "5 seter fra sykehuset og 4"),
        ("stavanger", ('{ side = "fastlege", tittel = "Praksiskonsulent" },', ""), "minst 2 fastlege, men har 1"),
        ("stavanger", ('{ side = "kommune", tittel = "Kommunalsjef", leder_fra = 2026-01-01, leder_til = 2027-12-31 }',
                       '{ side = "kommune", tittel = "Kommunalsjef" }'), "har ingen leder"),
        ("st-olav", ('styres_av = "PSU"', ""), "Administrativt samarbeidsutvalg har ikke noe organ over seg"),
        ("st-olav", ("frist = 2027-05-31", ""), "mangler frist"),
        ("st-olav", ("frist = 2027-05-31", "frist = 2026-05-31"), "skulle ha levert innen 31. mai 2026"),
        ("helgeland", ("til = 2027-12-31", ""), "har ingen sluttdato"),
        ("helgeland", ('{ side = "bruker", tittel = "Brukerrepresentant" },', ""), "men har 0 slike"),
        ("oslo", ('antall = 3 },\n    { side = "bruker"', 'antall = 4 },\n    { side = "bruker"'), "3 seter"),
        ("oslo", ('beslutning = "konsensus"', 'beslutning = "konsensus"\nlederskifte_ar = 2'), "har ingen leder"),
    ],
)  # fmt: skip
def test_a_broken_copy_is_found_out(fjordheim: Community, name: str, change: tuple[str, str], sentence: str) -> None:
    broken = content(name).replace(*change)
    assert broken != content(name)
    siri = actor("siri")
    loaded(broken, siri)
    for body in Body.objects.all():
        fill(body, siri)
    found = [each.sentence.replace("\xa0", " ") for each in health_of(fjordheim.pk)]
    assert any(sentence in each for each in found), found


@pytest.mark.django_db
def test_somebody_leaves_and_the_seat_is_missed_since_that_day(fjordheim: Community) -> None:
    siri = actor("siri")
    loaded(content("st-olav"), siri)
    for body in Body.objects.all():
        fill(body, siri)
    term = Tenure.objects.get(seat__body__short_name="FR digital", seat__side="gp")
    term.valid_to = clock.today() - timedelta(days=30)
    term.save()
    found = [each.sentence.replace("\xa0", " ") for each in health_of(fjordheim.pk)]
    assert any("Ingen fastlege i Fagråd for digital samhandling siden" in each for each in found)


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_says_what_is_left(fjordheim: Community) -> None:
    siri = actor("siri")
    loaded(content("helgeland"), siri)
    before = Body.objects.count(), Seat.objects.count()
    again = loaded(content("helgeland"), siri)
    assert (again.bodies, again.seats, again.tenures) == (0, 0, 0) and not again.left
    assert (Body.objects.count(), Seat.objects.count()) == before
    assert any("AG UKP" in left or "DHH" in left for left in loaded(content("oslo"), siri).left)


@pytest.mark.django_db
def test_people_and_parties_are_looked_for_and_never_made(fjordheim: Community) -> None:
    file = """
    [[organ]]
    navn = "Utvalget"
    kort = "U"
    niva = "politisk"
    sete = [
      { side = "kommune", tittel = "Direktør", part = "Fjordby", innehaver = "Jon Eide", fra = 2026-01-01 },
      { side = "bruker", tittel = "Bruker", innehaver = "%s" },
    ]
    """
    with pytest.raises(Refused, match="heter «Ingen Slik»"):
        loaded(file % "Ingen Slik", actor("siri"))
    assert not Body.objects.exists()
    assert loaded(file % "Berit Aas", actor("siri")).tenures == 2
    with pytest.raises(Refused, match="fant ingen part"):
        loaded(file.replace("Fjordby", "Bortenby") % "Berit Aas", actor("siri"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["kari", "tone", "berit", "unni", "public"])
def test_only_the_secretariat_loads(fjordheim: Community, name: str) -> None:
    with pytest.raises(Refused):
        loaded(content("oslo"), actor(name))
    assert not Body.objects.exists()
