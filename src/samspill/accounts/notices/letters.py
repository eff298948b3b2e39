"""Notices that are to go by e-mail: gathered into letters, sent once, tried again when that can help.

Several workers may run this at the same moment. A notice is put in a letter under a lock, and a letter is taken by
exactly one of them. Whoever is killed while sending leaves the letter as UNSURE: it is not sent again by itself, since
two for the same thing is what this must never give; the system administrator sees it and decides.
"""

from __future__ import annotations

import logging
import smtplib
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from samspill.accounts.models import Account
from samspill.accounts.notices import mail
from samspill.core import clock
from samspill.core.notices.models import Letter, LetterState, Notice, Sending

MOST_AT_ONCE = 200
MOST_TRIES = 6
STOPPED_MIDWAY = timedelta(minutes=10)
_log = logging.getLogger(__name__)


def send_what_is_due() -> int:
    """Gather and send. Run by the schedule; how many letters were sent."""
    if not settings.SENDS_EMAIL:
        return 0
    gather()
    _mark_those_stopped_midway()
    due = Letter.objects.filter(state=LetterState.WAITING, next_try__lte=clock.now()).order_by("next_try", "pk")
    return sum(send(pk) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


def gather() -> int:
    """Put unseen notices whose time has come into letters, one a person and community; how many letters."""
    with transaction.atomic():
        due = Notice.objects.filter(mail_from__lte=clock.now(), letter=None, seen_at=None).order_by("at")
        skip = connection.features.has_select_for_update_skip_locked
        by_reader: dict[tuple[UUID, UUID], list[Notice]] = defaultdict(list)
        for notice in due.select_for_update(skip_locked=skip)[:5000]:
            by_reader[notice.account, notice.community].append(notice)
        reachable = _with_address(account for account, _ in by_reader)
        for (account, community), notices in by_reader.items():
            letter = _letter(account, community) if account in reachable else None
            Notice.objects.filter(pk__in=[each.pk for each in notices]).update(letter=letter, mail_from=None)
        return sum(account in reachable for account, _ in by_reader)


def _letter(account: UUID, community: UUID) -> Letter:
    now = clock.now()
    return Letter.objects.create(account=account, community=community, made_at=now, next_try=now)


def _with_address(accounts: Iterable[UUID]) -> set[UUID]:
    found = Account.objects.filter(pk__in=list(accounts), is_active=True).select_related("person")
    return {account.pk for account in found if mail.address_of(account.person)}


def send(pk: UUID) -> bool:
    """Send one letter if it is still ours to send; whether it went."""
    taken = Letter.objects.filter(pk=pk, state=LetterState.WAITING)
    if not taken.update(state=LetterState.SENDING, taken_at=clock.now()):
        return False  # another worker was quicker
    letter = Letter.objects.get(pk=pk)
    notices = list(letter.notices.filter(seen_at=None).order_by("at"))
    account = Account.objects.filter(pk=letter.account, is_active=True).select_related("person").first()
    address = mail.address_of(account.person) if account else ""
    if not notices or account is None or not address:
        _done(letter, LetterState.HUSHED)
        return False
    try:
        mail.write(letter, account, address, notices).send()
    except Exception as error:
        failed(letter, error)
        return False
    _done(letter, LetterState.SENT)
    return True


def _done(letter: Letter, state: LetterState, fault: str = "") -> None:
    letter.state, letter.done_at, letter.fault = state, clock.now(), fault
    letter.save(update_fields=["state", "done_at", "fault"])


def failed(letter: Sending, error: Exception) -> None:
    """Refused for good, or to be tried again: after 1, 2, 4, 8 and 16 minutes; then never by itself."""
    letter.tries += 1
    letter.fault = _said(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused) and _for_good(error):
        letter.state, letter.done_at = LetterState.BOUNCED, clock.now()
    elif letter.tries >= MOST_TRIES:
        letter.state, letter.done_at = LetterState.GIVEN_UP, clock.now()
    else:
        letter.state = LetterState.WAITING
        letter.next_try = clock.now() + timedelta(minutes=2 ** (letter.tries - 1))
    letter.save()
    _log.warning("A letter was not sent: %s, try %s, now %s.", letter.fault, letter.tries, letter.state)


def _said(error: Exception) -> str:
    """What went wrong, without the text that came back: it may hold the address."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = " ".join(sorted({str(code) for code, _ in error.recipients.values()}))
    return f"{type(error).__name__} {code}".strip()


def _for_good(error: smtplib.SMTPRecipientsRefused) -> bool:
    codes: list[Any] = [code for code, _ in error.recipients.values()]
    return all(isinstance(code, int) and 500 <= code < 600 for code in codes)


def _mark_those_stopped_midway() -> None:
    old = clock.now() - STOPPED_MIDWAY
    Letter.objects.filter(state=LetterState.SENDING, taken_at__lt=old).update(
        state=LetterState.UNSURE, done_at=clock.now()
    )


STUCK = (LetterState.BOUNCED, LetterState.GIVEN_UP, LetterState.UNSURE)
TROUBLE = Q(state__in=STUCK) | Q(state=LetterState.WAITING, tries__gt=0)
