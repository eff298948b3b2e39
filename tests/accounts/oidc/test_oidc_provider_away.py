"""A provider that is away, slow, changed its keys, or says wrong things of itself."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey
from tests.accounts.oidc.fake_provider import FakeProvider, rsa_key
from tests.accounts.oidc.ground import Visit, stopped

from samspill.accounts.oidc import metadata, wire
from samspill.accounts.oidc.faults import Unreachable
from samspill.accounts.oidc.provider import Provider

HTML: tuple[int, bytes, dict[str, str]] = (200, b"<h1>Vedlikehold</h1>", {"Content-Type": "text/html"})


@pytest.fixture
def shifted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """[seconds] that the keeping of metadata believes have passed."""
    passed, real = [0.0], time.monotonic
    monkeypatch.setattr(metadata.time, "monotonic", lambda: real() + passed[0])
    yield passed


@pytest.mark.parametrize(
    "answer",
    [
        HTML,
        (500, b"{}", {}),
        (503, b"", {}),
        (302, b"", {"Location": "http://127.0.0.1:9/"}),
        (200, b"[]", {}),
        (200, b"[" * 100_000, {}),
        (200, b"{}", {}),
        (200, b" " * (wire.LARGEST + 1), {}),
    ],
)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/par"])
def test_a_provider_that_answers_badly_is_away(
    visit: Visit, fake: FakeProvider, path: str, answer: tuple[int, bytes, dict[str, str]]
) -> None:
    fake.broken[path] = answer
    location = visit.start("/hva-kan-jeg")
    # A redirect, which is not followed, is a no to our request; all else is no answer at all.
    assert stopped(location) == ("failed" if path == "/par" and answer[0] == 302 else "unreachable")
    page = visit.client.get(location).content.decode()
    assert "/logg-inn/med/testid?next=%2Fhva-kan-jeg" in page
    del fake.broken[path]
    assert visit.sign_in() == "/", "and then it works again"


@pytest.mark.parametrize("path", ["/token", "/jwks"])
def test_away_when_the_person_comes_back(visit: Visit, fake: FakeProvider, path: str) -> None:
    query = fake.authorize(visit.start())
    fake.broken[path] = (502, b"", {})
    assert stopped(visit.back(query)["Location"]) == "unreachable"
    assert visit.who() == ""


def test_userinfo_that_says_no_is_a_no(visit: Visit, fake: FakeProvider) -> None:
    del fake.person["pid"]
    fake.broken["/userinfo"] = (401, b'{"error": "invalid_token"}', {})
    assert stopped(visit.sign_in()) == "failed"


def test_a_provider_that_is_not_there(visit: Visit, provider: Provider, settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.OIDC = (replace(provider, issuer=f"http://127.0.0.1:{free.getsockname()[1]}"),)
        location = visit.start()
    assert stopped(location) == "unreachable"
    assert "svarer ikke" in visit.client.get(location).content.decode()


def test_a_provider_that_never_answers_is_given_up(
    visit: Visit, provider: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "TIMEOUT", httpx.Timeout(0.2))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.OIDC = (replace(provider, issuer=f"http://127.0.0.1:{silent.getsockname()[1]}"),)
        assert stopped(visit.start()) == "unreachable"


def test_an_answer_without_end_is_given_up(provider: Provider, fake: FakeProvider) -> None:
    fake.broken["/jwks"] = (200, b'{"keys": "' + b"x" * wire.LARGEST + b'"}', {})
    with pytest.raises(Unreachable, match="too large"):
        wire.ask(provider, "GET", f"{fake.issuer}/jwks")


def test_an_answer_that_drips_is_given_up(
    provider: Provider, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "WHOLE", -1.0)
    with pytest.raises(Unreachable, match="takes too long"):
        wire.ask(provider, "GET", f"{fake.issuer}/jwks")


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": None},
        {"pushed_authorization_request_endpoint": None},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"userinfo_endpoint": "http://evil.example/userinfo"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
def test_metadata_that_is_wrong_is_not_used(visit: Visit, fake: FakeProvider, wrong: dict[str, Any]) -> None:
    fake.metadata_more = wrong
    assert stopped(visit.start()) == "unreachable"
    assert fake.asked("/par") == []


def test_without_leave_nothing_goes_unencrypted(provider: Provider) -> None:
    with pytest.raises(Unreachable, match="not https"):
        wire.ask(replace(provider, loopback=False), "GET", provider.issuer)
    with pytest.raises(Unreachable, match="not https"):
        wire.ask(provider, "GET", "http://example.org/")


def test_metadata_and_keys_are_kept_for_a_day(visit: Visit, fake: FakeProvider, shifted: list[float]) -> None:
    for _ in range(3):
        assert visit.sign_in() == "/"
        visit.client.logout()

    def count(path: str) -> int:
        return len(fake.asked(path))

    assert count("/.well-known/openid-configuration") == count("/jwks") == 1
    shifted[0] = metadata.DAY + 1
    assert visit.sign_in() == "/"
    assert count("/.well-known/openid-configuration") == count("/jwks") == 2


def test_yesterdays_metadata_goes_on_while_the_provider_is_away(
    provider: Provider, fake: FakeProvider, shifted: list[float]
) -> None:
    had = metadata.metadata(provider)
    fake.broken["/.well-known/openid-configuration"] = (503, b"", {})
    shifted[0] = metadata.DAY + 1
    assert metadata.metadata(provider) == had
    assert metadata.metadata(provider) == had
    assert len(fake.asked("/.well-known/openid-configuration")) == 2, "one try, and then a pause"
    shifted[0] = 2 * metadata.DAY + 1
    with pytest.raises(Unreachable):
        metadata.metadata(provider)


def test_the_provider_may_change_its_keys(visit: Visit, fake: FakeProvider) -> None:
    visit.sign_in()
    visit.client.logout()
    fake.keys = [ECKey.generate_key("P-256", {"kid": "second"})]
    assert visit.sign_in() == "/"
    assert len(fake.asked("/jwks")) == 2


def test_unknown_keys_cannot_make_us_ask_all_day(visit: Visit, fake: FakeProvider, shifted: list[float]) -> None:
    stranger = ECKey.generate_key("P-256", {"kid": "stranger"})
    fake.forge = lambda header, claims: fake.signed(header, claims, stranger)
    for _ in range(4):
        assert stopped(visit.sign_in()) == "untrusted"
    assert len(fake.asked("/jwks")) == 2, "the first time, and once for the stranger"
    shifted[0] = metadata.PAUSE + 1
    visit.sign_in()
    assert len(fake.asked("/jwks")) == 3


def test_an_rsa_key_will_do(visit: Visit, fake: FakeProvider) -> None:
    fake.keys = [rsa_key("rsa")]
    assert visit.sign_in() == "/"


def test_a_token_without_a_key_name_is_read_when_there_is_one_key(visit: Visit, fake: FakeProvider) -> None:
    fake.forge = lambda header, claims: fake.signed({"kid": None}, claims)
    assert visit.sign_in() == "/"
    visit.client.logout()
    metadata.forget()
    fake.keys.append(ECKey.generate_key("P-256", {"kid": "second"}))
    assert stopped(visit.sign_in()) == "untrusted"


@pytest.mark.filterwarnings("ignore::joserfc.jwk.SecurityWarning")
def test_keys_that_are_not_for_signatures_are_left_out(provider: Provider, fake: FakeProvider) -> None:
    from joserfc.jwk import OctKey, RSAKey

    weak = RSAKey.generate_key(1024, {"kid": "weak"}).as_dict(private=False)
    others = [
        fake.keys[0].as_dict(private=False) | {"kid": "enc", "use": "enc"},
        OctKey.generate_key(256, {"kid": "secret"}).as_dict(private=True),
        ECKey.generate_key("P-384", {"kid": "curve"}).as_dict(private=False),
        {"kty": "EC", "kid": "broken"},
        "text",
        weak,
    ]
    good = fake.keys[0].as_dict(private=False)
    fake.broken["/jwks"] = (200, json.dumps({"keys": [*others, good]}).encode(), {})
    assert metadata.signing_key(provider, "first") is not None
    for kid in ("enc", "secret", "curve", "broken", "weak"):
        assert metadata.signing_key(provider, kid) is None
