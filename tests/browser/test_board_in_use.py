"""The board as hospital and municipality use it together: live in two browsers, answered in three clicks."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.test_frame_in_use import sign_in

NewBrowser = Callable[..., Page]
WITHIN = 2.0  # seconds; a second is the promise, the rest is for a busy test machine


def test_an_answer_in_three_clicks_is_seen_by_the_hospital_at_once(new_browser: NewBrowser) -> None:
    kari, ola = new_browser(), new_browser()
    sign_in(kari, "Kari Lund")
    sign_in(ola, "Ola Vik")
    kari.goto("/pasienter/")
    ola.goto("/pasienter/")
    expect(kari.locator("[data-live-mark]")).to_contain_text("Oppdatert nå")
    row = ola.locator("#board tbody tr", has_text="Venter på svar").first
    address = row.locator("a.s-row-link").get_attribute("href")
    seen_by_kari = kari.locator("#board tbody tr", has=kari.locator(f'a.s-row-link[href="{address}"]'))
    expect(seen_by_kari).to_contain_text("Venter på svar")

    row.get_by_role("link", name="Svar").click()  # 1
    ola.get_by_label("Ja, vi kan ta imot").check()  # 2
    ola.get_by_role("button", name="Send svar").click()  # 3
    sent = time.monotonic()
    expect(seen_by_kari).to_contain_text("Kommunen kan ta imot")
    waited = time.monotonic() - sent
    assert waited < WITHIN + 3, f"seen after {waited:.1f} s"
    expect(ola.get_by_text("Svaret er sendt til sykehuset.")).to_be_visible()


def test_the_strangers_municipality_sees_none_of_it(new_browser: NewBrowser) -> None:
    ola, nina = new_browser(), new_browser()
    sign_in(ola, "Ola Vik")
    sign_in(nina, "Nina Dahl")
    ola.goto("/pasienter/")
    nina.goto("/pasienter/")
    links = "els => els.map(el => el.getAttribute('href'))"
    olas = set(ola.locator("#board a.s-row-link").evaluate_all(links))
    ninas = set(nina.locator("#board a.s-row-link").evaluate_all(links))
    assert olas and ninas
    assert not olas & ninas
    answer = nina.goto(sorted(olas)[0])
    assert answer is not None and answer.status == 404


def test_an_opening_is_in_the_access_log_that_the_privacy_officer_reads(new_browser: NewBrowser) -> None:
    kari, eva = new_browser(), new_browser()
    sign_in(kari, "Kari Lund")
    kari.goto("/pasienter/")
    kari.locator("#board a.s-row-link").first.click()
    stay = kari.url.rstrip("/").rsplit("/", 1)[1]
    sign_in(eva, "Eva Strand")
    eva.goto(f"/personvern/innsyn?stay={stay}")
    expect(eva.locator("tbody tr").first).to_contain_text("Kari Lund")


def test_the_board_without_javascript(new_browser: NewBrowser) -> None:
    page = new_browser(java_script_enabled=False)
    sign_in(page, "Kari Lund")
    page.goto("/pasienter/")
    page.get_by_label("Sengepost").select_option(label="– Geriatri 2")
    page.get_by_role("button", name="Vis").click()
    page.wait_for_url("**sted=**")
    page.wait_for_load_state()
    wards = page.locator("#board tbody .board-ward").all_text_contents()
    assert wards
    assert set(wards) == {"Geriatri 2"}


def test_on_paper_the_list_begins_on_the_first_page_and_goes_over_to_the_next(new_browser: NewBrowser) -> None:
    """Nothing around the table may hold it together: it would then jump to a page of its own."""
    page = new_browser()
    sign_in(page, "Kari Lund")
    page.goto("/pasienter/")
    page.emulate_media(media="print")
    around = """() => {
        const found = [];
        for (let e = document.querySelector('table.board'); e; e = e.parentElement) {
            const style = getComputedStyle(e);
            found.push(`${style.display} ${style.breakInside} ${style.containerType}`);
        }
        return found;
    }"""
    assert set(page.evaluate(around)) == {"table auto normal", "block auto normal"}
    pages = page.pdf(format="A4", landscape=True).count(b"/Type /Page\n")
    assert pages >= 2
