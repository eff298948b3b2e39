"""What the ten stories do not come by: a patient whom the municipality does not know, another site with places, and the
minutes of the joint meeting. Done in browsers, as people do it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.browser.stories.people import REGISTERED, Patient, Person

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("rate")]


def test_a_patient_whom_the_municipality_does_not_know(
    kari: Person, ola: Person, patient: Callable[..., Patient]
) -> None:
    one, what = patient("Ukjent", ready=1), "Pasienten er ukjent i kommunen"
    ola.begins_to_register(one, what)
    ola.page.get_by_label("Vi finner ingen med dette navnet og nummeret").check()
    ola.presses(what)
    ola.sees(REGISTERED, "Dere har meldt at pasienten er ukjent")
    kari.opens(one)
    kari.sees("Kommunen melder at pasienten er ukjent", "Vi finner ingen med dette navnet og nummeret")
    kari.registers(one, "Oppholdskommunen stemmer")
    kari.does_not_see("Vi finner ingen med dette navnet og nummeret.")
    ola.answers(one, can=True)


def test_another_site_with_places(ola: Person) -> None:
    ola.page.goto("/plasser/")
    form = ola.page.locator("#nytt-sted")
    form.get_by_label("Hva slags plass?").select_option(label="Korttidsplass")
    form.get_by_label("Ledige hver dag").fill("3")
    form.get_by_label("Sted").fill("Utsikten")
    form.get_by_role("button", name="Legg til").click()
    row = ola.page.locator(".places-grid tr", has_text="Utsikten")
    expect(row.locator("input.places-count").nth(1)).to_have_value("3")


def test_minutes_of_the_joint_meeting(person: Callable[[str], Person]) -> None:
    tone = person("Tone Berg")
    tone.page.goto("/ventetid/")
    tone.follows("Skriv referat fra felles møte")
    tone.page.get_by_label("Hvem var til stede?").fill("Tone Berg, sykehuset\nJon Eide, Fjordby")
    tone.page.get_by_label("Hva ble avtalt?").last.fill("Kommunen tar imot på fredag.")
    tone.presses("Lagre referatet")
    tone.sees("Referatet er lagret", "Skrevet av Tone Berg", "Jon Eide, Fjordby", "Kommunen tar imot på fredag.")
