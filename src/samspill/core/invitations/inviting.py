"""Asking people to a meeting, and telling them of every change. The rows are sent afterwards, by the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from samspill.core import clock
from samspill.core.invitations.calendar import Occasion
from samspill.core.invitations.models import InvitationLetter, written
from samspill.core.notices.kinds import How
from samspill.core.notices.models import LetterState
from samspill.core.notices.notifying import how_of

BY_MAIL = frozenset({How.AT_ONCE, How.DIGEST})  # an invitation waits for no digest: calendars fill up


def invite(
    occasion: Occasion, *, kind: str, community: UUID, accounts: Iterable[UUID], addresses: Iterable[str] = ()
) -> frozenset[UUID]:
    """Ask these, and nobody else. The accounts that it goes to by e-mail; whoever got one hears of changes too."""
    if not settings.SENDS_EMAIL:
        return frozenset()
    known = {row.guest: row for row in _of(occasion, community).select_for_update()}
    chosen = how_of(kind, accounts)
    wanted = {str(account): account for account, how in chosen.items() if how in BY_MAIL or str(account) in known}
    outside = {address for each in addresses if (address := each.strip().lower())}
    for guest in sorted({*wanted, *outside}):
        row = known.get(guest) or InvitationLetter(community=community, uid=occasion.uid, guest=guest)
        row.account, row.address = wanted.get(guest), "" if guest in wanted else guest
        _to_send(row, occasion, cancel=occasion.cancelled)
    for guest, row in known.items():
        if guest not in wanted and guest not in outside:
            _to_send(row, occasion, cancel=True)
    return frozenset(wanted.values())


def call_off(occasion: Occasion, *, community: UUID) -> frozenset[UUID]:
    """Everybody who was asked hears that it is off; the accounts among them."""
    rows = list(_of(occasion, community).select_for_update())
    for row in rows:
        _to_send(row, replace(occasion, status="CANCELLED"), cancel=True)
    return frozenset(row.account for row in rows if row.account is not None)


def _of(occasion: Occasion, community: UUID) -> QuerySet[InvitationLetter]:
    return InvitationLetter.objects.filter(uid=occasion.uid, community=community)


def _to_send(row: InvitationLetter, occasion: Occasion, *, cancel: bool) -> None:
    """Once for each sequence: telling the same twice sends nothing more. What was never sent need not be cancelled."""
    if not row._state.adding and row.cancel == cancel and row.what["sequence"] == occasion.sequence:
        return
    if row.cancel and cancel and not row._state.adding:
        return  # they know already
    now = clock.now()
    row.what, row.cancel, row.made_at, row.next_try = written(occasion), cancel, now, now
    row.tries, row.fault, row.done_at = 0, "", None
    row.state = LetterState.HUSHED if cancel and row.sent_sequence is None else LetterState.WAITING
    row.save()
