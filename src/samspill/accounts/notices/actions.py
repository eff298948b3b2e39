"""What a person does with notices: see them, choose how they come, say no to e-mail; and mend a letter that failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.accounts.models import Account
from samspill.accounts.notices import permissions
from samspill.accounts.notices.letters import STUCK
from samspill.core import audit, clock
from samspill.core.deeds import deed
from samspill.core.doer import Machine
from samspill.core.invitations.models import InvitationLetter
from samspill.core.notices.kinds import KINDS, How
from samspill.core.notices.models import Letter, LetterState, Notice, NoticeChoice
from samspill.core.notices.notifying import mail_time
from samspill.core.refusal import Refused


@deed("notices.choose", permission=permissions.check_see)
def choose(*, by: Any, chosen: Mapping[str, How]) -> None:
    """Choose how each of the kinds comes, from now on and for what waits to be sent."""
    for kind, how in chosen.items():
        if kind in KINDS:
            _choose(by.account_id, kind, how)


def _choose(account: UUID, kind: str, how: How) -> None:
    NoticeChoice.objects.update_or_create(account=account, kind=kind, defaults={"how": how})
    waiting = Notice.objects.filter(account=account, kind=kind, seen_at=None, letter=None)
    waiting.exclude(mail_from=None).update(mail_from=mail_time(how, clock.now()))


@deed("notices.mark_seen", permission=permissions.check_see)
def mark_all_seen(*, by: Any) -> None:
    Notice.objects.visible_to(by).unseen().update(seen_at=clock.now(), mail_from=None)


def follow(notice: Notice) -> str:
    """Where the notice leads; it is seen now."""
    if notice.seen_at is None:
        notice.seen_at, notice.mail_from = clock.now(), None
        notice.save(update_fields=["seen_at", "mail_from"])
    return notice.url


def no_more_mail(account: Account) -> None:
    """All kinds come on the page only, as the link in a letter asks. The token was the proof of whose they are."""
    for kind in KINDS:
        own = NoticeChoice.objects.filter(account=account.pk, kind=kind).first()
        if own is None or own.how != How.NEVER:
            _choose(account.pk, kind, How.PAGE)
    audit.record(by=Machine("unsubscribe link", frozenset()), deed="notices.no_more_mail", about=account)


@deed("notices.mend", permission=permissions.check_mend_letter)
def send_again(*, by: Any, letter: Letter | InvitationLetter) -> None:
    """Try a letter that failed once more, from the beginning. Raises Refused."""
    again = type(letter)._default_manager.filter(pk=letter.pk, state__in=STUCK)
    if not again.update(state=LetterState.WAITING, tries=0, next_try=clock.now(), fault="", done_at=None):
        raise Refused(_("E-posten venter allerede på å bli sendt."))
