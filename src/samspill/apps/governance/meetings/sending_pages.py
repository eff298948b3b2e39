"""Pages about the papers of a meeting: sent out, and the cases in plain language."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspill.apps.governance.meetings import queries, rules, sending
from samspill.apps.governance.meetings.views import meeting_of
from samspill.apps.governance.pages import attempt, person_of
from samspill.apps.governance.permissions import check_keep, check_look
from samspill.core.doors import page


@page(permission=check_keep)
@require_http_methods(["GET", "POST"])
def send_papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who gets them, and what is missing; then the button."""
    person, meeting = person_of(request), meeting_of(request, pk)
    early = (request.POST or request.GET).get("tidlig") == "1"
    if request.method == "POST":
        back, said = reverse("governance:meeting", args=[pk]), _("Papirene er sendt.")
        return attempt(request, lambda: sending.send_papers(by=person, meeting=meeting, early=early), back, said)
    values: dict[str, Any] = {
        "meeting": meeting,
        "early": early,
        "receivers": sending.receivers(meeting, early),
        "lacking": sending.without_plain_words(meeting),
        "sent": meeting.papers_sent.filter(early=early).first(),
        "why_not": rules.check_open.why_not(meeting.status),
    }
    return render(request, "governance/send_papers.html", values)


@page(permission=check_look)
@require_safe
def in_plain_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agenda for those who do not do this for a living, on a phone."""
    person, meeting = person_of(request), meeting_of(request, pk)
    values = {"meeting": meeting, "agenda": queries.agenda_of(meeting, person)}
    return render(request, "governance/plain.html", values)
