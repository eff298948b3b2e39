"""Is this request's session still good? Asked once a request, by `accounts.middleware`, before anybody acts.

What the page does by itself (live stream, polling, the question how long is left) is no sign of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from samspill.accounts.models import AccountSession, WhyEnded
from samspill.accounts.sessions import rules
from samspill.accounts.sessions.beginning import DRAFTS_KEY
from samspill.accounts.sessions.ending import end
from samspill.accounts.sessions.store import hash_of
from samspill.accounts.sessions.words import span
from samspill.core import clock

BACKGROUND = "X-Samspill-Background"  # sent by what the page does by itself
SILENT_PATHS = ("/live", "/okter/igjen")

_LOOK = """
    SELECT s.id, s.signed_in_at, s.last_active, s.ended_at, s.why_ended, a.is_active
    FROM accounts_accountsession s JOIN accounts_account a ON a.id = s.account_id WHERE s.key_hash = %s
"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The session's row, as one look found it."""

    id: UUID
    signed_in_at: datetime
    last_active: datetime
    why_over: str


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What the page needs to warn in time. Seconds."""

    left: int
    warned_before: int
    has_draft: bool


def still_good(request: HttpRequest) -> bool:
    """True while the session holds; otherwise it is ended here, with its reason, and the reader is told."""
    seen = look(request.session.session_key or "")
    if seen is None:
        _leave(request, "")
        return False
    if seen.why_over:
        end(AccountSession.objects.filter(pk=seen.id), WhyEnded(seen.why_over))
        _leave(request, seen.why_over)
        return False
    last_active = _write_activity(request, seen)
    request.session_watch = _watch(request, seen, last_active)  # type: ignore[attr-defined]
    return True


def end_here(request: HttpRequest, why: WhyEnded) -> None:
    """End the session that this request came in, and tell the reader why."""
    end(AccountSession.objects.filter(key_hash=hash_of(request.session.session_key or "")), why)
    _leave(request, why)


def tell_why_gone(request: HttpRequest) -> None:
    """A browser that comes with the key of a session that was ended elsewhere is told why, once."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    seen = look(key) if key and request.session.session_key is None else None
    if seen and seen.why_over:
        _tell(request, seen.why_over)


def look(session_key: str) -> Seen | None:
    """One question; None when there is no such session."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [hash_of(session_key)])
        row = cursor.fetchone()
    if row is None:
        return None
    fields = ("id", "signed_in_at", "last_active", "ended_at")
    id_, began, active, ended = (_read(name, value) for name, value in zip(fields, row, strict=False))
    why = row[4] if ended else "" if row[5] else WhyEnded.ACCOUNT_CLOSED.value
    why = why or rules.why_over(signed_in_at=began, last_active=active, now=clock.now(), limits=settings.SESSION_LIMITS)
    return Seen(id=id_, signed_in_at=began, last_active=active, why_over=why)


def _read(name: str, value: Any) -> Any:
    field = AccountSession._meta.get_field(name)
    column = field.get_col(AccountSession._meta.db_table)  # type: ignore[union-attr]
    for convert in connection.ops.get_db_converters(column):
        value = convert(value, column, connection)
    return value


def _write_activity(request: HttpRequest, seen: Seen) -> datetime:
    now = clock.now()
    if is_background(request) or not rules.worth_writing(seen.last_active, now):
        return seen.last_active
    AccountSession.objects.filter(pk=seen.id, ended_at=None).update(last_active=now)
    return now


def is_background(request: HttpRequest) -> bool:
    return request.headers.get(BACKGROUND) == "1" or request.path in SILENT_PATHS


def _watch(request: HttpRequest, seen: Seen, last_active: datetime) -> Watch:
    limits = settings.SESSION_LIMITS
    left = rules.time_left(signed_in_at=seen.signed_in_at, last_active=last_active, now=clock.now(), limits=limits)
    return Watch(
        left=_seconds(left),
        warned_before=_seconds(limits.warned_before),
        has_draft=request.path in request.session.get(DRAFTS_KEY, []),
    )


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _leave(request: HttpRequest, why: str) -> None:
    request.session.flush()
    request.user = AnonymousUser()
    _tell(request, why)


def _tell(request: HttpRequest, why: str) -> None:
    if why and why != WhyEnded.SIGNED_OUT and hasattr(request, "_messages"):
        messages.warning(request, told(why))


def told(why: str) -> str:
    """The sentence on the sign-in page."""
    idle = _seconds(settings.SESSION_LIMITS.idle) // 60
    return {
        "idle": _("Du ble logget ut fordi det var stille i %(span)s. Det du skrev, er tatt vare på.")
        % {"span": span(idle)},
        "too_long": _("Du ble logget ut fordi det er lenge siden du logget inn. Logg inn på nytt for å fortsette."),
        "too_many": _("Du ble logget ut her fordi du logget inn et annet sted."),
        "ended_by_self": _("Du ble logget ut her fra et annet sted."),
        "ended_by_other": _("Du ble logget ut av en administrator. Logg inn på nytt for å fortsette."),
        "role_changed": _("Rollen du var logget inn med, gjelder ikke lenger. Logg inn på nytt for å velge rolle."),
        "account_closed": _("Kontoen er stengt. Spør administratoren i helsefellesskapet hvis det er feil."),
    }[why]
