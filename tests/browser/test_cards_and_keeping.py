"""Cards, the map and the pages of the keeper in a browser: clean by axe, by keyboard, on paper, with a mistake."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_every_page import sign_in, violations, window

from samspill.portal.demo.community import id_of

__all__ = ["window"]  # a fixture

NewBrowser = Callable[..., Page]
KARI, AMIR = (f"/hvem-er-hvem/personer/{id_of('person', name)}" for name in ("kari", "amir"))
WARD, CITY, LAUVNES, SLAG = (
    f"/hvem-er-hvem/enheter/{id_of('unit', slug)}" for slug in ("geriatri-2", "fjordby", "lauvnes", "slag")
)
KEPT = f"/forvaltning/enheter/{id_of('unit', 'fjordby')}"
PAGES = {
    "person": ("Ola Vik", KARI),
    "away": ("Ola Vik", AMIR),
    "ward": ("Ola Vik", WARD),
    "city": ("Ola Vik", CITY),
    "merged": ("Ola Vik", LAUVNES),
    "as it was": ("Ola Vik", f"{SLAG}?dato=2020-01-01"),
    "community": ("Ola Vik", "/hvem-er-hvem/fellesskapet"),
    "map": ("Ola Vik", "/hvem-er-hvem/kart"),
    "map of Ahus": ("Ola Vik", "/hvem-er-hvem/kart?fellesskap=ahus"),
    "country": ("Ola Vik", "/hvem-er-hvem/norge"),
    "card on paper": ("Ola Vik", f"{KARI}/kort"),
    "my own": ("Ola Vik", "/forvaltning/meg"),
    "keeping": ("Unni Solberg", "/forvaltning/"),
    "kept unit": ("Unni Solberg", KEPT),
    "contact of a unit": ("Unni Solberg", f"{KEPT}/kontakt"),
    "split": ("Unni Solberg", f"{KEPT}/del"),
    "new unit": ("Unni Solberg", "/forvaltning/enheter/ny"),
    "squares": ("Unni Solberg", "/forvaltning/kart"),
}


@pytest.mark.parametrize("mode", ["light", "dark phone"])
@pytest.mark.parametrize("name", PAGES)
def test_it_is_clean(window: Callable[[str, str | None], Page], mode: str, name: str) -> None:
    who, where = PAGES[name]
    page = window(mode, who)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(where)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "scrolls sideways"
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert complaints == []
    page.close()


def test_the_map_is_walked_by_keyboard(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Ola Vik")
    page.goto("/hvem-er-hvem/kart")
    page.locator(".map-tile").first.focus()
    names = []
    for _ in range(3):
        names.append(page.evaluate("document.activeElement.querySelector('.map-name').textContent"))
        page.keyboard.press("Tab")
    assert len(set(names)) == 3
    page.locator(".map-tile", has_text="Fjordby").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth") != "1.5px"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fjordby")


def test_a_mistake_in_a_form_is_clean_and_leads_to_its_field(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Ola Vik")
    page.goto("/forvaltning/meg")
    page.get_by_label("Mandag").fill("åtte til fire")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_role("link", name=re.compile("Mandag")).click()
    expect(page.get_by_label("Mandag")).to_have_value("åtte til fire")
    assert violations(page) == []


@pytest.mark.parametrize(("where", "pages"), [(f"{KARI}/kort", 1), (f"{WARD}/kort", 1)])
def test_cards_fill_whole_sheets_of_paper(new_browser: NewBrowser, where: str, pages: int) -> None:
    page = new_browser()
    sign_in(page, "Ola Vik")
    page.goto(where)
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == pages
