"""The two halves of a sign-in: send the person to the provider, and believe them when they come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from joserfc.jwk import ECKey

from samspill.accounts.models import Account
from samspill.accounts.oidc import attempts, matching, metadata, signing, tokens
from samspill.accounts.oidc.attempts import Attempt
from samspill.accounts.oidc.faults import Cancelled, Declined, LowLevel, Unknown, Untrusted
from samspill.accounts.oidc.provider import Provider
from samspill.accounts.oidc.talk import Talk, Tokens

TURNED_BACK = {"access_denied", "login_required", "interaction_required"}


@dataclass(frozen=True)
class Completed:
    """Who it is, and what is needed to sign out at the provider later. id_token is a secret."""

    account: Account
    subject: str
    sid: str
    id_token: str

    def __repr__(self) -> str:
        return "Completed(…)"


def begin(provider: Provider, browser: str, redirect_uri: str, go_to: str) -> str:
    """The address to send the person to. Everything that matters was pushed beforehand: it holds only a reference.

    Raises Stopped.
    """
    described, key = metadata.metadata(provider), signing.new_dpop_key()
    talk = Talk(provider, described, key)
    state, nonce, verifier = signing.new_secret(), signing.new_secret(), signing.new_secret()
    request_uri = talk.push(_asked_for(provider, key, redirect_uri, state, nonce, verifier))
    attempt = Attempt(
        nonce=nonce,
        verifier=verifier,
        dpop_key=_as_text(key),
        dpop_nonce=talk.nonce,
        redirect_uri=redirect_uri,
        go_to=go_to,
    )
    attempts.keep(provider, state, browser, attempt)
    address = described["authorization_endpoint"]
    query = urlencode({"client_id": provider.client_id, "request_uri": request_uri})
    return f"{address}{'&' if '?' in address else '?'}{query}"


def _asked_for(
    provider: Provider, key: ECKey, redirect_uri: str, state: str, nonce: str, verifier: str
) -> dict[str, str]:
    asked = {
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": provider.scopes,
        "state": state,
        "nonce": nonce,
        "code_challenge": signing.code_challenge(verifier),
        "code_challenge_method": "S256",
        "dpop_jkt": key.thumbprint(),  # the code, too, is bound to our key
        "ui_locales": "nb",
    }
    if provider.acr_values:
        asked["acr_values"] = provider.acr_values
    if provider.max_age is not None:
        asked["max_age"] = str(provider.max_age)
    return asked


def _as_text(key: ECKey) -> dict[str, str]:
    return {
        name: str(value) for name, value in key.as_dict(private=True).items() if name in {"kty", "crv", "x", "y", "d"}
    }


def complete(provider: Provider, attempt: Attempt, answer: Mapping[str, str]) -> Completed:
    """`answer`: the query that the provider sent the person back with. Raises Stopped."""
    described = metadata.metadata(provider)
    _check_sender(provider, described, answer)
    if "error" in answer:
        raise Cancelled("turned back") if answer["error"] in TURNED_BACK else Declined("the provider gave up")
    if not answer.get("code"):
        raise Declined("came back without a code")
    key: Any = ECKey.import_key(attempt.dpop_key)  # type: ignore[arg-type]
    talk = Talk(provider, described, key, attempt.dpop_nonce)
    granted = talk.exchange(answer["code"], attempt.verifier, attempt.redirect_uri)
    claims = tokens.check_id_token(
        provider, described, granted.id_token, nonce=attempt.nonce, access_token=granted.access_token
    )
    # Of the ID token alone: how strongly it was proved is said there, signed, or not at all.
    if not provider.reaches(claims.get(provider.kind.level_claim)):
        raise LowLevel("the level is too low")
    person = matching.proved(provider, _with_userinfo(talk, granted, claims))
    if not person.pid_index and not person.hpr_index:
        raise Unknown("the provider says no number")
    sid = claims.get("sid")
    return Completed(
        account=matching.account_of(person),
        subject=claims["sub"],
        sid=sid if isinstance(sid, str) else "",
        id_token=granted.id_token,
    )


def _check_sender(provider: Provider, described: dict[str, Any], answer: Mapping[str, str]) -> None:
    """RFC 9207: the answer says who sent it, so that one provider cannot pass for another."""
    sender = answer.get("iss")
    if sender is None and not described.get("authorization_response_iss_parameter_supported"):
        return
    if sender != provider.issuer:
        raise Untrusted("the answer came from another provider")


def _with_userinfo(talk: Talk, granted: Tokens, claims: dict[str, Any]) -> dict[str, Any]:
    """The claims; with userinfo's beside them where the ID token lacks the number. The ID token's own go first."""
    if claims.get(talk.provider.kind.pid_claim) or "userinfo_endpoint" not in talk.metadata:
        return claims
    more = talk.userinfo(granted.access_token)
    if more.get("sub") != claims["sub"]:
        raise Untrusted("userinfo is about somebody else")
    return {**more, **claims}
