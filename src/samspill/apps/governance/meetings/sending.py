"""The papers go out: to user representatives and GPs first, each case in plain language, then to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance import telling
from samspill.apps.governance.meetings import rules
from samspill.apps.governance.meetings.actions import check_keep_meeting
from samspill.apps.governance.models import Case, Meeting, PapersSent, Tenure
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import locked
from samspill.directory.models import Person


@deed("governance.send_papers", permission=check_keep_meeting)
def send_papers(*, by: Any, meeting: Meeting, early: bool) -> PapersSent:
    """They are told, and that they were is kept. Twice is once. Raises Refused when there are no papers to send."""
    now = locked(meeting)
    rules.check_open(now.status)
    known = now.papers_sent.filter(early=early).first()
    if known:
        return known
    if not cases_on(now).exists():
        raise Refused(_("Sakslisten har ingen saker ennå."))
    row = PapersSent.objects.create(meeting=now, early=early, at=clock.now(), by_name=by.name)
    telling.papers_out(now, by, [person.pk for person in receivers(now, early)], early)
    return row


def receivers(meeting: Meeting, early: bool) -> list[Person]:
    """Those who hold a seat on the day, and their alternates; user representatives and GPs only where `early`."""
    day = meeting.starts.astimezone(clock.OSLO).date()
    rows = Tenure.objects.on(day).filter(seat__body=meeting.body_id).select_related("holder", "alternate")
    rows = rows.filter(seat__side__in=telling.OUTSIDE) if early else rows
    found: dict[UUID, Person] = {}
    for row in rows.order_by("seat__order"):
        for person in _present(row.holder, row.alternate):
            found[person.pk] = person
    return list(found.values())


def _present(*people: Person | None) -> Iterable[Person]:
    return (person for person in people if person is not None)


def cases_on(meeting: Meeting) -> Any:
    return Case.objects.filter(items__meeting=meeting, items__taken_off=False)


def without_plain_words(meeting: Meeting) -> list[Case]:
    """Cases on the agenda that say nothing in plain language yet."""
    return list(cases_on(meeting).filter(plain="").order_by("items__order"))
