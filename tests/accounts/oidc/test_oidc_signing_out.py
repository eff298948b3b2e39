"""Signing out in both places: here and at the provider, whichever comes first."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import ECKey
from tests.accounts.oidc.fake_provider import CLIENT, FakeProvider
from tests.accounts.oidc.ground import Visit, deeds

from samspill.accounts.models import ProviderSession
from samspill.accounts.oidc import ending, metadata
from samspill.accounts.oidc.provider import Provider
from samspill.core.audit.models import AuditRow

BACK_CHANNEL = "/logg-inn/med/testid/utlogget"


def post_logout(token: str) -> Any:
    return Client(enforce_csrf_checks=True).post(BACK_CHANNEL, {"logout_token": token})


def fields(page: str) -> dict[str, str]:
    form = page.partition("data-go-on")[2]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def test_signing_out_here_leads_to_signing_out_there(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    answer = visit.client.post("/logg-ut")
    page = answer.content.decode()
    assert answer.status_code == 200 and "Du er logget ut av Samspill" in page
    assert visit.who() == ""
    assert f'method="post" action="{fake.issuer}/logout"' in page
    sent = fields(page)
    assert sent["client_id"] == CLIENT and sent["id_token_hint"].count(".") == 2
    assert sent["post_logout_redirect_uri"] == "http://testserver/logg-ut/ferdig"
    assert f"form-action 'self' {fake.issuer};" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert ProviderSession.objects.get().id_token is None
    visit.client.get("/logg-ut/ferdig", {"state": sent["state"]})
    assert "også hos Test-ID" in visit.client.get("/").content.decode()


@pytest.mark.parametrize(("logout", "token"), [("get", False), ("get_with_token", True)])
def test_a_provider_that_takes_only_addresses(
    visit: Visit, provider: Provider, settings: Any, logout: str, token: bool
) -> None:
    settings.OIDC = (replace(provider, logout=logout),)
    visit.sign_in()
    assert bool(ProviderSession.objects.get().id_token) is token, "not kept where it is not needed"
    page = visit.client.post("/logg-ut").content.decode()
    assert 'method="get"' in page
    assert ("id_token_hint" in fields(page)) is token


def test_a_return_that_nobody_asked_for_says_nothing(visit: Visit) -> None:
    assert visit.client.get("/logg-ut/ferdig", {"state": "made up"})["Location"] == "/"
    assert "også hos" not in visit.client.get("/").content.decode()


def test_signing_out_here_does_not_wait_for_a_provider_that_is_away(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    metadata.forget()
    fake.broken["/.well-known/openid-configuration"] = (503, b"", {})
    assert visit.client.post("/logg-ut")["Location"] == "/"
    assert visit.who() == ""


def test_a_provider_without_a_way_out_is_not_asked(visit: Visit, fake: FakeProvider) -> None:
    fake.metadata_more = {"end_session_endpoint": None}
    visit.sign_in()
    assert visit.client.post("/logg-ut")["Location"] == "/"


def test_the_provider_ends_our_session(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    answer = post_logout(fake.logout_token())
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert visit.client.get("/hva-kan-jeg")["Location"].startswith("/logg-inn")
    assert deeds()[-1] == "accounts.sign_out_by_provider"
    row = AuditRow.objects.get(deed="accounts.sign_out_by_provider")
    assert row.who == "machine:sign-in provider" and row.about_kind == "accounts.accountsession"


def test_also_while_the_role_is_not_chosen_and_after_it_was_changed(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    session = visit.client.session
    session.cycle_key()
    visit.client.cookies["samspill_session"] = session.session_key
    assert visit.client.get("/hva-kan-jeg").status_code == 200
    post_logout(fake.logout_token())
    assert visit.client.get("/rolle")["Location"] == "/logg-inn"


def test_one_session_or_all_of_a_person(visit: Visit, fake: FakeProvider, new_visit: Callable[[], Visit]) -> None:
    visit.sign_in()
    other = new_visit()
    fake.person["sid"] = "session-2"
    other.sign_in()
    post_logout(fake.logout_token(sid="session-1", sub=None))
    assert (signed_in(visit), signed_in(other)) == (False, True)
    visit.sign_in()
    post_logout(fake.logout_token(sid=None))
    assert (signed_in(visit), signed_in(other)) == (False, False)


def signed_in(visit: Visit) -> bool:
    return bool(visit.client.get("/hva-kan-jeg").status_code == 200)


def test_others_stay_signed_in(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    assert post_logout(fake.logout_token(sub="somebody-else")).status_code == 200
    assert signed_in(visit)


FORGERIES: dict[str, Callable[[FakeProvider], str]] = {
    "of another issuer": lambda fake: fake.logout_token(iss="https://evil.example"),
    "for another client": lambda fake: fake.logout_token(aud="somebody-else"),
    "expired": lambda fake: fake.logout_token(exp=int(time.time()) - 60),
    "without end": lambda fake: fake.logout_token(exp=None),
    "from the future": lambda fake: fake.logout_token(iat=int(time.time()) + 120),
    "old": lambda fake: fake.logout_token(iat=int(time.time()) - 3600),
    "without events": lambda fake: fake.logout_token(events=None),
    "with another event": lambda fake: fake.logout_token(events={"https://example.org/": {}}),
    "with a nonce": lambda fake: fake.logout_token(nonce="x"),
    "without a name of its own": lambda fake: fake.logout_token(jti=None),
    "about nobody": lambda fake: fake.logout_token(sub=None, sid=None),
    "about an empty session": lambda fake: fake.logout_token(sid=""),
    "of another kind": lambda fake: fake.logout_token({"typ": "at+jwt"}),
    "signed by a stranger": lambda fake: fake.logout_token(key=ECKey.generate_key("P-256", {"kid": "first"})),
    "nothing": lambda fake: "",
    "nonsense": lambda fake: "WyJ4Il0.e30.x",
    "deep nonsense": lambda fake: "W1tb" * 4000 + ".e30.x",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_logout_token_ends_nothing(visit: Visit, fake: FakeProvider, name: str) -> None:
    visit.sign_in()
    answer = post_logout(FORGERIES[name](fake))
    assert answer.status_code == 400 and answer.json() == {"error": "invalid_request"}
    assert signed_in(visit)


def test_a_logout_token_is_obeyed_once(visit: Visit, fake: FakeProvider) -> None:
    token = fake.logout_token(sid=None)
    assert post_logout(token).status_code == 200
    visit.sign_in()
    assert post_logout(token).status_code == 400
    assert signed_in(visit)


def test_an_unknown_provider_ends_nothing(visit: Visit) -> None:
    assert Client().post("/logg-inn/med/nobody/utlogget", {"logout_token": "x"}).status_code == 403


def test_tokens_of_sessions_that_have_ended_are_forgotten(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    ending.forget_old()
    assert ProviderSession.objects.get().id_token, "still needed"
    visit.client.session.flush()
    ending.forget_old()
    assert ProviderSession.objects.get().id_token is None
