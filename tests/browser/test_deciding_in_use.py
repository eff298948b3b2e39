"""One story through the room: a council drafts a service model, and in the end it binds and is followed up.

Two people also write the same minutes at once, in two browsers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.browser.test_every_page import go, sign_in, violations, window
from tests.running import Copy

__all__ = ["window"]  # a fixture

NewBrowser = Callable[..., Page]
PAGES = {
    "cases": "/saker/",
    "a case": "first of /saker/?status=anchoring&vis=all",
    "a case on the agenda": "first of /saker/?status=on_agenda",
    "new case": "/saker/ny",
    "bodies": "/saker/organer/",
    "a body": "first of /saker/organer/",
    "new body": "/saker/organer/nytt",
    "a structure": "/saker/organer/hent-inn",
    "meetings": "/saker/moter/",
    "a meeting": "first of /saker/moter/",
    "a meeting that was": "first of /saker/moter/?vis=for",
    "new meeting": "/saker/moter/nytt",
    "agreements": "/saker/avtaler/?sok=varsling",
    "hearings": "/saker/horinger/",
    "a hearing": "first of /saker/horinger/",
    "the wheel": "/saker/arshjul/",
    "the desk": "/saker/bord/",
    "published": "/saker/apent/fjordheim/",
}
TITLE = "Tjenestemodell for barn med langvarige plager"
SOON = (date.today() + timedelta(days=20)).isoformat()
# Leaders who can be signed in as in this test only; and a body with few parties, that nobody else uses.
SET_UP = """
from samspill.accounts.models import Account
from samspill.directory.models import Person
astrid = Person.objects.get(given_name="Astrid", family_name="Nes")
Account.objects.get_or_create(username="astrid", defaults={"person": astrid, "demo": True})
"""
BECAME = """
from samspill.accounts.models import Account
from samspill.apps.governance.cases.deciding import follow_up_became
from samspill.apps.governance.models import Body, FollowUp
from samspill.core.references import Reference
from samspill.portal.demo.members import as_one_of_the_cast
task = FollowUp.objects.get(what="Lag opplæring i modellen")
body = Body.objects.get(short_name="Forbedring")
follow_up_became(by=as_one_of_the_cast("siri"), follow_up=task, thing=Reference("governance.body", body.pk))
"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_load_state()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def to_case(page: Page) -> None:
    page.goto(f"/saker/?vis=all&sok={TITLE}")
    follow(page, TITLE)


def move(page: Page, label: str, reason: str = "") -> None:
    follow(page, label)
    if reason:
        page.get_by_label("Hvorfor?").fill(reason)
    press(page, label)


def put_on_agenda_of(page: Page, body: str) -> None:
    page.goto("/saker/moter/nytt")
    page.get_by_label("Organ").select_option(label=body)
    page.get_by_label("Dato").fill(SOON)
    press(page, "Lagre")
    follow(page, "Sett en sak på sakslisten")
    page.get_by_label("Sak", exact=True).select_option(index=next_option(page))
    press(page, "Lagre")
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()


def next_option(page: Page) -> int:
    options = page.get_by_label("Sak", exact=True).locator("option").all_text_contents()
    return next(number for number, text in enumerate(options) if TITLE in text)


def decide(page: Page, outcome: str, text: str) -> None:
    to_case(page)
    follow(page, "Før vedtaket")
    page.get_by_label(outcome).check()
    page.get_by_label("Vedtaket, ordrett").fill(text)
    for side in ("hospital", "municipality"):
        page.locator(f"#id_stand_{side}").select_option("agrees")
    press(page, "Lagre")
    expect(page.get_by_text(text).first).to_be_visible()


def anchor(page: Page) -> None:
    to_case(page)
    follow(page, "Send til forankring")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    for party in ("Fjordheim sykehus HF", "Fjordby", "Nordvik"):
        page.get_by_label(party, exact=True).check()
    press(page, "Lagre")
    expect(page.get_by_text("3 parter har ikke svart.")).to_be_visible()


def answer_from_home(page: Page, reply: str, reason: str = "") -> None:
    to_case(page)
    page.get_by_role("link", name="Svar", exact=True).first.click()
    page.get_by_label(reply).check()
    page.get_by_label("Begrunnelse").fill(reason)
    press(page, "Send svaret")


def as_jon(page: Page) -> Page:
    sign_in(page, "Jon Eide")
    if "/rolle" in page.url:
        page.get_by_role("button", name="Kommunedirektør").first.click()
        page.wait_for_load_state()
    return page


def drafted_in_a_council(siri: Page, lise: Page) -> None:
    """Clinics and municipalities give their input."""
    lise.goto("/saker/ny")
    lise.get_by_label("Tittel").fill(TITLE)
    lise.get_by_label("Foreslås for").select_option(label="Faglig samarbeidsutvalg")
    lise.get_by_label("Beslutning").check()
    lise.get_by_label("Kort og enkelt").fill("Barn skal slippe å vente mellom tjenestene.")
    press(lise, "Foreslå")
    to_case(siri)
    move(siri, "Ta inn saken")
    follow(siri, "Be et annet organ om råd")
    siri.get_by_label("Hvem spør dere?").select_option(label="Forbedringsgruppen")
    siri.get_by_label("Hva vil dere vite?").fill("Hva mener klinikkene og kommunene?")
    siri.get_by_label("Svar innen").fill(SOON)
    press(siri, "Spør")
    to_case(lise)
    follow(lise, "Gi råd")
    lise.get_by_label("Svaret").fill("Klinikkene og kommunene støtter modellen.")
    press(lise, "Lagre")


def recommended_and_lifted(siri: Page) -> None:
    to_case(siri)
    move(siri, "Klar til behandling")
    put_on_agenda_of(siri, "Faglig samarbeidsutvalg")
    decide(siri, "Tilrådd", "FSU tilrår modellen.")
    follow(siri, "Løft til organet over")
    siri.get_by_label("Til organ").select_option(label="Strategisk samarbeidsutvalg")
    siri.get_by_label("Hvorfor?").fill("FSU tilrår.")
    press(siri, "Løft til organet over")


def decided_refused_and_decided_again(siri: Page, tone: Page, jon: Page, astrid: Page) -> None:
    """By consensus; two confirm, one refuses, and it is taken up again until all confirm."""
    move(siri, "Klar til behandling")
    put_on_agenda_of(siri, "Strategisk samarbeidsutvalg")
    decide(siri, "Vedtatt ved konsensus", "SSU vedtar modellen.")
    anchor(siri)
    answer_from_home(tone, "Vi bekrefter vedtaket")
    answer_from_home(jon, "Vi bekrefter vedtaket")
    answer_from_home(astrid, "Vi bekrefter ikke", "Vi må ha et år på oss.")
    to_case(siri)
    expect(siri.get_by_text("Vi må ha et år på oss.").first).to_be_visible()
    expect(siri.get_by_text("Falt bort").first).to_be_visible()
    put_on_agenda_of(siri, "Strategisk samarbeidsutvalg")
    decide(siri, "Vedtatt ved konsensus", "SSU vedtar modellen, med ett år til innføring.")
    anchor(siri)
    for page in (tone, jon, astrid):
        answer_from_home(page, "Vi bekrefter vedtaket")
    to_case(siri)
    expect(siri.get_by_text("Bindende").first).to_be_visible()


def asked_for_at_the_next_meeting(siri: Page) -> None:
    follow(siri, "Ny oppgave")
    siri.get_by_label("Hva skal gjøres?").fill("Lag opplæring i modellen")
    siri.get_by_label("Hvem", exact=True).fill("Lise Myhre")
    siri.get_by_label("Frist").fill(SOON)
    press(siri, "Lagre")
    siri.goto("/saker/moter/nytt")
    siri.get_by_label("Organ").select_option(label="Strategisk samarbeidsutvalg")
    siri.get_by_label("Dato").fill((date.today() + timedelta(days=60)).isoformat())
    press(siri, "Lagre")
    expect(siri.get_by_text("Lag opplæring i modellen").first).to_be_visible()


def test_from_a_draft_in_a_council_to_a_binding_decision_that_is_followed_up(
    running_demo: tuple[Copy, str], new_browser: NewBrowser
) -> None:
    running_demo[0].python(SET_UP)
    siri, lise, tone, jon, astrid = (new_browser() for _ in range(5))
    for page, name in ((siri, "Siri Haug"), (lise, "Lise Myhre"), (tone, "Tone Berg"), (astrid, "Astrid Nes")):
        sign_in(page, name)
    as_jon(jon)
    drafted_in_a_council(siri, lise)
    recommended_and_lifted(siri)
    decided_refused_and_decided_again(siri, tone, jon, astrid)
    asked_for_at_the_next_meeting(siri)
    running_demo[0].python(BECAME)
    to_case(siri)
    expect(siri.get_by_role("link", name="Forbedringsgruppen").last).to_be_visible()


def test_two_write_the_same_minutes_at_once_and_one_of_them_publishes(new_browser: NewBrowser) -> None:
    siri, lise = new_browser(), new_browser()
    sign_in(siri, "Siri Haug")
    sign_in(lise, "Lise Myhre")
    siri.goto("/saker/moter/")
    siri.get_by_role("row", name="Faglig samarbeidsutvalg").first.get_by_role("link").click()
    siri.wait_for_load_state()
    press(siri, "Skriv referat")
    address = siri.url
    lise.goto(address)
    for page, words in ((siri, "Siri skrev dette."), (lise, "Lise la til dette.")):
        box = page.get_by_label("Tekst").first
        box.fill(words)
    for page in (siri, lise):
        with page.expect_response("**/saker/moter/referat/**"):
            page.get_by_role("button", name="Lagre").first.click()
    expect(lise.get_by_label("Tekst").first).to_have_value("Siri skrev dette. Lise la til dette.")
    expect(lise.get_by_text("begges ord står der nå").first).to_be_visible()

    follow(siri, "Send ut til rettelser")
    siri.get_by_label("Frist for rettelser").fill(SOON)
    press(siri, "Lagre")
    press(siri, "Godkjenn og lås")
    siri.goto(address)
    press(siri, "Offentliggjør")
    anybody = new_browser()
    anybody.goto("/saker/apent/fjordheim/")
    anybody.get_by_role("link", name="Faglig samarbeidsutvalg").first.click()
    expect(anybody.get_by_text("Siri skrev dette. Lise la til dette.")).to_be_visible()


@pytest.mark.parametrize("mode", ["light", "dark phone"])
@pytest.mark.parametrize("name", PAGES)
def test_it_is_clean(window: Callable[[str, str | None], Page], mode: str, name: str) -> None:
    page = window(mode, "Siri Haug")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    go(page, PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, "scrolls sideways"
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert complaints == []
    page.close()
