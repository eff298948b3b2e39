"""Pages that keep one joint work: a change, a new status, those who take part."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.edits import ChangedMeanwhile, tell_of_conflict
from samspill.directory.joint_work import actions, permissions
from samspill.directory.joint_work.forms import ChangeForm, StatusForm, initial_of
from samspill.directory.joint_work.views import participant_form_for, person_of, show, visible
from samspill.directory.models import JointWork, JointWorkStatus
from samspill.directory.naming import PersonField, units_to_choose
from samspill.directory.roles import Role


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, opened = person_of(request), visible(request, pk)
    permissions.check_keep_work(person, opened)
    form = _form(person, opened, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show_form(request, form, opened)
    if not form.is_valid():
        return _show_form(request, form, opened, status=422)
    said = form.cleaned_data
    try:
        actions.change(by=person, work=opened, owner=said["owner"], values=form.values(), seen=said["seen"])
    except ChangedMeanwhile as conflict:
        stored = tell_of_conflict(form, conflict, _form(person, visible(request, pk), None))
        return _show_form(request, form, opened, stored=stored, status=409)
    except Refused as no:
        form.add_error(None, str(no))
        return _show_form(request, form, opened, status=422)
    messages.success(request, _("Endringene er lagret."))
    return redirect("joint_work:work", pk=pk)


@page(permission=permissions.check_keep)
@require_POST
def status(request: HttpRequest, pk: UUID) -> HttpResponse:
    opened = visible(request, pk)
    form = StatusForm(request.POST, now=opened.status)
    if not form.is_valid():
        return show(request, pk, status_form=form, status=422)
    wanted, note = form.cleaned_data["status"], form.cleaned_data["note"]
    try:
        actions.set_status(by=person_of(request), work=opened, status=wanted, note=note)
    except Refused as no:
        form.add_error("status", str(no))
        return show(request, pk, status_form=form, status=422)
    messages.success(request, _("Status er nå «%(status)s».") % {"status": JointWorkStatus(wanted).label})
    return redirect("joint_work:work", pk=pk)


@page(permission=permissions.check_keep)
@require_POST
def add_participant(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, opened = person_of(request), visible(request, pk)
    permissions.check_keep_work(person, opened)
    form = participant_form_for(person, request.POST)
    if not form.is_valid():
        return show(request, pk, participant_form=form, status=422)
    said = form.cleaned_data
    actions.add_participant(
        by=person, work=opened, unit=said["unit"], person=said["person"], task=said["task"], since=clock.today()
    )
    return redirect(f"{reverse('joint_work:work', args=[pk])}#deltakere")


@page(permission=permissions.check_keep)
@require_POST
def end_participation(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    opened = visible(request, pk)
    participant = opened.participants.filter(pk=row).first()
    if participant is None:
        raise Http404
    actions.end_participation(by=person_of(request), work=opened, participant=participant)
    return redirect(f"{reverse('joint_work:work', args=[pk])}#deltakere")


def _form(person: Any, work: JointWork, data: Any) -> ChangeForm:
    form = ChangeForm(data, initial=initial_of(work))
    own = person.top_id if person.role == Role.LEADER else None
    form.offer_owners({*units_to_choose(person.community_id, within=own), work.owner})
    contact = form.fields["contact"]
    assert isinstance(contact, PersonField)
    contact.of_community(person.community_id, known=work.contact)
    return form


def _show_form(
    request: HttpRequest,
    form: ChangeForm,
    work: JointWork,
    stored: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    values = {"form": form, "work": work, "stored": stored or [], "list_url": reverse("joint_work:list")}
    return render(request, "joint_work/edit.html", values, status=status)
