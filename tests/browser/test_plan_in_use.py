"""The plan as people use it: the secretariat revises it, a leader reports from a phone, a body follows up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Page, expect

NewBrowser = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
COUNT = """addEventListener('pointerdown', () =>
  sessionStorage.setItem('taps', 1 + Number(sessionStorage.getItem('taps') || 0)), true)"""


def sign_in(page: Page, name: str) -> None:
    page.goto("/logg-inn")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def count_taps(page: Page) -> None:
    """From now on, over pages: a finger on a link, a label or a button is one tap."""
    page.context.add_init_script(COUNT)
    page.evaluate(COUNT)


def taps(page: Page) -> int:
    return int(page.evaluate("sessionStorage.getItem('taps') || 0"))


def open_action(page: Page, number: str) -> None:
    page.goto("/plan/")
    page.locator("tr", has=page.get_by_role("rowheader", name=number, exact=True)).locator("a.s-row-link").click()


def test_the_secretariat_revises_the_plan(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Siri Haug")
    page.goto("/plan/")
    page.get_by_role("button", name="Revider").click()
    expect(page.get_by_text("Utkast. Gjelder ikke")).to_be_visible()
    page.get_by_role("link", name="Endre 5.1.1").click()
    page.get_by_label("Nummer").fill("5.1.7")
    page.get_by_label("Hvorfor endres det?").fill("Samlet med de andre tallene")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("link", name="Endre overskrifter").click()
    page.get_by_label("Innsatsområde 5", exact=True).fill("Felles tall for alle")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("main")).to_contain_text("Overskriftene er endret.")
    page.locator(".pl-goal", has=page.get_by_role("rowheader", name="5.1.7", exact=True)).get_by_role(
        "link", name="Nytt tiltak her"
    ).click()
    page.get_by_label("Tiltak", exact=True).fill("Felles oversikt over ledige plasser")
    page.get_by_role("textbox", name="Ansvarlige").fill("Sekretariatet")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("link", name="Endre 4.1.2").click()
    page.get_by_role("link", name="Ta tiltaket ut av utkastet").click()
    page.get_by_label("Hvorfor videreføres det ikke?").fill("Holdt i vår")
    page.get_by_label("Det er gjennomført").check()
    page.get_by_role("button", name="Ta ut").click()
    page.get_by_role("link", name="Se alt som er endret").click()
    expect(page.get_by_role("main")).to_contain_text("5.1.1 → 5.1.7")
    expect(page.get_by_role("main")).to_contain_text("Felles oversikt over ledige plasser")
    expect(page.get_by_role("main")).to_contain_text("Felles tall for alle")
    expect(page.get_by_role("main")).to_contain_text("Holdt i vår")
    page.go_back()
    page.get_by_text("Godkjenn", exact=True).click()
    page.get_by_label("Hvem har godkjent?").fill("SSU")
    page.get_by_role("button", name="Planen er godkjent").click()
    expect(page.get_by_role("main")).to_contain_text("Utgaven gjelder nå.")
    expect(page.get_by_role("rowheader", name="5.1.7", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("Utgave 1")).click()
    expect(page.get_by_role("main")).to_contain_text("En tidligere utgave")
    expect(page.get_by_role("rowheader", name="5.1.1", exact=True)).to_be_visible()


def test_a_council_leader_reports_from_a_phone(new_browser: NewBrowser) -> None:
    page = new_browser(**PHONE)
    sign_in(page, "Lise Myhre")
    page.goto("/plan/ikke-meldt")  # the link that the secretariat sends
    count_taps(page)
    page.get_by_role("link", name=re.compile("^Meld")).first.tap()
    page.locator("label", has_text="I rute").tap()
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("main")).to_contain_text("Takk. Status er meldt.")
    assert taps(page) == 3  # open, choose, send: nothing that has to be typed
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_a_leader_typed_on_the_phone_is_on_the_record(new_browser: NewBrowser) -> None:
    page = new_browser(**PHONE)
    sign_in(page, "Lise Myhre")
    page.goto("/plan/ikke-meldt")
    page.get_by_role("link", name=re.compile("^Meld")).last.tap()
    page.locator("label", has_text="Forsinket").tap()
    page.get_by_label("Neste steg").fill("Møte i januar")
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("main")).to_contain_text("Møte i januar")
    expect(page.get_by_role("main")).to_contain_text("Lise Myhre")


def test_the_strategic_body_follows_up_and_stops_an_action(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Siri Haug")
    page.goto("/plan/siden-sist")
    expect(page.get_by_role("heading", name="Trenger oppmerksomhet")).to_be_visible()
    page.goto("/plan/virker-det")
    expect(page.get_by_role("heading", name=re.compile("Tiltak uten resultatmål"))).to_be_visible()
    open_action(page, "1.2.2")
    expect(page.get_by_role("main")).to_contain_text("Ingen endring å se")
    page.get_by_role("link", name="Før vedtak").click()
    expect(page.get_by_role("heading", name="Dette vet vi")).to_be_visible()
    page.get_by_label("Stoppe").check()
    page.get_by_label("Hvem har vedtatt det?").fill("SSU")
    page.get_by_label("Når?").fill(date.today().isoformat())
    page.get_by_label("Begrunnelse").fill("Ingen virkning på ett år.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("main")).to_contain_text("Vedtaket er ført.")
    expect(page.get_by_role("main")).to_contain_text("Avsluttet")
    expect(page.get_by_role("main")).to_contain_text("Da forelå:")
    page.goto("/plan/siden-sist")  # and it is what the next meeting sees
    expect(page.get_by_role("main")).to_contain_text("Ingen virkning på ett år.")
    page.goto("/plan/virker-det")
    expect(page.get_by_role("main")).to_contain_text("1.2.2")
