"""The live stream in a real web server: who hears what, when, and how it ends."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.running import PATIENCE, Copy, Running, new_copy

SETTINGS = "tests.config.noticeboard.settings"


@dataclass
class Place:
    """A running installation with two communities, each with one signed-in person."""

    copy: Copy
    running: Running
    address: str
    people: list[dict[str, str]]
    notices: int = 0

    def post(self, community: str) -> None:
        self.notices += 1
        self.copy.python(
            f"from samspill.core.schedule import Scheduled\nScheduled.objects.create(name='{community}/{self.notices}')"
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with new_copy(tmp_path_factory.mktemp("live"), migrated=True) as copy:
        copy.environment["DJANGO_SETTINGS_MODULE"] = SETTINGS
        assert copy.run("migrate").returncode == 0
        people = json.loads(copy.python("from tests.config.noticeboard.people import print_people\nprint_people()"))
        running = copy.start("serve", "--port", "0")
        try:
            yield Place(copy, running, running.address(), people)
        finally:
            running.stop()


@dataclass
class Listener:
    """One reader of the stream; what it heard stands in `heard`."""

    address: str
    session: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    status: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        cookie = {"Cookie": f"samspill_session={self.session}"} if self.session else {}
        self.connection.request("GET", "/live", headers={**cookie, **self.headers})
        self.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.status = self.response.status
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        try:
            while line := self.response.readline():
                self.heard.append(line.decode().rstrip())
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # closed by ourselves
        self.response.close()
        self.ended.set()

    def changes(self) -> int:
        return self.heard.count("event: changed")

    def wait_for(self, changes: int) -> None:
        until = time.monotonic() + PATIENCE
        while self.changes() < changes:
            assert time.monotonic() < until, f"heard only {self.heard}"
            time.sleep(0.01)

    def leave(self) -> None:
        if self.socket:
            self.socket.shutdown(socket.SHUT_RDWR)  # ends the reading thread, which then closes


def settled(listener: Listener) -> int:
    """How much it has heard once what happened before it came has been told."""
    before = -1
    while before != listener.changes():
        before = listener.changes()
        time.sleep(0.7)
    return before


def test_a_change_is_told_to_the_community_and_to_nobody_else(place: Place):
    here, there = (Listener(place.address, person["session"]) for person in place.people)
    assert (here.status, there.status) == (200, 200)
    mine, theirs = settled(here), settled(there)
    place.post(place.people[0]["community"])
    here.wait_for(mine + 1)
    place.post(place.people[1]["community"])
    there.wait_for(theirs + 1)
    assert (here.changes(), there.changes()) == (mine + 1, theirs + 1)
    assert here.heard[here.heard.index("event: changed") + 1] == "data: {}"
    here.leave(), there.leave()


def test_the_stream_is_no_ordinary_page(place: Place):
    listener = Listener(place.address, place.people[0]["session"])
    assert listener.response.headers["content-type"].startswith("text/event-stream")
    assert listener.response.headers["cache-control"] == "no-store"
    listener.leave()


@pytest.mark.parametrize("session", ["", "no-such-session"])
def test_somebody_who_has_not_signed_in_is_refused(place: Place, session: str):
    listener = Listener(place.address, session)
    assert listener.status == 403
    assert listener.ended.wait(PATIENCE)
    assert listener.heard == []


def test_only_reading_is_possible(place: Place):
    parts = urlsplit(place.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    connection.request("POST", "/live", body="x")
    assert connection.getresponse().status == 405
    connection.close()


def test_who_comes_back_after_a_break_is_told_at_once(place: Place):
    listener = Listener(place.address, place.people[1]["session"], {"Last-Event-ID": "1"})
    listener.wait_for(1)
    listener.leave()


def test_each_of_many_listeners_hears(place: Place):
    listeners = [Listener(place.address, place.people[0]["session"]) for _ in range(60)]
    settled(listeners[0])
    before = [listener.changes() for listener in listeners]
    place.post(place.people[0]["community"])
    for listener, heard in zip(listeners, before, strict=True):
        listener.wait_for(heard + 1)
    for listener in listeners:
        listener.leave()


def test_stopping_the_server_ends_the_streams(tmp_path: Any, place: Place):
    """A server of its own on the same data, so that the others go on."""
    var = tmp_path / "second"
    var.mkdir()
    (var / "secrets.json").write_bytes((place.copy.var / "secrets.json").read_bytes())
    database = place.copy.var / "samspill.sqlite3"
    if database.exists():
        (var / "samspill.sqlite3").symlink_to(database)
    running = place.copy.start("serve", "--port", "0", SAMSPILL_VAR=str(var))
    listener = Listener(running.address(), place.people[0]["session"])
    assert listener.status == 200
    assert running.stop() == 0
    assert listener.ended.wait(PATIENCE)
    assert "timeout graceful shutdown exceeded" not in running.output
