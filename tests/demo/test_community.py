"""The demo community is whole: units, addresses, people, neighbours and training partners."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from samspill.accounts.models import Account
from samspill.accounts.positions import actor_in, positions_of
from samspill.directory.loading import load_norway
from samspill.directory.lookup import (
    communities_of,
    community_of,
    hospital_of,
    municipality_by_number,
    numbers_on,
    unit_by_her,
)
from samspill.directory.models import ClusterMember, Community, Membership, Person, Position, Unit, UnitKind
from samspill.directory.roles import Role
from samspill.portal.demo.community import load_demo_community

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def fjordheim() -> Community:
    return load_demo_community()


def unit(name: str) -> Unit:
    return Unit.objects.get(name=name, fictional=True)


def everything() -> dict[str, list[object]]:
    models = (Community, Unit, Membership, ClusterMember, Person, Position, Account)
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in models}


def test_twelve_municipalities_have_an_office_and_a_service_with_addresses(fjordheim):
    municipalities = Unit.objects.on(TODAY).filter(memberships__community=fjordheim, kind=UnitKind.MUNICIPALITY)
    assert sorted(m.number for m in municipalities) == [*(str(n) for n in range(9901, 9913)), "9990"]
    for municipality in municipalities.exclude(number="9990"):
        kinds = Counter(part.kind for part in municipality.parts.exclude(her_id=""))
        assert (kinds[UnitKind.ALLOCATION_OFFICE], kinds[UnitKind.NURSING_SERVICE]) == (1, 1)
    assert sum(m.inhabitants or 0 for m in municipalities) == 182_000


def test_the_hospital_has_two_campuses_and_every_ward_an_address_and_a_sector(fjordheim):
    trust = unit("Fjordheim sykehus HF")
    wards = [ward for ward in Unit.objects.filter(kind=UnitKind.WARD, fictional=True) if ward.top == trust]
    assert trust.parts.filter(kind=UnitKind.CAMPUS).count() == 2
    assert {ward.name for ward in wards} >= {
        *("Geriatri 1", "Geriatri 2", "Lunge", "Hjerte", "Slag", "Kirurgi 1", "Ortopedi"),
        *("Døgn A", "Sikkerhet", "Avrusning"),
    }
    assert all(ward.her_id and ward.sector for ward in wards)
    assert {ward.sector for ward in wards} == {"somatic", "mental_health", "substance_use"}
    for kind in (UnitKind.EMERGENCY_DEPARTMENT, UnitKind.AMBULANCE):
        assert Unit.objects.get(kind=kind).top == trust


def test_havna_is_the_neighbours(fjordheim):
    havna = unit("Havna")
    assert havna.top == unit("Fjordby")
    assert [c.slug for c in communities_of(havna, TODAY)] == ["innlandsvik"]
    assert community_of(unit_by_her("9901401"), TODAY).slug == "innlandsvik"
    assert community_of(unit("Nordstranda"), TODAY) == community_of(unit("Fjordby"), TODAY) == fjordheim
    assert hospital_of(havna, TODAY) == unit("Innlandsvik sykehus HF")
    assert hospital_of(unit("Åsen"), TODAY) == unit("Fjordheim sykehus HF")


def test_the_districts_are_fjordbys_people(fjordheim):
    assert sum(part.inhabitants or 0 for part in unit("Fjordby").parts.all()) == unit("Fjordby").inhabitants == 86_000


def test_clusters_do_not_change_who_answers(fjordheim):
    members = {
        cluster.name: sorted(m.municipality.number for m in cluster.cluster_members.all())
        for cluster in Unit.objects.filter(kind=UnitKind.MUNICIPALITY_CLUSTER)
    }
    assert members == {"Kysten": ["9903", "9904", "9905"], "Dalene": ["9907", "9908", "9909"]}
    assert unit("Solvåg").top == unit("Solvåg")


def test_lauvnes_was_two_municipalities(fjordheim):
    assert [numbers_on("9921", day) for day in (date(2019, 12, 31), date(2020, 1, 1))] == [("9921",), ("9912",)]
    assert municipality_by_number("9922", TODAY) == unit("Lauvnes")


@pytest.mark.parametrize(
    ("her_id", "top"),
    [
        *(("59", "St. Olavs hospital HF (øving)"), ("90998", "St. Olavs hospital HF (øving)")),
        *(("91090", "St. Olavs hospital HF (øving)"), ("62", "Sykehuset Levanger HF (øving)")),
        *(("99387", "Alvdal kommune (øving)"), ("5078", "Alvdal kommune (øving)")),
        *(("91096", "Kattskinnet legesenter (øving)"), ("91100", "Kattskinnet legesenter (øving)")),
        *(("91101", "Kattskinnet legesenter (øving)"), ("258521", "Kattskinnet legesenter, andre adresse (øving)")),
    ],
)
def test_the_addresses_of_the_official_examples_are_training_partners(fjordheim, her_id, top):
    """Also in 2018, when the examples were written."""
    found = unit_by_her(her_id)
    assert found is not None and found.top.name == top and found.fictional
    assert communities_of(found, date(2018, 1, 31)) == [fjordheim]


def test_the_real_alvdal_is_untouched(fjordheim):
    load_norway()
    real = municipality_by_number("3428", TODAY)
    assert (real.name, real.her_id, real.fictional) == ("Alvdal", "", False)
    assert community_of(real, TODAY).slug == "innlandet"
    assert unit_by_her("99387").number == "9990"


def test_everybody_can_act_in_their_role(fjordheim):
    roles = {
        account.username: [actor_in(account, position).role for position in positions_of(account)]
        for account in Account.objects.all()
    }
    assert roles == {
        "kari": [Role.DISCHARGE_COORDINATOR],
        "ola": [Role.ALLOCATION_OFFICER],
        "nina": [Role.ALLOCATION_OFFICER],
        "siri": [Role.SECRETARIAT],
        "per": [Role.GP],
        "berit": [Role.USER_REPRESENTATIVE],
        "amir": [Role.ANALYST],
        "tone": [Role.LEADER],
        "jon": [Role.LEADER, Role.LEADER],
        "eva": [Role.PRIVACY_OFFICER],
        "lise": [Role.QUALITY_ADVISER],
        "mari": [Role.NURSE],
        "arne": [Role.SYSTEM_ADMINISTRATOR],
        "odd": [Role.DISCHARGE_COORDINATOR],
        "ase": [Role.ALLOCATION_OFFICER],
        "unni": [Role.COMMUNITY_ADMINISTRATOR],
    }
    assert all(account.demo and account.person.fictional for account in Account.objects.all())


def test_jon_chooses_between_the_municipality_and_the_seat(fjordheim):
    jon = Account.objects.get(username="jon")
    assert [(p.unit.name, p.title) for p in positions_of(jon)] == [
        ("Fjordby", "Kommunedirektør"),
        ("Sekretariatet", "Neste leder av SSU"),
    ]


def test_all_that_is_loaded_would_pass_as_entered_by_hand(fjordheim):
    for each in Unit.objects.filter(fictional=True):
        each.full_clean()


def test_loading_again_changes_nothing(fjordheim):
    before = everything()
    load_demo_community()
    assert everything() == before


def test_loading_again_repairs_what_was_changed(fjordheim):
    before = everything()
    Unit.objects.filter(name="Geriatri 2").update(name="Geriatri to", her_id="9977777")
    Position.objects.filter(person__given_name="Kari").delete()
    load_demo_community()
    assert everything() == before
