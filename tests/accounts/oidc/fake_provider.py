"""A provider on loopback that is strict about what we send, and that a test may make lie about what it answers."""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from samspill.accounts.oidc.signing import base64url, half_hash

CLIENT = "samspill-test"
Claims = dict[str, Any]
Forged = Callable[[Claims, Claims], str]


class No(Exception):
    """(status, error) or with a nonce that should have been used."""

    def __init__(self, error: str, status: int = 400, nonce: str = "") -> None:
        self.error, self.status, self.nonce = error, status, nonce


@dataclass
class Given:
    """What a code stands for."""

    asked: dict[str, str]
    claims: Claims
    jkt: str


@dataclass
class FakeProvider:
    """`person` is whoever sits at the browser. Each knob below is for one lie or one weather."""

    client_public: Any
    person: Claims = field(default_factory=lambda: {"sub": "subject-1", "acr": "high", "pid": "", "sid": "session-1"})
    keys: list[Any] = field(default_factory=lambda: [ECKey.generate_key("P-256", {"kid": "first"})])
    wants_nonce: set[str] = field(default_factory=lambda: {"/par", "/token", "/userinfo"})
    forge: Forged | None = None  # (header, claims) -> the ID token
    token_type: str = "DPoP"
    metadata_more: Claims = field(default_factory=dict)
    userinfo_claims: Claims = field(default_factory=dict)
    broken: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)  # path: answer as it is
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # path and form of each request

    def __post_init__(self) -> None:
        self.nonce = secrets.token_hex(8)
        self.pushed: dict[str, tuple[dict[str, str], str]] = {}
        self.codes: dict[str, Given] = {}
        self.tokens: dict[str, tuple[str, Claims]] = {}
        self.used: set[str] = set()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, {})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider.answer(self, {name: values[0] for name, values in parse_qs(body).items()})

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def asked(self, path: str) -> list[dict[str, str]]:
        return [form for at, form in self.seen if at == path]

    # What the browser would do.

    def authorize(self, address: str, **answer: str) -> dict[str, str]:
        """The person at the browser says yes; the query they come back with. `answer` changes it; "" leaves out."""
        query = parse_qs(urlsplit(address).query)
        assert set(query) == {"client_id", "request_uri"}, "all else is pushed"
        asked, jkt = self.pushed.pop(query["request_uri"][0])
        code = secrets.token_hex(8)
        self.codes[code] = Given(asked, dict(self.person), jkt)
        whole = {"code": code, "state": asked["state"], "iss": self.issuer, **answer}
        return {name: value for name, value in whole.items() if value}

    def logout_token(self, header: Claims | None = None, key: Any = None, **changed: Any) -> str:
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 120,
            "jti": secrets.token_hex(8),
            "sub": self.person["sub"],
            "sid": self.person["sid"],
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
            **changed,
        }
        return self.signed(
            {"typ": "logout+jwt", **(header or {})}, {k: v for k, v in claims.items() if v is not None}, key
        )

    def signed(self, header: Claims, claims: Claims, key: Any = None) -> str:
        key = key or self.keys[0]
        algorithm = header.get("alg") or ("ES256" if isinstance(key, ECKey) else "PS256")
        whole = {"alg": algorithm, "kid": key.kid, **header}
        return jwt.encode({k: v for k, v in whole.items() if v is not None}, claims, key, algorithms=[algorithm])

    # What the machine does.

    def answer(self, handler: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        path = urlsplit(handler.path).path
        self.seen.append((path, form))
        headers: dict[str, str] = {}
        try:
            if path in self.broken:
                status, body, headers = self.broken[path]
            else:
                found = self.routes()[path](handler, form)
                status, body = (201 if path == "/par" else 200), json.dumps(found).encode()
        except No as no:
            status, body = no.status, json.dumps({"error": no.error}).encode()
            headers = {"DPoP-Nonce": no.nonce} if no.nonce else {}
            if no.status == 401:
                headers["WWW-Authenticate"] = f'DPoP error="{no.error}"'
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def routes(self) -> dict[str, Callable[[Any, dict[str, str]], Any]]:
        return {
            "/.well-known/openid-configuration": lambda *_: self.metadata(),
            "/jwks": lambda *_: {"keys": [key.as_dict(private=False) for key in self.keys]},
            "/par": self.par,
            "/token": self.token,
            "/userinfo": self.userinfo,
        }

    def metadata(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "pushed_authorization_request_endpoint": f"{self.issuer}/par",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
            "jwks_uri": f"{self.issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["ES256", "PS256"],
            **self.metadata_more,
        }

    def par(self, handler: Any, form: dict[str, str]) -> Claims:
        self.check_client(form)
        jkt = self.check_proof(handler, "POST", "/par")
        if form.get("code_challenge_method") != "S256" or form.get("dpop_jkt") != jkt:
            raise No("invalid_request")
        reference = f"urn:ietf:params:oauth:request_uri:{secrets.token_hex(8)}"
        self.pushed[reference] = (form, jkt)
        return {"request_uri": reference, "expires_in": 60}

    def token(self, handler: Any, form: dict[str, str]) -> Claims:
        self.check_client(form)
        jkt = self.check_proof(handler, "POST", "/token")
        given = self.codes.pop(form.get("code", ""), None)
        if given is None or given.jkt != jkt or given.asked["redirect_uri"] != form.get("redirect_uri"):
            raise No("invalid_grant")
        if base64url(hashlib.sha256(form["code_verifier"].encode()).digest()) != given.asked["code_challenge"]:
            raise No("invalid_grant")
        access = secrets.token_hex(16)
        self.tokens[access] = (jkt, given.claims)
        return {"access_token": access, "token_type": self.token_type, "id_token": self.id_token(given, access)}

    def id_token(self, given: Given, access: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 120,
            "auth_time": now,
            "nonce": given.asked["nonce"],
            "at_hash": half_hash(access),
            **given.claims,
        }
        return self.forge({}, claims) if self.forge else self.signed({}, claims)

    def userinfo(self, handler: Any, form: dict[str, str]) -> Claims:
        access = handler.headers.get("Authorization", "").removeprefix("DPoP ")
        if access not in self.tokens:
            raise No("invalid_token", 401)
        jkt, claims = self.tokens[access]
        if self.check_proof(handler, "GET", "/userinfo", access) != jkt:
            raise No("invalid_token", 401)
        return {"sub": claims["sub"], **self.userinfo_claims}

    def check_client(self, form: dict[str, str]) -> None:
        try:
            read = jwt.decode(form["client_assertion"], self.client_public, algorithms=["ES256", "PS256"])
        except (JoseError, KeyError, ValueError):
            raise No("invalid_client", 401) from None
        claims, now = read.claims, time.time()
        right = claims["iss"] == claims["sub"] == form["client_id"] == CLIENT and claims["aud"] == self.issuer
        if not right or not now - 5 <= claims["exp"] - 60 <= now + 5 or claims["jti"] in self.used:
            raise No("invalid_client", 401)
        self.used.add(claims["jti"])

    def check_proof(self, handler: Any, method: str, path: str, access: str = "") -> str:
        """The thumbprint of the key that the proof was made with."""
        status = 401 if access else 400
        proof = handler.headers.get("DPoP", "")
        try:
            first = proof.split(".")[0]
            header = json.loads(urlsafe_b64decode(first + "=" * (-len(first) % 4)))
            key = ECKey.import_key(header["jwk"])
            claims = jwt.decode(proof, key, algorithms=["ES256"]).claims
        except (JoseError, KeyError, ValueError):
            raise No("invalid_dpop_proof", status) from None
        hashed = base64url(hashlib.sha256(access.encode()).digest()) if access else None
        right = claims["htm"] == method and claims["htu"] == f"{self.issuer}{path}" and claims.get("ath") == hashed
        if not right or header["typ"] != "dpop+jwt" or "d" in header["jwk"] or claims["jti"] in self.used:
            raise No("invalid_dpop_proof", status)
        self.used.add(claims["jti"])
        if path in self.wants_nonce and claims.get("nonce") != self.nonce:
            raise No("use_dpop_nonce", status, self.nonce)
        return key.thumbprint()


def rsa_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid})
