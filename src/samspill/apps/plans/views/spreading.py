"""Rollouts over all municipalities, frameworks as yearly cycles, improvement projects."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.apps.plans import drawing, permissions, words
from samspill.apps.plans.actions import spreading as actions
from samspill.apps.plans.forms_effect import (
    CycleForm,
    FrameworkForm,
    FrameworkTaskForm,
    PlaceForm,
    ProjectForm,
    ReviewForm,
    RolloutForm,
)
from samspill.apps.plans.frameworks import templates
from samspill.apps.plans.models import FrameworkTask, FrameworkUse, ImprovementProject, Phase, Rollout
from samspill.apps.plans.queries import effects
from samspill.apps.plans.queries import spreading as queries
from samspill.apps.plans.views.one_form import form_page, found, person_of
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=permissions.check_see)
@require_safe
def rollouts(request: HttpRequest) -> HttpResponse:
    """The matrix: each initiative a row, each municipality a column."""
    person = person_of(request)
    found_ = list(queries.with_places(queries.rollouts_seen_by(person)))
    places = sorted(
        {row.place for each in found_ for row in each.places.all()}, key=lambda place: (place.number, place.name)
    )
    rows = [{"rollout": each, "cells": _cells(each, places), **_sums(each)} for each in found_]
    legend = [(LETTERS[phase], phase.value, phase.label) for phase in Phase]
    values = {"rows": rows, "places": places, "legend": legend, "may_report": permissions.check_report.can(person)}
    return render(request, "plans/rollouts.html", values)


# In the matrix, where there is room for a letter; its meaning stands beside it for those who listen.
LETTERS = {"not_started": "–", "preparing": "F", "pilot": "P", "rolled_out": "R", "in_operation": "D", "stopped": "S"}


def _cells(rollout: Rollout, places: list[Any]) -> list[dict[str, Any]]:
    by_place = {row.place_id: row for row in rollout.places.all()}
    rows = [by_place.get(place.pk) for place in places]
    return [
        {"row": row, "letter": LETTERS[row.phase], "place": place} if row else {"row": None, "place": place}
        for row, place in zip(rows, places, strict=True)
    ]


def _sums(rollout: Rollout) -> dict[str, int]:
    counts = queries.counts(rollout)
    return {"in_use": sum(counts[phase] for phase in queries.IN_USE), "total": sum(counts.values())}


@page(permission=permissions.check_report)
@require_http_methods(["GET", "POST"])
def new_rollout(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), RolloutForm(request.POST or None)
    back = reverse("plans:rollouts")
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        lead = _("Alle kommunene i helsefellesskapet får en rad, og begynner som ikke startet.")
        return form_page(request, form, _("Ny utrulling"), back, lead=lead, back_text=_("Utrulling"), status=status)
    try:
        made = actions.begin_rollout(by=person, places=queries.municipalities_of(person), **form.cleaned_data)
    except Refused as no:
        form.add_error(None, str(no))
        return form_page(request, form, _("Ny utrulling"), back, back_text=_("Utrulling"), status=422)
    return redirect("plans:rollout", pk=made.pk)


@page(permission=permissions.check_see)
@require_safe
def rollout(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    shown = found(queries.with_places(queries.rollouts_seen_by(person)), pk)
    months, sums = queries.curve(shown, clock.today()), _sums(shown)
    said = _("%(in_use)s av %(total)s kommuner har tatt det i bruk.") % sums
    rows = sorted(shown.places.all(), key=lambda row: (row.place.number, row.place.name))
    counts = queries.counts(shown)
    values = {
        "rollout": shown,
        "rows": [(row, words.PHASE_TONES[row.phase]) for row in rows],
        "counts": [(p.label, words.PHASE_TONES[p], counts[p]) for p in Phase if counts[p]],
        "curve": drawing.curve(months, sums["total"], said) if len(months) > 1 else "",
        "tiles": [{**tile, "tone": words.PHASE_TONES[tile["row"].phase]} for tile in queries.tiles(shown)],
        "said": said,
        "may_report": permissions.check_report.can(person),
    }
    return render(request, "plans/rollout.html", values)


@page(permission=permissions.check_report)
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(queries.places_seen_by(person_of(request)), pk)
    initial = {"phase": row.phase, "on": clock.today(), "contact": row.contact, "obstacle": row.obstacle}
    form = PlaceForm(request.POST or None, initial=initial)
    back = reverse("plans:rollout", args=[row.rollout_id])
    title = f"{row.rollout.name}: {row.place.name}"
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, title, back, back_text=row.rollout.name, status=status)
    try:
        actions.set_phase(by=person_of(request), row=row, **form.cleaned_data)
    except Refused as no:
        form.add_error("on", str(no))
        return form_page(request, form, title, back, back_text=row.rollout.name, status=422)
    return redirect(back)


@page(permission=permissions.check_see)
@require_safe
def frameworks(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    uses = [{"use": use, **_standing(use)} for use in queries.frameworks_seen_by(person)]
    values = {"uses": uses, "templates": templates().values(), "may_keep": permissions.check_keep.can(person)}
    return render(request, "plans/frameworks.html", values)


def _standing(use: FrameworkUse) -> dict[str, int]:
    tasks = list(use.tasks.all())
    year = max((task.year for task in tasks), default=use.first_year)
    own = [task for task in tasks if task.year == year]
    return {"year": year, "done": sum(task.done_on is not None for task in own), "total": len(own)}


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def use_framework(request: HttpRequest) -> HttpResponse:
    form, back = (
        FrameworkForm(request.POST or None, initial={"first_year": clock.today().year}),
        reverse("plans:frameworks"),
    )
    form.fields["template"].choices = [(key, each.name) for key, each in templates().items()]  # type: ignore[attr-defined]
    title = _("Ta i bruk et rammeverk")
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, title, back, back_text=_("Rammeverk"), status=status)
    said = form.cleaned_data
    try:
        use = actions.use_framework(
            by=person_of(request),
            key=said["key"],
            template=templates()[said["template"]],
            owner=said["owner"],
            first_year=said["first_year"],
        )
    except Refused as no:
        form.add_error(None, str(no))
        return form_page(request, form, title, back, back_text=_("Rammeverk"), status=422)
    return redirect("plans:framework", pk=use.pk)


@page(permission=permissions.check_see)
@require_safe
def framework(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show_framework(request, pk)


def _show_framework(request: HttpRequest, pk: UUID, form: ReviewForm | None = None, status: int = 200) -> HttpResponse:
    use = found(queries.frameworks_seen_by(person_of(request)), pk)
    years = sorted({task.year for task in use.tasks.all()}, reverse=True) or [use.first_year]
    asked = request.GET.get("aar", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else years[0]
    steps: dict[str, list[FrameworkTask]] = {}
    for task in use.tasks.all():
        if task.year == year:
            steps.setdefault(task.step, []).append(task)
    grades = {(review.factor, review.year): review for review in use.reviews.all()}
    review_form = form or ReviewForm()
    review_form.fields["factor"].choices = [(factor, factor) for factor in use.factors]  # type: ignore[attr-defined]
    values = {
        "use": use,
        "year": year,
        "years": [{"text": str(each), "href": f"?aar={each}", "current": each == year} for each in years],
        "steps": steps.items(),
        "factors": [(factor, [grades.get((factor, each)) for each in sorted(years)]) for factor in use.factors],
        "all_years": sorted(years),
        "review_form": review_form,
        "may_report": permissions.check_report.can(person_of(request)),
        **_standing(use),
        "shown_year": year,
    }
    return render(request, "plans/framework.html", values, status=status)


@page(permission=permissions.check_report)
@require_http_methods(["GET", "POST"])
def framework_task(request: HttpRequest, pk: UUID, task: UUID) -> HttpResponse:
    use = found(queries.frameworks_seen_by(person_of(request)), pk)
    row = found(use.tasks.all(), task)
    names = list(FrameworkTaskForm.base_fields)
    form = FrameworkTaskForm(request.POST or None, initial={name: getattr(row, name) for name in names})
    back = reverse("plans:framework", args=[pk])
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, f"{row.title} {row.year}", back, back_text=use.name, status=status)
    actions.change_task(by=person_of(request), use=use, task=row.pk, values=form.cleaned_data)
    return redirect(f"{back}?aar={row.year}")


@page(permission=permissions.check_report)
@require_POST
def framework_review(request: HttpRequest, pk: UUID) -> HttpResponse:
    use = found(queries.frameworks_seen_by(person_of(request)), pk)
    form = ReviewForm(request.POST)
    form.fields["factor"].choices = [(factor, factor) for factor in use.factors]  # type: ignore[attr-defined]
    if not form.is_valid():
        return _show_framework(request, pk, form, status=422)
    actions.review(by=person_of(request), use=use, year=_standing(use)["year"], **form.cleaned_data)
    return redirect("plans:framework", pk=pk)


@page(permission=permissions.check_report)
@require_POST
def framework_year(request: HttpRequest, pk: UUID) -> HttpResponse:
    actions.next_year(by=person_of(request), use=found(queries.frameworks_seen_by(person_of(request)), pk))
    return redirect("plans:framework", pk=pk)


@page(permission=permissions.check_see)
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    rows = [(each, [_LACKS[code] for code in queries.lacks(each)]) for each in queries.projects_seen_by(person)]
    values = {"rows": rows, "may_report": permissions.check_report.can(person)}
    return render(request, "plans/projects.html", values)


_LACKS = {
    "outcome": gettext_lazy("resultatmål"),
    "process": gettext_lazy("prosessmål"),
    "balancing": gettext_lazy("balansemål"),
    "cost": gettext_lazy("mål på kostnad eller kapasitet"),
}


@page(permission=permissions.check_report)
@require_http_methods(["GET", "POST"])
def new_project(request: HttpRequest) -> HttpResponse:
    form, back = ProjectForm(request.POST or None), reverse("plans:projects")
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, _("Nytt prosjekt"), back, back_text=_("Prosjekter"), status=status)
    said = dict(form.cleaned_data)
    try:
        made = actions.begin_project(by=person_of(request), key=said.pop("key"), values=said)
    except Refused as no:
        form.add_error(None, str(no))
        return form_page(request, form, _("Nytt prosjekt"), back, back_text=_("Prosjekter"), status=422)
    return redirect("plans:project", pk=made.pk)


@page(permission=permissions.check_see)
@require_safe
def project(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = found(queries.projects_seen_by(person_of(request)), pk)
    values = {
        "project": shown,
        "measures": effects.shown_of(shown, person_of(request)),
        "lacks": [_LACKS[code] for code in queries.lacks(shown)],
        "may_report": permissions.check_report.can(person_of(request)),
        "may_measure": permissions.check_measure.can(person_of(request)),
    }
    return render(request, "plans/project.html", values)


@page(permission=permissions.check_report)
@require_http_methods(["GET", "POST"])
def change_project(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = found(queries.projects_seen_by(person_of(request)), pk)
    names = [name for name in ProjectForm.base_fields if name != "key"]
    form = ProjectForm(request.POST or None, initial={name: getattr(shown, name) for name in names})
    back = reverse("plans:project", args=[pk])
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, _("Endre prosjektet"), back, back_text=shown.name, status=status)
    values = {name: form.cleaned_data[name] for name in names}
    actions.change_project(by=person_of(request), project=shown, values=values)
    return redirect(back)


@page(permission=permissions.check_report)
@require_http_methods(["GET", "POST"])
def cycle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new cycle, or another look at one that has begun (?nummer=2)."""
    shown: ImprovementProject = found(queries.projects_seen_by(person_of(request)), pk)
    asked = request.GET.get("nummer", "")
    row = next((each for each in shown.cycles.all() if str(each.number) == asked), None)
    names = list(CycleForm.base_fields)
    initial: dict[str, Any] = {name: getattr(row, name) for name in names} if row else {"begins": clock.today()}
    form, back = CycleForm(request.POST or None, initial=initial), reverse("plans:project", args=[pk])
    title = _("PDSA-sirkel %(number)s") % {"number": row.number if row else shown.cycles.count() + 1}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, title, back, back_text=shown.name, status=status)
    actions.put_cycle(
        by=person_of(request), project=shown, number=row.number if row else None, values=form.cleaned_data
    )
    return redirect(f"{back}#sirkler")
