"""The real Norway, loaded from our own files and compared with the reference."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from stdnum.no import orgnr

from samspill.directory import facts
from samspill.directory.loading import load_norway
from samspill.directory.lookup import communities_of, community_of, hospital_of, municipality_by_number
from samspill.directory.models import Catchment, Community, Membership, NumberChange, Unit, UnitKind

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "norway"
TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


def reference(name: str) -> Path:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"the reference file {name} is not at hand")
    return path


def contents() -> dict[str, list[tuple[object, ...]]]:
    """All that loading writes, but for the order of rows."""
    fields = {
        Community: ("slug", "name", "name_confirmed"),
        Unit: ("pk", "kind", "name", "number", "org_number", "her_id", "parent_id", "inhabitants"),
        Membership: ("pk", "community_id", "unit_id", "valid_from", "valid_to"),
        Catchment: ("pk", "area_id", "hospital_id", "valid_from", "valid_to"),
        NumberChange: ("pk", "changed_on", "old_number", "old_name", "new_number"),
    }
    return {model.__name__: sorted(model.objects.values_list(*names), key=str) for model, names in fields.items()}


def area(number: str) -> Unit:
    unit = municipality_by_number(number, TODAY)
    assert unit is not None, number
    return unit


def test_norway_has_nineteen_communities_and_357_municipalities():
    report = load_norway()
    assert (report.communities, report.municipalities, report.city_districts) == (19, 357, 42)
    assert Community.objects.filter(fictional=False).count() == 19
    assert Unit.objects.filter(kind=UnitKind.MUNICIPALITY).count() == 357
    assert Unit.objects.filter(kind=UnitKind.CITY_DISTRICT).count() == 42
    assert Unit.objects.filter(kind=UnitKind.HOSPITAL_TRUST).count() == report.trusts == 22
    assert Unit.objects.filter(kind=UnitKind.HEALTH_REGION).count() == 4


def test_every_community_has_the_municipalities_and_the_trust_of_the_reference():
    load_norway()
    for told in json.loads(reference("health_communities.json").read_text(encoding="utf-8")):
        community = Community.objects.get(slug=told["id"])
        now = Membership.objects.on(TODAY).filter(community=community)
        numbers = now.filter(unit__kind=UnitKind.MUNICIPALITY).values_list("unit__number", flat=True)
        assert sorted(numbers) == sorted(told["kommuner"]), told["id"]
        assert len(numbers) == told["antall_kommuner"]
        assert (community.name, community.name_confirmed) == (told["navn"], told["navn_bekreftet"])
        assert now.filter(unit__org_number=told["hf_orgnr"], unit__name=told["hf_navn"]).exists()


def test_names_trusts_and_regions_of_municipalities_are_those_of_the_reference():
    load_norway()
    with reference("municipalities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            unit = area(row["kommunenr"])
            hospital = hospital_of(unit, TODAY)
            assert unit.name == row["kommunenavn"]
            assert hospital is not None and hospital.org_number == row["hf_orgnr"], unit.name
            assert hospital.parent is not None and hospital.parent.name == f"{row['helseregion']} RHF"


def test_city_districts_have_the_hospital_of_the_reference():
    load_norway()
    short = {
        "St. Olav": "883974832",
        "Haraldsplass": "984027737",
        "Haukeland": "983974724",
        "Stavanger": "983974678",
        "Akershus": "983971636",
        "Oslo universitetssykehus": "993467049",
        "Lovisenberg": "965985166",
        "Diakonhjemmet": "982791952",
    }
    with reference("city_districts.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            hospital = hospital_of(area(row["bydelsnr"]), TODAY)
            assert hospital is not None and hospital.org_number == short[row["lokalsykehus_skde"]], row["bydel"]


def test_loading_twice_changes_nothing():
    load_norway()
    before = contents()
    assert load_norway().nothing_new
    assert contents() == before


def test_loading_repairs_what_differs_and_leaves_what_was_added():
    load_norway()
    oslo, alna = area("0301"), area("030112")
    own = Unit.objects.create(kind=UnitKind.ALLOCATION_OFFICE, name="Bestillerkontoret", parent=oslo, her_id="9911111")
    Unit.objects.filter(pk=oslo.pk).update(name="Kristiania", her_id="9922222")
    alna.memberships.filter(valid_to=None).delete()
    report = load_norway()
    oslo.refresh_from_db()
    assert (oslo.name, oslo.her_id) == ("Oslo", "9922222")
    assert Unit.objects.filter(pk=own.pk).exists()
    assert (report.added, report.changed) == ({"membership": 1}, {"unit": 1})


def test_alna_moved_to_oslo_in_2026():
    load_norway()
    before, after = date(2025, 12, 31), date(2026, 1, 1)
    answers = [
        (community_of(area("030112"), day).slug, hospital_of(area("030112"), day).name) for day in (before, after)
    ]
    assert answers == [
        ("ahus", "Akershus universitetssykehus HF"),
        ("oslo", "Oslo universitetssykehus HF"),
    ]


def test_gulen_counts_to_bergen_since_2025():
    load_norway()
    gulen = area("4635")
    assert community_of(gulen, date(2024, 12, 31)).slug == "sogn-fjordane"
    assert community_of(gulen, date(2025, 1, 1)).slug == "bergen"


def test_a_district_goes_before_its_city_and_else_follows_it():
    load_norway()
    assert community_of(area("030110"), TODAY).slug == "ahus"  # Grorud
    assert community_of(area("030101"), TODAY).slug == "oslo"  # Gamle Oslo has no row of its own
    assert community_of(area("0301"), TODAY).slug == "oslo"
    assert community_of(area("460101"), TODAY).slug == "bergen"


def test_ahus_is_in_its_own_community_first_and_in_oslos():
    load_norway()
    ahus = Unit.objects.get(org_number="983971636")
    assert [community.slug for community in communities_of(ahus, TODAY)] == ["ahus", "oslo"]


@pytest.mark.parametrize(
    ("number", "slug"), [("3203", "vestre-viken"), ("3903", "vestfold"), ("1834", "helgeland"), ("4619", "bergen")]
)
def test_the_odd_rows_have_one_community(number, slug):
    load_norway()
    assert [community.slug for community in communities_of(area(number), TODAY)] == [slug]


def test_all_organisation_numbers_are_possible_and_stand_once():
    numbers = [row["org_number"] for name in ("regions.csv", "trusts.csv") for row in facts.rows_of(name)]
    assert all(orgnr.is_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_everybody_in_norway_is_counted_once():
    assert sum(int(row["inhabitants"]) for row in facts.rows_of("municipalities.csv")) == 5_627_400


def test_every_old_number_leads_to_a_municipality_of_today():
    """But for Svalbard, which is none."""
    load_norway()
    with reference("municipality_number_history.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["gml_komnr"]]
    today = {row["number"] for row in facts.rows_of("municipalities.csv")}
    from samspill.directory.lookup import numbers_on

    lost = {row["gml_komnr"] for row in rows if not set(numbers_on(row["gml_komnr"].zfill(4), TODAY)) <= today}
    assert lost == {"2111", "2121", "2131"}
