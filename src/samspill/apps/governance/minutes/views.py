"""Pages of the minutes: written together, sent for amendments, approved, published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.apps.governance.meetings import queries
from samspill.apps.governance.meetings.forms import AmendByForm, AmendmentForm, ExemptForm, SettleAmendmentForm
from samspill.apps.governance.meetings.views import meeting_of
from samspill.apps.governance.minutes import actions
from samspill.apps.governance.minutes.merge import Merged
from samspill.apps.governance.models import Amendment, Meeting, Minutes, MinutesPart, MinutesStatus
from samspill.apps.governance.pages import attempt, form_page, found, person_of
from samspill.apps.governance.permissions import check_keep, check_look
from samspill.core.doors import page
from samspill.core.refusal import Refused

BOTH = require_http_methods(["GET", "POST"])
TONES = {"draft": "neutral", "amendments": "waiting", "approved": "done", "published": "done"}
LONGEST = 200_000  # characters of one part


@page(permission=check_look)
@require_safe
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, meeting = person_of(request), meeting_of(request, pk)
    row = Minutes.objects.filter(meeting=meeting).first()
    sits = queries.sits_in(person, meeting.body_id)
    if row is None or not (sits or row.status in queries.LOCKED):
        raise Http404
    parts = queries.parts_seen_by(person, meeting).prefetch_related("amendments", "item__case__numbers__body")
    values = {
        "meeting": meeting,
        "minutes": row,
        "tone": TONES[row.status],
        "parts": parts,
        "left_out": row.parts.count() - len(parts),
        "sits": sits,
        "may_write": sits and row.status == MinutesStatus.DRAFT,
        "may_amend": sits and row.status == MinutesStatus.AMENDMENTS,
        "may_keep": person.may("governance.keep"),
        "why_not_approve": actions.check_approve.why_not(person, row),
        "attendance": queries.attendance_of(meeting),
    }
    return render(request, "governance/minutes.html", values)


@page(permission=check_keep)
@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_of(request, pk)
    try:
        actions.begin(by=person_of(request), meeting=meeting)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("governance:meeting", pk=pk)
    return redirect("governance:minutes", pk=pk)


def part_of(request: HttpRequest, pk: UUID) -> MinutesPart:
    """A part of minutes that the person writes at, or may read."""
    rows = MinutesPart.objects.filter(minutes__meeting__in=queries.meetings_seen_by(person_of(request)).values("pk"))
    part = found(rows.select_related("minutes__meeting__body", "item__case"), pk=pk)
    if not queries.sits_in(person_of(request), part.minutes.meeting.body_id):
        raise Http404
    return part


@page(permission=check_look)
@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save one part. With HTMX only that part is drawn anew, so that what stands in the others is left alone."""
    part = part_of(request, pk)
    told: list[Merged] = []
    text, seen = request.POST.get("text", "")[:LONGEST], request.POST.get("seen", "")
    problem = ""
    try:
        wanted = int(seen) if seen.isdecimal() and len(seen) < 9 else -1
        part = actions.write(by=person_of(request), part=part, text=text, seen=wanted, told=told)
    except Refused as no:
        problem = str(no)
    if request.headers.get("HX-Request") == "true":
        said = {
            "part": part,
            "problem": problem,
            "notice": _said(told),
            "may_write": True,
            "draft": text if problem else "",
        }
        return render(request, "governance/_part.html", said)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _said(told))
    return redirect(f"{reverse('governance:minutes', args=[part.minutes.meeting_id])}#del-{part.pk}")


def _said(told: list[Merged]) -> str:
    if told and told[0].both:
        return _("Lagret. Flere skrev på samme sted: begges ord står der nå. Les gjennom og rydd.")
    return _("Lagret.")


@page(permission=check_keep)
@BOTH
def exempt(request: HttpRequest, pk: UUID) -> HttpResponse:
    part = part_of(request, pk)
    form = ExemptForm(
        request.POST if request.method == "POST" else None, initial={"exempt": part.exempt, "ground": part.ground}
    )

    def do(said: dict[str, Any]) -> object:
        return actions.exempt(by=person_of(request), part=part, **said)

    return _of_minutes(request, part.minutes.meeting, form, do, _("Unnta fra offentlighet"))


@page(permission=check_keep)
@BOTH
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, form = meeting_of(request, pk), AmendByForm(request.POST or None)
    row = found(Minutes.objects.filter(meeting=meeting).select_related("meeting"))

    def do(said: dict[str, Any]) -> object:
        return actions.send_for_amendments(by=person_of(request), minutes=row, amend_by=said["amend_by"])

    return _of_minutes(request, meeting, form, do, _("Send referatet ut til rettelser"))


@page(permission=check_look)
@BOTH
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    part, form = part_of(request, pk), AmendmentForm(request.POST or None)

    def do(said: dict[str, Any]) -> object:
        return actions.amend(by=person_of(request), part=part, words=said["words"])

    return _of_minutes(request, part.minutes.meeting, form, do, _("Foreslå en rettelse"), above=part.text)


@page(permission=check_keep)
@BOTH
def settle_amendment(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Amendment.objects.filter(
        part__minutes__meeting__in=queries.meetings_seen_by(person_of(request)).values("pk")
    )
    row = found(rows.select_related("part__minutes__meeting__body"), pk=pk)
    form = SettleAmendmentForm(request.POST or None, initial={"text": row.part.text})

    def do(said: dict[str, Any]) -> object:
        wanted = {"taken": said["taken"] == "yes", "answer": said["answer"], "text": said["text"]}
        return actions.settle_amendment(by=person_of(request), amendment=row, **wanted)

    above = f"{row.by_name}: {row.words}"
    return _of_minutes(request, row.part.minutes.meeting, form, do, _("Svar på rettelsen"), above=above)


@page(permission=check_look)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _press(request, pk, actions.approve, _("Referatet er godkjent og låst."))


@page(permission=check_keep)
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _press(request, pk, actions.publish, _("Referatet er offentliggjort."))


def _press(request: HttpRequest, pk: UUID, deed: Any, said: str) -> HttpResponse:
    meeting = meeting_of(request, pk)
    row = found(Minutes.objects.filter(meeting=meeting).select_related("meeting__body"))
    back = reverse("governance:meeting", args=[pk])
    return attempt(request, lambda: deed(by=person_of(request), minutes=row), back, said)


def _of_minutes(request: HttpRequest, meeting: Meeting, form: Any, do: Any, title: Any, **more: Any) -> HttpResponse:
    back = reverse("governance:minutes", args=[meeting.pk])

    def done(said: dict[str, Any]) -> str:
        do(said)
        return back

    return form_page(request, form, done, title=title, lead=meeting.body.name, back=back, **more)
