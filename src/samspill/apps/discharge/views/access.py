"""Asking for access with a reason, and reviewing what was asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge import permissions
from samspill.apps.discharge.actions import asking_access
from samspill.apps.discharge.forms import AfterwardsForm, EmergencyForm, ReviewForm
from samspill.apps.discharge.models import GrantedAccess, Ground, Patient, Stay, Verdict
from samspill.apps.discharge.queries.access import accesses_of, openings_by, patient_by_number
from samspill.core import audit, limits
from samspill.core.doors import page
from samspill.core.refusal import Refused

PAGE = 20


@page(permission=permissions.check_ask_access)
def emergency(request: HttpRequest) -> HttpResponse:
    """The number is posted, never part of an address."""
    form, status = EmergencyForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            limits.take("emergency_access", person=_person(request))
            stay = _opened_in_emergency(_person(request), form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
            status = getattr(no, "status", 422)
        else:
            messages.success(request, _("Tilgangen er gitt, og blir kontrollert av personvernombudet."))
            return redirect("discharge:stay", pk=stay.pk)
    if form.errors and status == 200:
        status = 422
    return render(request, "discharge/emergency.html", {"form": form}, status=status)


def _opened_in_emergency(person: Any, asked: dict[str, Any]) -> Stay:
    patient = patient_by_number(person.community_id, asked["number"])
    stay = _latest_stay(patient) if patient else None
    if patient is None or stay is None:
        audit.record(by=person, deed="discharge.emergency_access_found_nobody")
        raise Refused(_("Ingen pasient med dette nummeret er kjent i helsefellesskapet. Forsøket er notert."))
    asking_access.ask_emergency_access(by=person, patient=patient, ground=Ground(asked["ground"]), text=asked["text"])
    return stay


def _latest_stay(patient: Patient) -> Stay | None:
    return Stay.objects.real().filter(patient=patient).order_by("-is_open", "-admitted_on", "-changed_at").first()


@page(permission=permissions.check_open_patient)
@require_POST
def afterwards(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay = Stay.objects.visible_to(_person(request)).filter(pk=pk).first()
    if stay is None:
        raise Http404
    form = AfterwardsForm(request.POST)
    if form.is_valid():
        try:
            asking_access.ask_access_afterwards(
                by=_person(request),
                stay=stay,
                ground=Ground(form.cleaned_data["ground"]),
                text=form.cleaned_data["text"],
            )
            return redirect("discharge:stay", pk=stay.pk)
        except Refused as no:
            form.add_error(None, str(no))
    return ask_for_reason(request, stay, form)


def ask_for_reason(request: HttpRequest, stay: Stay, form: AfterwardsForm | None = None) -> HttpResponse:
    """Instead of the stay, when it has been over for some time. Says nothing of who the patient is."""
    shown = {"stay": stay, "form": form or AfterwardsForm()}
    return render(request, "discharge/afterwards.html", shown, status=422 if form else 200)


@page(permission=permissions.check_review)
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    everything = request.GET.get("vis") == "alle"
    rows = accesses_of(_person(request), only_waiting=not everything)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    segments = [
        {"text": _("Skal kontrolleres"), "href": "?", "current": not everything},
        {"text": _("Alle"), "href": "?vis=alle", "current": everything},
    ]
    return render(request, "discharge/reviews.html", {"page": shown, "segments": segments})


@page(permission=permissions.check_review)
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = _person(request)
    access = accesses_of(person, only_waiting=False).filter(pk=pk).first()
    if access is None:
        raise Http404
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verdict, note = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["note"]
            asking_access.review(by=person, access=access, verdict=verdict, note=note)
            messages.success(request, _("Vurderingen er lagret."))
            return redirect("discharge:reviews")
        except Refused as no:
            form.add_error(None, str(no))
    return _show_review(request, access, form)


def _show_review(request: HttpRequest, access: GrantedAccess, form: ReviewForm) -> HttpResponse:
    shown = {
        "access": access,
        "form": form,
        "openings": openings_by(access),
        "why_not": permissions.check_review_of.why_not(_person(request), access),
    }
    return render(request, "discharge/review.html", shown, status=422 if form.errors else 200)


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
