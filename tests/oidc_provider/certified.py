"""The certified npm `oidc-provider` in a process of its own, for one test module."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from joserfc.jwk import ECKey

SCRIPT = Path(__file__).with_name("provider.mjs")
PACKAGE = Path(__file__).resolve().parents[2] / "node_modules" / "oidc-provider"
PATIENCE = 60.0  # seconds
CLIENT = "samspill-test"


class Certified:
    """The provider, running. `issuer` is its address, without a slash at the end."""

    def __init__(self, process: subprocess.Popen[str], issuer: str) -> None:
        self.process, self.issuer = process, issuer

    def let_in(self, key: Any, ours: str) -> None:
        """Register us as a client: our public key, and the address that our program answers at."""
        address = f"{ours.rstrip('/')}/logg-inn/med/idporten"
        described = {
            "client_id": CLIENT,
            "redirect_uris": [f"{address}/tilbake"],
            "post_logout_redirect_uris": [f"{ours.rstrip('/')}/logg-ut/ferdig"],
            "backchannel_logout_uri": f"{address}/utlogget",
            "backchannel_logout_session_required": True,
            "response_types": ["code"],
            "grant_types": ["authorization_code"],
            "scope": "openid profile",
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "id_token_signed_response_alg": "ES256",
            "dpop_bound_access_tokens": True,
            "require_pushed_authorization_requests": True,
            "jwks": {"keys": [public(key)]},
        }
        httpx.post(f"{self.issuer}/test/client", json=described, trust_env=False).raise_for_status()

    def rotate(self) -> None:
        httpx.post(f"{self.issuer}/test/rotate", trust_env=False).raise_for_status()


def public(key: ECKey) -> dict[str, Any]:
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "ES256"}


@contextmanager
def certified(people: dict[str, dict[str, str]]) -> Iterator[Certified]:
    """`people`: by subject, each with name and pid. The process ends with the block, and also if we are killed."""
    node = shutil.which("node")
    assert node and PACKAGE.is_dir(), "oidc-provider is not installed: run npm ci"
    process = subprocess.Popen(
        [node, str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout and process.stderr
    said: list[str] = []
    threading.Thread(target=lambda: said.extend(process.stderr or []), daemon=True).start()
    try:
        process.stdin.write(json.dumps({"people": people}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line.startswith("ready "), "".join(said)
        # What it prints later is read too, so that it never waits for us.
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield Certified(process, line.split()[1])
    finally:
        process.stdin.close()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
