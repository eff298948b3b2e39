"""Quick answers that are never stale."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from samspill.directory import lookup
from samspill.directory.loading import load_norway
from samspill.directory.lookup import (
    communities_of,
    community_of,
    municipalities_by_number,
    municipality_by_number,
    numbers_on,
    unit_by_her,
)
from samspill.directory.models import Community, Membership, NumberChange, Unit, UnitKind

DAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Unit:
    return Unit.objects.create(kind=UnitKind.MUNICIPALITY, name="Storby", number="9951")


def office(parent: Unit, her_id: str) -> Unit:
    return Unit.objects.create(kind=UnitKind.ALLOCATION_OFFICE, name="Tildeling", parent=parent, her_id=her_id)


def join(unit: Unit, slug: str, since: date | None = None, until: date | None = None) -> Community:
    community, _ = Community.objects.get_or_create(slug=slug, defaults={"name": slug})
    Membership.objects.create(community=community, unit=unit, valid_from=since, valid_to=until)
    return community


def test_a_unit_is_found_by_its_address_without_asking_twice(city, django_assert_num_queries):
    made = office(city, "9951001")
    assert unit_by_her("9951001") == made
    with django_assert_num_queries(1):  # the token
        found = unit_by_her("9951001")
        assert [unit.name for unit in found.line()] == ["Tildeling", "Storby"]


def test_an_unknown_or_empty_address_is_nobody(city):
    assert unit_by_her("9959999") is None
    assert unit_by_her("") is None


def test_a_change_is_seen_at_once(city):
    made = office(city, "9951001")
    assert unit_by_her("9951001").name == "Tildeling"
    made.name = "Bestillerkontor"
    made.save()
    assert unit_by_her("9951001").name == "Bestillerkontor"
    made.delete()
    assert unit_by_her("9951001") is None


def test_a_bulk_change_is_seen_when_it_says_so(city):
    office(city, "9951001")
    unit_by_her("9951001")
    Unit.objects.filter(her_id="9951001").update(name="Nytt navn")
    lookup.forget()
    assert unit_by_her("9951001").name == "Nytt navn"


def test_what_was_undone_is_not_remembered(city):
    class Undo(Exception):
        pass

    assert unit_by_her("9951001") is None
    with pytest.raises(Undo), transaction.atomic():
        office(city, "9951001")
        assert unit_by_her("9951001") is not None
        raise Undo
    assert unit_by_her("9951001") is None


def test_the_communities_are_those_of_the_nearest_unit_with_any(city):
    district = Unit.objects.create(kind=UnitKind.CITY_DISTRICT, name="Havna", number="995101", parent=city)
    own, of_city = join(district, "nabo", until=date(2026, 1, 1)), join(city, "by")
    below = office(district, "9951101")
    assert communities_of(below, date(2025, 12, 31)) == [own]
    assert communities_of(below, date(2026, 1, 1)) == [of_city]
    assert community_of(city, date(2025, 12, 31)) == of_city


def test_a_unit_may_be_in_several_communities_the_first_it_joined_first(city):
    assert communities_of(city, DAY) == []
    assert community_of(city, DAY) is None
    first, second = join(city, "zeta"), join(city, "alfa")
    assert communities_of(city, DAY) == [first, second]


@pytest.mark.parametrize(
    ("old", "name"),
    [("1601", "Trondheim"), ("0706", "Sandefjord"), ("0719", "Sandefjord"), ("0533", "Lunner"), ("1214", "Vindafjord")],
)
def test_an_old_number_means_its_heir(old, name):
    load_norway()
    found = municipality_by_number(old, DAY)
    assert found is not None and found.name == name


def test_a_number_that_was_split_is_not_guessed():
    load_norway()
    assert municipality_by_number("1507", DAY) is None
    assert [unit.name for unit in municipalities_by_number("1507", DAY)] == ["Ålesund", "Haram"]
    assert [unit.number for unit in municipalities_by_number("1613", DAY)] == ["5055", "5056", "5059"]


def test_numbers_are_what_they_were_on_the_day():
    load_norway()
    days = [date(2017, 12, 31), date(2018, 1, 1), DAY]
    assert [numbers_on("1601", day) for day in days] == [("1601",), ("5001",), ("5001",)]
    assert numbers_on("1507", date(2023, 12, 31)) == ("1507",)
    assert numbers_on("1504", DAY) == ("1508", "1580")


def test_districts_are_found_by_six_digits_and_nobody_by_none(city):
    district = Unit.objects.create(kind=UnitKind.CITY_DISTRICT, name="Havna", number="995101", parent=city)
    assert municipality_by_number("995101", DAY) == district
    assert municipality_by_number("9951", DAY) == city
    assert municipality_by_number("9999", DAY) is None
    assert municipality_by_number("", DAY) is None


def test_a_number_in_use_again_means_whoever_has_it_on_the_day(city):
    city.valid_to = date(2020, 1, 1)
    city.save()
    later = Unit.objects.create(kind=UnitKind.MUNICIPALITY, name="Ny by", number="9951", valid_from=date(2020, 1, 1))
    assert municipality_by_number("9951", date(2019, 6, 1)) == city
    assert municipality_by_number("9951", date(2021, 6, 1)) == later


@given(
    changes=st.lists(
        st.tuples(st.sampled_from("1234"), st.sampled_from("1234"), st.dates(date(1988, 1, 1), date(2030, 1, 1))),
        max_size=8,
        unique=True,
    )
)
def test_any_history_of_numbers_comes_to_an_end(changes):
    """Also one with a circle in it."""
    with transaction.atomic():
        NumberChange.objects.bulk_create(
            NumberChange(old_number=old, old_name="", new_number=new, changed_on=day) for old, new, day in changes
        )
        lookup.forget()
        for number in "1234":
            assert numbers_on(number, DAY)
        transaction.set_rollback(True)
