"""What must not be believed: each forgery of a token, each replay, each answer that was meant for another."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey
from tests.accounts.oidc.fake_provider import CLIENT, FakeProvider, rsa_key
from tests.accounts.oidc.ground import Visit, deeds, stopped

from samspill.accounts.models import BegunSignIn
from samspill.accounts.oidc.provider import Provider
from samspill.accounts.oidc.signing import base64url
from samspill.core import clock

Change = Callable[[dict[str, Any], FakeProvider], None]


def put(**values: Any) -> Change:
    return lambda claims, fake: claims.update(values)


def drop(*names: str) -> Change:
    return lambda claims, fake: [claims.pop(name) for name in names] and None


def in_seconds(name: str, seconds: float) -> Change:
    return lambda claims, fake: claims.update({name: int(time.time() + seconds)})


FORGERIES: dict[str, Change] = {
    "another nonce": put(nonce="x" * 43),
    "no nonce": drop("nonce"),
    "for another client": put(aud="somebody-else"),
    "for us and another client": put(aud=[CLIENT, "somebody-else"]),
    "for nobody": drop("aud"),
    "authorized for another": put(azp="somebody-else"),
    "of another issuer": put(iss="https://evil.example"),
    "of our issuer with a slash": lambda claims, fake: claims.update(iss=fake.issuer + "/"),
    "of no issuer": drop("iss"),
    "expired": in_seconds("exp", -60),
    "without end": drop("exp"),
    "end in words": put(exp="tomorrow"),
    "issued in the future": in_seconds("iat", 120),
    "issued never": drop("iat"),
    "not valid yet": in_seconds("nbf", 120),
    "of another access token": put(at_hash="A" * 22),
    "without a subject": drop("sub"),
    "with an empty subject": put(sub=""),
    "with a subject that is no text": put(sub=7),
    "proved in the future": in_seconds("auth_time", 120),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_id_token_opens_nothing(visit: Visit, fake: FakeProvider, name: str) -> None:
    def forge(header: dict[str, Any], claims: dict[str, Any]) -> str:
        FORGERIES[name](claims, fake)
        return fake.signed(header, claims)

    fake.forge = forge
    assert stopped(visit.sign_in()) == "untrusted"
    assert visit.who() == ""
    assert deeds() == ["accounts.sign_in_untrusted"]


@pytest.mark.parametrize("name", ["exp", "iat", "auth_time"])
def test_clocks_may_differ_by_a_little(visit: Visit, fake: FakeProvider, provider: Provider, name: str) -> None:
    off = -5 if name == "exp" else 5
    fake.forge = lambda header, claims: fake.signed(header, claims | {name: int(time.time()) + off})
    assert visit.sign_in() == "/"


def test_how_long_ago_they_proved_it(visit: Visit, fake: FakeProvider, provider: Provider, settings: Any) -> None:
    settings.OIDC = (replace(provider, max_age=300),)
    fake.person["auth_time"] = int(time.time()) - 3600
    assert stopped(visit.sign_in()) == "untrusted"
    assert fake.asked("/par")[-1]["max_age"] == "300"
    fake.person["auth_time"] = int(time.time()) - 100
    assert visit.sign_in() == "/"


def test_their_age_must_be_said_when_it_was_asked_for(
    visit: Visit, fake: FakeProvider, provider: Provider, settings: Any
) -> None:
    settings.OIDC = (replace(provider, max_age=300),)
    fake.forge = lambda header, claims: fake.signed(header, {k: v for k, v in claims.items() if k != "auth_time"})
    assert stopped(visit.sign_in()) == "untrusted"


def unsigned(claims: dict[str, Any], algorithm: str = "none") -> str:
    parts = [base64url(json.dumps(part).encode()) for part in ({"alg": algorithm, "kid": "first"}, claims)]
    return ".".join([*parts, ""])


def with_the_public_key_as_secret(fake: FakeProvider, claims: dict[str, Any]) -> str:
    """The old trick: HS256 with the provider's public key, which everybody has."""
    head, body, _ = unsigned(claims, "HS256").split(".")
    made = hmac.digest(fake.keys[0].as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}.{base64url(made)}"


def with_a_key_of_its_own(fake: FakeProvider, claims: dict[str, Any]) -> str:
    key = ECKey.generate_key("P-256", {"kid": "mine"})
    return fake.signed({"jwk": key.as_dict(private=False), "kid": "mine"}, claims, key)


SIGNATURES: dict[str, Callable[[FakeProvider, dict[str, Any]], str]] = {
    "none": lambda fake, claims: unsigned(claims),
    "NONE": lambda fake, claims: unsigned(claims, "NONE"),
    "the public key as a secret": with_the_public_key_as_secret,
    "another key by the same name": lambda fake, claims: fake.signed(
        {}, claims, ECKey.generate_key("P-256", {"kid": "first"})
    ),
    "another key, carried along": with_a_key_of_its_own,
    "a key of another type by the same name": lambda fake, claims: fake.signed({}, claims, rsa_key("first")),
    "of another kind of token": lambda fake, claims: fake.signed({"typ": "at+jwt"}, claims),
    "a logout token": lambda fake, claims: fake.logout_token(),
    "cut off": lambda fake, claims: fake.signed({}, claims)[:-6],
    "no token": lambda fake, claims: "nothing",
    "an empty one": lambda fake, claims: "",
    "a very long one": lambda fake, claims: fake.signed({}, claims | {"more": "x" * 20_000}),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_signature_that_does_not_hold_opens_nothing(visit: Visit, fake: FakeProvider, name: str) -> None:
    fake.forge = lambda header, claims: SIGNATURES[name](fake, claims)
    assert stopped(visit.sign_in()) == "untrusted"
    assert visit.who() == ""


def test_an_algorithm_that_the_provider_does_not_use_is_refused(visit: Visit, fake: FakeProvider) -> None:
    fake.metadata_more = {"id_token_signing_alg_values_supported": ["PS256"]}
    assert stopped(visit.sign_in()) == "untrusted"


@pytest.mark.parametrize("token_type", ["Bearer", "", "MAC"])
def test_a_token_that_is_not_bound_to_our_key_is_refused(visit: Visit, fake: FakeProvider, token_type: str) -> None:
    fake.token_type = token_type
    assert stopped(visit.sign_in()) == "untrusted"


# Replays, and answers meant for another.


def test_coming_back_twice_leads_to_where_one_is(visit: Visit, fake: FakeProvider) -> None:
    """The back button."""
    query = fake.authorize(visit.start("/hva-kan-jeg"))
    assert visit.back(query)["Location"] == "/hva-kan-jeg"
    assert visit.back(query)["Location"] == "/"
    assert visit.who() == "ola"
    assert len(fake.asked("/token")) == 1, "the code was not tried again"


def test_an_answer_that_was_used_does_not_sign_in_again(visit: Visit, fake: FakeProvider) -> None:
    query = fake.authorize(visit.start())
    visit.back(query)
    visit.client.post("/logg-ut")
    location = visit.back(query)["Location"]
    assert stopped(location) == "expired"
    assert visit.who() == ""
    assert "brukt eller for gammel" in visit.client.get(location).content.decode()


def test_a_code_that_was_used_does_not_sign_in_again(visit: Visit, fake: FakeProvider) -> None:
    """Somebody who has seen a code puts it into an attempt of their own."""
    seen = fake.authorize(visit.start())
    visit.back(seen)
    visit.client.post("/logg-ut")
    fresh = fake.authorize(visit.start())
    assert stopped(visit.back(fresh | {"code": seen["code"]})["Location"]) == "failed"
    assert visit.who() == ""


def test_a_code_of_another_attempt_does_not_sign_in(
    visit: Visit, fake: FakeProvider, new_visit: Callable[[], Visit]
) -> None:
    """A stolen code, not yet used, in the thief's own attempt: the verifier and the key are others."""
    thief = new_visit()
    theirs = fake.authorize(thief.start())
    stolen = fake.authorize(visit.start())["code"]
    assert stopped(thief.back(theirs | {"code": stolen})["Location"]) == "failed"
    assert thief.who() == ""


def test_an_answer_in_another_browser_signs_nobody_in(
    visit: Visit, fake: FakeProvider, new_visit: Callable[[], Visit]
) -> None:
    """Somebody makes another person follow their own answer, to have them work in the wrong account."""
    query = fake.authorize(visit.start())
    victim = new_visit()
    assert stopped(victim.back(query)["Location"]) == "expired"
    victim.start()  # now with a cookie of their own
    assert stopped(victim.back(query)["Location"]) == "expired"
    assert victim.who() == ""
    assert visit.back(query)["Location"] == "/", "and it is not used up by that"


@pytest.mark.parametrize("state", ["", "made up", "x" * 5000])
def test_an_answer_nobody_asked_for_signs_nobody_in(visit: Visit, state: str) -> None:
    visit.start()
    assert stopped(visit.back({"code": "x", "state": state, "iss": visit.fake.issuer})["Location"]) == "expired"


def test_an_attempt_lasts_ten_minutes(visit: Visit, fake: FakeProvider) -> None:
    query = fake.authorize(visit.start())
    with clock.stopped_at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert stopped(visit.back(query)["Location"]) == "expired"
    assert BegunSignIn.objects.count() == 1
    with clock.stopped_at(clock.now() + timedelta(minutes=10, seconds=1)):
        from samspill.accounts.oidc.ending import forget_old

        forget_old()
    assert BegunSignIn.objects.count() == 0


def test_several_tabs_at_once(visit: Visit, fake: FakeProvider) -> None:
    first, second = visit.start("/hva-kan-jeg"), visit.start("/rolle")
    assert visit.back(fake.authorize(second))["Location"] == "/rolle"
    assert visit.back(fake.authorize(first))["Location"] == "/hva-kan-jeg"
    assert visit.who() == "ola"


@pytest.mark.parametrize("iss", ["https://evil.example", ""])
def test_an_answer_from_another_provider_is_a_mix_up(visit: Visit, fake: FakeProvider, iss: str) -> None:
    assert stopped(visit.sign_in(iss=iss)) == "untrusted"
    assert fake.asked("/token") == [], "our code never reaches the wrong one"


def test_an_answer_to_another_providers_address_is_a_mix_up(
    visit: Visit, fake: FakeProvider, provider: Provider, settings: Any
) -> None:
    settings.OIDC = (provider, replace(provider, name="other"))
    query = fake.authorize(visit.start())
    answer = visit.client.get("/logg-inn/med/other/tilbake", query)
    assert stopped(answer["Location"]) == "expired"


@pytest.mark.parametrize(
    "go_to",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example"],
)
def test_nobody_is_led_elsewhere(visit: Visit, go_to: str) -> None:
    assert visit.sign_in(go_to) == "/"


def test_another_site_cannot_start_a_sign_in(visit: Visit, fake: FakeProvider) -> None:
    answer = visit.client.get("/logg-inn/med/testid", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer["Location"] == "/logg-inn"
    assert fake.asked("/par") == []


def test_the_browsers_secret_is_closed_to_scripts(visit: Visit) -> None:
    visit.start()
    cookie = visit.client.cookies["samspill_sign_in"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and len(cookie.value) == 43


def test_in_production_the_browsers_secret_is_of_this_host_only(visit: Visit, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    visit.start()
    cookie = visit.client.cookies["__Host-samspill_sign_in"]
    assert cookie["secure"] and cookie["path"] == "/" and not cookie["domain"]


def test_turning_back_is_no_fault(visit: Visit, fake: FakeProvider) -> None:
    location = visit.sign_in("/hva-kan-jeg", error="access_denied", code="")
    assert location == "/logg-inn?stoppet=cancelled&next=%2Fhva-kan-jeg"
    page = visit.client.get(location).content.decode()
    assert "Innloggingen ble avbrutt" in page
    assert "/logg-inn/med/testid?next=%2Fhva-kan-jeg" in page, "and the next try leads to the same place"
    assert deeds() == []


@pytest.mark.parametrize("answer", [{"error": "server_error", "code": ""}, {"code": ""}])
def test_a_provider_that_gives_up_is_said_so(visit: Visit, answer: dict[str, str]) -> None:
    assert stopped(visit.sign_in(**answer)) == "failed"


def test_what_the_provider_says_of_an_error_is_never_shown(visit: Visit) -> None:
    location = visit.sign_in(error="<script>", error_description="<b>Ring 815 00 000</b>", code="")
    assert "815" not in location + visit.client.get(location).content.decode()


def test_a_reason_that_was_made_up_shows_nothing(visit: Visit) -> None:
    assert "ds-alert" not in visit.client.get("/logg-inn?stoppet=%3Cscript%3E").content.decode()


def test_a_provider_that_is_not_set_up_leads_to_the_sign_in_page(visit: Visit) -> None:
    assert visit.client.get("/logg-inn/med/nobody")["Location"] == "/logg-inn"
    assert visit.client.get("/logg-inn/med/nobody/tilbake?code=x&state=y")["Location"] == "/logg-inn"


def test_whoever_is_signed_in_already_goes_on(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    assert visit.start("/hva-kan-jeg") == "/hva-kan-jeg"
