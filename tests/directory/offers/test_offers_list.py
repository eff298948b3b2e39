"""The catalogue's list: filters and order in the address, words in any form, pages; and what the page of one shows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import actor
from tests.directory.kept import offer, unit
from tests.signing_in import signed_in

from samspill.core import clock
from samspill.directory.models import Community, OfferDate, OfferKind, OfferLevel, ServiceOffer
from samspill.directory.offers.queries import Question, catalogue

pytestmark = pytest.mark.django_db


def found(**asked: Any) -> list[str]:
    return [each.offer.name for each in catalogue(actor("ola"), Question(**asked))]


def shown(address: str, who: str = "ola") -> list[str]:
    page = signed_in(who).get(address).content.decode()
    return re.findall(r'class="s-row-link" href="/tilbud/[^"]+">([^<]+)<', page)


def test_kind_level_and_provider(fjordheim: Community) -> None:
    both = found(kind=OfferKind.REHABILITATION)
    specialised = found(kind=OfferKind.REHABILITATION, level=OfferLevel.SPECIALISED)
    assert {"Spesialisert døgnrehabilitering etter slag", "Kommunal døgnrehabilitering i Fjordby"} <= set(both)
    assert set(specialised) == {"Spesialisert døgnrehabilitering etter slag", "Hjerterehabilitering"}
    assert found(provider=unit("lunge").pk) == ["Hjemmeoppfølging etter utskrivning, kols", "Lungeskolen"]


@pytest.mark.parametrize(
    "written", ["logoped", "LOGOPEDER", "afasi", "hjerneslaget", "korttidsplasser havsund", "ØHD", "rehabiliteringen"]
)
def test_words_are_found_in_any_form(fjordheim: Community, written: str) -> None:
    assert found(text=written)


def test_all_the_words_must_be_there(fjordheim: Community) -> None:
    assert found(text="logoped fjordby") != found(text="logoped")
    assert found(text="logoped tannlege") == []


def test_near_a_place_the_nearest_first(fjordheim: Community) -> None:
    names = found(near=unit("solvag"), order="near")
    assert "Kommunal døgnrehabilitering i Fjordby" not in names
    assert names.index("Øyeblikkelig hjelp døgn i Kysten") < names.index("Lungeskolen")


def test_the_views_part_what_holds_what_comes_and_what_is_over(fjordheim: Community) -> None:
    today = clock.today()
    ServiceOffer.objects.filter(pk=offer("lung-course").pk).update(valid_to=today)
    ServiceOffer.objects.filter(pk=offer("heart-course").pk).update(valid_from=today + timedelta(days=1))
    assert found(view="ended") == ["Lungeskolen"]
    assert found(view="coming") == ["Hjerteskolen"]
    assert not {"Lungeskolen", "Hjerteskolen"} & set(found())


def test_the_next_date_leaves_out_what_is_over_or_cancelled(fjordheim: Community) -> None:
    course = offer("lung-course")
    first, second = course.dates.order_by("starts")[:2]
    OfferDate.objects.filter(pk=first.pk).update(cancelled=True)
    by_name = {each.offer.name: each.next_date for each in catalogue(actor("ola"), Question())}
    assert by_name["Lungeskolen"] == second.starts
    assert by_name["Korttidsplass i Fjordby"] is None


@pytest.mark.parametrize("backwards", [False, True])
def test_the_orders(fjordheim: Community, backwards: bool) -> None:
    names = found(order="name", backwards=backwards)
    assert names == sorted(names, key=str.casefold, reverse=backwards)
    dates = [each.next_date for each in catalogue(actor("ola"), Question(order="next", backwards=backwards))]
    dated = [each for each in dates if each]
    assert dated == sorted(dated, reverse=backwards) and dates[: len(dated)] == dated
    for order in ("kind", "provider"):
        assert sorted(found(order=order, backwards=backwards)) == sorted(names)


def test_the_address_carries_the_question(fjordheim: Community) -> None:
    base = reverse("offers:list")
    assert shown(f"{base}?type=speech_therapy&niva=municipal") == [
        "Logoped i Kysten, også på skjerm",
        "Logopedtjenesten i Fjordby",
    ]
    near = shown(f"{base}?nar={unit('fjordby').pk}&type=speech_therapy")
    assert near == ["Logopedtjenesten i Fjordby", "Logoped på sykehuset"]
    assert shown(f"{base}?sok=ingenting+slikt") == []


@pytest.mark.parametrize(
    "nonsense",
    [
        "type=x&niva=y&nar=z&fra=q&vis=v&sorter=w&side=999",
        "side=-1",
        "nar=00000000-0000-0000-0000-000000000000",
        "sorter=-near",
    ],
)
def test_an_address_that_cannot_be_understood_is_read_kindly(fjordheim: Community, nonsense: str) -> None:
    assert shown(f"{reverse('offers:list')}?{nonsense}")


def test_a_municipality_of_another_community_is_no_place_here(fjordheim: Community) -> None:
    havna = unit("fjordby-havna")
    page = signed_in("ola").get(f"{reverse('offers:list')}?nar={havna.pk}").content.decode()
    assert "For dem som bor i Havna" not in page and "bor i Havna" not in page


def test_the_page_says_what_a_referrer_needs(fjordheim: Community) -> None:
    course = offer("rehab-fjordby")
    page = signed_in("kari").get(reverse("offers:offer", args=[course.pk])).content.decode()
    for words in ("Slik henviser du", "Hvor går grensen?", "Samme type tilbud på andre nivåer", "Fjordby", "18"):
        assert words in page
    assert "Endre" not in page and "Avslutt tilbudet" not in page


def test_the_other_lists_leader_sees_why_the_button_is_grey(fjordheim: Community) -> None:
    page = signed_in("tone").get(reverse("offers:offer", args=[offer("rehab-fjordby").pk])).content.decode()
    assert 'aria-disabled="true"' in page and "bare tilbudene til din egen organisasjon" in page


def test_the_number_of_questions_is_constant(fjordheim: Community) -> None:
    client, address, counts = signed_in("siri"), reverse("offers:list"), []
    for more in (0, 40):
        for number in range(more):
            made = ServiceOffer.objects.create(
                community=fjordheim,
                provider=unit("geriatri-1"),
                kind="other",
                level="municipal",
                name=f"Tilbud {number}",
                for_whom="a",
                how_to_refer="b",
            )
            made.areas.add(unit("fjordby"), unit("kysten"))
        near = f"{address}?nar={unit('fjordby').pk}&sok=i"
        client.get(near)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(near).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_long_list_is_parted_in_pages_that_keep_the_question(fjordheim: Community) -> None:
    for number in range(40):
        ServiceOffer.objects.create(
            community=fjordheim,
            provider=unit("trust"),
            kind="other",
            level="municipal",
            name=f"Gruppe {number:02}",
            for_whom="a",
            how_to_refer="b",
        )
    address = f"{reverse('offers:list')}?sok=gruppe"
    assert len(shown(address)) == 30
    rest = shown(f"{address}&side=2")
    assert rest and not set(rest) & set(shown(address))
