"""Pages where decisions are written down, anchored and followed up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspill.apps.governance.cases import deciding, queries
from samspill.apps.governance.cases.deciding import check_follow_up
from samspill.apps.governance.cases.editing import case_of, of_case
from samspill.apps.governance.cases.forms import (
    AmendForm,
    AnchorForm,
    DecideForm,
    FollowUpForm,
    NoteForm,
    ReplyForm,
    sides_of,
)
from samspill.apps.governance.models import Anchoring, Case, Decision, FollowUp, Outcome
from samspill.apps.governance.pages import attempt, form_page, found, person_of
from samspill.apps.governance.permissions import check_anchor, check_keep, check_look
from samspill.core import clock, references
from samspill.core.doors import page
from samspill.core.references import Reference
from samspill.directory.models import Membership, Unit, UnitKind

BOTH = require_http_methods(["GET", "POST"])
BECOMES = ("plans.action",)  # the kinds of things that a task may live on as; their owners are not known here
PARTIES = (UnitKind.HOSPITAL_TRUST, UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT)


@page(permission=check_keep)
@BOTH
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    case = case_of(request, pk)
    outcome = Outcome.DECIDED if case.body.decides == "consensus" else Outcome.RECOMMENDED
    form = DecideForm(
        request.POST or None, initial={"outcome": outcome, "text": case.proposal, "decided_on": clock.today()}
    )
    form.offer(sides_of(case.body))

    def do(said: dict[str, Any]) -> object:
        values = {name: said[name] for name in ("outcome", "text", "decided_on", "mail")}
        return deciding.decide(by=person_of(request), case=case, views=form.views(), **values)

    return of_case(request, case, form, do, _("Før vedtaket"))


@page(permission=check_keep)
@BOTH
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _decision(request, pk)
    case = case_of(request, row.case_id)
    form = AmendForm(request.POST or None, initial={"text": row.text, "decided_on": clock.today()})
    form.offer(sides_of(row.body))

    def do(said: dict[str, Any]) -> object:
        values = {name: said[name] for name in ("text", "decided_on", "reason")}
        return deciding.amend(by=person_of(request), decision=row, views=form.views(), **values)

    return of_case(request, case, form, do, _("Endre ved nytt vedtak"))


@page(permission=check_keep)
@BOTH
def anchor(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _decision(request, pk)
    case = case_of(request, row.case_id)
    parties = parties_of(row)
    due = clock.today() + timedelta(days=row.body.anchoring_days)
    form = AnchorForm(request.POST or None, initial={"parties": [str(each.pk) for each in parties], "due": due})
    form.offer(parties)

    def do(said: dict[str, Any]) -> object:
        return deciding.ask_to_anchor(by=person_of(request), decision=row, **said)

    return of_case(request, case, form, do, _("Send til forankring"), above=row.text)


def parties_of(decision: Decision) -> list[Unit]:
    """Trusts, municipalities and districts that are members of the community."""
    members = Membership.objects.on(clock.today()).filter(community=decision.community_id, unit__kind__in=PARTIES)
    return [row.unit for row in members.select_related("unit").order_by("-unit__kind", "unit__name")]


@page(permission=check_anchor)
@BOTH
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A party's answer from home."""
    person = person_of(request)
    rows = Anchoring.objects.filter(decision__in=queries.decisions_seen_by(person).values("pk"))
    row = found(rows.select_related("decision__case__body", "decision__body", "party"), pk=pk)
    case = case_of(request, row.decision.case_id)
    form = ReplyForm(request.POST or None)

    def do(said: dict[str, Any]) -> object:
        return deciding.reply_anchoring(by=person, anchoring=row, **said)

    title = _("Forankring hos %(party)s") % {"party": row.party.name}
    return of_case(request, case, form, do, title, above=row.decision.text, save=_("Send svaret"))


@page(permission=check_keep)
@BOTH
def add_follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, row = person_of(request), _decision(request, pk)
    case = case_of(request, row.case_id)
    form = FollowUpForm(request.POST or None, community=person.community_id)

    def do(said: dict[str, Any]) -> object:
        return deciding.add_follow_up(by=person, decision=row, **said)

    return of_case(request, case, form, do, _("Ny oppgave fra vedtaket"), above=row.text)


@page(permission=check_look)
@BOTH
def note_follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    row, _case, back = _task(person, pk)
    form = NoteForm(request.POST or None)

    def do(said: dict[str, Any]) -> str:
        deciding.note_follow_up(by=person, follow_up=row, **said)
        return back

    return form_page(request, form, do, title=_("Hvordan går det?"), lead=row.what, back=back)


@page(permission=check_look)
@BOTH
def became(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the task lives on: an action of the plan, found by its words or number."""
    person = person_of(request)
    row, case, back = _task(person, pk)
    if not check_follow_up.can(person, row):
        raise Http404
    if request.method == "POST":
        thing, said = _thing_in(request), _("Oppgaven er knyttet dit.")
        return attempt(request, lambda: deciding.follow_up_became(by=person, follow_up=row, thing=thing), back, said)
    text = request.GET.get("sok", "").strip()[:100]
    values = {
        "task": row,
        "case": case,
        "back": back,
        "text": text,
        "now": next(iter(references.resolve(_read(row.became), seen_by=person).values()), None),
        "offers": [each for kind in BECOMES for each in references.offers(kind, text, seen_by=person)],
    }
    return render(request, "governance/became.html", values)


def _task(person: Any, pk: UUID) -> tuple[FollowUp, Case | None, str]:
    """The task, its case where the person sees that too, and the address to go back to."""
    row = found(queries.follow_ups_seen_by(person).select_related("decision__case", "owner"), pk=pk)
    case = queries.cases_seen_by(person).filter(pk=row.decision.case_id).first()
    place = f"{reverse('governance:case', args=[case.pk])}#vedtak-{row.decision_id}" if case else "/"
    return row, case, place


def _read(text: str) -> list[Reference]:
    try:
        return [Reference.read(text)]
    except ValueError:
        return []


def _thing_in(request: HttpRequest) -> Reference | None:
    """What was chosen, of the kinds that a task may become; None takes the tie away."""
    text = request.POST.get("ble", "")
    if not text:
        return None
    named = next((each for each in _read(text) if each.kind in BECOMES), None)
    if named is None:
        raise Http404
    return named


def _decision(request: HttpRequest, pk: UUID) -> Decision:
    return found(queries.decisions_seen_by(person_of(request)).select_related("body", "case__body"), pk=pk)
