"""What people do in a story, in the words of docs/stories.md: each is somebody at a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect
from tests.browser.test_frame_in_use import sign_in

from samspill.core import clock

SENT = "Svaret er sendt til sykehuset."
REGISTERED = "Registrert. Du kan angre en stund."


@dataclass(frozen=True)
class Patient:
    """One of the story's own."""

    stay: str
    name: str
    initials: str

    @property
    def address(self) -> str:
        return f"/pasienter/{self.stay}/"


class Person:
    """Somebody signed in, at the page that they have open."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        sign_in(page, name)

    def opens(self, patient: Patient) -> None:
        self.page.goto(patient.address)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(patient.name)

    def opens_the_board(self) -> None:
        self.page.goto("/pasienter/")

    def row_of(self, patient: Patient) -> Locator:
        """On the board."""
        link = self.page.locator(f'a.s-row-link[href="{patient.address}"]')
        return self.page.locator("#board tbody tr", has=link)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def does_not_see(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def unfolds(self, name: str) -> None:
        self.page.locator("summary", has_text=name).click()

    def fills(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def writes_an_answer(self, can: bool, day: date | None = None) -> None:
        """On the page of the patient, without sending it."""
        self.page.get_by_label("Ja, vi kan ta imot" if can else "Nei, ikke nå").check()
        if day:
            self.fills("Fra hvilken dag? (valgfritt)", day.isoformat())

    def answers(self, patient: Patient, can: bool, day: date | None = None) -> None:
        self.opens(patient)
        self.writes_an_answer(can, day)
        self.presses("Send svar")
        self.sees(SENT)

    def begins_to_register(self, patient: Patient, what: str, **fields: str) -> None:
        """As far as the filled form. fields: by label, with `choose` for something that is picked."""
        self.opens(patient)
        self.follows("Registrer")
        self.follows(what)
        for label, text in fields.items():
            self._fills_in(label, text)

    def _fills_in(self, name: str, text: str) -> None:
        if name == "ward":
            self.page.get_by_label("Ny sengepost").select_option(label=text)
        elif name == "place":
            self.page.get_by_label(text, exact=True).check()
        else:
            self.fills({"day": "Hvilken dag? (valgfritt)", "municipality": "Kommunenummer"}[name], text)

    def registers(self, patient: Patient, what: str, **fields: str) -> None:
        self.begins_to_register(patient, what, **fields)
        self.presses(what)
        self.sees(REGISTERED)


def today(days: int = 0) -> date:
    """So many days from today, as the installation counts them."""
    return clock.today() + timedelta(days=days)


def worth(days: int) -> dict[str, Any]:
    """What so many payable days come to at the made-up rate."""
    from tests.browser.stories.within import RATE

    return {"days": days, "kroner": days * RATE}
