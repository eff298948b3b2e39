"""Quick joint assessment, frailty, and the list of those pointed out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge import words
from samspill.apps.discharge.assessment import actions, rules
from samspill.apps.discharge.assessment.forms import BeginForm, DiagnosesForm, PlanForm, ScoreForm
from samspill.apps.discharge.assessment.permissions import check_assess, check_role
from samspill.apps.discharge.assessment.queries import (
    assessment_of,
    frailty_of,
    pointed_out,
    quickness,
    reasons_of,
    steps_of,
)
from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.coordination.views.opening import (
    carry_out,
    note_opening,
    openable,
    person_of,
    status_of,
    to_stay,
)
from samspill.apps.discharge.models import Pointing, Stay
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.stay import Side

QUARTER = timedelta(days=90)


@page(permission=check_role)
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page for the steps of the assessment and the frailty of the patient. `hva` says which form was sent."""
    stay = openable(request, pk)
    what = request.POST.get("hva", "")
    forms: dict[str, Any] = {
        "begin": BeginForm(request.POST if what == "begin" else None),
        "plan": PlanForm(request.POST if what == "plan" else None, initial=_plan_of(stay)),
        "score": ScoreForm(request.POST if what == "score" else None),
        "codes": DiagnosesForm(request.POST if what == "codes" else None),
    }
    if request.method == "POST":
        if what == "done":
            return _finish(request, stay)
        if what in forms:
            then = lambda: redirect("discharge:assessment", pk=stay.pk)  # noqa: E731
            act = _act(request, stay, what, forms[what])
            done = carry_out(request, forms[what], act, thanks=_("Lagret."), then=then)
            if done:
                return done
    return _show(request, stay, forms)


def _plan_of(stay: Stay) -> dict[str, str]:
    there = assessment_of(stay)
    return {"text": (there.plan or {}).get("text", "")} if there else {}


def _act(request: HttpRequest, stay: Stay, what: str, form: Any) -> Any:
    by = person_of(request)

    def act() -> Any:
        said = form.cleaned_data
        if what == "begin":
            return actions.begin_assessment(by=by, stay=stay, taking_part=said["taking_part"])
        if what == "score":
            values = {"score": int(said["score"]), "state_on": said["state_on"], "trained": said["trained"]}
            return actions.score_frailty(by=by, stay=stay, **values)
        if what == "codes":
            return actions.enter_diagnoses(by=by, stay=stay, codes=form.listed())
        there = assessment_of(stay)
        if there is None:
            raise Refused(_("Avklaringen er ikke begynt."))
        return actions.plan_assessment(by=by, assessment=there, text=said["text"])

    return act


def _finish(request: HttpRequest, stay: Stay) -> HttpResponse:
    there = assessment_of(stay)
    try:
        if there is None:
            raise Refused(_("Avklaringen er ikke begynt."))
        actions.finish_assessment(by=person_of(request), assessment=there)
        messages.success(request, _("Avklaringen er registrert som gjort."))
    except Refused as no:
        messages.warning(request, str(no))
    return redirect("discharge:assessment", pk=stay.pk)


def _show(request: HttpRequest, stay: Stay, forms: dict[str, Any]) -> HttpResponse:
    note_opening(request, stay)
    there = assessment_of(stay)
    found = reasons_of([stay])[stay.pk]
    shown = {
        "stay": stay,
        "assessment": there,
        "steps": [(words.ASSESSMENT_STEPS[each.key], each) for each in steps_of(there)] if there else [],
        "frailty": frailty_of(stay, stay.patient.age(clock.today())),
        "reasons": [(words.REASONS[reason], rules.POINTS[reason]) for reason in found],
        "points": rules.points(found),
        "threshold": rules.THRESHOLD,
        "forms": forms,
        "bands": words.BANDS,
        "why_not": check_assess.why_not(person_of(request), stay),
    }
    status = max(status_of(form) for form in forms.values())
    return render(request, "discharge/assessment.html", shown, status=status)


@page(permission=check_role)
@require_safe
def pointed(request: HttpRequest) -> HttpResponse:
    """Who will probably need the municipality, with the reasons; and how quick the assessments have been."""
    person = person_of(request)
    listed = [(each, [words.REASONS[reason] for reason in each.reasons]) for each in pointed_out(person)]
    times = [(words.ASSESSMENT_STEPS[each.key], each) for each in quickness(person, clock.now() - QUARTER)]
    shown = {
        "listed": listed,
        "times": times,
        "points": [(words.REASONS[reason], value) for reason, value in rules.POINTS.items()],
        "threshold": rules.THRESHOLD,
        "hospital_side": side_of(person) is Side.HOSPITAL,
    }
    return render(request, "discharge/pointed_out.html", shown)


@page(permission=check_role)
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay = Stay.objects.visible_to(person_of(request)).filter(pk=pk).first()
    verdict = request.POST.get("svar", "")
    if stay is None:
        raise Http404
    try:
        if verdict not in Pointing.Verdict.values:
            raise Refused(_("Velg ja eller nei."))
        actions.decide_pointing(by=person_of(request), stay=stay, verdict=Pointing.Verdict(verdict))
        messages.success(request, _("Lagret."))
    except Refused as no:
        messages.warning(request, str(no))
    return redirect("discharge:pointed-out") if request.POST.get("fra") == "liste" else to_stay(stay)
