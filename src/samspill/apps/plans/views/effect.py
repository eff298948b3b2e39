"""Does it work? All measures with a verdict in words, one measure with its chart and grounds, and its figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.apps.plans import drawing, permissions, words
from samspill.apps.plans.actions import measuring
from samspill.apps.plans.forms_effect import DefinitionForm, FiguresForm, JudgeForm, MeasureForm
from samspill.apps.plans.models import Measure
from samspill.apps.plans.queries import actions as of_actions
from samspill.apps.plans.queries import effects, published, spreading
from samspill.apps.plans.views import linking
from samspill.apps.plans.views.one_form import form_page, found, person_of
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=permissions.check_see)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    said = effects.overview(person_of(request))
    may = permissions.check_measure.can(person_of(request))
    return render(request, "plans/effects.html", {"overview": said, "may_measure": may})


@page(permission=permissions.check_measure)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    action = found(of_actions.actions_seen_by(person), pk)
    back = reverse("plans:action", args=[pk])
    form = MeasureForm(request.POST or None, initial={"unit": "share", "better": "down", "starts_on": clock.today()})
    lead = _("Velg fra hvilken dag tiltaket kan virke, og når det tidligst kan vurderes, før dere ser på tallene.")
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(
            request, form, _("Nytt mål for tiltaket"), back, lead=lead, back_text=str(action), status=status
        )
    measure = measuring.add_measure(by=person, action=action, key=form.cleaned_data["key"], values=form.values())
    return redirect("plans:measure", pk=measure.pk)


@page(permission=permissions.check_measure)
@require_http_methods(["GET", "POST"])
def new_for_project(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    project = found(spreading.projects_seen_by(person), pk)
    back = reverse("plans:project", args=[pk])
    form = MeasureForm(request.POST or None, initial={"starts_on": project.starts_on or clock.today()})
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, _("Nytt mål for prosjektet"), back, back_text=str(project), status=status)
    try:
        measure = measuring.add_project_measure(
            by=person, project=project, key=form.cleaned_data["key"], values=form.values()
        )
    except Refused as no:
        form.add_error(None, str(no))
        return form_page(request, form, _("Nytt mål for prosjektet"), back, back_text=str(project), status=422)
    return redirect("plans:measure", pk=measure.pk)


def _measure(request: HttpRequest, pk: UUID) -> Measure:
    measure = found(effects.measures_seen_by(person_of(request)), pk)
    published.read([measure], person_of(request))
    return measure


@page(permission=permissions.check_see)
@require_safe
def measure(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


def show(request: HttpRequest, pk: UUID, status: int = 200, **given: Any) -> HttpResponse:
    shown = _measure(request, pk)
    said = effects.shown(shown, effects.concurrent_with(shown))
    verdict, scale = said["verdict"], 100.0 if shown.unit == "share" else 1.0
    cycles = [(c.begins, f"PDSA {c.number}") for c in shown.project.cycles.all()] if shown.project else []
    sentence = _("%(name)s over tid. %(word)s. %(figures)s") % {
        "name": shown.name,
        "word": said["word"],
        "figures": said["figures"],
    }
    values = {
        **said,
        "chart": drawing.chart(verdict.line, shown.starts_on, sentence, scale, _unit(shown), cycles),
        "points": _table(shown),
        "needs_denominator": shown.unit in ("share", "rate"),
        "has_comparison": effects.series_of(shown, comparison=True) is not None,
        "comparison_said": effects.comparison_in_words(shown),
        "linked": shown.linked,
        "beside_form": linking.beside_form(request, shown),
        "by_edition": [(each, words.of_word(each.verdict)) for each in shown.edition_verdicts.all()[:12]],
        "may_measure": permissions.check_measure.can(person_of(request)),
        "figures_form": FiguresForm(needs_denominator=shown.unit in ("share", "rate")),
        "definition_form": DefinitionForm(prefix="definition"),
        "judge_form": JudgeForm(prefix="judge"),
        "strict": verdict.method,
        **given,
    }
    return render(request, "plans/measure.html", values, status=status)


def _unit(shown: Measure) -> str:
    return "%" if shown.unit == "share" else shown.unit_name


def _table(shown: Measure) -> list[dict[str, Any]]:
    rows: dict[Any, dict[str, Any]] = {}
    for side, series in (("own", effects.series_of(shown)), ("other", effects.series_of(shown, comparison=True))):
        if series is None:
            continue
        n = series.n or [None] * len(series.periods)
        for period, y, of in zip(series.periods, series.y, n, strict=True):
            row = rows.setdefault(period, {"period": period, "after": period >= shown.starts_on})
            row[side] = {"y": y, "n": of}
    return [rows[period] for period in sorted(rows)]


@page(permission=permissions.check_measure)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _measure(request, pk)
    form = MeasureForm(
        request.POST or None, initial={name: getattr(shown, name) for name in MeasureForm.base_fields if name != "key"}
    )
    if shown.linked:
        form.leave_out_what_is_published()
    back = reverse("plans:measure", args=[pk])
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, _("Endre målet"), back, back_text=shown.name, status=status)
    measuring.change_measure(by=person_of(request), measure=shown, values=form.values())
    return redirect(back)


@page(permission=permissions.check_measure)
@require_POST
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _measure(request, pk)
    form = FiguresForm(request.POST, request.FILES, needs_denominator=shown.unit in ("share", "rate"))
    if not form.is_valid():
        return show(request, pk, status=422, figures_form=form)
    measuring.put_figures(
        by=person_of(request), measure=shown, own=form.figures.own, comparison=form.figures.comparison
    )
    messages.success(request, _("Tallene er lagret."))
    return redirect("plans:measure", pk=pk)


@page(permission=permissions.check_measure)
@require_POST
def clear(request: HttpRequest, pk: UUID) -> HttpResponse:
    measuring.clear_figures(by=person_of(request), measure=_measure(request, pk))
    messages.success(request, _("Tallene er slettet."))
    return redirect("plans:measure", pk=pk)


@page(permission=permissions.check_measure)
@require_POST
def definition(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = DefinitionForm(request.POST, prefix="definition")
    if not form.is_valid():
        return show(request, pk, status=422, definition_form=form)
    measuring.definition_changed(by=person_of(request), measure=_measure(request, pk), **form.cleaned_data)
    return redirect("plans:measure", pk=pk)


@page(permission=permissions.check_measure)
@require_POST
def judge(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown, form = _measure(request, pk), JudgeForm(request.POST, prefix="judge")
    if not form.is_valid():
        return show(request, pk, status=422, judge_form=form)
    said = effects.shown(shown)
    measuring.judge(
        by=person_of(request),
        measure=shown,
        text=form.cleaned_data["text"],
        verdict=str(said["verdict"].word),
        figures=said["figures"],
    )
    messages.success(request, _("Vurderingen er lagret."))
    return redirect("plans:measure", pk=pk)
