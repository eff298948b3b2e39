"""How sessions end, each with its reason. An ended session is gone from the store too, so no copy of its key works."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from samspill.accounts.models import AccountSession, WhyEnded
from samspill.core import clock


def open_sessions(account_id: UUID) -> QuerySet[AccountSession]:
    """The account's sessions that have not ended, the one last used first."""
    return AccountSession.objects.filter(account=account_id, ended_at=None).order_by("-last_active", "pk")


def end(sessions: QuerySet[AccountSession], why: WhyEnded) -> int:
    """End those that are open; the number. Their open boards fall silent within seconds (`config.live` asks anew)."""
    with transaction.atomic():
        hashes = list(sessions.filter(ended_at=None).values_list("key_hash", flat=True))
        Session.objects.filter(session_key__in=hashes).delete()
        found = AccountSession.objects.filter(key_hash__in=hashes, ended_at=None)
        return found.update(ended_at=clock.now(), why_ended=why)


def end_all_of(account_id: UUID, why: WhyEnded) -> int:
    """For whoever closes an account or changes what it may do: it is signed out everywhere, at its next request."""
    return end(open_sessions(account_id), why)


def end_the_oldest(account_id: UUID, most: int) -> int:
    """Keep the `most` sessions that were used last."""
    kept = [row.pk for row in open_sessions(account_id)[:most]]
    return end(open_sessions(account_id).exclude(pk__in=kept), WhyEnded.TOO_MANY)


def follow(before: str, after: str) -> None:
    """The session has a new key."""
    AccountSession.objects.filter(key_hash=before).update(key_hash=after)


def signed_out(key_hash: str) -> None:
    """The session was emptied; if nobody said why before, it was a sign-out."""
    ended: dict[str, Any] = {"ended_at": clock.now(), "why_ended": WhyEnded.SIGNED_OUT}
    AccountSession.objects.filter(key_hash=key_hash, ended_at=None).update(**ended)
