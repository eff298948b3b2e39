"""Pages of the meeting book: asked for, how far it has come, the file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.governance.meetings import queries
from samspill.apps.governance.meetings.views import meeting_of
from samspill.apps.governance.models import BookStatus, MeetingBook
from samspill.apps.governance.pages import attempt, found, person_of
from samspill.apps.governance.papers.making import GOING, ask_for_book, stop_book
from samspill.apps.governance.permissions import check_look
from samspill.core.doors import page


@page(permission=check_look)
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """With what is exempt for those who sit there; without for everybody else."""
    person, meeting = person_of(request), meeting_of(request, pk)
    whole = queries.sits_in(person, meeting.body_id)
    row = ask_for_book(by=person, meeting=meeting, whole=whole)
    return redirect("governance:book", pk=row.pk)


def book_of(request: HttpRequest, pk: UUID, *, content: bool = False) -> MeetingBook:
    """A book that the person may read, whole ones only for those who sit in the body."""
    person = person_of(request)
    rows = MeetingBook.objects.filter(meeting__in=queries.meetings_seen_by(person).values("pk"))
    row = found((rows if content else rows.defer("content")).select_related("meeting__body"), pk=pk)
    if row.whole and not queries.sits_in(person, row.meeting.body_id):
        raise Http404
    return row


@page(permission=check_look)
@require_safe
def book(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = book_of(request, pk)
    template = "governance/_book.html" if request.headers.get("HX-Request") == "true" else "governance/book_page.html"
    return render(request, template, {"book": row, "going": row.status in GOING, "meeting": row.meeting})


@page(permission=check_look)
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = book_of(request, pk, content=True)
    if row.status != BookStatus.READY:
        raise Http404
    answer = HttpResponse(bytes(row.content), content_type="application/pdf")
    name = f"{row.meeting.body.short_name}-{row.meeting.starts:%Y-%m-%d}".replace(" ", "-")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{_quoted(name)}.pdf"
    return answer


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


@page(permission=check_look)
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = book_of(request, pk)
    back = reverse("governance:book", args=[pk])
    return attempt(request, lambda: stop_book(by=person_of(request), book=row), back, _("Stoppet."))
