"""One patient's stay: what happened, whose move it is, and the municipality's answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samspill.apps.discharge import permissions
from samspill.apps.discharge.actions.answering import answer as send_answer
from samspill.apps.discharge.coordination.views.opening import openable, person_of, to_stay
from samspill.apps.discharge.forms import AnswerForm
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.moved_away import moved_away
from samspill.apps.discharge.queries.stay_page import StayPage
from samspill.apps.discharge.views.access import ask_for_reason
from samspill.apps.discharge.views.showing import show_stay
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=permissions.check_open_patient)
@require_GET
def stay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A stay that ended some time ago asks for a reason first."""
    person = person_of(request)
    known = Stay.objects.visible_to(person).filter(pk=pk).first()
    if known is not None and known.merged_into_id:
        return redirect("discharge:stay", pk=known.merged_into_id)
    opened = Stay.objects.openable_by(person).filter(pk=pk).exists()
    if opened:
        return show_stay(request, openable(request, pk))
    if known is not None:
        return ask_for_reason(request, known)
    return _gone(request, pk)


@page(permission=permissions.check_open_patient)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not Stay.objects.openable_by(person_of(request)).filter(pk=pk).exists():
        return _gone(request, pk)
    opened = openable(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_stay(request, opened, answer=form, status=422)
    seen = form.cleaned_data["seen"]
    try:
        can = form.cleaned_data["answer"] == "can"
        send_answer(
            by=person_of(request),
            stay=opened,
            can=can,
            day=form.cleaned_data["day"],
            seen=int(seen) if seen.isdecimal() else None,
        )
    except Refused as no:
        form.add_error(None, str(no))
        opened.refresh_from_db()
        return show_stay(request, opened, answer=form, status=getattr(no, "status", 422))
    messages.success(request, _("Svaret er sendt til sykehuset."))
    return to_stay(opened)


@page(permission=permissions.check_open_patient)
@require_GET
def news(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The live part of an open page: has anything changed since `sett`? Says what moved, nothing of who it is about."""
    opened = openable(request, pk)
    asked = request.GET.get("sett", "")
    mark = request.GET.get("hendelse", "")
    changed = asked.isdecimal() and int(asked) != opened.version
    return render(
        request,
        "discharge/_news.html",
        {
            "stay": opened,
            "seen": asked,
            "mark": mark,
            "changed": changed,
            "happened": StayPage(opened).since(int(mark)) if changed and mark.isdecimal() else [],
        },
    )


def _gone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nothing there; unless the patient was theirs until the municipality of stay was put right."""
    since = moved_away(person_of(request), pk)
    if since is None:
        raise Http404
    return render(request, "discharge/moved_away.html", {"since": since}, status=404)
