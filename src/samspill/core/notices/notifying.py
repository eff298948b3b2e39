"""Telling, and hushing what has been seen."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from samspill.core import clock
from samspill.core.notices.kinds import KINDS, How
from samspill.core.notices.models import Notice, NoticeChoice
from samspill.core.references import Reference

# Whoever sits with the page open sees it there first, and no e-mail goes.
PATIENCE = timedelta(minutes=3)


def notify(
    *,
    kind: str,
    to: Iterable[UUID],
    community: UUID,
    url: str,
    text: str,
    values: Mapping[str, str | int] | None = None,
    about: Reference | None = None,
    occasion: str = "",
    by: Any = None,
    mailed_otherwise: Container[UUID] = frozenset(),
) -> int:
    """Tell each account once; never whoever did it (`by`). How many were asked to be told, also those told before.

    `mailed_otherwise`: accounts that another e-mail about this goes to (an invitation): on the page only for them.

    `text` is a source text of the catalogues (`gettext_noop`), `values` fill it; neither says anything of a patient.
    Raises ValueError for a kind that nobody has registered, and for an address outside this house.
    """
    if kind not in KINDS:
        raise ValueError(f"No room has registered the notice {kind}.")
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError("A notice leads to a page of this house.")
    now, doer = clock.now(), getattr(by, "account_id", None)
    chosen = how_of(kind, accounts := [each for each in dict.fromkeys(to) if each != doer])
    rows = [
        Notice(
            community=community,
            account=account,
            kind=kind,
            about=str(about) if about else "",
            occasion=occasion,
            text=text,
            values=dict(values or {}),
            url=url,
            at=now,
            mail_from=None if account in mailed_otherwise else mail_time(chosen[account], now),
        )
        for account in accounts
        if chosen[account] is not How.NEVER
    ]
    # Somebody may tell the same at this moment: the database lets one of the two in, and the other passes quietly.
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def how_of(kind: str, accounts: Iterable[UUID]) -> dict[UUID, How]:
    """What each account has chosen for the kind."""
    accounts = list(accounts)
    own = NoticeChoice.objects.filter(kind=kind, account__in=accounts).values_list("account", "how")
    return dict.fromkeys(accounts, KINDS[kind].standard) | {account: How(how) for account, how in own}


def mail_time(how: How, now: datetime) -> datetime | None:
    """From when a notice of this moment may go by e-mail."""
    if how is How.AT_ONCE:
        return now + PATIENCE
    return next_digest(now) if how is How.DIGEST else None


def next_digest(now: datetime) -> datetime:
    """The next morning's hour, Norwegian time."""
    local = now.astimezone(clock.OSLO)
    day = local.date() if local.hour < settings.DIGEST_HOUR else local.date() + timedelta(days=1)
    return datetime.combine(day, time(settings.DIGEST_HOUR), clock.OSLO)


def seen(*, account: UUID, about: Reference) -> int:
    """The person has looked at the thing itself: its notices are seen, and no e-mail goes about them."""
    unseen = Notice.objects.filter(account=account, about=str(about), seen_at=None)
    return unseen.update(seen_at=clock.now(), mail_from=None)


def unseen_of(person: Any) -> int:
    """How many wait unseen for the person in the community they act in."""
    if getattr(person, "account_id", None) is None:
        return 0
    return Notice.objects.visible_to(person).unseen().count()
