"""The two things that are done most, without a mouse: answering for a patient, and walking a round."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.stories.people import SENT, Patient, Person
from tests.browser.stories.within import Inside

pytestmark = pytest.mark.once
MOST = 150  # presses; more, and nobody would find the way


def tab_to(page: Page, wanted: Locator) -> None:
    expect(wanted).to_be_visible()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by {MOST} presses of Tab")


def test_a_patient_is_answered_for_by_keyboard(ola: Person, patient: Callable[..., Patient], inside: Inside) -> None:
    one, page = patient("Tastende", ready=2), ola.page
    ola.opens_the_board()
    link = ola.row_of(one).locator("a.s-row-link")
    for _ in range(60):
        page.keyboard.press("j")
        if link.evaluate("element => element === document.activeElement"):
            break
    expect(link).to_be_focused()
    page.keyboard.press("s")  # straight to the answer
    page.wait_for_url("**#svar")
    expect(page.get_by_role("heading", level=1)).to_contain_text(one.name)
    tab_to(page, page.get_by_label("Ja, vi kan ta imot"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Send svar"))
    page.keyboard.press("Enter")
    ola.sees(SENT)
    found = inside.ask("ending", stay=one.stay)
    assert (found["state"], found["days"]) == ("place_ready", 2)
    assert found["opened"] == {"Ola Vik": 2}


def test_a_round_is_walked_by_keyboard(kari: Person, patient: Callable[..., Patient], inside: Inside) -> None:
    one, page = patient("Spaserende", ready=1, municipality="9902"), kari.page
    kari.opens_the_board()
    tab_to(page, page.get_by_role("link", name="Daglig runde", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Ta runden med Nordvik", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.locator(f'ol a[href="?pasient={one.stay}"]'))
    page.keyboard.press("Enter")
    kari.sees(one.initials)
    page.wait_for_url(f"**pasient={one.stay}")
    tab_to(page, page.get_by_label("Hvem snakket du med?"))
    page.keyboard.type("Nina Dahl")
    page.keyboard.press("Tab")
    page.keyboard.type("Plass i morgen")
    tab_to(page, page.get_by_role("button", name="Noter og gå videre"))
    page.keyboard.press("Enter")
    kari.sees("Notert.")
    tab_to(page, page.get_by_role("button", name="Avslutt runden"))
    page.keyboard.press("Space")
    kari.sees("Referat, runde", one.initials, "Plass i morgen")
    assert inside.ask("ending", stay=one.stay)["points"] == 1
