"""What everybody may read, signed in or not: published meetings, their papers and minutes, without what is exempt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.apps.governance.meetings.rules import times_of
from samspill.apps.governance.models import Access, Case, Decision, Meeting, MinutesStatus, Paper
from samspill.core import walls
from samspill.core.doors import anyone, page
from samspill.directory.models import Community


def published_meetings(community: Community) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(community=community, minutes__status=MinutesStatus.PUBLISHED)
    return rows.select_related("body", "minutes").order_by("-starts")


@page(permission=anyone)
@require_safe
def published(request: HttpRequest, community: str) -> HttpResponse:
    shown = _community(community)
    with walls.within(shown.pk):
        rows = list(published_meetings(shown)[:100])
    return render(request, "governance/public.html", {"community": shown, "rows": rows})


@page(permission=anyone)
@require_safe
def meeting(request: HttpRequest, community: str, pk: UUID) -> HttpResponse:
    shown = _community(community)
    with walls.within(shown.pk):
        row = published_meetings(shown).filter(pk=pk).first()
        if row is None:
            raise Http404
        values = {"community": shown, "meeting": row, "agenda": _agenda(row)}
        return render(request, "governance/public_meeting.html", values)


def _community(slug: str) -> Community:
    shown = Community.objects.filter(slug=slug).first()
    if shown is None:
        raise Http404
    return shown


def _agenda(meeting: Meeting) -> list[dict[str, Any]]:
    """An exempt case has no name here, only that it is exempt and by which rule; the same with exempt minutes."""
    open_papers = Paper.objects.filter(access=Access.OPEN).defer("file")
    open_cases = Case.objects.filter(access=Access.OPEN)
    items = list(meeting.items.filter(taken_off=False).select_related("part", "case"))
    shown = {
        case.pk: case
        for case in open_cases.filter(pk__in=[item.case_id for item in items if item.case_id]).prefetch_related(
            "numbers__body", Prefetch("papers", open_papers), Prefetch("decisions", _decisions(meeting))
        )
    }
    starts = times_of(meeting.starts, [item.minutes for item in items])
    return [
        _line(item, at, shown.get(item.case_id) if item.case_id else None)
        for item, at in zip(items, starts, strict=True)
    ]


def _decisions(meeting: Meeting) -> QuerySet[Decision]:
    return Decision.objects.filter(body=meeting.body_id).prefetch_related("views")


def _line(item: Any, at: Any, case: Case | None) -> dict[str, Any]:
    part = getattr(item, "part", None)
    closed = item.case_id is not None and case is None
    ground = item.case.ground if closed else (part.ground if part and part.exempt else "")
    text = part.text if part and not part.exempt and not closed else ""
    return {"item": item, "at": at, "case": case, "closed": closed, "ground": ground, "text": text}
