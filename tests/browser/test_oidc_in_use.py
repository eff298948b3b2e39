"""Signing in by a provider as people do it: Chromium, a whole Samspill, and the certified `oidc-provider`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.test_every_page import violations
from tests.oidc_provider.certified import CLIENT, Certified, certified
from tests.running import Copy

from samspill.messages.identity import synthetic_number

NUMBERS = {name: synthetic_number(date(1970, 1, day), 0, "1") for day, name in enumerate(("ola", "jon", "nobody"), 1)}
PEOPLE = {name: {"name": name, "pid": number} for name, number in NUMBERS.items()}
BIND = """
import sys, json
from samspill.accounts.models import Account
from samspill.accounts.oidc.binding import bind_identity
from samspill.core import walls
from tests.cast import actor
with walls.whole_installation("a test"):
    for name, number in json.loads({numbers!r}).items():
        bind_identity(by=actor("unni"), person=Account.objects.get(username=name).person, identity_number=number)
"""


@pytest.fixture(scope="module")
def there() -> Iterator[Certified]:
    with certified(PEOPLE) as running:
        yield running


@pytest.fixture(scope="module")
def address(there: Certified, prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Samspill of our own, which knows the provider, with Ola and Jon entered."""
    folder = tmp_path_factory.mktemp("oidc")
    shutil.copytree(prepared_demo, folder, dirs_exist_ok=True)
    key = ECKey.generate_key("P-256")
    (folder / "key.pem").write_bytes(key.as_pem(private=True))
    settings = {"ISSUER": there.issuer, "CLIENT_ID": CLIENT, "KEY_FILE": str(folder / "key.pem"), "LOGOUT": "get"}
    named = {f"SAMSPILL_OIDC_IDPORTEN_{field}": value for field, value in settings.items()}
    copy = Copy(folder, SAMSPILL_DATABASE="", SAMSPILL_OIDC="idporten", **named)
    copy.python(BIND.format(numbers=json.dumps({name: NUMBERS[name] for name in ("ola", "jon")})))
    running = copy.start("demo", "--port", "0")
    try:
        ours = running.address()
        there.let_in(key, ours)
        yield ours
    finally:
        running.stop()


@pytest.fixture
def new_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A browser of its own at each call."""
    contexts: list[BrowserContext] = []

    def make(**values: bool) -> Page:
        contexts.append(chromium.new_context(base_url=address, locale="nb-NO", **values))  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def sign_in(page: Page, who: str, level: str = "idporten-loa-high") -> None:
    page.get_by_role("link", name="Logg inn med ID-porten").click()
    page.get_by_role("button", name=f"{who}, {level}", exact=True).click()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_from_a_page_to_the_provider_and_back_to_it(new_page: Callable[..., Page]) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/hva-kan-jeg")
    sign_in(page, "ola")
    page.wait_for_url("**/hva-kan-jeg")
    expect(page.locator(".s-header")).to_contain_text("Ola Vik")
    (used,) = (address for address in asked if "/tilbake?" in address)
    page.goto(used)  # the back button, or a page that was kept open
    assert heading(page) == "I dag"
    expect(page.locator(".s-header")).to_contain_text("Ola Vik")


def test_with_several_roles_one_chooses(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/logg-inn")
    sign_in(page, "jon")
    expect(page.get_by_role("heading", level=1)).to_have_text("Velg rolle")
    page.get_by_role("button", name="Kommunedirektør").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I dag")
    expect(page.locator(".s-header")).to_contain_text("Jon Eide")


def test_two_tabs_at_once(new_page: Callable[..., Page]) -> None:
    first = new_page()
    second = first.context.new_page()
    for page in (first, second):
        page.goto("/logg-inn?next=/hva-kan-jeg")
        page.get_by_role("link", name="Logg inn med ID-porten").click()
    first.get_by_role("button", name="ola, idporten-loa-high", exact=True).click()
    first.wait_for_url("**/hva-kan-jeg")
    second.get_by_role("button", name="ola, idporten-loa-high", exact=True).click()
    second.wait_for_url("**/hva-kan-jeg")
    expect(second.locator(".s-header")).to_contain_text("Ola Vik")


@pytest.mark.parametrize("scripts", [True, False])
def test_signing_out_ends_it_in_both_places(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto("/logg-inn")
    sign_in(page, "ola")
    page.wait_for_url("**/")
    page.locator("header summary").click()
    page.get_by_role("button", name="Logg ut", exact=True).click()
    if not scripts:
        expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ut av Samspill")
        page.get_by_role("button", name="Logg ut av ID-porten").click()
    page.wait_for_url("**/session/end?*")
    assert set(parse_qs(urlsplit(page.url).query)) == {"client_id", "post_logout_redirect_uri", "state"}
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.locator("main")).to_contain_text("Du er logget ut, også hos ID-porten.")
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med ID-porten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who are you?")  # not let in again by itself


def test_signing_out_at_the_provider_ends_it_here(new_page: Callable[..., Page], there: Certified) -> None:
    page = new_page()
    page.goto("/logg-inn?next=/hva-kan-jeg")
    sign_in(page, "ola")
    page.wait_for_url("**/hva-kan-jeg")
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{there.issuer}/session/end")
    elsewhere.get_by_role("button", name="Yes, sign me out").click()
    elsewhere.wait_for_url("**/session/end/success*")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logg inn")


def test_new_keys_over_there_are_taken_up(new_page: Callable[..., Page], there: Certified) -> None:
    before, after = new_page(), new_page()
    before.goto("/logg-inn")
    sign_in(before, "ola")
    before.wait_for_url("**/")
    there.rotate()
    after.goto("/logg-inn")
    sign_in(after, "ola")
    expect(after.locator(".s-header")).to_contain_text("Ola Vik")


def test_what_does_not_let_one_in_is_said(new_page: Callable[..., Page]) -> None:
    for who, level, said in (
        ("nobody", "idporten-loa-high", "Du er ikke registrert i Samspill"),
        ("ola", "idporten-loa-substantial", "Du må logge inn på et høyere sikkerhetsnivå"),
    ):
        page = new_page()
        page.goto("/logg-inn")
        sign_in(page, who, level)
        expect(page.locator("main")).to_contain_text(said)
        assert NUMBERS["nobody"] not in page.content()
    page = new_page()
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med ID-porten").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("main")).to_contain_text("Innloggingen ble avbrutt")
    sign_in(page, "ola")
    expect(page.locator(".s-header")).to_contain_text("Ola Vik")


def test_an_answer_in_a_browser_that_did_not_ask_signs_nobody_in(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto("/logg-inn")
    page.get_by_role("link", name="Logg inn med ID-porten").click()
    page.context.clear_cookies(name="samspill_sign_in")
    page.get_by_role("button", name="ola, idporten-loa-high", exact=True).click()
    expect(page.locator("main")).to_contain_text("brukt eller for gammel")


def test_our_own_pages_on_the_way_are_clean(new_page: Callable[..., Page]) -> None:
    """By axe: the sign-in page that says why, the page where a number is entered, and the page that says goodbye."""
    page = new_page()
    page.goto("/logg-inn?stoppet=unknown")
    assert violations(page) == []
    page.get_by_role("button", name="Unni Solberg", exact=True).click()
    page.goto("/roller/?q=Kari+Lund")
    page.get_by_role("link", name="Kari Lund").click()
    page.get_by_role("link", name="Innlogging", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Innlogging for Kari Lund")
    assert violations(page) == []
    page = new_page()
    page.route("**/session/end*", lambda route: route.fulfill(status=204))  # the page stays
    page.goto("/logg-inn?next=/hva-kan-jeg")
    sign_in(page, "ola")
    page.wait_for_url("**/hva-kan-jeg")
    page.locator("header summary").click()
    page.get_by_role("button", name="Logg ut", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ut av Samspill")
    assert violations(page) == []


def test_the_provider_is_told_no_when_it_lies(address: str) -> None:
    answer = httpx.post(f"{address}logg-inn/med/idporten/utlogget", data={"logout_token": "e30.e30.x"}, trust_env=False)
    assert answer.status_code == 400
