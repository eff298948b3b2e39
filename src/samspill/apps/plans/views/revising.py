"""Keeping a draft: rows, headings, what ends, approval; and opening a plan to the public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspill.apps.plans import permissions
from samspill.apps.plans.actions import revising
from samspill.apps.plans.forms import ApproveForm, EndForm, HeadingForm, HeadingsForm, RowForm, names_in
from samspill.apps.plans.models import ActionInEdition, ActionPlan, Goal, PlanEdition
from samspill.apps.plans.queries import editions
from samspill.apps.plans.views.one_form import body_id_of, form_page, found, person_of, with_bodies
from samspill.apps.plans.views.plan import show
from samspill.core.doors import page
from samspill.core.refusal import Refused


def _edition(request: HttpRequest, pk: UUID) -> PlanEdition:
    return found(editions.editions_seen_by(person_of(request)), pk)


def _row(request: HttpRequest, pk: UUID) -> ActionInEdition:
    rows = ActionInEdition.objects.filter(action__plan__community_id=person_of(request).community_id)
    return found(rows.select_related("action__plan", "goal__area__edition__plan"), pk)


@page(permission=permissions.check_keep)
@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = found(ActionPlan.objects.filter(community_id=person_of(request).community_id), pk)
    try:
        draft = revising.begin_revision(by=person_of(request), plan=plan)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("plans:plan")
    messages.success(request, _("Utkastet er en kopi av planen som gjelder. Endre det, og la et organ godkjenne det."))
    return redirect("plans:edition", pk=draft.pk)


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def change_row(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    edition = row.goal.area.edition
    years = _years(row)
    form = RowForm(request.POST or None, years=years, goals=_goals(edition), initial=_initial(row, years))
    back = reverse("plans:edition", args=[edition.pk])
    title = _("Endre tiltak %(number)s") % {"number": row.number}
    if request.method == "GET" or not form.is_valid():
        return form_page(request, form, title, back, status=200 if request.method == "GET" else 422, more={"row": row})
    said = form.cleaned_data
    values = {**_values(form, row), "goal": form.chosen_goal()}
    try:
        revising.change_row(
            by=person_of(request),
            row=row,
            values=values,
            owners=names_in(said["owners"]),
            support=names_in(said["support"]),
            reason=said["reason"],
        )
    except Refused as no:
        form.add_error(None, str(no))
        return form_page(request, form, title, back, status=422)
    return redirect(f"{back}#rad-{row.pk}")


def _years(row: ActionInEdition) -> list[int]:
    plan = row.action.plan
    return sorted({*range(plan.first_year, plan.last_year + 1), *(mark["year"] for mark in row.marks)})


def _goals(edition: PlanEdition) -> list[Goal]:
    return list(Goal.objects.filter(area__edition=edition).order_by("area__order", "order"))


def _initial(row: ActionInEdition, years: list[int]) -> dict[str, Any]:
    everybody = list(row.responsible.all())
    initial = {
        "number": row.number,
        "text": row.text,
        "owners": "\n".join(each.name for each in everybody if not each.support),
        "support": "\n".join(each.name for each in everybody if each.support),
        "when_text": row.when_text,
        "goal": str(row.goal_id),
        "reason": row.change_reason,
    }
    for year in years:
        for season, mark in row.seasons(year).items():
            initial[f"m{year}{season}"] = mark["kind"]
    return initial


def _values(form: RowForm, row: ActionInEdition | None) -> dict[str, Any]:
    """The printed cells stay as they were while the marks do."""
    said, marks = form.cleaned_data, form.marks()
    values: dict[str, Any] = {"number": said["number"], "text": said["text"], "when_text": said["when_text"]}
    if row is None or _halves(marks) != _halves(row.marks):
        values |= {"marks": marks, "years": {}}
    return values


def _halves(marks: list[dict[str, Any]]) -> set[tuple[int, str, str]]:
    return {
        (mark["year"], season, mark["kind"])
        for mark in marks
        for season in ([mark["season"]] if mark["season"] else ["spring", "autumn"])
    }


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def add_row(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Goal.objects.filter(area__edition__plan__community_id=person_of(request).community_id)
    goal = found(rows.select_related("area__edition__plan"), pk)
    plan, edition = goal.area.edition.plan, goal.area.edition
    years = list(range(plan.first_year, plan.last_year + 1))
    initial = {"number": _next_number(goal)}
    form = RowForm(request.POST or None, years=years, goals=[], new=True, initial=initial)
    back, title = reverse("plans:edition", args=[edition.pk]), _("Nytt tiltak")
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, title, back, lead=str(goal), status=status)
    said = form.cleaned_data
    try:
        row = revising.add_row(
            by=person_of(request),
            goal=goal,
            key=said["key"],
            values=_values(form, None),
            owners=names_in(said["owners"]),
            support=names_in(said["support"]),
        )
    except Refused as no:
        form.add_error(None, str(no))
        return form_page(request, form, title, back, lead=str(goal), status=422)
    return redirect(f"{back}#rad-{row.pk}")


def _next_number(goal: Goal) -> str:
    last = [
        int(n.rpartition(".")[2]) for n in goal.rows.values_list("number", flat=True) if n.rpartition(".")[2].isdigit()
    ]
    return f"{goal.number}.{max(last, default=0) + 1}" if goal.number else ""


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def end_row(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    edition = row.goal.area.edition
    form, back = EndForm(request.POST or None), reverse("plans:edition", args=[edition.pk])
    title = _("Ta ut tiltak %(number)s") % {"number": row.number}
    if request.method == "GET" or not form.is_valid():
        return form_page(request, form, title, back, lead=row.text.split("\n")[0], button=_("Ta ut"))
    try:
        revising.end_row(by=person_of(request), row=row, **form.cleaned_data)
    except Refused as no:
        form.add_error("reason", str(no))
        return form_page(request, form, title, back, lead=row.text.split("\n")[0], button=_("Ta ut"), status=422)
    messages.success(request, _("Tiltaket er tatt ut av utkastet."))
    return redirect(back)


@page(permission=permissions.check_keep)
@require_POST
def add_heading(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition = _edition(request, pk)
    form = HeadingForm(request.POST)
    form.offer([(area.pk, str(area)) for area in edition.areas.all()])
    if not form.is_valid():
        return show(request, edition, status=422, heading_form=form)
    said = form.cleaned_data
    area = UUID(said["area"]) if said["area"] else None
    try:
        revising.add_heading(
            by=person_of(request), edition=edition, number=said["number"], title=said["title"], area=area
        )
    except Refused as no:
        messages.error(request, str(no))
    return redirect("plans:edition", pk=pk)


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def change_headings(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition = _edition(request, pk)
    form = HeadingsForm(request.POST or None, areas=edition.areas.prefetch_related("goals"))
    back = reverse("plans:edition", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            revising.change_headings(by=person_of(request), edition=edition, said=form.said())
            messages.success(request, _("Overskriftene er endret."))
            return redirect(back)
        except Refused as no:
            form.add_error(None, str(no))
    values = {"form": form, "edition": edition, "back": back}
    return render(request, "plans/headings.html", values, status=200 if request.method == "GET" else 422)


@page(permission=permissions.check_keep)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition = _edition(request, pk)
    form = ApproveForm(request.POST)
    with_bodies(form, person_of(request))
    if not form.is_valid():
        return show(request, edition, status=422, approve_form=form)
    said = form.cleaned_data
    try:
        revising.approve(
            by=person_of(request),
            edition=edition,
            body=said["body"],
            body_id=body_id_of(form),
            case=said["case"],
            on=said["on"],
        )
    except Refused as no:
        form.add_error(None, str(no))
        return show(request, edition, status=422, approve_form=form)
    messages.success(request, _("Utgaven gjelder nå. Den forrige kan fortsatt leses med lenken sin."))
    return redirect("plans:plan")


@page(permission=permissions.check_keep)
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        revising.discard_draft(by=person_of(request), edition=_edition(request, pk))
    except Refused as no:
        messages.error(request, str(no))
        return redirect("plans:edition", pk=pk)
    messages.success(request, _("Utkastet er forkastet."))
    return redirect("plans:plan")


@page(permission=permissions.check_keep)
@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition, public = _edition(request, pk), request.POST.get("public") == "ja"
    try:
        revising.publish(by=person_of(request), edition=edition, public=public)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("plans:edition", pk=pk)
    messages.success(request, _("Planen er åpen for alle.") if public else _("Planen er ikke lenger åpen for alle."))
    return redirect("plans:edition", pk=pk)
