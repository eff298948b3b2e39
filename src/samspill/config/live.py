"""The live stream: `GET /live` answers with Server-Sent Events that say *that* something changed, never what.

    event: changed      something in the reader's community has changed; fetch what you show once more
    : still here        every 15 seconds, so that nobody between us closes a silent line

One watcher in each process asks the database, and only while somebody listens; a hundred readers cost one question.
A newcomer is told at once when something changed within the last minute: it may have happened between the page and
this connection. A reader who comes back after a break is always told.
"""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse

from samspill.accounts.actor import Actor
from samspill.accounts.middleware import acting_person
from samspill.core import live, walls

INTERVAL = 0.2  # seconds between two looks
PING = 15.0  # seconds between two signs of life; the reader's right to listen is asked anew each time
CHANGED = b"event: changed\ndata: {}\n\n"
STILL_HERE = b": still here\n\n"
HELLO = b"id: 1\n\n"  # an id, so that a browser that comes back says that it has been here before
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    *(
        [(b"strict-transport-security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains".encode())]
        if settings.SECURE_HSTS_SECONDS
        else []
    ),
]

_log = logging.getLogger(__name__)
# Two threads, so that a slow look at the database does not keep a newcomer waiting.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
T = TypeVar("T")


class Watcher:
    """Looks for changes while there are listeners, and wakes those whose community it was."""

    def __init__(self) -> None:
        self._listeners: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._recent: live.Recent = {}
        self.ending = asyncio.Event()

    def add(self, community: UUID, bell: asyncio.Event) -> None:
        self._listeners[community].add(bell)
        if self._recent.get(community):
            bell.set()
        if self._task is None or self._task.done():
            self._recent = {}
            self._task = asyncio.create_task(self._watch())

    def remove(self, community: UUID, bell: asyncio.Event) -> None:
        self._listeners[community].discard(bell)
        if not self._listeners[community]:
            del self._listeners[community]

    async def _watch(self) -> None:
        while self._listeners and not self.ending.is_set():
            try:
                now = await _in_thread(_changes)
            except Exception as error:  # the database may be away for a while: keep the readers, look again
                _log.warning("Could not look for changes: %s", type(error).__name__)
            else:
                for community in live.changed_since(self._recent, now):
                    self._ring(community)
                self._recent = now
            await asyncio.sleep(INTERVAL)

    def _ring(self, community: UUID) -> None:
        for bell in self._listeners.get(community, ()):
            bell.set()

    def end(self) -> None:
        self.ending.set()
        for bells in self._listeners.values():
            for bell in bells:
                bell.set()


_watcher: Watcher | None = None


def _the_watcher() -> Watcher:
    global _watcher
    if _watcher is None:
        _watcher = Watcher()
    return _watcher


def end_all_streams() -> None:
    """The server is stopping: let every stream end now."""
    if _watcher:
        _watcher.end()


async def stream(scope: Any, receive: Any, send: Any) -> None:
    """Answer one `GET /live` for as long as the reader stays and may listen."""
    if scope["method"] != "GET":
        return await _refuse(send, HTTPStatus.METHOD_NOT_ALLOWED)
    person = await _in_thread(_reader, scope)
    if person is None:
        return await _refuse(send, HTTPStatus.FORBIDDEN)
    bell, watcher = asyncio.Event(), _the_watcher()
    gone = asyncio.create_task(_until_gone(receive, bell))
    watcher.add(person.community_id, bell)
    if any(name == b"last-event-id" for name, _ in scope["headers"]):
        bell.set()
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": HELLO, "more_body": True})
        async for line in _lines(scope, person, bell, lambda: gone.done() or watcher.ending.is_set()):
            await send({"type": "http.response.body", "body": line, "more_body": True})
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()
        watcher.remove(person.community_id, bell)


async def _lines(scope: Any, person: Actor, bell: asyncio.Event, over: Callable[[], bool]) -> AsyncIterator[bytes]:
    """What to send, until it is over or the reader may listen no longer."""
    asked = time.monotonic()
    while True:
        rung = await _rung(bell)
        if over():
            return
        if time.monotonic() - asked >= PING:
            if not await _in_thread(_still_the_same, scope, person):
                return
            asked = time.monotonic()
        yield CHANGED if rung else STILL_HERE


async def _rung(bell: asyncio.Event) -> bool:
    """True when the bell rang, False when it has been silent for a ping's time."""
    try:
        await asyncio.wait_for(bell.wait(), PING)
    except TimeoutError:
        return False
    bell.clear()
    return True


async def _until_gone(receive: Any, bell: asyncio.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    bell.set()


async def _refuse(send: Any, status: HTTPStatus) -> None:
    await send({"type": "http.response.start", "status": status.value, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _in_thread(function: Callable[..., T], *values: Any) -> T:
    def run() -> T:
        close_old_connections()  # one that broke is replaced; one that works is kept
        return function(*values)

    return await asyncio.get_running_loop().run_in_executor(_threads, run)


def _reader(scope: Any) -> Actor | None:
    """Who asks, by the same middleware as any page; None when nobody is signed in."""
    found: list[Any] = []

    def remember(request: HttpRequest) -> HttpResponse:
        found.append(request.person)  # type: ignore[attr-defined]
        return HttpResponse()

    SessionMiddleware(AuthenticationMiddleware(acting_person(remember)))(ASGIRequest(scope, io.BytesIO()))
    return found[0] if isinstance(found[0], Actor) else None


@walls.whole_installation("one look for the readers of all communities; each is told of their own")
def _changes() -> live.Recent:
    return live.recent_changes()


def _still_the_same(scope: Any, person: Actor) -> bool:
    """Still signed in, in the same community."""
    now = _reader(scope)
    return now is not None and now.community_id == person.community_id
