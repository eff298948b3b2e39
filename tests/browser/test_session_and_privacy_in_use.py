"""A session that is about to end, what was being typed, and the privacy officer's pages, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_every_page import MODES, violations
from tests.browser.test_frame_in_use import sign_in
from tests.running import Copy

NewBrowser = Callable[..., Page]

AGE = """
from datetime import timedelta
from django.conf import settings
from samspill.accounts.models import AccountSession
from samspill.core import clock, walls
with walls.whole_installation("a test"):
    rows = AccountSession.objects.filter(account__username="{name}", ended_at=None)
    rows.update(last_active=clock.now() - settings.SESSION_LIMITS.idle + timedelta(seconds={left}))
"""
NUMBER = """
from samspill.apps.discharge.models import Stay
from samspill.core import walls
with walls.whole_installation("a test"):
    print(Stay.objects.open().filter(community__slug="fjordheim").order_by("pk")[0].patient.identity["number"])
"""
LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def silent_until(copy: Copy, page: Page, name: str, left: int) -> None:
    """As if the person had been silent for all but `left` seconds; the page then asks, as when it is shown."""
    copy.python(AGE.format(name=name, left=left))
    page.evaluate(LOOK_AGAIN)


def an_answer_to_write(page: Page) -> None:
    page.goto("/pasienter/")
    page.locator("#board tbody tr", has_text="Venter på svar").first.get_by_role("link", name="Svar").click()


def test_the_page_asks_before_it_ends_and_going_on_keeps_what_was_typed(
    running_demo: tuple[Copy, str], new_browser: NewBrowser
) -> None:
    page = new_browser()
    sign_in(page, "Ola Vik")
    an_answer_to_write(page)
    page.get_by_label("Nei, ikke nå").check()
    silent_until(running_demo[0], page, "ola", 100)
    question = page.get_by_role("alertdialog", name="Er du der fortsatt?")
    expect(question).to_be_visible()
    expect(question).to_contain_text("omtrent 2 minutter")
    expect(question.get_by_role("button", name="Fortsett")).to_be_focused()
    assert violations(page) == []
    question.get_by_role("button", name="Fortsett").click()
    expect(question).to_be_hidden()
    expect(page.get_by_label("Nei, ikke nå")).to_be_checked()


def test_what_was_typed_is_there_again_after_signing_in(
    running_demo: tuple[Copy, str], new_browser: NewBrowser
) -> None:
    page = new_browser()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    sign_in(page, "Ola Vik")
    an_answer_to_write(page)
    address = page.url.partition("#")[0]
    page.get_by_label("Nei, ikke nå").check()
    page.get_by_label("Fra hvilken dag?").fill("2026-12-24")
    silent_until(running_demo[0], page, "ola", 6)
    page.wait_for_url("**/logg-inn**")
    expect(page.get_by_text("Det du skrev, er tatt vare på.")).to_be_visible()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "2026-12-24" not in kept and "cannot" not in kept  # HTMX keeps the page's address there; nothing else is
    page.get_by_role("button", name="Ola Vik", exact=True).click()
    page.wait_for_url(address)
    expect(page.get_by_text("er satt inn igjen")).to_be_visible()
    expect(page.get_by_label("Nei, ikke nå")).to_be_checked()
    expect(page.get_by_label("Fra hvilken dag?")).to_have_value("2026-12-24")
    assert [text for text in complaints if "status of 40" not in text] == []


def test_signing_out_elsewhere_takes_the_open_board_to_sign_in(
    running_demo: tuple[Copy, str], new_browser: NewBrowser
) -> None:
    here, there = new_browser(), new_browser()
    for page in (here, there):
        sign_in(page, "Nina Dahl")
    there.goto("/pasienter/")
    here.goto("/okter")
    here.get_by_role("button", name="Logg ut alle andre steder").click()
    expect(here.get_by_text("Du er logget ut alle andre steder.")).to_be_visible()
    there.evaluate(LOOK_AGAIN)
    there.wait_for_url("**/logg-inn**")


@pytest.mark.parametrize("mode", MODES)
def test_the_privacy_officers_posted_pages_are_clean(
    running_demo: tuple[Copy, str], new_browser: NewBrowser, mode: str
) -> None:
    number = running_demo[0].python(NUMBER).strip()
    page = new_browser(reduced_motion="reduce", **MODES[mode])
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    sign_in(page, "Eva Strand")
    for where, button in (
        ("/personvern/pasient", "Vis hvem som har sett"),
        ("/personvern/slett", "Vis hva som er lagret"),
    ):
        page.goto(where)
        page.get_by_label("Pasientens fødselsnummer").fill(number)
        page.get_by_role("button", name=button).click()
        page.wait_for_load_state()
        expect(page.get_by_role("table")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        assert violations(page) == []
        assert number not in page.url and number not in page.content()
    assert complaints == []


def test_an_extract_is_a_pdf(running_demo: tuple[Copy, str], new_browser: NewBrowser) -> None:
    page = new_browser(accept_downloads=True)
    sign_in(page, "Eva Strand")
    page.goto("/personvern/pasient")
    page.get_by_label("Pasientens fødselsnummer").fill(running_demo[0].python(NUMBER).strip())
    page.get_by_role("button", name="Vis hvem som har sett").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hvem som har sett, som PDF").click()
    file = waiting.value
    assert file.suggested_filename.startswith("innsynslogg-") and file.path().read_bytes().startswith(b"%PDF-")
