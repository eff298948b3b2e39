"""One request to a provider: encrypted, within seconds, of a bounded size, and never led elsewhere."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from samspill.accounts.oidc.faults import Unreachable
from samspill.accounts.oidc.provider import Provider

TIMEOUT = httpx.Timeout(5.0, connect=3.0)
WHOLE = 12.0  # seconds for the whole answer, so that one which drips does not hold a thread
LARGEST = 256 * 1024  # bytes
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: httpx.Headers
    body: bytes

    def json(self) -> dict[str, Any]:
        """The JSON object in it; Unreachable when there is none."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            raise Unreachable(f"answered {self.status} without JSON") from None
        if not isinstance(found, dict):
            raise Unreachable(f"answered {self.status} with JSON that is no object")
        return found


def check_address(provider: Provider, address: str) -> None:
    """https, or this very machine where that was allowed. Raises Unreachable."""
    parts = urlsplit(address)
    here = provider.loopback and parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or here):
        raise Unreachable("an address of the provider is not https")


def ask(
    provider: Provider,
    method: str,
    address: str,
    *,
    form: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """The answer, whatever its status. Raises Unreachable."""
    check_address(provider, address)
    until = time.monotonic() + WHOLE
    try:
        with (
            # A hospital's outbound proxy is found in the environment, as by other programs.
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=not provider.loopback) as client,
            client.stream(method, address, data=form, headers={"Accept": "application/json", **(headers or {})}) as got,
        ):
            return Answer(got.status_code, got.headers, _body(got, until))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(f"no answer ({type(error).__name__})") from None


def _body(got: httpx.Response, until: float) -> bytes:
    body = b""
    for piece in got.iter_bytes():
        body += piece
        if len(body) > LARGEST:
            raise Unreachable("the answer is too large")
        if time.monotonic() > until:
            raise Unreachable("the answer takes too long")
    return body
