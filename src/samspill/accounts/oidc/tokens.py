"""Is this token to be believed? Each check is one line with its reason; the first that fails raises Untrusted.

OpenID Connect Core 3.1.3.7 (ID token), Back-Channel Logout 2.6 (logout token), FAPI 2.0 Security Profile 5.3.
"""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64decode
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from samspill.accounts.oidc.faults import Untrusted
from samspill.accounts.oidc.metadata import SigningKey, signing_key
from samspill.accounts.oidc.provider import Provider
from samspill.accounts.oidc.signing import half_hash

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST = 16 * 1024  # characters of a token
OLDEST_LOGOUT = 600  # seconds since a logout token was issued

Claims = dict[str, Any]


def _demand(holds: bool, what: str) -> None:
    if not holds:
        raise Untrusted(what)


def check_id_token(provider: Provider, metadata: Claims, token: str, *, nonce: str, access_token: str) -> Claims:
    """The claims of an ID token that is the provider's answer to this very sign-in. Raises Untrusted."""
    claims = _signed_claims(provider, metadata.get("id_token_signing_alg_values_supported"), token, {None, "JWT"})
    _check_parties(provider, claims)
    _check_times(provider, claims)
    _demand(claims.get("nonce") == nonce, "nonce")
    _demand(_is_name(claims.get("sub")), "sub")
    if "at_hash" in claims:
        _demand(claims["at_hash"] == half_hash(access_token), "at_hash")
    _check_age(provider, claims)
    return claims


def check_logout_token(provider: Provider, metadata: Claims, token: str) -> Claims:
    """The claims of a logout token: whom to sign out. That it comes once only is for the caller. Raises Untrusted."""
    taken = metadata.get("id_token_signing_alg_values_supported")
    claims = _signed_claims(provider, taken, token, {None, "JWT", "logout+jwt"})
    _check_parties(provider, claims)
    _check_times(provider, claims)
    _demand(claims["iat"] > time.time() - OLDEST_LOGOUT - provider.clock_skew, "iat is too old")
    events = claims.get("events")
    _demand(isinstance(events, dict) and isinstance(events.get(LOGOUT_EVENT), dict), "events")
    _demand("nonce" not in claims, "a logout token has no nonce")
    _demand(_is_name(claims.get("jti")), "jti")
    named = [claims[name] for name in ("sub", "sid") if name in claims]
    _demand(bool(named) and all(map(_is_name, named)), "neither sub nor sid")
    return claims


def _is_name(value: object) -> bool:
    """What the provider calls somebody or something: OpenID Connect Core 2 gives the length."""
    return isinstance(value, str) and value.isascii() and 0 < len(value) <= 255


def _signed_claims(provider: Provider, taken: Any, token: str, types: set[str | None]) -> Claims:
    _demand(len(token) <= LONGEST, "too long")
    header = _header(token)
    _demand(header.get("typ") in types, "typ")
    kid = header.get("kid")
    _demand(kid is None or isinstance(kid, str), "kid")
    key = signing_key(provider, kid)
    if key is None:
        raise Untrusted("no such key")
    allowed = [each for each in _algorithms(key) if not isinstance(taken, list) or each in taken]
    _demand(header.get("alg") in allowed, "alg")
    try:
        return jwt.decode(token, key, algorithms=allowed).claims
    except (JoseError, ValueError):
        raise Untrusted("signature") from None


def _algorithms(key: SigningKey) -> tuple[str, ...]:
    """Only those that fit the type of the provider's key, whatever the token says of itself.

    So never "none", and never a shared secret, which the provider's public key could be taken for.
    """
    return ("ES256",) if isinstance(key, ECKey) else ("PS256", "RS256")


def _header(token: str) -> Claims:
    """The header as it stands, not yet believed; it only says which of the provider's own keys to try."""
    first = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError):
        raise Untrusted("no header") from None
    if not isinstance(header, dict):
        raise Untrusted("no header")
    return header


def _check_parties(provider: Provider, claims: Claims) -> None:
    _demand(claims.get("iss") == provider.issuer, "iss")
    audience = claims.get("aud")
    # For us and for nobody else: a token that others may also use is not proof to us.
    _demand(audience in (provider.client_id, [provider.client_id]), "aud")
    _demand(claims.get("azp", provider.client_id) == provider.client_id, "azp")


def _check_times(provider: Provider, claims: Claims) -> None:
    now, skew = time.time(), provider.clock_skew
    _demand(_moment(claims, "exp") > now - skew, "exp")
    _demand(_moment(claims, "iat") <= now + skew, "iat is in the future")
    if "nbf" in claims:
        _demand(_moment(claims, "nbf") <= now + skew, "nbf")


def _check_age(provider: Provider, claims: Claims) -> None:
    """How long ago they proved it, where an age was asked for."""
    now, skew = time.time(), provider.clock_skew
    if provider.max_age is not None:
        _demand(_moment(claims, "auth_time") >= now - provider.max_age - skew, "auth_time is too old")
    if "auth_time" in claims:
        _demand(_moment(claims, "auth_time") <= now + skew, "auth_time is in the future")


def _moment(claims: Claims, name: str) -> float:
    """Seconds since 1970. Raises Untrusted."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Untrusted(f"{name} is missing")
    return float(value)
