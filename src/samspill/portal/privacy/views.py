"""The privacy officer's pages about one patient: who looked, extracts, and erasing."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge.actions import erasing
from samspill.apps.discharge.models import Patient
from samspill.apps.discharge.queries.access import patient_by_number
from samspill.core import audit, clock, limits
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.portal.privacy import actions, permissions
from samspill.portal.privacy.forms import EraseForm, NumberForm
from samspill.portal.privacy.sections import sections_of
from samspill.portal.privacy.stored import stored_of
from samspill.portal.privacy.tables import csv_of
from samspill.portal.privacy.who_looked import log_of
from samspill.ui import formats
from samspill.ui.paper import pdf_of


@page(permission=permissions.check_extract)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy/overview.html")


@page(permission=permissions.check_extract)
def patient(request: HttpRequest) -> HttpResponse:
    """Ask for a number; show who looked."""
    form = NumberForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/privacy/patient.html", {"form": form}, status=422 if form.errors else 200)
    try:
        found = _found(request, form.cleaned_data["number"])
        actions.look_up(by=_person(request), patient=found)
    except Refused as no:
        return _asked_again(request, "portal/privacy/patient.html", form, no)
    return render(request, "portal/privacy/who_looked.html", {"patient": found, "lines": log_of(found)})


@page(permission=permissions.check_extract)
@require_POST
def extract(request: HttpRequest) -> HttpResponse:
    """A file for the patient. Posted, with the patient's key in the form, never in the address."""
    found = _patient(request)
    make = {"log-pdf": _log_pdf, "log-csv": _log_csv, "all-pdf": _all_pdf, "all-json": _all_json}
    asked = request.POST.get("what", "")
    if asked not in make:
        raise Http404
    return make[asked](request, found)


def _log_pdf(request: HttpRequest, patient: Patient) -> HttpResponse:
    lines = actions.extract_log(by=_person(request), patient=patient)
    body = pdf_of("portal/privacy/pdf_log.html", {**_head(request, patient), "lines": lines})
    return _file(body, "application/pdf", "innsynslogg", "pdf")


def _log_csv(request: HttpRequest, patient: Patient) -> HttpResponse:
    lines = actions.extract_log(by=_person(request), patient=patient)
    heading = [_("Dato"), _("Klokkeslett"), _("Hvem"), _("Rolle"), _("Enhet"), _("Hvorfor")]
    rows = [
        (formats.day(line.at), formats.clock_time(line.at), line.who, line.role, line.unit, line.why) for line in lines
    ]
    return _file(csv_of(heading, rows), "text/csv; charset=utf-8", "innsynslogg", "csv")


def _all_pdf(request: HttpRequest, patient: Patient) -> HttpResponse:
    everything = actions.extract_everything(by=_person(request), patient=patient)
    values = {**_head(request, patient), "sections": sections_of(everything), "lines": log_of(patient)}
    periods = actions.periods_of(patient.community_id)
    return _file(
        pdf_of("portal/privacy/pdf_everything.html", {**values, "periods": periods}),
        "application/pdf",
        "opplysninger",
        "pdf",
    )


def _all_json(request: HttpRequest, patient: Patient) -> HttpResponse:
    everything = actions.extract_everything(by=_person(request), patient=patient)
    made = {"made_at": clock.now().isoformat(timespec="seconds"), "community": _person(request).community_name}
    text = json.dumps({**made, **everything}, ensure_ascii=False, indent=2)
    return _file(text.encode(), "application/json; charset=utf-8", "opplysninger", "json")


def _head(request: HttpRequest, patient: Patient) -> dict[str, Any]:
    person = _person(request)
    return {"patient": patient, "made_at": clock.now(), "community": person.community_name, "officer": person.name}


@page(permission=permissions.check_erase_data)
def erase(request: HttpRequest) -> HttpResponse:
    """Ask for a number; show what would go and what stays."""
    form = NumberForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "portal/privacy/erase.html", {"form": form}, status=422 if form.errors else 200)
    try:
        found = _found(request, form.cleaned_data["number"])
        actions.look_up(by=_person(request), patient=found)
    except Refused as no:
        return _asked_again(request, "portal/privacy/erase.html", form, no)
    return _confirm(request, found, {})


@page(permission=permissions.check_erase_data)
@require_POST
def do_erase(request: HttpRequest) -> HttpResponse:
    found = _patient(request)
    deeds = {"identity": erasing.erase_identity, "wrong": erasing.erase_wrong_patient}
    what = request.POST.get("what", "")
    if what not in deeds:
        raise Http404
    form = EraseForm(request.POST, prefix=what)
    if not form.is_valid():
        return _confirm(request, found, {what: form}, status=422)
    try:
        deeds[what](by=_person(request), patient=found, reason=form.cleaned_data["reason"])
    except Refused as no:
        form.add_error(None, str(no))
        return _confirm(request, found, {what: form}, status=422)
    messages.success(request, _("Opplysningene er slettet. Det står i hendelsesloggen at det er gjort, og hvorfor."))
    return redirect("privacy")


def _confirm(request: HttpRequest, patient: Patient, forms: dict[str, EraseForm], status: int = 200) -> HttpResponse:
    context = {
        "patient": patient,
        "stored": stored_of(patient),
        "identity_form": forms.get("identity") or EraseForm(prefix="identity"),
        "wrong_form": forms.get("wrong") or EraseForm(prefix="wrong"),
        "why_not": erasing.check_is_not_erased.why_not(patient),
        "why_not_identity": erasing.check_has_left.why_not(patient),
        "chosen": next(iter(forms), ""),
    }
    return render(request, "portal/privacy/erase_confirm.html", context, status=status)


def _found(request: HttpRequest, number: str) -> Patient:
    """The patient with that number in the officer's community. Raises Refused; the try is written down."""
    person = _person(request)
    limits.take("look_up_patient", person=person)
    found = patient_by_number(person.community_id, number)
    if found is None:
        audit.record(by=person, deed="privacy.look_up_found_nobody")
        raise Refused(_("Ingen pasient med dette nummeret er kjent i helsefellesskapet. Oppslaget er notert."))
    return found


def _patient(request: HttpRequest) -> Patient:
    try:
        key = UUID(request.POST.get("patient", ""))
    except ValueError:
        raise Http404 from None
    found = Patient.objects.filter(pk=key, community=_person(request).community_id).first()
    if found is None:
        raise Http404
    return found


def _asked_again(request: HttpRequest, template: str, form: NumberForm, no: Refused) -> HttpResponse:
    if isinstance(no, limits.TooMany):
        raise no
    form.add_error("number", str(no))
    return render(request, template, {"form": form}, status=422)


def _file(body: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    """Named by what and when it is, never by whose."""
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.{ending}"'
    return response


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
