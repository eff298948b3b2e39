"""What the provider says of itself, and its keys. Kept for a day in each process, and fetched anew when it is old.

A token signed with a key we have not seen means that the provider changed keys: then they are fetched once, and not
again for a while, so that forged tokens cannot make us ask all day.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from samspill.accounts.oidc import wire
from samspill.accounts.oidc.faults import Unreachable
from samspill.accounts.oidc.provider import Provider

DAY = 24 * 60 * 60.0  # seconds
PAUSE = 30.0  # seconds between two fetches for the sake of an unknown key, or after a failure
REQUIRED = ("authorization_endpoint", "token_endpoint", "pushed_authorization_request_endpoint", "jwks_uri")
OPTIONAL = ("userinfo_endpoint", "end_session_endpoint")
SMALLEST_RSA = 2048  # bits, FAPI 2.0 section 5.4

_log = logging.getLogger(__name__)
T = TypeVar("T")
SigningKey = ECKey | RSAKey


@dataclass(frozen=True)
class _Kept:
    value: Any
    at: float  # by the monotonic clock
    not_before: float = 0.0  # no further fetch until then


_kept: dict[tuple[str, str], _Kept] = {}
_lock = Lock()


def forget() -> None:
    """Begin anew: for tests, and after a change of configuration."""
    with _lock:
        _kept.clear()


def metadata(provider: Provider) -> dict[str, Any]:
    """The discovery document, checked. Raises Unreachable."""
    return _of_today(("metadata", provider.issuer), lambda: _fetch_metadata(provider))


def signing_key(provider: Provider, kid: str | None) -> SigningKey | None:
    """The provider's key of that name; without a name, its only key. None when there is none such."""
    keys = _of_today(("keys", provider.issuer), lambda: _fetch_keys(provider))
    found = _choose(keys, kid)
    return found or _choose(_once_more(("keys", provider.issuer), keys, lambda: _fetch_keys(provider)), kid)


def _choose(keys: dict[str, SigningKey], kid: str | None) -> SigningKey | None:
    if kid is not None:
        return keys.get(kid)
    return next(iter(keys.values())) if len(keys) == 1 else None


def _of_today(name: tuple[str, str], fetch: Callable[[], T]) -> T:
    """What is kept, when it is less than a day old. A day-old one goes on for one more day while fetching fails."""
    now = time.monotonic()
    with _lock:
        kept = _kept.get(name)
    if kept and (now - kept.at < DAY or (now < kept.not_before and now - kept.at < 2 * DAY)):
        value: T = kept.value
        return value
    return _fetch(name, kept, fetch, now)


def _fetch(name: tuple[str, str], kept: _Kept | None, fetch: Callable[[], T], now: float) -> T:
    try:
        value = fetch()
    except Unreachable as error:
        if kept is None or now - kept.at >= 2 * DAY:
            raise
        _log.warning("Could not refresh the %s of a sign-in provider: %s", name[0], error.detail)
        value = kept.value
        with _lock:
            _kept[name] = _Kept(value, kept.at, now + PAUSE)
        return value
    with _lock:
        _kept[name] = _Kept(value, now)
    return value


def _once_more(name: tuple[str, str], had: T, fetch: Callable[[], T]) -> T:
    """Fetched anew, unless that was done a moment ago."""
    now = time.monotonic()
    with _lock:
        kept = _kept[name]
        if now < kept.not_before:
            return had
        # Marked before asking: two threads with an unknown key make one request.
        _kept[name] = _Kept(kept.value, kept.at, now + PAUSE)
    value = fetch()
    with _lock:
        _kept[name] = _Kept(value, now, now + PAUSE)
    return value


def _fetch_metadata(provider: Provider) -> dict[str, Any]:
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    answer = wire.ask(provider, "GET", address)
    if answer.status != 200:
        raise Unreachable(f"the metadata answered {answer.status}")
    found = answer.json()
    if found.get("issuer") != provider.issuer:
        raise Unreachable("the metadata is of another issuer")
    for name in (*REQUIRED, *(name for name in OPTIONAL if found.get(name) is not None)):
        if not isinstance(found.get(name), str):
            raise Unreachable(f"the metadata has no {name}")
        wire.check_address(provider, found[name])
    if "S256" not in found.get("code_challenge_methods_supported", ["S256"]):
        raise Unreachable("the provider does not take PKCE with S256")
    return found


def _fetch_keys(provider: Provider) -> dict[str, SigningKey]:
    """By name. Keys for encryption, of other types, and that are too short, are left out."""
    answer = wire.ask(provider, "GET", metadata(provider)["jwks_uri"])
    found = answer.json().get("keys") if answer.status == 200 else None
    if not isinstance(found, list):
        raise Unreachable(f"the keys answered {answer.status}")
    usable = [key for each in found if (key := _signing_key(each))]
    if not usable:
        raise Unreachable("the provider shows no key that we can use")
    return {key.kid or key.thumbprint(): key for key in usable}


def _signing_key(described: Any) -> SigningKey | None:
    if not isinstance(described, dict) or described.get("use", "sig") != "sig":
        return None
    public = {name: value for name, value in described.items() if name not in {"key_ops", "x5c", "x5t", "x5t#S256"}}
    try:
        key = KeySet.import_key_set({"keys": [public]}).keys[0]
    except (JoseError, ValueError, KeyError, TypeError):
        return None
    if isinstance(key, ECKey) and key.curve_name == "P-256":
        return key
    return key if isinstance(key, RSAKey) and key.raw_value.key_size >= SMALLEST_RSA else None
