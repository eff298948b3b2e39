"""Pages that keep the records: a new one, a change, support and fees."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.edits import ChangedMeanwhile, tell_of_conflict
from samspill.directory.models import Representation
from samspill.directory.naming import units_to_choose
from samspill.directory.representation import actions, permissions
from samspill.directory.representation.forms import RecordForm, SupportForm, initial_of
from samspill.directory.representation.views import fee_form_for, person_of, show, visible


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = _form(person_of(request), None, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show_form(request, form, None)
    if not form.is_valid():
        return _show_form(request, form, None, status=422)
    key = form.cleaned_data["key"]
    try:
        actions.register(by=person_of(request), key=key, values=form.values())
    except IntegrityError:  # the same form, sent twice
        return redirect("representation:record", pk=visible(request, key).pk)
    messages.success(request, _("Representanten er registrert."))
    return redirect("representation:record", pk=key)


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, row = person_of(request), visible(request, pk)
    form = _form(person, row, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show_form(request, form, row)
    if not form.is_valid():
        return _show_form(request, form, row, status=422)
    try:
        actions.change(by=person, record=row, values=form.values(), seen=form.cleaned_data["seen"])
    except ChangedMeanwhile as conflict:
        stored = tell_of_conflict(form, conflict, _form(person, visible(request, pk), None))
        return _show_form(request, form, row, stored=stored, status=409)
    messages.success(request, _("Endringene er lagret."))
    return redirect("representation:record", pk=pk)


@page(permission=permissions.check_keep)
@require_POST
def add_support(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, form = visible(request, pk), SupportForm(request.POST, prefix="stotte")
    if not form.is_valid():
        return show(request, pk, support_form=form, status=422)
    actions.add_support(by=person_of(request), record=row, **form.cleaned_data)
    return redirect(f"{reverse('representation:record', args=[pk])}#stotte")


@page(permission=permissions.check_keep)
@require_POST
def support_given(request: HttpRequest, pk: UUID, support: UUID) -> HttpResponse:
    """What was agreed has been given, today."""
    row = visible(request, pk)
    found = row.support.filter(pk=support).first()
    if found is None:
        raise Http404
    actions.support_given(by=person_of(request), record=row, support=found, day=clock.today())
    return redirect(f"{reverse('representation:record', args=[pk])}#stotte")


@page(permission=permissions.check_keep)
@require_POST
def add_fee(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, row = person_of(request), visible(request, pk)
    form = fee_form_for(person, request.POST)
    if not form.is_valid():
        return show(request, pk, fee_form=form, status=422)
    said = form.cleaned_data
    values = {name: said[name] for name in ("amount", "per", "covers", "valid_from", "valid_to")}
    actions.add_fee(by=person, record=row, payer=said["payer"], values=values)
    return redirect(f"{reverse('representation:record', args=[pk])}#honorar")


@page(permission=permissions.check_keep)
@require_POST
def end_fee(request: HttpRequest, pk: UUID, fee: UUID) -> HttpResponse:
    row = visible(request, pk)
    found = row.fees.filter(pk=fee).first()
    if found is None:
        raise Http404
    actions.end_fee(by=person_of(request), record=row, fee=found)
    return redirect(f"{reverse('representation:record', args=[pk])}#honorar")


def _form(person: Any, row: Representation | None, data: Any) -> RecordForm:
    form = RecordForm(data, initial=initial_of(row) if row else {})
    units = set(units_to_choose(person.community_id))
    form.offer(units | {row.appointed_by} if row else units, person.community_id, row)
    return form


def _show_form(
    request: HttpRequest,
    form: RecordForm,
    row: Representation | None,
    stored: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    values = {"form": form, "row": row, "stored": stored or [], "list_url": reverse("representation:list")}
    return render(request, "representation/edit.html", values, status=status)
