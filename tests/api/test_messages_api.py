"""The door for machines: POST /api/messages takes in one message and answers with its receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests.discharge.stories import Story, at

from samspill.api.keys import MachineKey, key_names, make_key, running_out
from samspill.apps.discharge.models import ReceivedMessage
from samspill.core import clock
from samspill.stay import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(fjordheim) -> bytes:
    when = "2026-03-02T10:00"
    return Story().write("LOG_INNLAGT", when, {Kind.ADMITTED: at(when)})


def post(body: bytes, key: str = "", **headers: str):
    extra = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
    return Client().post("/api/messages", body, content_type="application/xml", **extra, **headers)


def test_a_message_is_answered_with_its_receipt(body):
    key = make_key("record system", ["messages.receive"])
    answer = post(body, key)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    assert b'Status V="1"' in answer.content
    again = post(body, key)
    assert (again.status_code, again.content) == (200, answer.content)


def test_as_json_it_is_the_line_of_the_command(body):
    key = make_key("record system", ["messages.receive"])
    line = post(body, key, HTTP_ACCEPT="application/json").json()
    assert (line["type"], line["outcome"], line["receipt"]["status"]) == ("LOG_INNLAGT", "accepted", "1")
    assert line["stay"]


def test_a_message_that_cannot_be_taken_in_is_answered_and_kept(fjordheim):
    key = make_key("record system", ["messages.receive"])
    answer = post(b"<nothing", key)
    assert answer.status_code == 422
    assert b'Status V="2"' in answer.content
    assert ReceivedMessage.objects.count() == 1


def test_without_a_key_nothing_is_taken_in(body):
    make_key("record system", ["messages.receive"])
    for key in ("", "wrong", "samspill_x"):
        assert post(body, key).status_code == 401
    assert ReceivedMessage.objects.count() == 0


def test_a_key_opens_only_what_it_says(body):
    assert post(body, make_key("reader", ["something.else"])).status_code == 403
    closed = make_key("closed", ["messages.receive"])
    MachineKey.objects.filter(name="closed").update(active=False)
    assert post(body, closed).status_code == 401
    replaced = make_key("twice", ["messages.receive"])
    make_key("twice", ["messages.receive"])
    assert post(body, replaced).status_code == 401
    assert ReceivedMessage.objects.count() == 0


def test_a_key_opens_nothing_after_its_last_day(body):
    key = make_key("for a while", ["messages.receive"], days=2)
    noon = clock.now()
    with clock.stopped_at(noon + timedelta(days=2)):
        assert key_names() == [("for a while", f"open until {clock.today()}")]
        assert running_out(timedelta(days=30)) == [("for a while", clock.today())]
        assert post(body, key).status_code == 200
    with clock.stopped_at(noon + timedelta(days=3)):
        assert post(body, key).status_code == 401
        assert key_names()[0][1].startswith("ran out on") and running_out(timedelta(days=30)) == []


def test_keys_are_not_stored(db):
    key = make_key("record system", ["messages.receive"])
    assert key not in str(MachineKey.objects.values())


def test_only_post(fjordheim):
    key = make_key("record system", ["messages.receive"])
    assert Client().get("/api/messages", HTTP_AUTHORIZATION=f"Bearer {key}").status_code == 405


def test_a_message_that_is_too_large(fjordheim, monkeypatch):
    from samspill.api import messages

    monkeypatch.setattr(messages, "LARGEST", 100)
    assert post(b"x" * 101, make_key("record system", ["messages.receive"])).status_code == 413
    assert ReceivedMessage.objects.count() == 0
