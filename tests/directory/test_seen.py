"""Each sees the people of their own community, its units, and official Norway."""

from __future__ import annotations

import pytest
from tests.cast import actor

from samspill.core import clock
from samspill.directory.models import Community, Person, Unit
from samspill.directory.seen import people_seen_by, units_in, units_seen_by


def test_a_district_of_the_neighbour_is_not_in_the_community_though_its_city_is(fjordheim: Community):
    inside = units_in(fjordheim.pk, clock.today())
    names = set(Unit.objects.filter(pk__in=inside).values_list("name", flat=True))
    assert {"Geriatri 2", "Fjordby", "Sentrum"} <= names
    assert "Havna" not in names


@pytest.mark.parametrize("name", ["kari", "berit"])
def test_colleagues_of_the_community_are_seen(fjordheim: Community, name: str):
    seen = people_seen_by(actor(name))
    assert {"Lund", "Vik", "Aas"} <= set(seen.values_list("family_name", flat=True))


def test_a_person_of_another_community_only_is_not_seen(fjordheim: Community):
    other = Community.objects.exclude(pk=fjordheim.pk).first()
    assert other is not None
    stranger = Person.objects.create(given_name="Ulrik", family_name="Fremmed", fictional=True)
    stranger.positions.create(community=other, unit=Unit.objects.get(name="Havna"), role="nurse")
    assert stranger not in people_seen_by(actor("kari"))


def test_the_public_sees_nobody_and_no_fictional_unit(fjordheim: Community):
    assert not people_seen_by(actor("public")).exists()
    assert not units_seen_by(actor("public")).filter(fictional=True).exists()
