"""«Hvem er hvem» as it is used: while one writes, by keyboard alone, without JavaScript, on a phone, by axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_every_page import MODES, go, sign_in, violations

NewBrowser = Callable[..., Page]
ROWS = "#who-rows > li"


@pytest.fixture
def kari(new_browser: NewBrowser) -> Page:
    page = new_browser()
    sign_in(page, "Kari Lund")
    return page


def test_answers_come_while_one_writes_and_the_address_goes_along(kari: Page) -> None:
    kari.goto("/hvem-er-hvem/")
    field = kari.get_by_role("searchbox", name=re.compile("Navn, rolle"))
    expect(field).to_be_focused()
    field.press_sequentially("tildelngskontoret nordvik", delay=30)
    expect(kari.locator(ROWS).first).to_contain_text("Nordvik")
    expect(kari.locator(ROWS).first.get_by_role("link", name=re.compile(r"^[\d ]+$")).first).to_have_attribute(
        "href", re.compile("^tel:")
    )
    expect(kari.locator(ROWS).first).to_contain_text("HER-id 9902001")
    kari.wait_for_url("**/hvem-er-hvem/?q=tildelngskontoret+nordvik")
    expect(kari.get_by_role("status").filter(has_text="treff")).to_have_text(re.compile(r"^\d+ treff$"))
    expect(field).to_be_focused()
    kari.reload()
    expect(field).to_have_value("tildelngskontoret nordvik")
    expect(kari.locator(ROWS).first).to_contain_text("Nordvik")


def test_from_any_page_to_the_colleague_by_keyboard_alone(kari: Page) -> None:
    kari.goto("/pasienter/")
    kari.keyboard.press("/")
    expect(kari.locator("#header-search")).to_be_focused()
    kari.keyboard.type("ola vik")
    kari.keyboard.press("Enter")
    kari.wait_for_url("**/hvem-er-hvem/?q=ola+vik")
    kari.keyboard.press("/")
    expect(kari.locator("#who-text")).to_be_focused()
    kari.keyboard.press("ArrowDown")
    expect(kari.locator("[data-hit]").first).to_be_focused()
    expect(kari.locator("[data-hit]").first).to_have_text("Ola Vik")
    kari.keyboard.press("ArrowDown")
    kari.keyboard.press("ArrowUp")
    kari.keyboard.press("ArrowUp")
    expect(kari.locator("#who-text")).to_be_focused()
    kari.keyboard.press("ArrowDown")
    kari.keyboard.press("Enter")
    expect(kari.get_by_role("heading", level=1)).to_have_text("Ola Vik")


def test_the_key_writes_itself_in_a_field_and_can_be_turned_off(kari: Page) -> None:
    kari.goto("/hvem-er-hvem/")
    kari.locator("#who-text").press_sequentially("1/2")
    expect(kari.locator("#who-text")).to_have_value("1/2")
    kari.get_by_role("checkbox", name=re.compile("går til søkefeltet")).uncheck()
    kari.goto("/")
    kari.keyboard.press("/")
    expect(kari.locator("#header-search")).not_to_be_focused()


def test_an_identity_number_is_never_sent(kari: Page) -> None:
    kari.goto("/hvem-er-hvem/")
    asked: list[str] = []
    kari.on("request", lambda request: asked.append(request.url))
    kari.locator("#who-text").fill("01819012345")
    expect(kari.get_by_role("status").filter(has_text="ikke pasienter")).to_be_visible()
    kari.keyboard.press("Enter")
    kari.wait_for_timeout(400)
    assert not [url for url in asked if "0181" in url]


def test_the_choices_narrow_what_is_written_next(kari: Page) -> None:
    kari.goto("/hvem-er-hvem/?q=nordvik")
    kari.get_by_role("navigation", name="Slag treff").get_by_role("link", name=re.compile("Enheter")).click()
    kari.wait_for_url(re.compile("slag=unit"))
    kari.locator("#who-text").fill("tildelingskontoret")
    kari.get_by_label("Kommune", exact=True).select_option("Solvåg")
    expect(kari.locator(ROWS)).to_have_count(1)
    expect(kari.locator(ROWS)).to_contain_text("Solvåg")


def test_it_works_without_javascript(new_browser: NewBrowser) -> None:
    page = new_browser(java_script_enabled=False)
    sign_in(page, "Ola Vik")
    page.locator("#header-search").fill("utskrivningskoordinator geriatri")
    page.locator("#header-search").press("Enter")
    expect(page.locator(ROWS).first).to_contain_text("Kari Lund")
    page.locator("#who-text").fill("kari zzzz")
    page.get_by_role("button", name="Søk", exact=True).click()
    expect(page.get_by_text("Fant ingen")).to_be_visible()
    page.get_by_role("link", name="kari", exact=True).click()
    expect(page.locator(ROWS).first).to_contain_text("Kari Lund")


@pytest.mark.parametrize("mode", MODES)
def test_it_is_clean(new_browser: NewBrowser, mode: str) -> None:
    values: dict[str, Any] = MODES[mode]
    page = new_browser(reduced_motion="reduce", **values)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, "Kari Lund")
    for where in ("", "?q=sykepleier", "?q=rehabilitering&slag=offer", "?q=kari+zzzz", "?pasient=1"):
        go(page, f"/hvem-er-hvem/{where}")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, where
        assert violations(page) == [], where
    assert complaints == []
