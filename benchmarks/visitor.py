"""A small browser for benchmarks: it keeps cookies, and sends the forms of the pages as they stand there."""

from __future__ import annotations

import html
import http.client
import re
from urllib.parse import urlencode, urlsplit

FORM = '<form[^>]*action="{action}(?:#[^"]*)?"[^>]*>(.*?)</form>'
FIELD = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
TIMEOUT = 45.0


class Broke(Exception):
    """No whole answer came."""


def hidden_fields(page: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form that goes to `action`; of the first with a token when it is empty."""
    if action:
        found = re.search(FORM.format(action=re.escape(action)), page, re.DOTALL)
        if found is None:
            return {}
        page = found.group(1)
    fields: dict[str, str] = {}
    for tag in FIELD.findall(page):
        said = dict(ATTRIBUTE.findall(tag))
        if said.get("type") == "hidden" and "name" in said:
            fields.setdefault(said["name"], html.unescape(said.get("value", "")))
    return fields


class Visitor:
    """One browser at one address; a broken connection is opened anew for the next page."""

    def __init__(self, address: str) -> None:
        self._host, self._port = urlsplit(address).hostname or "", urlsplit(address).port
        self._connection: http.client.HTTPConnection | None = None
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        status, _where, body = self.ask("GET", path)
        return status, body

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """(status, where it leads)."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, where, _body = self.ask("POST", path, urlencode(fields).encode(), headers)
        return status, where

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """(status, where it leads, the page). Raises Broke."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        sent = {**(headers or {}), **({"Cookie": cookies} if cookies else {})}
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT)
            self._connection.request(method, path, body=body or None, headers=sent)
            answer = self._connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.leave()
            raise Broke(type(error).__name__) from error
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, rest = line.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        return answer.status, answer.headers.get("Location") or "", page

    def leave(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def sign_in(self, account: str) -> None:
        """By the demo's own door."""
        _status, page = self.get("/logg-inn")
        fields = {**hidden_fields(page), "account": account, "next": "/pasienter/"}
        status, where = self.post("/logg-inn/demo", fields)
        assert (status, where) == (302, "/pasienter/"), (status, where)
