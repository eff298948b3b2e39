"""Our client against the certified `oidc-provider`, without a browser: it takes what we send; our token is bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import pytest
from django.test import Client
from joserfc.jwk import ECKey
from tests.accounts.oidc.ground import NOBODYS_NUMBER, OLAS_NUMBER, stopped
from tests.cast import actor
from tests.oidc_provider.certified import CLIENT, Certified, certified

from samspill.accounts.models import Account, SignInIdentity
from samspill.accounts.oidc import metadata, signing
from samspill.accounts.oidc.binding import bind_identity
from samspill.accounts.oidc.provider import KINDS, Provider
from samspill.accounts.oidc.talk import Talk
from samspill.directory.models import Community

PEOPLE = {
    "ola-there": {"name": "Ola", "pid": OLAS_NUMBER},
    "stranger": {"name": "Stranger", "pid": NOBODYS_NUMBER},
}
HIGH = "idporten-loa-high"


@pytest.fixture(scope="module")
def there() -> Iterator[Certified]:
    with certified(PEOPLE) as running:
        yield running


@pytest.fixture
def provider(there: Certified, key_file: Path, settings: Any, fjordheim: Community) -> Iterator[Provider]:
    metadata.forget()
    key = ECKey.import_key(key_file.read_bytes())
    there.let_in(key, "http://testserver")
    made = Provider(
        name="idporten",
        kind=KINDS["idporten"],
        label="ID-porten",
        issuer=there.issuer,
        client_id=CLIENT,
        key_file=key_file,
        level=HIGH,
        scopes="openid profile",
        loopback=True,
    )
    settings.OIDC = (made,)
    bind_identity(by=actor("unni"), person=Account.objects.get(username="ola").person, identity_number=OLAS_NUMBER)
    yield made
    metadata.forget()


class Browser:
    """The provider's side of a browser: keeps its cookies, presses its button, follows until it is sent back to us."""

    def __init__(self, issuer: str) -> None:
        self.issuer, self.client = issuer, httpx.Client(trust_env=False)

    def go(self, address: str, choice: str) -> dict[str, str]:
        answer = self.client.get(address)
        while answer.status_code in {302, 303}:
            address = urljoin(address, answer.headers["location"])
            if not address.startswith(self.issuer):
                return dict(parse_qsl(urlsplit(address).query))
            answer = self.client.get(address)
            if "/interaction/" in address:
                form = re.search(r'action="([^"]+)"', answer.text)
                assert form, answer.text
                address = urljoin(address, form.group(1))
                answer = self.client.post(address, data={"as": choice})
        raise AssertionError(answer.text)


def test_the_whole_way(provider: Provider, client: Client) -> None:
    address = client.get("/logg-inn/med/idporten?next=/hva-kan-jeg")["Location"]
    query = Browser(provider.issuer).go(address, f"ola-there {HIGH}")
    assert set(query) == {"code", "state", "iss"}
    assert client.get("/logg-inn/med/idporten/tilbake", query)["Location"] == "/hva-kan-jeg"
    assert "Ola Vik" in client.get("/hva-kan-jeg").content.decode()
    assert SignInIdentity.objects.filter(issuer=provider.issuer).count() == 1


def test_a_lower_level_a_stranger_and_turning_back(provider: Provider, client: Client) -> None:
    for choice, why in (
        ("ola-there idporten-loa-substantial", "low_level"),
        (f"stranger {HIGH}", "unknown"),
        ("-", "cancelled"),
    ):
        query = Browser(provider.issuer).go(client.get("/logg-inn/med/idporten")["Location"], choice)
        assert stopped(client.get("/logg-inn/med/idporten/tilbake", query)["Location"]) == why


def test_new_keys_over_there(provider: Provider, client: Client, there: Certified) -> None:
    assert metadata.signing_key(provider, None)  # the old key is kept here
    there.rotate()
    query = Browser(provider.issuer).go(client.get("/logg-inn/med/idporten")["Location"], f"ola-there {HIGH}")
    assert client.get("/logg-inn/med/idporten/tilbake", query)["Location"] == "/"


def granted(provider: Provider) -> tuple[Talk, str]:
    """An access token of Ola's, and the talk with the key that it is bound to."""
    talk = Talk(provider, metadata.metadata(provider), signing.new_dpop_key())
    verifier, back = signing.new_secret(), "http://testserver/logg-inn/med/idporten/tilbake"
    reference = talk.push(
        {
            "response_type": "code",
            "redirect_uri": back,
            "scope": "openid profile",
            "state": "state",
            "nonce": "nonce",
            "code_challenge": signing.code_challenge(verifier),
            "code_challenge_method": "S256",
            "acr_values": HIGH,
        }
    )
    address = f"{talk.metadata['authorization_endpoint']}?client_id={CLIENT}&request_uri={reference}"
    query = Browser(provider.issuer).go(address, f"ola-there {HIGH}")
    return talk, talk.exchange(query["code"], verifier, back).access_token


def test_a_stolen_token_is_worth_nothing_without_its_key(provider: Provider) -> None:
    talk, token = granted(provider)
    assert talk.userinfo(token)["pid"] == OLAS_NUMBER
    thief = Talk(provider, talk.metadata, signing.new_dpop_key(), talk.nonce)
    for headers in (
        {"Authorization": f"Bearer {token}"},
        {"Authorization": f"DPoP {token}"},
        {"Authorization": f"DPoP {token}", "DPoP": proof(thief, token)},
        {"Authorization": f"DPoP {token}", "DPoP": proof(talk, "another token")},
    ):
        answer = httpx.get(talk.metadata["userinfo_endpoint"], headers=headers, trust_env=False)
        assert answer.status_code in {400, 401}, headers
        assert OLAS_NUMBER not in answer.text
    mine = {"Authorization": f"DPoP {token}", "DPoP": proof(talk, token)}
    assert httpx.get(talk.metadata["userinfo_endpoint"], headers=mine, trust_env=False).status_code == 200
    again = httpx.get(talk.metadata["userinfo_endpoint"], headers=mine, trust_env=False)
    assert again.status_code == 401, "a proof that was overheard cannot be used again"


def proof(talk: Talk, token: str) -> str:
    address = talk.metadata["userinfo_endpoint"]
    return signing.dpop_proof(talk.key, "GET", address, nonce=talk.nonce, access_token=token)


def test_somebody_elses_key_does_not_get_us_in(
    provider: Provider, tmp_path: Path, client: Client, settings: Any
) -> None:
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    settings.OIDC = (replace(provider, key_file=stranger),)
    assert stopped(client.get("/logg-inn/med/idporten")["Location"]) == "failed"
