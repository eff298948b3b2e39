"""What the web server runs: the live stream here, in the event loop; everything else in Django's WSGI handler.

The pages are ordinary blocking code in a fixed number of threads, each with its own lasting database connection. When
something changes, every open page asks for its live part at the same moment: those go through a lane of their own, one
at a time: whoever opens a page in that second shall not stand behind two hundred of them, and two that ask for the same
board would only wait for each other.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.config.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

# Any: a2wsgi and Django describe the same interface in types of their own.
_django: Any = get_wsgi_application()
_pages: Any = WSGIMiddleware(_django, workers=int(os.environ.get("SAMSPILL_WEB_THREADS", "8")))
_live_parts: Any = WSGIMiddleware(_django, workers=1)
LIVE = (b"x-live", b"1")  # the header of a refresh that nobody is waiting for (ui/live.js)

from samspill.config import live  # noqa: E402 - after get_wsgi_application, which sets Django up

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class ClientLeft(OSError):
    """The connection broke before the whole request had come: half a message is no message."""


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "http" if scope["path"] == "/live":
            await live.stream(scope, receive, send)
        case "http":
            await lane_of(scope)(scope, _whole(receive), send)
        case "lifespan":
            await _live_and_die(receive, send)
        case _:
            await send({"type": "websocket.close", "code": 1000})


def lane_of(scope: Scope) -> Any:
    """Which threads do it: a live part waits for other live parts, a person's own request for nobody's."""
    return _live_parts if LIVE in scope["headers"] else _pages


def _whole(receive: Receive) -> Receive:
    async def next_part() -> Message:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft("The client left before the whole request had come.")
        return message

    return next_part


async def _live_and_die(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            live.end_all_streams()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
