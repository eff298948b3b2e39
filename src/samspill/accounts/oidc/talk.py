"""The three requests of a sign-in: push what we ask for, change the code into tokens, ask who it is.

Each carries a fresh proof (DPoP). A provider that wants its own nonce in the proof says so, and is asked once more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import ECKey

from samspill.accounts.oidc import signing, wire
from samspill.accounts.oidc.faults import Declined, Unreachable, Untrusted
from samspill.accounts.oidc.provider import Provider
from samspill.accounts.oidc.wire import Answer

_CODE = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class Tokens:
    """For the length of one sign-in only."""

    id_token: str
    access_token: str

    def __repr__(self) -> str:
        return "Tokens(…)"  # never in a log or a traceback


class Talk:
    """A conversation with one provider, with the key that its tokens are bound to."""

    def __init__(self, provider: Provider, metadata: dict[str, Any], key: ECKey, nonce: str = "") -> None:
        self.provider, self.metadata, self.key = provider, metadata, key
        self.nonce = nonce  # the newest that the provider gave us

    def push(self, parameters: dict[str, str]) -> str:
        """Hand over the request; its `request_uri`. Raises Unreachable and Declined."""
        answer = self._post("pushed_authorization_request_endpoint", parameters)
        request_uri = answer.json().get("request_uri")
        if not isinstance(request_uri, str) or not request_uri:
            raise Unreachable("the pushed request was answered without request_uri")
        return request_uri

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> Tokens:
        """Raises Unreachable, Declined, and Untrusted when the tokens are not bound to our key."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        answer = self._post("token_endpoint", form).json()
        if str(answer.get("token_type", "")).lower() != "dpop":
            raise Untrusted("the access token is not bound to our key")
        id_token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise Untrusted("the tokens are not there")
        return Tokens(id_token, access_token)

    def userinfo(self, access_token: str) -> dict[str, Any]:
        """Raises Unreachable and Declined."""
        address = self.metadata["userinfo_endpoint"]
        headers = {"Authorization": f"DPoP {access_token}"}
        answer = self._with_proof("GET", address, headers=headers, access_token=access_token)
        if answer.status != 200:
            raise Declined(f"userinfo answered {answer.status}")
        return answer.json()

    def _post(self, endpoint: str, form: dict[str, str]) -> Answer:
        answer = self._with_proof("POST", self.metadata[endpoint], form=form)
        if answer.status >= 500:
            raise Unreachable(f"{endpoint} answered {answer.status}")
        if answer.status not in {200, 201}:
            raise Declined(f"{endpoint} answered {answer.status} {_code(answer)}")
        return answer

    def _with_proof(
        self,
        method: str,
        address: str,
        *,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        access_token: str = "",
    ) -> Answer:
        """Ask; and once more when the provider wants another nonce. Each time with a new assertion and a new proof."""

        def once() -> Answer:
            proof = signing.dpop_proof(self.key, method, address, nonce=self.nonce, access_token=access_token)
            who = {**form, **signing.client_assertion(self.provider, self.metadata)} if form is not None else None
            answer = wire.ask(self.provider, method, address, form=who, headers={**(headers or {}), "DPoP": proof})
            self.nonce = answer.headers.get("DPoP-Nonce", self.nonce)
            return answer

        answer = once()
        return once() if _wants_nonce(answer) else answer


def _wants_nonce(answer: Answer) -> bool:
    """RFC 9449 sections 8 and 9: said in the body by the provider, in a header where a token is used."""
    if "DPoP-Nonce" not in answer.headers:
        return False
    if answer.status == 401 and "use_dpop_nonce" in answer.headers.get("WWW-Authenticate", ""):
        return True
    return answer.status in {400, 401} and _code(answer) == "use_dpop_nonce"


def _code(answer: Answer) -> str:
    """The provider's error code, when it looks like one."""
    try:
        code = answer.json().get("error")
    except Unreachable:
        return ""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""
