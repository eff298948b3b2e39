"""Puts `request.person` on every request: an Actor, or PUBLIC; and lets no row be seen but those of their community."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from samspill.accounts.actor import PUBLIC, Actor, Public
from samspill.accounts.models import WhyEnded
from samspill.accounts.positions import actor_for
from samspill.accounts.sessions import standing
from samspill.core import walls
from samspill.core.walls import scope

POSITION_KEY = "position"
COMMUNITY_KEY = "community"  # of that position, so that finding it needs no more rows than the answer will


def acting_person(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        with _while_asking(request):
            request.person = _who(request)  # type: ignore[attr-defined]
        with scope.of(request.person):  # type: ignore[attr-defined]
            return _sent_in_scope(get_response(request))

    return middleware


def _while_asking(request: HttpRequest) -> Any:
    """The scope in which it is found out who asks: their own, where the session knows it."""
    community = request.session.get(COMMUNITY_KEY)
    if community:
        return walls.within(community)
    if request.session.get(SESSION_KEY):
        return walls.whole_installation("which community the chosen role is in")
    return walls.the_public()


def _sent_in_scope(response: HttpResponse) -> HttpResponse:
    """An answer that is made while it is sent is made after we have returned."""
    if response.streaming and not getattr(response, "is_async", False):
        response.streaming_content = scope.kept_for(response.streaming_content)  # type: ignore[attr-defined]
    return response


def _who(request: HttpRequest) -> Actor | Public:
    account, position = request.session.get(SESSION_KEY), request.session.get(POSITION_KEY)
    if not account:
        standing.tell_why_gone(request)
        return PUBLIC  # nobody signed in: no need to ask the database
    if not standing.still_good(request) or not position:
        return PUBLIC
    actor = actor_for(account, position, demo=settings.DEMO)
    if actor is None:
        standing.end_here(request, WhyEnded.ROLE_CHANGED)
    return actor or PUBLIC
