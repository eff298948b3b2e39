"""What the pages of notices show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from samspill.accounts.models import Account
from samspill.accounts.notices.invitations import subject_of
from samspill.accounts.notices.letters import TROUBLE
from samspill.core.invitations.models import InvitationLetter
from samspill.core.notices.kinds import KINDS, How, Kind
from samspill.core.notices.models import Letter, Notice, NoticeChoice, Sending
from samspill.core.references import Reference, resolve

MOST_SHOWN = 200


@dataclass(frozen=True)
class Line:
    """A notice as its reader sees it; `about` is the title of what it is about, for those who may see that."""

    notice: Notice
    about: str


def notices_of(person: Any) -> QuerySet[Notice]:
    """Unseen first, the newest first of each."""
    unseen_first = Case(When(seen_at=None, then=0), default=1)
    return Notice.objects.visible_to(person).order_by(unseen_first, "-at", "pk")


def lines_of(notices: Sequence[Notice], person: Any) -> list[Line]:
    references = {notice.pk: Reference.read(notice.about) for notice in notices if notice.about}
    titles = resolve(references.values(), seen_by=person)
    found = {pk: titles[reference].title for pk, reference in references.items() if reference in titles}
    return [Line(notice, found.get(notice.pk, "")) for notice in notices]


def choices_of(person: Any) -> list[tuple[str, list[tuple[Kind, How]]]]:
    """(area, kinds with what is chosen), for those kinds that can ever come to the person."""
    own = dict(NoticeChoice.objects.filter(account=person.account_id).values_list("kind", "how"))
    kinds = [kind for kind in KINDS.values() if not kind.deed or person.may(kind.deed)]
    kinds.sort(key=lambda kind: (str(kind.area), str(kind.label)))
    return [
        (area, [(kind, How(own.get(kind.name, kind.standard))) for kind in group])
        for area, group in groupby(kinds, key=lambda kind: str(kind.area))
    ]


@dataclass(frozen=True)
class Trouble:
    """What did not go: to whom, and what it was."""

    letter: Sending
    whose: str
    what: str


def letters_in_trouble(person: Any) -> list[Trouble]:
    """Notices and invitations that did not go, in the administrator's own community; the newest first."""
    if not person.may("notices.mend"):
        return []
    rows = [*_in_trouble(Letter, person), *_in_trouble(InvitationLetter, person)]
    rows.sort(key=lambda row: row.made_at, reverse=True)
    accounts = Account.objects.filter(pk__in={row.account for row in rows if row.account}).select_related("person")
    names = {account.pk: str(account.person) for account in accounts}
    return [Trouble(row, _whose(row, names), _what(row)) for row in rows]


def _in_trouble(kind: type[Letter | InvitationLetter], person: Any) -> list[Letter | InvitationLetter]:
    return list(kind._default_manager.filter(TROUBLE, community=person.community_id).order_by("-made_at")[:MOST_SHOWN])


def _whose(row: Letter | InvitationLetter, names: Mapping[UUID, str]) -> str:
    """The person's name; the address of somebody who has no account here."""
    if row.account is not None:
        return names.get(row.account, "–")
    return getattr(row, "address", "") or "–"


def _what(row: Letter | InvitationLetter) -> str:
    return subject_of(row) if isinstance(row, InvitationLetter) else _("Varsel")


def letter_to_mend(person: Any, pk: UUID) -> Letter | InvitationLetter | None:
    """A notice's or an invitation's, of the administrator's own community."""
    of_theirs = {"pk": pk, "community": person.community_id}
    return Letter.objects.filter(**of_theirs).first() or InvitationLetter.objects.filter(**of_theirs).first()
