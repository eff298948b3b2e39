"""The page «Hvem er hvem» and the field in the header."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from tests.cast import CAST
from tests.directory.search_ground import unit

from samspill.directory.models import Community

SignIn = Callable[[str], Client]


def page(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.content.decode())


@pytest.mark.parametrize("name", [name for name in CAST if name != "jon"])  # who has a role to choose first
def test_everybody_has_it_in_the_navigation_and_the_header(signed_in: SignIn, name: str) -> None:
    text = page(signed_in(name), "/")
    assert 'href="/hvem-er-hvem/"' in text and 'action="/hvem-er-hvem/"' in text


def test_it_works_as_a_plain_form(signed_in: SignIn) -> None:
    text = page(signed_in("ola"), "/hvem-er-hvem/?q=utskrivningskordinator")
    assert "<h1" in text and "Kari Lund" in text and 'value="utskrivningskordinator"' in text
    assert 'href="tel:' in text and "HER-id 9900112" in text
    assert "ligner på «utskrivningskordinator»" in text


def test_htmx_gets_the_answers_alone_with_their_address(signed_in: SignIn) -> None:
    answer = signed_in("ola").get("/hvem-er-hvem/?q=lund&kommune=&slag=", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<h1" not in text and "Kari Lund" in text
    assert answer["HX-Replace-Url"] == "/hvem-er-hvem/?q=lund"
    assert 'id="who-count"' in text and "treff" in text


def test_the_empty_page_shows_first_steps_that_lead_somewhere(signed_in: SignIn) -> None:
    client = signed_in("kari")
    text = page(client, "/hvem-er-hvem/")
    examples = [
        part.split('"')[0] for part in text.split('class="s-segment" href="')[1:] if "?q=" in part.split('"')[0]
    ]
    assert len(examples) == 4
    for address in examples:
        found = page(client, address)
        assert "who-hit" in found or "Mente du" in found, address


def test_nothing_found_is_said_with_what_to_try(signed_in: SignIn) -> None:
    text = page(signed_in("kari"), "/hvem-er-hvem/?q=kari+zzzzzz")
    assert "svarer til «kari zzzzzz»" in text and "Mente du" in text and "?q=kari" in text


def test_choices_are_in_the_address(signed_in: SignIn) -> None:
    client = signed_in("kari")
    text = page(client, f"/hvem-er-hvem/?q=tildelingskontoret&slag=unit&kommune={unit('Nordvik').number}")
    assert text.count('class="who-hit"') == 1 and "Nordvik" in text
    for nonsense in ("slag=patient", "kommune=xx", "alle=ja", "kommune=0301"):
        assert "who-hit" in page(client, f"/hvem-er-hvem/?q=tildelingskontoret&{nonsense}")


@pytest.mark.parametrize("number", ["01819012345", "018190+12345"])
def test_an_identity_number_stays_nowhere(signed_in: SignIn, number: str) -> None:
    client = signed_in("kari")
    answer = client.get(f"/hvem-er-hvem/?q={number}")
    assert answer.status_code == 302 and "0181" not in answer["Location"]
    text = page(client, answer["Location"])
    assert "ikke pasienter" in text and "0181" not in text
    inner = client.get(f"/hvem-er-hvem/?q={number}", headers={"HX-Request": "true"})
    assert inner["HX-Replace-Url"] == "/hvem-er-hvem/" and b"0181" not in inner.content


@pytest.mark.parametrize("text", ["", " ", "%00", "%F0%9F%A6%8A", "<script>alert(1)</script>", "a" * 10_000, "%", "'"])
def test_no_text_makes_the_page_fall(signed_in: SignIn, text: str) -> None:
    answer = signed_in("kari").get(f"/hvem-er-hvem/?q={text}")
    assert answer.status_code == 200 and b"<script>alert" not in answer.content


def test_more_answers_when_asked_for(signed_in: SignIn, fjordheim: Community) -> None:
    from tests.directory.search_ground import employ

    for number in range(30):
        employ(fjordheim, "Krulle", f"Bukk{number}", unit("Lunge"))
    client = signed_in("kari")
    few = page(client, "/hvem-er-hvem/?q=krulle")
    assert few.count('class="who-hit"') == 20 and "Vis flere treff" in few and "30 treff" in few
    assert page(client, "/hvem-er-hvem/?q=krulle&alle=1").count('class="who-hit"') == 30
