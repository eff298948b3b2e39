"""The limits at their doors: a clear sentence, 429 with Retry-After, and a ward that is never shut out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from samspill.accounts.models import Account
from samspill.core import clock
from samspill.directory.models import Community

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.OSLO)
WARD = "192.0.2.7"  # the one address of a whole hospital


@pytest.fixture(autouse=True)
def noon() -> Any:
    with clock.stopped_at(NOON):
        yield


def try_to_sign_in(client: Client, name: str = "ola", address: str = WARD) -> Any:
    account = Account.objects.get(username=name)
    return client.post("/logg-inn/demo", {"account": str(account.pk)}, REMOTE_ADDR=address)


def too_many_tries() -> Any:
    client = Client()
    for _ in range(300):
        answer = client.post("/logg-inn/demo", {"account": "nobody"}, REMOTE_ADDR=WARD)
        if answer.status_code == 429:
            break
    return try_to_sign_in(client)


def test_too_many_tries_are_told_so(fjordheim: Community) -> None:
    answer = too_many_tries()
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) == 1
    page = answer.content.decode()
    assert "forsøk på å logge inn på kort tid" in page and "Vent 1 sekund," in page


def test_a_ward_behind_one_address_is_not_shut_out_of_the_board(fjordheim: Community) -> None:
    kari = Client()
    try_to_sign_in(kari, "kari")
    assert too_many_tries().status_code == 429
    for _ in range(50):
        assert kari.get("/pasienter/", REMOTE_ADDR=WARD).status_code == 200
    assert try_to_sign_in(Client(), "nina", address="192.0.2.99").status_code == 302


def test_wrong_keys_are_slowed_and_the_right_one_still_opens(fjordheim: Community) -> None:
    from samspill.api.keys import make_key

    key = make_key("record system", ["messages.receive"])
    client = Client(REMOTE_ADDR=WARD)

    def post(with_key: str) -> Any:
        return client.post(
            "/api/messages", b"<x/>", content_type="application/xml", headers={"authorization": f"Bearer {with_key}"}
        )

    assert [post("wrong").status_code for _ in range(21)] == [401] * 20 + [429]
    refused = post("wrong")
    assert refused["Retry-After"] == "3" and "feil nøkkel" in refused.json()["error"]
    assert post(key).status_code == 422  # taken in, and answered for what it is


def test_htmx_gets_a_notice_and_keeps_the_page(fjordheim: Community) -> None:
    client = Client()
    try_to_sign_in(client, "ola")
    for _ in range(60):
        client.post("/okter/utkast", "{}", content_type="application/json")
    answer = client.post("/okter/utkast", "{}", content_type="application/json", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (429, "#alerts")
