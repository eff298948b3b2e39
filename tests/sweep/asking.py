"""One request as somebody, of which nothing is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from samspill.config import urls

_HANDLER = ClientHandler(enforce_csrf_checks=False)  # its middleware is put together once


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """One request, of which nothing is left: neither rows nor a changed session."""
    fresh = Client(raise_request_exception=False)
    fresh.handler = _HANDLER
    for name, morsel in client.cookies.items():
        fresh.cookies[name] = morsel.value
    with transaction.atomic():
        answer: HttpResponse = getattr(fresh, method)(address)
        if answer.streaming:
            b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return answer


@contextmanager
def in_few_words() -> Iterator[None]:
    """While only the status of an answer counts, the page that says «not there» is not rendered."""
    urls.handler404 = lambda request, exception: HttpResponse(status=404)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del urls.handler404  # type: ignore[attr-defined]


def text_of(answer: HttpResponse) -> str:
    return "" if answer.streaming else answer.content.decode(errors="replace")
