"""A session begins: a row that says who, when, how and on what. Called by Django's own signal, so no door forgets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from samspill.accounts.models import Account, AccountSession, Draft, SignInAttempt
from samspill.accounts.sessions.device import device_of
from samspill.accounts.sessions.ending import end_the_oldest
from samspill.accounts.sessions.store import hash_of
from samspill.core import clock, limits
from samspill.core.encryption import index_of

DRAFTS_KEY = "drafts"


def by_method(request: HttpRequest, method: str) -> None:
    """Say how the person proved who they are, before `sign_in`: "helseid", "idporten", "demo" …"""
    request.sign_in_method = method  # type: ignore[attr-defined]


def begin(sender: Any, request: HttpRequest, user: Account, **values: Any) -> None:
    """Receiver of `user_logged_in`."""
    if request.session.session_key is None:
        request.session.create()
    browser, system = device_of(request)
    with transaction.atomic():
        AccountSession.objects.create(
            account=user,
            key_hash=hash_of(request.session.session_key or ""),
            signed_in_at=clock.now(),
            last_active=clock.now(),
            method=method_of(request),
            browser=browser,
            system=system,
        )
        if settings.SESSION_LIMITS.most:
            end_the_oldest(user.pk, settings.SESSION_LIMITS.most)
        note_attempt(request, succeeded=True, account=user)
    pages = list(Draft.objects.filter(account=user).values_list("page", flat=True))
    if pages:
        request.session[DRAFTS_KEY] = pages


def method_of(request: HttpRequest) -> str:
    return getattr(request, "sign_in_method", "demo" if settings.DEMO else "unknown")


def note_attempt(
    request: HttpRequest, *, succeeded: bool, reason: str = "", account: Account | None = None, method: str = ""
) -> None:
    """Write down a try to sign in. `reason` is a short code: no name, no number, nothing that the person typed."""
    browser, system = device_of(request)
    SignInAttempt.objects.create(
        at=clock.now(),
        method=method or method_of(request),
        succeeded=succeeded,
        reason=reason[:60],
        account=account,
        browser=browser,
        system=system,
        address=index_of("address", limits.address_of(request)),
    )
