"""Pages that write to cases: each a form, and one deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspill.apps.governance import words
from samspill.apps.governance.agreements.queries import resolve_clauses
from samspill.apps.governance.bodies.forms import BodyChoice
from samspill.apps.governance.bodies.queries import present_bodies
from samspill.apps.governance.cases import actions, queries
from samspill.apps.governance.cases.forms import (
    AdviceForm,
    AnswerForm,
    CaseForm,
    NewCaseForm,
    PaperForm,
    ReasonForm,
    SendForm,
    initial_of,
)
from samspill.apps.governance.cases.states import MOVES
from samspill.apps.governance.models import Advice, Case
from samspill.apps.governance.pages import form_page, found, person_of
from samspill.apps.governance.permissions import check_keep, check_look, check_propose
from samspill.core.doors import page
from samspill.core.references import Resolved

BOTH = require_http_methods(["GET", "POST"])


def case_of(request: HttpRequest, pk: UUID) -> Case:
    rows = queries.cases_seen_by(person_of(request)).select_related("body__parent").prefetch_related("numbers__body")
    return found(rows, pk=pk)


def of_case(
    request: HttpRequest, case: Case, form: forms.Form, do: Callable[[dict[str, Any]], object], title: Any, **more: Any
) -> HttpResponse:
    """A form about a case, which goes back to it."""
    back = reverse("governance:case", args=[case.pk])

    def done(said: dict[str, Any]) -> str:
        do(said)
        return back

    lead = f"{queries.citation(case)} {case.title}".strip()
    return form_page(request, form, done, title=title, lead=lead, back=back, **more)


@page(permission=check_propose)
@BOTH
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    asked = {"body": request.GET.get("organ", ""), "about": request.GET.get("punkt", "")}
    form = NewCaseForm(request.POST or None, initial=asked)
    field = form.fields["body"]
    assert isinstance(field, BodyChoice)
    field.offer(present_bodies(person))

    def do(said: dict[str, Any]) -> str:
        try:
            about = said["about"]
            made = actions.propose(by=person, body=said["body"], key=said["key"], values=form.values(), about=about)
        except IntegrityError:  # the same form, sent twice
            made = found(queries.cases_seen_by(person), pk=said["key"])
        return reverse("governance:case", args=[made.pk])

    clause = clause_named(asked["about"] or request.POST.get("about", ""), person)
    lead = _("Saken foreslår å endre %(clause)s") % {"clause": clause.title} if clause else ""
    back = reverse("governance:cases")
    return form_page(request, form, do, title=_("Foreslå en sak"), lead=lead, back=back, save=_("Foreslå"))


def clause_named(text: str, person: Any) -> Resolved | None:
    try:
        named = UUID(text)
    except ValueError:
        return None
    return resolve_clauses(person, [named]).get(named)


@page(permission=check_keep)
@BOTH
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_of(request, pk)
    form = CaseForm(request.POST or None, initial=initial_of(case))

    def do(said: dict[str, Any]) -> object:
        return actions.change(by=person_of(request), case=case, values=form.values(), seen=said["seen"])

    return of_case(request, case, form, do, _("Endre saken"))


@page(permission=check_keep)
@BOTH
def move(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """One step in its life, or on to another body."""
    case, wanted = case_of(request, pk), MOVES.get(deed)
    if wanted is None or not wanted.by_hand or deed == "ask_to_anchor":
        raise Http404
    person = person_of(request)
    if wanted.to_body:
        sending = SendForm(request.POST or None)
        field = sending.fields["to"]
        assert isinstance(field, BodyChoice)
        field.offer(queries.bodies_for(case, deed))
        return of_case(
            request,
            case,
            sending,
            lambda said: actions.send(by=person, case=case, named=deed, **said),
            words.MOVES[deed],
            save=words.MOVES[deed],
        )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if wanted.reason:
        form.must_be_said()

    def do(said: dict[str, Any]) -> object:
        return actions.move(by=person, case=case, named=deed, reason=said["reason"])

    return of_case(request, case, form, do, words.MOVES[deed], save=words.MOVES[deed])


@page(permission=check_keep)
@BOTH
def ask_advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, case = person_of(request), case_of(request, pk)
    form = AdviceForm(request.POST or None)
    field = form.fields["to"]
    assert isinstance(field, BodyChoice)
    field.offer(present_bodies(person).exclude(pk=case.body_id))

    def do(said: dict[str, Any]) -> object:
        return actions.ask_advice(by=person, case=case, **said)

    return of_case(request, case, form, do, _("Be et annet organ om råd"), save=_("Spør"))


@page(permission=check_look)
@BOTH
def answer_advice(request: HttpRequest, pk: UUID, advice: UUID) -> HttpResponse:
    case = case_of(request, pk)
    row = found(Advice.objects.filter(case=case).select_related("body", "case"), pk=advice)
    form = AnswerForm(request.POST or None, initial={"answer": row.answer})

    def do(said: dict[str, Any]) -> object:
        return actions.answer_advice(by=person_of(request), advice=row, answer=said["answer"])

    title = _("Råd fra %(body)s") % {"body": row.body.name}
    return of_case(request, case, form, do, title, above=row.what)


@page(permission=check_keep)
@BOTH
def add_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_of(request, pk)
    form = PaperForm(
        request.POST or None, request.FILES or None, initial={"access": case.access, "ground": case.ground}
    )

    def do(said: dict[str, Any]) -> object:
        try:
            return actions.add_paper(by=person_of(request), case=case, key=said["key"], values=form.values())
        except IntegrityError:  # the same form, sent twice
            return None

    return of_case(request, case, form, do, _("Nytt papir"))
