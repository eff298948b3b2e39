"""Pages that write to meetings: each a form, or a button, and one deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspill.apps.governance.bodies.forms import BodyChoice
from samspill.apps.governance.bodies.queries import bodies_seen_by, present_bodies
from samspill.apps.governance.meetings import actions, feeds, queries
from samspill.apps.governance.meetings.forms import (
    AgendaForm,
    AttendanceForm,
    CalendarForm,
    ItemForm,
    MeetingForm,
    NewMeetingForm,
    ReasonForm,
    SettleForm,
    initial_of,
)
from samspill.apps.governance.meetings.views import meeting_of
from samspill.apps.governance.models import AgendaItem, Conflict, Meeting
from samspill.apps.governance.pages import attempt, form_page, found, person_of
from samspill.apps.governance.permissions import check_keep, check_look
from samspill.core.doors import page

BOTH = require_http_methods(["GET", "POST"])


def of_meeting(
    request: HttpRequest,
    meeting: Meeting,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    title: Any,
    **more: Any,
) -> HttpResponse:
    back = reverse("governance:meeting", args=[meeting.pk])

    def done(said: dict[str, Any]) -> str:
        do(said)
        return back

    return form_page(request, form, done, title=title, lead=meeting.body.name, back=back, **more)


@page(permission=check_keep)
@BOTH
def plan(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = NewMeetingForm(
        request.POST or None, initial={"body": request.GET.get("organ", ""), "first": "09:00", "last": "11:00"}
    )
    field = form.fields["body"]
    assert isinstance(field, BodyChoice)
    field.offer(present_bodies(person))

    def do(said: dict[str, Any]) -> str:
        try:
            made = actions.plan(by=person, body=said["body"], key=said["key"], values=form.values())
        except IntegrityError:  # the same form, sent twice
            made = found(queries.meetings_seen_by(person), pk=said["key"])
        for other in queries.collisions(made):
            messages.warning(request, _("Samtidig: %(other)s") % {"other": other})
        return reverse("governance:meeting", args=[made.pk])

    return form_page(request, form, do, title=_("Nytt møte"), back=reverse("governance:meetings"))


@page(permission=check_keep)
@BOTH
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_of(request, pk)
    form = MeetingForm(request.POST or None, initial=initial_of(meeting))

    def do(said: dict[str, Any]) -> object:
        return actions.change(by=person_of(request), meeting=meeting, values=form.values(), seen=said["seen"])

    return of_meeting(request, meeting, form, do, _("Endre tid og sted"))


@page(permission=check_keep)
@require_POST
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_of(request, pk)
    back = reverse("governance:meeting", args=[pk])
    return attempt(request, lambda: actions.call(by=person_of(request), meeting=meeting), back, _("Møtet er kalt inn."))


@page(permission=check_keep)
@require_POST
def held(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_of(request, pk)
    back = reverse("governance:meeting", args=[pk])
    return attempt(request, lambda: actions.held(by=person_of(request), meeting=meeting), back, _("Møtet er holdt."))


@page(permission=check_keep)
@BOTH
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, form = meeting_of(request, pk), ReasonForm(request.POST or None)

    def do(said: dict[str, Any]) -> object:
        return actions.cancel(by=person_of(request), meeting=meeting, reason=said["reason"])

    return of_meeting(request, meeting, form, do, _("Avlys møtet"), save=_("Avlys møtet"))


@page(permission=check_keep)
@BOTH
def put_on_agenda(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting, form = meeting_of(request, pk), AgendaForm(request.POST or None)
    form.offer(queries.to_put_on(meeting))

    def do(said: dict[str, Any]) -> object:
        return actions.put_on_agenda(by=person_of(request), meeting=meeting, **said)

    return of_meeting(request, meeting, form, do, _("Sett en sak på sakslisten"))


def item_of(request: HttpRequest, pk: UUID) -> AgendaItem:
    rows = AgendaItem.objects.filter(meeting__in=queries.meetings_seen_by(person_of(request)).values("pk"))
    return found(rows.select_related("meeting__body", "case"), pk=pk)


@page(permission=check_keep)
@BOTH
def change_item(request: HttpRequest, pk: UUID) -> HttpResponse:
    item = item_of(request, pk)
    form = ItemForm(request.POST or None, initial={"minutes": item.minutes, "speaker": item.speaker})

    def do(said: dict[str, Any]) -> object:
        return actions.change_item(by=person_of(request), item=item, **said)

    return of_meeting(request, item.meeting, form, do, _("Endre punktet"))


@page(permission=check_keep)
@BOTH
def take_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    item, form = item_of(request, pk), ReasonForm(request.POST or None)

    def do(said: dict[str, Any]) -> object:
        return actions.take_off_agenda(by=person_of(request), item=item, reason=said["reason"])

    return of_meeting(request, item.meeting, form, do, _("Ta saken av sakslisten"))


@page(permission=check_keep)
@BOTH
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_of(request, pk)
    form = AttendanceForm(request.POST if request.method == "POST" else None)
    form.offer(queries.attendance_of(meeting))

    def do(said: dict[str, Any]) -> object:
        return actions.note_attendance(by=person_of(request), meeting=meeting, presences=form.presences())

    return of_meeting(request, meeting, form, do, _("Hvem er her?"))


@page(permission=check_look)
@BOTH
def declare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Anybody who looks may come to the page; whether they sit there is asked of the deed."""
    item, form = item_of(request, pk), ReasonForm(request.POST or None)

    def do(said: dict[str, Any]) -> object:
        return actions.declare_conflict(by=person_of(request), item=item, reason=said["reason"])

    return of_meeting(request, item.meeting, form, do, _("Meld mulig inhabilitet"), save=_("Meld fra"))


@page(permission=check_look)
@BOTH
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Conflict.objects.filter(item__meeting__in=queries.meetings_seen_by(person_of(request)).values("pk"))
    conflict = found(rows.select_related("item__meeting__body", "seat"), pk=pk)
    form = SettleForm(request.POST or None)

    def do(said: dict[str, Any]) -> object:
        return actions.settle_conflict(by=person_of(request), conflict=conflict, leaves=said["leaves"] == "yes")

    above = f"{conflict.said_by}, {conflict.seat.title}: {conflict.reason}" if _may_read(request, conflict) else ""
    return of_meeting(request, conflict.item.meeting, form, do, _("Avgjør habilitet"), above=above)


def _may_read(request: HttpRequest, conflict: Conflict) -> bool:
    return queries.sits_in(person_of(request), conflict.item.meeting.body_id)


@page(permission=check_look)
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """A new calendar address, of one body or of all that the person sits in."""
    person = person_of(request)
    body = next((row for row in bodies_seen_by(person) if str(row.pk) == request.POST.get("organ")), None)
    back = request.POST.get("side", "")
    address = reverse("governance:meetings")
    wanted = _uuid(back)
    if wanted and queries.meetings_seen_by(person).filter(body=body, pk=wanted).exists():
        address = reverse("governance:meeting", args=[wanted])
    return attempt(request, lambda: feeds.make_feed(by=person, body=body), address, _("Kalenderadressen er laget."))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@page(permission=check_keep)
@BOTH
def other_calendar(request: HttpRequest) -> HttpResponse:
    """Bring in somebody else's calendar, so that meetings can be kept clear of it."""
    form = CalendarForm(request.POST or None, request.FILES or None)

    def do(said: dict[str, Any]) -> str:
        actions.keep_clear_of(by=person_of(request), source=said["source"], events=said["file"].events)
        text = _("%(taken)s hendelser er hentet inn. %(skipped)s kunne ikke leses.")
        messages.success(request, text % {"taken": len(said["file"].events), "skipped": said["file"].skipped})
        return reverse("governance:meetings")

    lead = _("Møter som legges samtidig, får et varsel. En ny fil fra samme kilde tar den gamles plass.")
    back = reverse("governance:meetings")
    return form_page(request, form, do, title=_("Hent inn en annen kalender"), lead=lead, back=back, save=_("Hent inn"))
