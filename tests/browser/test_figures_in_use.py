"""Figures as people use them: the analyst opens an edition, others read, compare and ask why something is hidden, and
the report is written, finished and taken to a meeting."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

NewBrowser = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}}
NEIGHBOUR = "Helsefellesskapet Innlandsvik (nabo)"


def sign_in(page: Page, name: str) -> None:
    page.goto("/logg-inn")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def downloaded(page: Page, link: str) -> bytes:
    with page.expect_download() as saved:
        page.get_by_role("link", name=link, exact=True).click()
    return Path(saved.value.path()).read_bytes()


def test_an_edition_from_draft_to_the_paper_of_a_meeting(new_browser: NewBrowser, tmp_path: Path) -> None:
    amir = new_browser()
    sign_in(amir, "Amir Rahimi")
    amir.goto("/tall/utgaver")
    amir.get_by_role("link", name="Utgave 2").click()
    expect(amir.get_by_role("main")).to_contain_text("Utkast")
    amir.get_by_role("button", name="Åpne utgaven").click()
    expect(amir.get_by_role("main")).to_contain_text("Utgave 2 er åpen for helsefellesskapet.")

    ola = new_browser(**PHONE)
    sign_in(ola, "Ola Vik")
    ola.goto("/tall/")
    ola.get_by_role("link", name="Opphold med venting").click()
    expect(ola.get_by_role("main")).to_contain_text("for hele fellesskapet")
    ola.get_by_label("Sammenlign med").select_option(label=NEIGHBOUR)  # sends itself
    expect(ola.get_by_text(f"Den stiplede kurven er {NEIGHBOUR}.")).to_be_visible()
    ola.get_by_label("Hvor").select_option(label="Lauvnes")
    expect(ola.get_by_text("er skjult for å verne en gruppe på få personer.")).to_be_visible()
    expect(ola.get_by_role("cell", name="skjult").first).to_be_visible()
    expect(ola.get_by_text("Det betyr ikke null")).to_be_visible()
    assert ola.evaluate("document.documentElement.scrollWidth") <= 390

    amir.goto("/tall/rapporter")
    amir.get_by_role("link", name=re.compile("Ventetider")).click()
    amir.get_by_label("Oppsummering").fill("Nivået har flyttet seg siden september.")
    amir.get_by_text("Gjør rapporten ferdig").click()
    amir.get_by_role("button", name="Lagre og gjør ferdig").click()
    expect(amir.get_by_role("main")).to_contain_text("Ferdig")

    ola.goto("/tall/rapporter")
    ola.get_by_role("link", name=re.compile("Ventetider")).click()
    expect(ola.get_by_role("main")).to_contain_text("Nivået har flyttet seg siden september.")
    assert downloaded(ola, "PDF").startswith(b"%PDF-")
    for label, inside in (("Word", "word/document.xml"), ("Lysbilder", "ppt/presentation.xml")):
        file = tmp_path / label
        file.write_bytes(downloaded(ola, label))
        assert inside in zipfile.ZipFile(file).namelist()


def test_names_are_given_for_a_reason_and_to_their_own_hospital(new_browser: NewBrowser) -> None:
    kari = new_browser()
    sign_in(kari, "Kari Lund")
    kari.goto("/tall/lister")
    kari.locator("a.s-row-link").first.click()
    main = kari.get_by_role("main")
    expect(main).to_contain_text("I grupper")
    kari.get_by_label("Begrunnelse").fill("Gjennomgang med klinikksjefene i dag")
    kari.get_by_role("button", name="Vis navnene").click()
    expect(main.get_by_role("columnheader", name="Navn")).to_be_visible()
    expect(main).to_contain_text("innsynsloggen")
    assert "navn" in kari.url and "Gjennomgang" not in kari.url


def test_a_request_is_answered_with_small_numbers_hidden(new_browser: NewBrowser) -> None:
    lise, amir = new_browser(), new_browser()
    sign_in(lise, "Lise Myhre")
    lise.goto("/tall/bestillinger/ny")
    lise.get_by_label("Hva vil du vite?").fill("Hvor mange per kommune fikk tilbud i helgen?")
    lise.get_by_label("Hva skal svaret brukes til?").fill("Fagråd for pasientsamarbeid")
    lise.get_by_role("button", name="Send bestillingen").click()
    page_of_it = lise.url
    sign_in(amir, "Amir Rahimi")
    amir.goto(page_of_it)
    amir.get_by_label("Hva", exact=True).select_option(label="Besvart")
    amir.get_by_role("textbox", name=re.compile("^Svar")).fill("Se tabellen.")
    amir.get_by_label("Tabellens navn").fill("Tilbud i helgen")
    amir.get_by_label("Tabell som skal utleveres (CSV)").fill("Kommune;Antall\nFjordby;31\nNordvik;12\nTverrlia;3")
    amir.get_by_role("button", name="Lagre").click()
    lise.reload()
    table = lise.get_by_role("table", name="Tilbud i helgen")
    expect(table).to_contain_text("Fjordby")
    expect(table.get_by_role("row", name=re.compile("Tverrlia"))).not_to_contain_text("3")
