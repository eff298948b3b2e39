"""Pages of their own for what needs room: causes, function and needs, planning meetings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.accounts.models import Account
from samspill.apps.discharge import words
from samspill.apps.discharge.coordination.actions import causes, meetings, needs
from samspill.apps.discharge.coordination.calendar import calendar_of, those_to_ask
from samspill.apps.discharge.coordination.forms import CausesForm, FunctionForm, MeetingForm
from samspill.apps.discharge.coordination.lists import causes_of
from samspill.apps.discharge.coordination.permissions import check_coordinate, check_meeting, check_role
from samspill.apps.discharge.coordination.queries.causes import causes_now, mark_of
from samspill.apps.discharge.coordination.views.opening import (
    carry_out,
    note_opening,
    openable,
    person_of,
    status_of,
    to_stay,
)
from samspill.apps.discharge.models import Function, Meeting, Stay
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=check_role)
def edit_causes(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay = openable(request, pk)
    now = causes_now(stay)
    form = CausesForm(
        request.POST or None,
        known=causes_of(stay.community_id),
        now={row.code: row.weight for row in now},
        initial={"seen": mark_of(now)},
    )

    def act() -> Any:
        seen = form.cleaned_data["seen"] if "seen" in request.POST else None
        return causes.set_causes(by=person_of(request), stay=stay, weights=form.weights(), seen=seen)

    if request.method == "POST":
        done = carry_out(request, form, act, thanks=_("Årsakene er lagret."), then=lambda: to_stay(stay, "arsaker"))
        if done:
            return done
        form.see_anew(mark_of(causes_now(stay)))
    return shown(request, stay, "causes", form)


@page(permission=check_role)
def edit_function(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay = openable(request, pk)
    last = Function.objects.filter(stay=stay).last()
    form = FunctionForm(
        request.POST or None, now=last.scores if last else {}, initial={"seen": str(last.pk) if last else ""}
    )

    def act() -> Any:
        return needs.describe_function(
            by=person_of(request),
            stay=stay,
            scores=form.scores(),
            services=form.cleaned_data["services"],
            seen=form.cleaned_data["seen"] if "seen" in request.POST else None,
        )

    if request.method == "POST":
        done = carry_out(request, form, act, thanks=_("Lagret."), then=lambda: to_stay(stay, "funksjon"))
        if done:
            return done
        newest = Function.objects.filter(stay=stay).last()
        form.see_anew(newest.pk if newest else "")
    groups = [(words.FUNCTION_GROUPS[group], fields) for group, fields in form.groups()]
    return shown(request, stay, "function", form, groups=groups)


@page(permission=check_role)
def call_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay = openable(request, pk)
    form = MeetingForm(request.POST or None, colleagues=those_to_ask(stay))
    if request.method == "POST":
        done = carry_out(
            request,
            form,
            lambda: meetings.call_meeting(by=person_of(request), stay=stay, **form.what()),
            thanks=_("Møtet er kalt inn."),
            then=lambda: to_stay(stay, "moter"),
        )
        if done:
            return done
    return shown(request, stay, "meeting", form)


@page(permission=check_role)
def move_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = _meeting(request, pk)
    form = MeetingForm(request.POST or None, initial=_as_it_is(meeting), colleagues=_asked_and_to_ask(meeting))

    def act() -> Any:
        seen = form.cleaned_data["seen"]
        return meetings.move_meeting(
            by=person_of(request),
            meeting=meeting,
            seen=int(seen) if seen.isdecimal() else meeting.sequence,
            **form.what(),
        )

    if request.method == "POST":
        done = carry_out(request, form, act, thanks=_("Møtet er endret."), then=lambda: to_stay(meeting.stay, "moter"))
        if done:
            return done
        form.see_anew(Meeting.objects.get(pk=meeting.pk).sequence)
    why_not = check_meeting.why_not(person_of(request), meeting)
    return shown(request, meeting.stay, "meeting", form, meeting=meeting, why_not=why_not)


@page(permission=check_role)
@require_POST
def call_off_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = _meeting(request, pk)
    try:
        meetings.call_off_meeting(by=person_of(request), meeting=meeting)
        messages.success(request, _("Møtet er avlyst. De som fikk innkalling på e-post, får beskjed."))
    except Refused as no:
        messages.warning(request, str(no))
    return to_stay(meeting.stay, "moter")


@page(permission=check_role)
@require_safe
def go_to_meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where an invitation leads: the stay, for those who may open it. The letter itself does not say which."""
    return to_stay(_meeting(request, pk).stay, "moter")


@page(permission=check_role)
@require_safe
def meeting_calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The meeting for a calendar program; nothing in it says who it is about."""
    meeting = _meeting(request, pk)
    address = request.build_absolute_uri(to_stay(meeting.stay)["Location"])
    answer = HttpResponse(calendar_of(meeting, address), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="planleggingsmote.ics"'
    return answer


def _as_it_is(meeting: Meeting) -> dict[str, Any]:
    return {
        "starts": meeting.starts,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "invited": "\n".join(meeting.invited),
        "accounts": meeting.accounts,
        "addresses": "\n".join(meeting.addresses),
        "agenda": (meeting.agenda or {}).get("text", ""),
        "seen": str(meeting.sequence),
    }


def _asked_and_to_ask(meeting: Meeting) -> list[tuple[str, str]]:
    """Whoever was asked and has since moved on can still be left out."""
    known = dict(those_to_ask(meeting.stay))
    gone = Account.objects.filter(pk__in=[each for each in meeting.accounts if each not in known])
    return [*known.items(), *((str(each.pk), str(each.person)) for each in gone.select_related("person"))]


def _meeting(request: HttpRequest, pk: UUID) -> Meeting:
    stays = Stay.objects.visible_to(person_of(request))
    found = (
        Meeting.objects.filter(pk=pk, stay__in=stays)
        .select_related("stay__patient", "stay__municipality", "stay__trust", "stay__ward")
        .first()
    )
    if found is None:
        raise Http404
    return found


def shown(request: HttpRequest, stay: Stay, name: str, form: forms.Form, **values: Any) -> HttpResponse:
    """A page about a stay with one form; it shows whom it is about, so it is an opening."""
    note_opening(request, stay)
    why_not = values.pop("why_not", "") or check_coordinate.why_not(person_of(request), stay)
    return render(
        request,
        f"discharge/{name}.html",
        {"stay": stay, "form": form, "why_not": why_not, **values},
        status=status_of(form),
    )
