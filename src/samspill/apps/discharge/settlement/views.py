"""The pages of the settlement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge.settlement import files, keeping, objecting, permissions, words
from samspill.apps.discharge.settlement.forms import DocumentsForm, MonthForm, MoveForm, ObjectionForm
from samspill.apps.discharge.settlement.life import LIFE, MOVES, Whose
from samspill.apps.discharge.settlement.models import Objection, Statement
from samspill.apps.discharge.settlement.overview import listed_for, status_of
from samspill.apps.discharge.settlement.reckoning import Month
from samspill.apps.discharge.settlement.statement import Books, Shown, patients_in
from samspill.core import audit, clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.models import Unit
from samspill.ui import formats

REASON = gettext_noop("Oppgjør for ventedøgn mellom de to partene")


@page(permission=permissions.check_see)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, status: int = 200) -> HttpResponse:
    person = _person(request)
    last = Month.of(clock.today()).before
    values = {
        "listed": listed_for(person, all_of_them="alle" in request.GET),
        "may_make": permissions.check_make.can(person),
        "form": MonthForm(initial={"month": f"{last.year}-{last.month:02}"}),
        "hospital_side": permissions.check_make.can(person),
        "months": formats.words().months,
    }
    return render(request, "settlement/list.html", values, status=status)


@page(permission=permissions.check_role_makes)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    person, form = _person(request), MonthForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(" ".join(str(each) for each in form.errors["month"]))
        permissions.check_make(person)
        trust = Unit.objects.get(pk=person.top_id)
        keeping.make_statements(by=person, trust=trust, month=Month(*form.cleaned_data["month"]))
        messages.success(request, _("Oppgjørene er laget."))
    except Refused as no:
        messages.error(request, str(no))
        return _list(request, status=422)
    return redirect("settlement:list")


@page(permission=permissions.check_open)
@require_safe
def statement(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _found(request, pk))


def _show(request: HttpRequest, found: Statement, form: ObjectionForm | None = None, status: int = 200) -> HttpResponse:
    """With names: so every patient in it gets a row in the access log."""
    person, books = _person(request), Books(found.trust)
    shown = Shown(found, books)
    _note_opening(person, shown)
    side = permissions.side_of(person, found)
    words_of_status, tone = status_of(shown)
    objections = list(found.objections.order_by("raised_at"))
    names = {each.line.patient: each.name for each in shown.lines}
    values = {
        "shown": shown,
        "statement": found,
        "lines": [(each, [str(words.REMARKS[code]) for code in each.remarks]) for each in shown.lines],
        "month": f"{formats.words().months[found.month - 1]} {found.year}",
        "status": words_of_status,
        "tone": tone,
        "side": side,
        "why_not": permissions.check_approve.why_not(person, found) or keeping.why_not_approve(shown, books),
        "approved_here": shown.approved_by_hospital() if side is Whose.HOSPITAL else shown.approved_by_municipality(),
        "objections": [
            (each, names.get(each.patient, "–"), words.GROUNDS[each.ground], _moves(person, each))
            for each in objections
        ],
        "may_object": permissions.check_object.can(person, found),
        "last_day": objecting.last_day_to_object(found),
        "may_document": permissions.check_documents.can(person, found),
        "form": form or ObjectionForm(),
        "grounds": words.GROUNDS.items(),
        "today": clock.today(),
    }
    return render(request, "settlement/statement.html", values, status=status)


def _moves(person: Any, objection: Objection) -> list[Any]:
    """What this person's side may do with it now."""
    return [
        move
        for move in LIFE
        if move.from_ == objection.state and permissions.check_move.can(person, objection, move.deed)
    ]


def _note_opening(person: Any, shown: Shown) -> None:
    audit.opened_many(
        by=person,
        community=shown.statement.community_id,
        patients=patients_in(shown.lines),
        reason=REASON,
    )


@page(permission=permissions.check_open)
@require_safe
def file(request: HttpRequest, pk: UUID, ending: str) -> HttpResponse:
    found = _found(request, pk)
    if ending not in files.WRITERS:
        raise Http404
    shown = Shown(found)
    write, kind = files.WRITERS[ending]
    _note_opening(_person(request), shown)
    answer = HttpResponse(cast(Callable[[Shown], bytes], write)(shown), content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{files.file_name(shown, ending)}"'
    return answer


@page(permission=permissions.check_open)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    try:
        done = keeping.approve(by=_person(request), statement=found, digest=request.POST.get("digest", ""))
        messages.success(
            request, _("Oppgjøret er godkjent av begge og låst.") if done.locked_at else _("Oppgjøret er godkjent.")
        )
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, found, status=422)
    return redirect("settlement:statement", pk=pk)


@page(permission=permissions.check_open)
@require_POST
def objection(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _found(request, pk), ObjectionForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Innsigelsen mangler noe: velg døgn og grunn, og skriv en begrunnelse."))
        objecting.raise_objection(by=_person(request), statement=found, **form.cleaned_data)
        messages.success(request, _("Innsigelsen er sendt til sykehuset."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, found, form, status=422)
    return redirect("settlement:statement", pk=pk)


@page(permission=permissions.check_open)
@require_POST
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One move of an objection, by its own number; `deed` is posted."""
    mine = Statement.objects.parties(_person(request))
    found = Objection.objects.filter(pk=pk, statement__in=mine).select_related("statement").first()
    if found is None:
        raise Http404
    form, deed = MoveForm(request.POST), request.POST.get("deed", "")
    try:
        if deed not in MOVES or not form.is_valid():
            raise Refused(_("Velg hva som skal skje med innsigelsen."))
        objecting.move_objection(by=_person(request), objection=found, deed=deed, text=form.cleaned_data["text"])
        messages.success(request, _("Innsigelsen er behandlet."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, _found(request, found.statement_id), status=422)
    return redirect("settlement:statement", pk=found.statement_id)


@page(permission=permissions.check_open)
@require_POST
def documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, form = _found(request, pk), DocumentsForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Skriv datoen som dag.måned.år, for eksempel 3.2.2026."))
        on: date = form.cleaned_data["on"]
        keeping.documents_sent(by=_person(request), statement=found, stay_id=form.cleaned_data["stay"], on=on)
        messages.success(request, _("Det er notert at dokumentasjonen er sendt."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, found, status=422)
    return redirect("settlement:statement", pk=pk)


def _found(request: HttpRequest, pk: UUID) -> Statement:
    rows = Statement.objects.parties(_person(request)).select_related("trust", "municipality", "community")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
