"""The closing headers on every kind of answer: pages, files, refusals, the live stream, a session that ends."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samspill.config import live
from samspill.directory.models import Community
from samspill.ui.headers import HEADERS

SignIn = Callable[[str], Client]


@pytest.mark.parametrize("path", ["/", "/logg-inn", "/finnes-ikke", "/static/ui/page.js", "/static/finnes-ikke.js"])
def test_every_kind_of_answer_is_closed(fjordheim: Community, client: Client, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer[name] == value, name
    assert "object-src 'none'" in answer["Content-Security-Policy"]
    assert "access-control-allow-origin" not in {name.lower() for name in answer.headers} or "static" in path


def test_files_may_be_kept_and_pages_of_the_signed_in_may_not(signed_in: SignIn) -> None:
    client = signed_in("kari")
    assert "no-store" not in client.get("/static/ui/page.js")["Cache-Control"]
    assert client.get("/pasienter/")["Cache-Control"] == "no-store"


def test_a_session_that_ends_takes_with_it_what_the_browser_kept(signed_in: SignIn) -> None:
    client = signed_in("kari")
    assert "Clear-Site-Data" not in client.get("/pasienter/")
    assert client.post("/logg-ut")["Clear-Site-Data"] == '"cache", "storage"'


def test_the_live_stream_is_closed_too() -> None:
    said = dict(live.HEADERS)
    assert b"frame-ancestors 'none'" in said[b"content-security-policy"]
    assert said[b"cache-control"] == b"no-store" and said[b"x-content-type-options"] == b"nosniff"


def test_a_machine_without_tls_is_told_no_and_a_person_is_led_on(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    machine = client.post("/api/messages", b"<x/>", content_type="application/xml")
    assert (machine.status_code, "Bruk https" in machine.json()["error"]) == (403, True)
    person = client.get("/logg-inn")
    assert (person.status_code, person["Location"]) == (301, "https://testserver/logg-inn")
    settings.SECURE_HSTS_SECONDS = 31536000
    assert client.post("/api/messages", b"<x/>", content_type="application/xml", secure=True).status_code == 401


def test_a_refusal_is_noted_without_the_address(signed_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="samspill.ui.refusals")
    signed_in("ola").get("/personvern/innsyn?hvem=Hemmelig")
    noted = [record.getMessage() for record in caplog.records if record.name == "samspill.ui.refusals"]
    assert len(noted) == 1 and "account:" in noted[0] and noted[0].endswith("at access-log")
