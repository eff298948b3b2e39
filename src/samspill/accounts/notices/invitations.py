"""Invitations to meetings by e-mail: plain words, and a calendar part that programs take in. Nothing of a patient.

Several workers may run this at once: each row is taken by exactly one of them. Whoever is killed while sending leaves a
row that is sent again: with the same UID and SEQUENCE a calendar takes it for what it has.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspill.accounts.models import Account
from samspill.accounts.notices import letters, mail
from samspill.core import clock
from samspill.core.invitations import invitation_of
from samspill.core.invitations.models import InvitationLetter
from samspill.core.notices.models import LetterState

MOST_AT_ONCE = 200
STOPPED_MIDWAY = timedelta(minutes=10)


def send_what_is_due() -> int:
    """Run by the schedule; how many went."""
    if not settings.SENDS_EMAIL:
        return 0
    stopped = InvitationLetter.objects.filter(state=LetterState.SENDING, taken_at__lt=clock.now() - STOPPED_MIDWAY)
    stopped.update(state=LetterState.WAITING)
    due = InvitationLetter.objects.filter(state=LetterState.WAITING, next_try__lte=clock.now()).order_by(
        "next_try", "pk"
    )
    return sum(send(row) for row in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))


def send(pk: UUID) -> bool:
    """Send one, if it is still ours to send; whether it went."""
    taken = InvitationLetter.objects.filter(pk=pk, state=LetterState.WAITING)
    if not taken.update(state=LetterState.SENDING, taken_at=clock.now()):
        return False
    row = InvitationLetter.objects.get(pk=pk)
    name, address = _guest(row)
    if not address:
        return _end(row, LetterState.HUSHED)
    try:
        written(row, name, address).send()
    except Exception as error:
        letters.failed(row, error)
        return False
    # It may have been changed, and be waiting anew, while this one went.
    InvitationLetter.objects.filter(pk=pk).update(sent_sequence=row.what["sequence"])
    return _end(row, LetterState.SENT)


def _end(row: InvitationLetter, state: LetterState) -> bool:
    InvitationLetter.objects.filter(pk=row.pk, state=LetterState.SENDING).update(
        state=state, done_at=clock.now(), fault=""
    )
    return state == LetterState.SENT


def _guest(row: InvitationLetter) -> tuple[str, str]:
    """(name, address); the address is empty where there is nobody to write to any more."""
    if row.account is None:
        return row.address, row.address
    account = Account.objects.filter(pk=row.account, is_active=True).select_related("person").first()
    return (str(account.person), mail.address_of(account.person)) if account else ("", "")


def written(row: InvitationLetter, name: str, address: str) -> EmailMultiAlternatives:
    """The letter. Its calendar part says what is to be done with it, as calendar programs ask for (RFC 6047)."""
    occasion = row.occasion
    with override(settings.LANGUAGE_CODE):
        method = "CANCEL" if row.cancel else "REQUEST"
        values = {"occasion": occasion, "cancel": row.cancel, "changed": row.sent_sequence is not None}
        letter = EmailMultiAlternatives(
            subject=subject_of(row),
            body=render_to_string("accounts/notices/invitation.txt", values),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
        content = invitation_of(occasion, [(name, address)], cancel=row.cancel).decode()
        letter.attach_alternative(content, f"text/calendar; method={method}")
        return letter


def subject_of(row: InvitationLetter) -> str:
    """What it is, in a line."""
    occasion = row.occasion
    if row.cancel:
        return _("Avlyst: %(name)s") % {"name": occasion.name}
    if row.sent_sequence is not None:
        return _("Endret: %(name)s") % {"name": occasion.name}
    return _("Innkalling: %(name)s") % {"name": occasion.name}
