"""What is near somebody who lives in a place: district, municipality, cluster, hospital, the whole community."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.directory.kept import unit
from tests.discharge.stories import Story
from tests.signing_in import signed_in

from samspill.core import clock
from samspill.directory.models import Community, OfferKind, OfferLevel, ServiceOffer
from samspill.directory.offers.queries import offers_for
from samspill.directory.offers.rules import Nearness, nearest

pytestmark = pytest.mark.django_db


def an_offer(community: Community, name: str, *areas: str, **values: Any) -> ServiceOffer:
    made = ServiceOffer.objects.create(
        community=community,
        provider=values.pop("provider", None) or unit("trust"),
        kind=values.pop("kind", OfferKind.OTHER),
        level=OfferLevel.MUNICIPAL,
        name=name,
        for_whom="Alle",
        how_to_refer="Ring",
        **values,
    )
    made.areas.set([unit(area) for area in areas])
    return made


@pytest.fixture
def five(fjordheim: Community) -> Community:
    """One offer for each nearness, and some for others."""
    ServiceOffer.objects.all().delete()
    an_offer(fjordheim, "for alle")
    an_offer(fjordheim, "for sykehusområdet", "trust")
    an_offer(fjordheim, "for Kysten", "kysten")
    an_offer(fjordheim, "for Solvåg", "solvag")
    an_offer(fjordheim, "for Fjordby", "fjordby")
    an_offer(fjordheim, "for Åsen", "fjordby-asen")
    an_offer(fjordheim, "for Dalene", "dalene")
    return fjordheim


def names(area: str, community: Community, **values: Any) -> list[str]:
    return [found.offer.name for found in offers_for(unit(area), community=community.pk, **values)]


def test_the_nearest_come_first_and_others_not_at_all(five: Community) -> None:
    assert names("fjordby-asen", five) == ["for Åsen", "for Fjordby", "for sykehusområdet", "for alle"]
    assert names("fjordby", five) == ["for Fjordby", "for sykehusområdet", "for alle"]
    assert names("solvag", five) == ["for Solvåg", "for Kysten", "for sykehusområdet", "for alle"]
    assert names("elvedal", five) == ["for Dalene", "for sykehusområdet", "for alle"]
    assert names("havsund", five) == ["for sykehusområdet", "for alle"]


def test_a_district_of_another_hospital_is_not_offered_this_hospitals(five: Community) -> None:
    """Havna is a part of Fjordby, but the neighbour's hospital serves it."""
    assert names("fjordby-havna", five) == ["for Fjordby", "for alle"]


def test_an_office_below_a_municipality_asks_for_its_people(five: Community) -> None:
    assert names("solvag-allocation", five) == names("solvag", five)


def test_an_offer_for_several_is_as_near_as_the_nearest(five: Community) -> None:
    an_offer(five, "for flere", "trust", "kysten", "solvag")
    found = offers_for(unit("solvag"), community=five.pk)
    assert [(each.offer.name, each.near) for each in found if each.offer.name == "for flere"] == [
        ("for flere", Nearness.OWN_MUNICIPALITY)
    ]


def test_only_what_holds_that_day_of_the_kinds_asked_for(five: Community) -> None:
    today = clock.today()
    an_offer(five, "slutt", valid_to=today, kind=OfferKind.REHABILITATION)
    an_offer(five, "kommer", valid_from=today + timedelta(days=10), kind=OfferKind.REHABILITATION)
    an_offer(five, "nå", valid_to=today + timedelta(days=1), kind=OfferKind.REHABILITATION)
    assert names("havsund", five, kinds=[OfferKind.REHABILITATION]) == ["nå"]
    later = today + timedelta(days=10)
    assert names("havsund", five, kinds=[OfferKind.REHABILITATION], on=later) == ["kommer"]


def test_nothing_of_another_community(five: Community) -> None:
    other = Community.objects.get(slug="innlandsvik")
    an_offer(other, "naboens", "fjordby")
    assert "naboens" not in names("fjordby", five)
    assert names("fjordby", other) == ["naboens"]


def test_the_number_of_questions_is_constant(five: Community) -> None:
    counts = []
    for more in (1, 30):
        for number in range(more):
            an_offer(five, f"{more} {number}", "fjordby", "solvag", provider=unit("geriatri-2"))
        offers_for(unit("fjordby"), community=five.pk)
        area = unit("fjordby")
        with CaptureQueriesContext(connection) as asked:
            found = offers_for(area, community=five.pk)
            assert [each.offer.provider.top.name for each in found]
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


@given(
    st.lists(st.sampled_from([*"abcde"]), unique=True),
    st.dictionaries(st.sampled_from([*"abc"]), st.sampled_from(Nearness)),
)
def test_no_place_stated_is_for_all_and_the_nearest_counts(stated: list[str], how_near: dict[str, Nearness]) -> None:
    found = nearest(stated, how_near)  # type: ignore[arg-type]
    if not stated:
        assert found is Nearness.COMMUNITY
    else:
        reached = [how_near[area] for area in stated if area in how_near]
        assert found == (min(reached) if reached else None)


def test_the_page_of_a_stay_shows_them_and_no_address_names_the_patient(fjordheim: Community) -> None:
    story = Story(municipality="9901")
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    stay = story.stay()
    client = signed_in("ola")
    page = client.get(reverse("discharge:stay", args=[stay.pk])).content.decode()
    assert "Tilbud for dem som bor i Fjordby" in page
    assert "Kommunal døgnrehabilitering i Fjordby" in page
    assert "Korttidsplass i Havsund" not in page
    assert f"{reverse('offers:list')}?nar={unit('fjordby').pk}" in page
    near = page.split('id="near-heading"')[1].split("</section>")[0]
    assert str(stay.pk) not in near and str(stay.patient_id) not in near


def test_the_page_of_a_stay_asks_as_often_whatever_is_offered(fjordheim: Community) -> None:
    story = Story(municipality="9901")
    story.admitted("2026-11-16T10:00")
    story.ready("2026-11-16T10:00", "2026-11-19T09:00")
    client, address, counts = signed_in("ola"), reverse("discharge:stay", args=[story.stay().pk]), []
    for more in (0, 25):
        for _ in range(more):
            an_offer(fjordheim, str(uuid4()), "fjordby", kind=OfferKind.REHABILITATION, provider=unit("geriatri-1"))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_clock_is_not_asked_when_a_day_is_given(five: Community) -> None:
    assert names("havsund", five, on=date(2020, 5, 1)) == ["for sykehusområdet", "for alle"]
