"""Headers, language, look and navigation: what is around every page."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from samspill.ui import language, navigation, theme
from samspill.ui.frame import place_of

pytestmark = pytest.mark.django_db


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed(client: Client) -> None:
    answer = client.get("/komponenter")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "nb"),
        ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6", "nb"),
        ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
        ("no", "nb"),
        ("en-US,en;q=0.9", "nb"),
        ("de, nn;q=0.5", "nn"),
        ("rubbish;;;q=x", "nb"),
    ],
)
def test_a_browser_is_given_norwegian_as_it_asks(asked: str, given: str) -> None:
    assert language.language_of(RequestFactory().get("/", headers={"Accept-Language": asked})) == given


@pytest.mark.parametrize(
    ("code", "heading"), [("nb", "Siden finnes ikke"), ("nn", "Sida finst ikkje"), ("en", "The page does not exist")]
)
def test_a_chosen_language_is_remembered(client: Client, code: str, heading: str) -> None:
    answer = client.post("/sprak", {"language": code, "next": "/komponenter"})
    assert answer["Location"] == "/komponenter"
    page = client.get("/finnes-ikke")
    assert page.status_code == 404
    assert f'<html lang="{code}"' in page.content.decode()
    assert heading in page.content.decode()
    assert page["Content-Language"] == code


def test_an_unknown_language_or_look_is_not_remembered(client: Client) -> None:
    client.post("/sprak", {"language": "xx"})
    client.post("/utseende", {"theme": '"><script>'})
    assert client.cookies[language.COOKIE].value == "nb"
    assert client.cookies[theme.COOKIE].value == "auto"
    client.cookies[theme.COOKIE] = "rubbish"
    assert 'data-color-scheme="auto"' in client.get("/komponenter").content.decode()


def test_a_chosen_look_is_remembered(client: Client) -> None:
    client.post("/utseende", {"theme": "dark", "next": "/"})
    assert 'data-color-scheme="dark"' in client.get("/komponenter").content.decode()
    assert client.cookies[theme.COOKIE]["httponly"]


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", "komponenter", "/\\example.org", ""]
)
def test_nobody_is_sent_elsewhere(client: Client, elsewhere: str) -> None:
    assert client.post("/sprak", {"language": "nn", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("address", ["/sprak", "/utseende"])
def test_a_choice_is_made_by_a_form(client: Client, address: str) -> None:
    assert client.get(address).status_code == 405
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403


class Person:
    signed_in = True

    def __init__(self, *deeds: str) -> None:
        self._deeds = deeds

    def may(self, deed: str) -> bool:
        return deed in self._deeds


def test_the_navigation_shows_what_one_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_rooms", {})
    navigation.add(navigation.Entry(label="Komponenter", url_name="components", deed="b.see", order=20))
    navigation.add(navigation.Entry(label="I dag", url_name="home", deed="a.see", order=10))
    navigation.add(navigation.Entry(label="Borte", url_name="no-such-page", deed="a.see"))
    both = navigation.rooms_for(Person("a.see", "b.see"), "/komponenter")
    assert [(link.label, link.current) for link in both] == [("I dag", False), ("Komponenter", True)]
    assert [link.label for link in navigation.rooms_for(Person("a.see"), "/")] == ["I dag"]
    assert navigation.rooms_for(Person("a.see"), "/")[0].current
    nobody = type("Nobody", (), {"signed_in": False})()
    assert navigation.rooms_for(nobody, "/") == []


def test_a_part_is_named_with_its_organisation() -> None:
    assert place_of("Tildelingskontoret", "Fjordby") == "Tildelingskontoret, Fjordby"
    assert place_of("Fjordby", "Fjordby") == "Fjordby"


def test_the_demo_says_that_it_is_one(client: Client) -> None:
    assert "oppdiktede data" in client.get("/").content.decode()


def test_the_pages_for_mistakes_need_neither_a_person_nor_a_database() -> None:
    from django.template.loader import get_template

    assert "Feilen er ikke din" in get_template("500.html").render()
    assert "ikke forstått" in get_template("400.html").render()
