"""What the environment says of sign-in providers is read strictly, and each fault is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from tests.running import ROOT, new_copy

from samspill.accounts.oidc.provider import KINDS
from samspill.accounts.oidc.signing import BadKey, client_key
from samspill.config.environment import BadEnvironment
from samspill.config.oidc_environment import FIELDS, providers

pytestmark = pytest.mark.once


@pytest.fixture
def helseid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """HelseID named as it should be; the key file."""
    key = tmp_path / "key.pem"
    key.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    key.chmod(0o600)
    monkeypatch.setenv("SAMSPILL_OIDC", "helseid")
    put(monkeypatch, ISSUER="https://helseid.example", CLIENT_ID="us", KEY_FILE=str(key))
    return key


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for field, value in values.items():
        monkeypatch.setenv(f"SAMSPILL_OIDC_HELSEID_{field}", value)


def test_without_any_there_are_none():
    assert providers(demo=False) == ()


def test_the_least_that_must_be_said(helseid: Path):
    (found,) = providers(demo=False)
    assert (found.name, found.label, found.issuer) == ("helseid", "HelseID", "https://helseid.example")
    assert found.level == "4" and found.acr_values == "Level4" and "openid" in found.scopes
    assert not found.loopback and found.max_age is None and found.clock_skew == 10
    assert found.kind.assertion_type == "client-authentication+jwt"


def test_all_that_may_be_said(helseid: Path, monkeypatch: pytest.MonkeyPatch):
    more = {"KIND": "idporten", "LABEL": "Vår ID", "LEVEL": "idporten-loa-substantial", "SCOPES": "openid x"}
    put(monkeypatch, MAX_AGE="0", CLOCK_SKEW="3", LOGOUT="get", KEY_ID="k1", **more)
    (found,) = providers(demo=False)
    assert (found.label, found.level, found.scopes, found.key_id) == ("Vår ID", more["LEVEL"], "openid x", "k1")
    assert (found.max_age, found.clock_skew, found.logout) == (0, 3, "get")
    assert found.reaches("idporten-loa-high") and not found.reaches("idporten-loa-low")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ISSUER": ""}, "_ISSUER is not set"),
        ({"ISSUER": "http://helseid.example"}, "must begin with https"),
        ({"ISSUER": "http://127.0.0.1:9"}, "must begin with https"),
        ({"ISSUER": "helseid"}, "must look like"),
        ({"CLIENT_ID": ""}, "_CLIENT_ID is not set"),
        ({"KEY_FILE": ""}, "_KEY_FILE is not set"),
        ({"KEY_FILE": "/nowhere/key.pem"}, "which is not a file"),
        ({"KIND": "other"}, "may be one of: helseid, idporten, generic"),
        ({"LEVEL": "5"}, "may be one of: 2, 3, 4"),
        ({"SCOPES": "profile"}, "openid"),
        ({"MAX_AGE": "long"}, "a number of seconds"),
        ({"MAX_AGE": "-1"}, "a number of seconds"),
        ({"CLOCK_SKEW": "3600"}, "up to 120"),
        ({"LOGOUT": "no"}, "post, get"),
        ({"KIND": "generic"}, "LEVEL is not set"),
        ({"LEVLE": "4"}, "SAMSPILL_OIDC_HELSEID_LEVLE belongs to no provider"),
    ],
)
def test_each_fault_is_said(helseid: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], said: str):
    put(monkeypatch, **values)
    with pytest.raises(BadEnvironment, match=said):
        providers(demo=False)


@pytest.mark.parametrize(
    ("names", "said"),
    [("HelseID", "small letters"), ("helseid,helseid", "twice"), ("helseid,other", "_OTHER_KIND is «»")],
)
def test_names_are_said_to_be_wrong(helseid: Path, monkeypatch: pytest.MonkeyPatch, names: str, said: str):
    monkeypatch.setenv("SAMSPILL_OIDC", names)
    with pytest.raises(BadEnvironment, match=said):
        providers(demo=False)


def test_two_of_one_issuer_would_be_taken_for_each_other(helseid: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SAMSPILL_OIDC", "helseid,idporten")
    for field, value in {"ISSUER": "https://helseid.example", "CLIENT_ID": "us", "KEY_FILE": str(helseid)}.items():
        monkeypatch.setenv(f"SAMSPILL_OIDC_IDPORTEN_{field}", value)
    with pytest.raises(BadEnvironment, match="same issuer"):
        providers(demo=False)


def test_plain_http_is_for_the_demo_on_this_machine(helseid: Path, monkeypatch: pytest.MonkeyPatch):
    put(monkeypatch, ISSUER="http://127.0.0.1:9")
    assert providers(demo=True)[0].loopback
    put(monkeypatch, ISSUER="http://example.org")
    with pytest.raises(BadEnvironment):
        providers(demo=True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"nonsense",
        ECKey.generate_key("P-256").as_pem(private=False),
        ECKey.generate_key("P-384").as_pem(private=True),
    ],
)
def test_a_key_that_cannot_be_used_is_said(tmp_path: Path, content: bytes):
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(BadKey, match="key"):
        client_key(file)


def test_keys_as_pem_jwk_and_set(tmp_path: Path):
    import json

    file, key = tmp_path / "key", RSAKey.generate_key(2048, {"kid": "ours"})
    whole = key.as_dict(private=True)
    for content in (key.as_pem(private=True), json.dumps(whole).encode(), json.dumps({"keys": [whole]}).encode()):
        file.write_bytes(content)
        assert client_key(file).thumbprint() == key.thumbprint()
        assert client_key(file, "other").kid == "other"
    file.write_text(json.dumps(OctKey.generate_key(256).as_dict(private=True)))
    with pytest.raises(BadKey):
        client_key(file)


def test_the_guide_names_every_field_and_kind():
    guide = (ROOT / "docs" / "sign-in.md").read_text(encoding="utf-8")
    assert [name for name in (*FIELDS, *KINDS) if f"`{name}`" not in guide] == []


def test_check_says_what_is_missing(tmp_path: Path, helseid: Path, monkeypatch: pytest.MonkeyPatch):
    with new_copy(tmp_path / "var") as copy:
        assert "Sign-in by helseid: https://helseid.example, level 4" in copy.run("check").stdout
        helseid.chmod(0o644)
        assert f"{helseid} can be read by others" in copy.run("check").stdout
        helseid.write_text("nonsense")
        assert "holds no private key" in copy.run("check").stdout
        for name in ("SAMSPILL_OIDC", *(f"SAMSPILL_OIDC_HELSEID_{field}" for field in FIELDS)):
            copy.environment.pop(name, None)
            monkeypatch.delenv(name, raising=False)
        assert "nobody can sign in. Set SAMSPILL_OIDC" in copy.run("check", SAMSPILL_MODE="production").stdout
