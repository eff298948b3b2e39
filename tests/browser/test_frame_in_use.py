"""The frame as people use it: by keyboard, without JavaScript, when the live stream fails, on paper."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

NewBrowser = Callable[..., Page]


def sign_in(page: Page, name: str) -> None:
    page.goto("/logg-inn")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_the_keyboard_leads_from_the_front_page_to_a_signed_in_day(new_browser: NewBrowser) -> None:
    page = new_browser()
    page.goto("/pasienter/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Hopp til innholdet")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Ola Vik":
            break
    expect(page.get_by_role("button", name="Ola Vik", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pasienter")
    expect(page.locator("header nav [aria-current=page]")).to_contain_text("Pasienter")


def test_what_has_focus_can_be_seen(new_browser: NewBrowser) -> None:
    page = new_browser()
    page.goto("/logg-inn")
    seen = 0
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        skip = page.evaluate("document.activeElement.classList.contains('ds-skip-link')")
        assert outline == "solid" or skip
        seen += 1
    assert seen == 8


def test_the_menu_opens_by_keyboard_and_closes_by_escape(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Ola Vik")
    summary = page.locator("header summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Logg ut")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Logg ut")).to_be_hidden()
    expect(summary).to_be_focused()


def test_everything_is_there_without_javascript(new_browser: NewBrowser) -> None:
    page = new_browser(java_script_enabled=False)
    sign_in(page, "Jon Eide")
    expect(page.get_by_role("heading", level=1)).to_have_text("Velg rolle")
    page.get_by_role("button", name="Kommunedirektør").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I dag")
    for language, heading in (("English", "Today"), ("Nynorsk", "I dag")):
        page.locator("header summary").click()
        page.get_by_role("button", name=language).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.locator("header summary").click()
    page.get_by_role("button", name="Mørk").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    page.locator("header summary").click()
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trygt heim")


def test_the_chosen_look_wins_over_the_machines(new_browser: NewBrowser) -> None:
    page = new_browser(color_scheme="dark")
    page.goto("/")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)
    page.locator("header summary").click()
    page.get_by_role("button", name="Lys").click()
    page.wait_for_load_state()
    assert page.evaluate(background) != dark
    page.locator("header summary").click()
    page.get_by_role("button", name="Automatisk").click()
    page.wait_for_load_state()
    assert page.evaluate(background) == dark


def test_the_page_says_that_it_follows_along(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Kari Lund")
    page.goto("/pasienter/")
    expect(page.locator("[data-live-mark]")).to_have_text("Oppdatert nå")


def test_when_the_stream_fails_the_page_asks_instead(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Kari Lund")
    page.route("**/live", lambda route: route.abort())
    page.goto("/")
    mark = page.locator("[data-live-mark]")
    expect(mark).to_have_text("Oppdateres hvert 5. sekund")
    with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true", timeout=20_000):
        pass
    page.route("**/*", lambda route: route.abort())
    expect(mark).to_have_text("Ikke tilkoblet", timeout=20_000)
    page.unroute_all()
    expect(mark).not_to_have_text("Ikke tilkoblet", timeout=20_000)


def test_a_link_can_be_copied(new_browser: NewBrowser) -> None:
    page = new_browser(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, "Eva Strand")
    page.goto("/personvern/innsyn?hvem=lund")
    page.get_by_role("link", name="Kopier lenke").click()
    expect(page.get_by_text("Lenken er kopiert")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/personvern/innsyn?hvem=lund")


def test_on_paper_there_is_nothing_to_press_and_dark_ink(new_browser: NewBrowser) -> None:
    page = new_browser(color_scheme="dark")
    sign_in(page, "Kari Lund")
    page.goto("/pasienter/")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in ("header nav", "header summary", "footer", "main .s-actions"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    ink = page.evaluate("getComputedStyle(document.querySelector('tbody td')).color.match(/\\d+/g).map(Number)")
    assert max(ink) < 80, "dark on white, whatever the screen"
    expect(page.locator("header").get_by_text("Helsefellesskapet Fjordheim")).to_be_visible()


def test_a_session_that_ended_sends_a_following_page_to_sign_in(new_browser: NewBrowser) -> None:
    page = new_browser()
    sign_in(page, "Ola Vik")
    page.route("**/live", lambda route: route.abort())
    page.goto("/pasienter/")
    page.context.clear_cookies()
    page.wait_for_url("**/logg-inn", timeout=20_000)
