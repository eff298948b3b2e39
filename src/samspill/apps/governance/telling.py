"""Quiet notices of the room: called to a meeting, minutes to correct, something to confirm at home, advice, a task.

None says which case it is: a notice also goes by e-mail, and the case may be exempt. The page behind it says the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, override

from samspill.accounts.models import Account
from samspill.apps.governance.meetings.calendars import occasion_of
from samspill.apps.governance.models import (
    Advice,
    Anchoring,
    AnchoringReply,
    Body,
    Decision,
    FollowUp,
    Force,
    Meeting,
    MeetingStatus,
    SeatSide,
    Tenure,
)
from samspill.core import clock, invitations, notices
from samspill.core.notices import Kind
from samspill.core.references import Reference
from samspill.directory.models import Position
from samspill.directory.roles import Role

AREA = _("Saker")
MEETING, MINUTES, ANCHOR, ADVICE, TASK, PAPERS = (
    f"governance.{name}" for name in ("meeting", "minutes", "anchoring", "advice", "task", "papers")
)
AHEAD = timedelta(days=7)
BEFORE_MEETING = timedelta(days=3)
OUTSIDE = (SeatSide.USER, SeatSide.GP)  # those who have another job than this


def register() -> None:
    deed = "governance.take_part"
    for name, label in (
        (MEETING, _("Innkalling til møte")),
        (MINUTES, _("Referat ute til rettelser")),
        (ADVICE, _("Organet ditt er spurt om råd")),
        (TASK, _("Oppgave fra vedtak")),
        (PAPERS, _("Papirer til et møte")),
    ):
        notices.kind(Kind(name=name, label=label, area=AREA, deed=deed))
    notices.kind(Kind(name=ANCHOR, label=_("Vedtak å bekrefte hjemme"), area=AREA, deed="governance.anchor"))


def accounts_of(people: Iterable[UUID]) -> list[UUID]:
    return list(Account.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True))


def members_of(body: Body) -> list[UUID]:
    """The accounts of those who hold a seat today, and of their alternates."""
    rows = Tenure.objects.on(clock.today()).filter(seat__body=body).values_list("holder", "alternate")
    return accounts_of({person for row in rows for person in row if person})


def of_meeting(meeting: Meeting, by: Any, text: str, occasion: str) -> None:
    """On the page to all; by e-mail as an invitation, or as the notice where no invitation goes."""
    going = send_invitations(meeting)
    notices.notify(
        kind=MEETING,
        to=members_of(meeting.body),
        community=meeting.community_id,
        url=reverse("governance:meeting", args=[meeting.pk]),
        text=text,
        values={"body": meeting.body.name},
        occasion=f"{occasion}:{meeting.pk}:{meeting.sequence}",
        by=by,
        mailed_otherwise=going,
    )


def send_invitations(meeting: Meeting) -> frozenset[UUID]:
    """To all who sit in the body, as it stands now; the accounts that it goes to by e-mail."""
    with override(settings.LANGUAGE_CODE):
        occasion = occasion_of(
            meeting,
            settings.ADDRESS + reverse("governance:meeting", args=[meeting.pk]),
            organiser=meeting.community.name,
        )
    if occasion.cancelled:
        return invitations.call_off(occasion, community=meeting.community_id)
    return invitations.invite(occasion, kind=MEETING, community=meeting.community_id, accounts=members_of(meeting.body))


def moved(meeting: Meeting, by: Any) -> None:
    """Another time or place, once people have been called."""
    of_meeting(meeting, by, gettext_noop("Møtet i %(body)s er endret."), "moved")


def called(meeting: Meeting, by: Any) -> None:
    of_meeting(meeting, by, gettext_noop("Du er kalt inn til møte i %(body)s."), "called")


def cancelled(meeting: Meeting, by: Any) -> None:
    of_meeting(meeting, by, gettext_noop("Møtet i %(body)s er avlyst."), "cancelled")


def papers_out(meeting: Meeting, by: Any, people: Iterable[UUID], early: bool) -> None:
    """To user representatives and GPs first, to the page that says each case in plain language."""
    page = "governance:plain" if early else "governance:meeting"
    notices.notify(
        kind=PAPERS,
        to=accounts_of(people),
        community=meeting.community_id,
        url=reverse(page, args=[meeting.pk]),
        text=gettext_noop("Papirene til møtet i %(body)s er klare."),
        values={"body": meeting.body.name},
        occasion=f"papers:{meeting.pk}",
        by=by,
    )


def minutes_out(meeting: Meeting, by: Any) -> None:
    notices.notify(
        kind=MINUTES,
        to=members_of(meeting.body),
        community=meeting.community_id,
        url=reverse("governance:minutes", args=[meeting.pk]),
        text=gettext_noop("Referatet fra %(body)s er ute til rettelser."),
        values={"body": meeting.body.name},
        occasion=f"minutes:{meeting.pk}",
        by=by,
    )


def advice_asked(advice: Advice, by: Any) -> None:
    notices.notify(
        kind=ADVICE,
        to=members_of(advice.body),
        community=advice.case.community_id,
        url=reverse("governance:answer-advice", args=[advice.case_id, advice.pk]),
        text=gettext_noop("%(body)s er spurt om råd."),
        values={"body": advice.body.name},
        about=Reference("governance.case", advice.case_id),
        occasion=f"advice:{advice.pk}",
        by=by,
    )


def to_anchor(decision: Decision, by: Any = None, occasion: str = "asked") -> None:
    """The leaders of each party that has not answered."""
    waiting = decision.anchorings.filter(reply=AnchoringReply.WAITING)
    for row in waiting.select_related("party"):
        _to_anchor(row, decision, by, occasion)


def _to_anchor(row: Anchoring, decision: Decision, by: Any, occasion: str) -> None:
    leaders = Position.objects.on(clock.today()).filter(
        Q(unit=row.party_id) | Q(unit__parent=row.party_id), role=Role.LEADER, community=decision.community_id
    )
    notices.notify(
        kind=ANCHOR,
        to=accounts_of(leaders.values_list("person", flat=True)),
        community=decision.community_id,
        url=reverse("governance:reply-anchoring", args=[row.pk]),
        text=gettext_noop("%(party)s er bedt om å bekrefte et vedtak."),
        values={"party": row.party.name},
        about=Reference("governance.decision", decision.pk),
        occasion=f"{occasion}:{row.pk}",
        by=by,
    )


def task_given(task: FollowUp, by: Any = None, occasion: str = "given") -> None:
    notices.notify(
        kind=TASK,
        to=accounts_of([task.owner_id]),
        community=task.decision.community_id,
        url=reverse("governance:note-follow-up", args=[task.pk]),
        text=gettext_noop("Du har en oppgave fra et vedtak."),
        about=Reference("governance.decision", task.decision_id),
        occasion=f"{occasion}:{task.pk}",
        by=by,
    )


def remind() -> None:
    """Each day: what is due within a week, and what is late, once each."""
    today = clock.today()
    for stage, last in (("soon", today + AHEAD), ("late", today - timedelta(days=1))):
        due = Anchoring.objects.filter(reply=AnchoringReply.WAITING, due__lte=last, decision__force=Force.ANCHORING)
        for row in due.select_related("decision", "party"):
            _to_anchor(row, row.decision, None, stage)
        for task in FollowUp.objects.filter(done_on=None, due__lte=last).select_related("decision"):
            task_given(task, None, stage)
    _remind_of_meetings()


def _remind_of_meetings() -> None:
    """User representatives and GPs, who do not live in these calendars, three days before."""
    now = clock.now()
    rows = Meeting.objects.filter(status=MeetingStatus.CALLED, starts__gt=now, starts__lte=now + BEFORE_MEETING)
    for meeting in rows.select_related("body"):
        sit = Tenure.objects.on(clock.today()).filter(seat__body=meeting.body_id, seat__side__in=OUTSIDE)
        notices.notify(
            kind=MEETING,
            to=accounts_of(sit.values_list("holder", flat=True)),
            community=meeting.community_id,
            url=reverse("governance:plain", args=[meeting.pk]),
            text=gettext_noop("Husk møtet i %(body)s om få dager. Her er sakene, kort og enkelt."),
            values={"body": meeting.body.name},
            occasion=f"soon:{meeting.pk}:{meeting.sequence}",
        )
