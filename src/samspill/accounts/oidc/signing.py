"""Our own proofs: who we are (client assertion), that a token is ours to use (DPoP), that a code is ours (PKCE).

RFC 7523 and OpenID Connect Core 9 (private_key_jwt), RFC 9449 (DPoP), RFC 7636 (PKCE), FAPI 2.0 Security Profile 5.3.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from samspill.accounts.oidc.faults import Declined
from samspill.accounts.oidc.provider import Provider

ASSERTION_LIFE = 60  # seconds; HelseID allows no more
ASSERTION_FORM = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SMALLEST_RSA = 2048  # bits


class BadKey(ValueError):
    """The key file cannot be used; the text says why, for whoever runs the installation. Never holds the key."""


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def half_hash(text: str) -> str:
    """The left half of SHA-256: `at_hash` of the algorithms we take."""
    return base64url(hashlib.sha256(text.encode()).digest()[:16])


def new_secret() -> str:
    """43 characters that nobody can guess: state, nonce, jti, code verifier."""
    return secrets.token_urlsafe(32)


def code_challenge(verifier: str) -> str:
    return base64url(hashlib.sha256(verifier.encode()).digest())


def client_key(file: Path, key_id: str = "") -> ECKey | RSAKey:
    """The private key in a file: PEM, a JWK, or a JWK set whose first key signs. Raises BadKey.

    Read each time, so that a new key is in use from the moment its file is in place.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        raise BadKey(f"{file} cannot be read ({error.strerror}).") from None
    try:
        key = _from_jwk(json.loads(text), key_id) if text.lstrip().startswith(b"{") else _from_pem(text, key_id)
    except (JoseError, ValueError, KeyError, TypeError, IndexError):
        raise BadKey(f"{file} holds no private key that can be read (PEM or JWK, EC P-256 or RSA).") from None
    return _usable(key, file)


def _from_jwk(found: dict[str, Any], key_id: str) -> Any:
    described = found["keys"][0] if "keys" in found else found
    return KeySet.import_key_set({"keys": [{**described, **({"kid": key_id} if key_id else {})}]}).keys[0]


def _from_pem(text: bytes, key_id: str) -> Any:
    parameters: Any = {"kid": key_id} if key_id else None
    try:
        return ECKey.import_key(text, parameters)
    except (JoseError, ValueError, TypeError):
        return RSAKey.import_key(text, parameters)


def _usable(key: Any, file: Path) -> ECKey | RSAKey:
    if not isinstance(key, ECKey | RSAKey) or not key.is_private:
        raise BadKey(f"{file} holds no private key of EC P-256 or RSA.")
    if isinstance(key, ECKey) and key.curve_name != "P-256":
        raise BadKey(f"{file} holds an EC key of the curve {key.curve_name}; it must be P-256.")
    if isinstance(key, RSAKey) and key.raw_value.key_size < SMALLEST_RSA:
        raise BadKey(f"{file} holds an RSA key of fewer than {SMALLEST_RSA} bits.")
    return key


def assertion_algorithm(key: ECKey | RSAKey, metadata: dict[str, Any]) -> str:
    """ES256 with an EC key; with RSA PS256, or RS256 where the provider takes nothing better. Raises Declined."""
    wanted = ["ES256"] if isinstance(key, ECKey) else ["PS256", "RS256"]
    taken = metadata.get("token_endpoint_auth_signing_alg_values_supported") or wanted
    for algorithm in wanted:
        if algorithm in taken:
            return algorithm
    raise Declined("the provider takes no signature that our key can make")


def client_assertion(provider: Provider, metadata: dict[str, Any]) -> dict[str, str]:
    """The form fields that say who we are: good for one request, within a minute. Raises Declined."""
    try:
        key = client_key(provider.key_file, provider.key_id)
    except BadKey:
        raise Declined("our key cannot be used; `samspill check` says why") from None
    algorithm, now = assertion_algorithm(key, metadata), int(time.time())
    claims = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": provider.issuer,  # FAPI 2.0: the issuer, as one string
        "jti": new_secret(),
        "iat": now,
        "nbf": now,
        "exp": now + ASSERTION_LIFE,
    }
    header = {"alg": algorithm, "kid": key.kid or key.thumbprint(), "typ": provider.kind.assertion_type}
    return {
        "client_id": provider.client_id,
        "client_assertion_type": ASSERTION_FORM,
        "client_assertion": jwt.encode(header, claims, key, algorithms=[algorithm]),
    }


def new_dpop_key() -> ECKey:
    """One for each sign-in; it never leaves the server, and is forgotten with the tokens."""
    return ECKey.generate_key("P-256")


def dpop_proof(key: ECKey, method: str, address: str, *, nonce: str = "", access_token: str = "") -> str:
    """The value of the DPoP header for one request."""
    claims: dict[str, Any] = {
        "jti": new_secret(),
        "htm": method,
        "htu": urlunsplit(urlsplit(address)._replace(query="", fragment="")),
        "iat": int(time.time()),
    }
    if nonce:
        claims["nonce"] = nonce
    if access_token:
        claims["ath"] = base64url(hashlib.sha256(access_token.encode()).digest())
    public = {name: value for name, value in key.as_dict(private=False).items() if name in {"kty", "crv", "x", "y"}}
    return jwt.encode({"typ": "dpop+jwt", "alg": "ES256", "jwk": public}, claims, key, algorithms=["ES256"])
