"""Analyses on request: what one asked for, what waits, one request, and the register of what has left the house."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.analysis.disclosure import Unusable
from samspill.apps.insight import permissions
from samspill.apps.insight.actions import requesting
from samspill.apps.insight.actions.book import entries_as_shown
from samspill.apps.insight.forms import AnswerForm, RequestForm
from samspill.apps.insight.models import AnalysisRequest, LedgerEntry
from samspill.apps.insight.states import WAITING
from samspill.apps.insight.tables_in import table_of
from samspill.apps.insight.views.asking import person_of
from samspill.core.doors import page
from samspill.core.refusal import Refused

PAGE = 30
TONES = {"asked": "waiting", "taken": "info", "answered": "done", "declined": "stopped", "withdrawn": "neutral"}


@page(permission=permissions.check_ask)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    rows = AnalysisRequest.objects.visible_to(person).order_by("-number")
    only_waiting = request.GET.get("vis") == "venter"
    shown = rows.filter(state__in=WAITING) if only_waiting else rows
    paged = Paginator(shown, PAGE).get_page(request.GET.get("side"))
    values = {
        "page": paged,
        "rows": [(row, TONES[row.state]) for row in paged],
        "segments": [
            {"text": _("Alle"), "href": "?", "current": not only_waiting},
            {"text": _("Venter"), "href": "?vis=venter", "current": only_waiting},
        ],
        "everybody": permissions.check_see_register.can(person),
    }
    return render(request, "insight/requests.html", values)


@page(permission=permissions.check_ask)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = RequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = requesting.ask(by=person_of(request), **form.cleaned_data)
            messages.success(request, _("Bestilling %(number)s er sendt til analytikeren.") % {"number": made.number})
            return redirect("insight:request", pk=made.pk)
        except Refused as no:
            form.add_error("wanted_by", str(no))
    values = {"form": form, "list_url": reverse("insight:requests")}
    return render(request, "insight/request_new.html", values, status=422 if form.errors else 200)


@page(permission=permissions.check_ask)
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _request(request, pk))


def _show(
    request: HttpRequest, row: AnalysisRequest, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    person = person_of(request)
    waits = row.state in WAITING
    values = {
        "row": row,
        "tone": TONES[row.state],
        "form": (form or AnswerForm(initial={"state": "answered"}))
        if waits and permissions.check_answer_this.can(person, row)
        else None,
        "may_withdraw": waits and permissions.check_withdraw_request.can(person, row),
        "table": _table(row),
        "list_url": reverse("insight:requests"),
    }
    return render(request, "insight/request.html", values, status=status)


def _table(row: AnalysisRequest) -> dict[str, Any] | None:
    """The protected table as texts; a hidden number is said to be hidden."""
    if not row.table:
        return None
    rows, names = row.table["rows"], row.table["headings"]
    columns = list(rows[0]) if rows else []
    return {
        "name": row.table["name"],
        "heading": [names.get(column, column) if column != "count" else _("antall") for column in columns],
        "rows": [[_("skjult") if each[column] is None else each[column] for column in columns] for each in rows],
        "notes": [_("«Skjult» betyr at tallet er skjult av hensyn til personvernet. Det betyr ikke null.")]
        if any(None in each.values() for each in rows)
        else [],
    }


@page(permission=permissions.check_answer)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _request(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    said = form.cleaned_data
    try:
        table = table_of(said["table"], said["table_name"]) if said["table"] else None
    except (Refused, Unusable) as no:
        form.add_error("table", str(no))
        return _show(request, row, form, status=422)
    try:
        requesting.answer(by=person_of(request), request=row, state=said["state"], text=said["answer"], table=table)
    except Refused as no:
        form.add_error(None, str(no))
        return _show(request, row, form, status=422)
    messages.success(request, _("Lagret."))
    return redirect("insight:request", pk=pk)


@page(permission=permissions.check_ask)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _request(request, pk)
    try:
        requesting.withdraw(by=person_of(request), request=row)
        messages.success(request, _("Bestillingen er trukket."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("insight:request", pk=pk)


def _request(request: HttpRequest, pk: UUID) -> AnalysisRequest:
    row = AnalysisRequest.objects.visible_to(person_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@page(permission=permissions.check_see_register)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Everything that left the house: to whom, for what, by whom."""
    rows = LedgerEntry.objects.filter(community=person_of(request).community_id).defer("record", "sheets")
    paged = Paginator(rows.order_by("-number"), PAGE).get_page(request.GET.get("side"))
    return render(request, "insight/register.html", {"page": paged, "rows": entries_as_shown(list(paged))})
