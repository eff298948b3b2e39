"""The secretariat's desk: what is due, what is missing, who has not answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.apps.governance.bodies.queries import health_of
from samspill.apps.governance.models import (
    Advice,
    AgreementVersion,
    Anchoring,
    AnchoringReply,
    Case,
    FollowUp,
    Force,
    Invitation,
    Meeting,
    MeetingStatus,
    Minutes,
    MinutesStatus,
    WheelEntry,
)
from samspill.apps.governance.pages import person_of
from samspill.apps.governance.permissions import check_keep
from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.representation import queries as representation
from samspill.ui.formats import short_day

AHEAD = timedelta(days=30)
Row = dict[str, Any]


@page(permission=check_keep)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    community = person.community_id
    groups = [
        (_("Ikke svart"), [*_anchorings(community), *_advice(community), *_hearings(community)]),
        (_("Papirer som skal ut"), list(_papers(community))),
        (_("Mangler"), [*_plain(community), *_minutes(community)]),
        (_("Oppgaver over frist"), list(_tasks(community))),
        (_("Opplæring og støtte til representantene"), _representatives(person)),
        (_("De neste tretti dagene"), [*_wheel(community), *_revisions(community)]),
    ]
    values = {"groups": [(title, sorted(rows, key=_order)) for title, rows in groups], "health": health_of(community)}
    return render(request, "governance/desk.html", values)


def _order(row: Row) -> Any:
    return row["day"] or clock.today()


def _row(what: str, about: str, url: str, day: Any) -> Row:
    return {"what": what, "about": about, "url": url, "day": day, "late": bool(day and day < clock.today())}


def _case(case_id: Any) -> str:
    return reverse("governance:case", args=[case_id])


def _anchorings(community: Any) -> list[Row]:
    rows = Anchoring.objects.filter(decision__community=community, reply=AnchoringReply.WAITING)
    waiting = rows.filter(decision__force=Force.ANCHORING).select_related("party", "decision")
    return [
        _row(_("Forankring"), f"{row.party.name}: {row.decision.title}", _case(row.decision.case_id), row.due)
        for row in waiting
    ]


def _advice(community: Any) -> list[Row]:
    rows = Advice.objects.filter(case__community=community, answered_at=None).select_related("case", "body")
    return [_row(_("Råd"), f"{row.body.name}: {row.case.title}", _case(row.case_id), row.due) for row in rows]


def _hearings(community: Any) -> list[Row]:
    rows = Invitation.objects.filter(hearing__community=community, hearing__status="open", sent_at=None)
    return [
        _row(
            _("Høring"),
            f"{row.body.name}: {row.hearing.title}",
            reverse("governance:hearing", args=[row.hearing_id]),
            row.due,
        )
        for row in rows.select_related("body", "hearing")
    ]


def _papers(community: Any) -> list[Row]:
    """When papers go out: to users and GPs first."""
    now = clock.now()
    rows = Meeting.objects.filter(community=community, starts__gte=now, starts__lte=now + AHEAD + AHEAD)
    found = []
    planned = rows.exclude(status=MeetingStatus.CANCELLED).select_related("body").prefetch_related("papers_sent")
    for row in planned:
        day = row.starts.astimezone(clock.OSLO).date()
        url = reverse("governance:send-papers", args=[row.pk])
        about = f"{row.body.name}, {short_day(row.starts)}"
        sent = {each.early for each in row.papers_sent.all()}
        early = day - timedelta(days=max(row.body.early_papers_days, row.body.papers_days))
        if True not in sent:
            found.append(_row(_("Papirer til brukere og fastleger"), about, f"{url}?tidlig=1", early))
        if False not in sent:
            found.append(_row(_("Papirer til alle"), about, url, day - timedelta(days=row.body.papers_days)))
    return found


def _representatives(person: Any) -> list[Row]:
    """User representatives and GPs whose training, support or fee is not in place."""
    if not person.may("representation.see"):
        return []
    lacking = [each for each in representation.overview(person) if each.lacks and representation.spoken_of(each)]
    return [
        _row(
            " ".join(each.sentences),
            f"{each.row.person}, {each.row.seat}",
            reverse("representation:record", args=[each.row.pk]),
            None,
        )
        for each in lacking
    ]


def _plain(community: Any) -> list[Row]:
    rows = Case.objects.filter(
        community=community, plain="", status__in=["prepared", "on_agenda", "postponed", "written"]
    )
    return [
        _row(_("Kort og enkelt mangler"), row.title, reverse("governance:change-case", args=[row.pk]), row.due)
        for row in rows
    ]


def _minutes(community: Any) -> list[Row]:
    held = Meeting.objects.filter(community=community, ends__lt=clock.now()).exclude(status=MeetingStatus.CANCELLED)
    lacking = held.filter(minutes=None).select_related("body")
    rows = [
        _row(
            _("Referat ikke begynt"),
            f"{row.body.name}, {short_day(row.starts)}",
            reverse("governance:meeting", args=[row.pk]),
            None,
        )
        for row in lacking
    ]
    unfinished = (
        Minutes.objects.filter(meeting__in=held).exclude(status=MinutesStatus.PUBLISHED).select_related("meeting__body")
    )
    return rows + [
        _row(
            str(row.get_status_display()),
            f"{row.meeting.body.name}, {short_day(row.meeting.starts)}",
            reverse("governance:minutes", args=[row.meeting_id]),
            row.amend_by,
        )
        for row in unfinished
    ]


def _tasks(community: Any) -> list[Row]:
    rows = FollowUp.objects.filter(decision__community=community, done_on=None, due__lt=clock.today())
    return [
        _row(str(row.owner), row.what, _case(row.decision.case_id), row.due)
        for row in rows.select_related("owner", "decision")
    ]


def _wheel(community: Any) -> list[Row]:
    rows = WheelEntry.objects.filter(community=community, done=False, day__lte=clock.today() + AHEAD)
    return [
        _row(str(row.get_kind_display()), row.title, f"{reverse('governance:wheel')}?ar={row.day.year}", row.day)
        for row in rows
    ]


def _revisions(community: Any) -> list[Row]:
    rows = AgreementVersion.objects.filter(
        agreement__community=community, status="adopted", revise_by__lte=clock.today() + AHEAD
    )
    return [
        _row(_("Revisjon av avtale"), str(row.agreement), reverse("governance:version", args=[row.pk]), row.revise_by)
        for row in rows.select_related("agreement")
    ]
