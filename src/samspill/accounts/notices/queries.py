"""What the pages of notices show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Case, QuerySet, When

from samspill.accounts.models import Account
from samspill.accounts.notices.letters import TROUBLE
from samspill.core.notices.kinds import KINDS, How, Kind
from samspill.core.notices.models import Letter, Notice, NoticeChoice
from samspill.core.references import Reference, resolve


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


def letters_in_trouble(person: Any) -> list[tuple[Letter, str]]:
    """(letter, whose) of what did not go, in the administrator's own community; the newest first."""
    if not person.may("notices.mend"):
        return []
    letters = list(Letter.objects.filter(TROUBLE, community=person.community_id).order_by("-made_at")[:200])
    accounts = Account.objects.filter(pk__in={letter.account for letter in letters}).select_related("person")
    names = {account.pk: str(account.person) for account in accounts}
    return [(letter, names.get(letter.account, "–")) for letter in letters]
