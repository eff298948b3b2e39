from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from samspill.core import clock, waiting
from samspill.core.waiting import WaitingItem
from samspill.directory.models import Community

SignIn = Callable[[str], Client]


@pytest.fixture
def one_room(monkeypatch: pytest.MonkeyPatch) -> Callable[[Iterable[WaitingItem]], None]:
    """Only what the test says waits, for everybody."""

    def furnish(items: Iterable[WaitingItem]) -> None:
        monkeypatch.setattr(waiting, "_rooms", [lambda person: list(items)])

    return furnish


def item(what: str, **more: Any) -> WaitingItem:
    return WaitingItem(what=what, about=f"om {what}", url=f"/{what}", **more)


def test_the_first_page_shows_what_waits_in_order_of_promise(signed_in: SignIn, one_room: Any) -> None:
    now = clock.now()
    one_room(
        [
            item("sist"),
            item("snart", due=now + timedelta(hours=2)),
            item("brutt", due=now - timedelta(days=1), broken=True),
        ]
    )
    page = signed_in("ola").get("/").content.decode()
    assert page.index("om brutt") < page.index("om snart") < page.index("om sist")
    assert "3 ting venter på deg" in page
    assert "1 over frist" in page
    assert 'href="/snart"' in page
    assert "Ingen frist" in page


def test_a_long_list_is_shown_in_part_and_counted_in_whole(signed_in: SignIn, one_room: Any) -> None:
    one_room([item(f"sak-{number:03}", broken=number < 30) for number in range(90)])
    client = signed_in("ola")
    page = client.get("/").content.decode()
    assert page.count("s-row-link") == 25 and "90 ting venter på deg" in page and "30 over frist" in page
    assert "Vis 65 til" in page and 'href="?vis=alle"' in page
    whole = client.get("/?vis=alle").content.decode()
    assert whole.count("s-row-link") == 90 and " til</a>" not in whole
    assert 'hx-get="/?vis=alle"' in whole, "it stays whole when it follows along"


def test_a_broken_promise_is_told_in_words(signed_in: SignIn, one_room: Any) -> None:
    one_room([item("brutt", due=clock.now() - timedelta(days=1), broken=True)])
    assert "Over frist" in signed_in("ola").get("/").content.decode()


def test_somebody_with_nothing_to_do_is_told_so(signed_in: SignIn, one_room: Any) -> None:
    one_room([])
    page = signed_in("siri").get("/").content.decode()
    assert "Ingenting venter på deg nå" in page
    assert "/hva-kan-jeg" in page


def test_the_page_that_follows_along_asks_for_its_inner_part(signed_in: SignIn, one_room: Any) -> None:
    one_room([item("sist")])
    part = signed_in("ola").get("/", headers={"HX-Request": "true"}).content.decode()
    assert "om sist" in part
    assert "<html" not in part
    assert 'id="waiting"' in part


def test_the_name_of_the_community_is_always_there(signed_in: SignIn) -> None:
    client = signed_in("ola")
    for address in ("/", "/hva-kan-jeg", "/rolle", "/finnes-ikke", "/personvern/innsyn"):
        page = client.get(address).content.decode()
        assert "Helsefellesskapet Fjordheim" in page, address
        assert "Tildelingskontoret, Fjordby" in page, address


def test_the_public_is_told_what_this_is(fjordheim: Community, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Hva er et helsefellesskap?" in page
    assert "Helsefellesskapet Fjordheim" in page
    assert "oppdiktet" in page
    assert 'href="/logg-inn"' in page
    assert "Vik" not in page, "no people"


def test_the_public_page_says_how_many_it_serves(fjordheim: Community, client: Client) -> None:
    from samspill.portal.queries import community_lines

    lines = {line.name: line for line in community_lines()}
    assert "Fjordheim sykehus HF" in lines["Helsefellesskapet Fjordheim"].trusts
    assert len(lines["Helsefellesskapet Fjordheim"].municipalities) >= 12


def test_the_public_page_costs_the_same_however_many_they_are(
    fjordheim: Community, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        client.get("/")


def test_an_empty_installation_says_so(db: None, client: Client) -> None:
    assert "Ingen helsefellesskap er lagt inn ennå" in client.get("/").content.decode()


def test_everybody_can_read_what_they_may_do(signed_in: SignIn) -> None:
    page = signed_in("ola").get("/hva-kan-jeg").content.decode()
    mine, others = page.split("Du kan ikke")
    assert "Svare sykehuset" in mine
    assert "Lese hvem som har åpnet" in others
    assert "Personvernombud" in others


@pytest.mark.parametrize(
    "name", ["kari", "ola", "nina", "siri", "per", "berit", "amir", "tone", "eva", "lise", "mari", "arne"]
)
def test_everybody_has_a_first_page_and_a_navigation(signed_in: SignIn, name: str) -> None:
    client = signed_in(name)
    page = client.get("/")
    assert page.status_code == 200
    assert 'aria-current="page"' in page.content.decode()
    assert client.get("/hva-kan-jeg").status_code == 200
