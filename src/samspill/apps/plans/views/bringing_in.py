"""A document comes in: the file, what was understood of it, corrections, and then the plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspill.apps.plans import permissions, words
from samspill.apps.plans.actions import bringing_in, revising
from samspill.apps.plans.forms import BlankForm, FileForm, SaveForm, names_in
from samspill.apps.plans.models import IncomingPlan
from samspill.apps.plans.queries.editions import plan_of
from samspill.apps.plans.views.one_form import found, person_of
from samspill.core import clock, references
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.plan_documents import Action, Area, Goal, ReadPlan, Unplaced, Unreadable, read_plan
from samspill.plan_documents.owners import owners_of
from samspill.plan_documents.reading import LARGEST
from samspill.plan_documents.seasons import marks_of, marks_of_when, year_of_heading


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Bring a file, or begin with an empty plan."""
    person = person_of(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "GET":
        return _show_new(request, FileForm())
    if not form.is_valid():
        return _show_new(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        if file.size > LARGEST:
            raise Unreadable("too_large", most=LARGEST // 1024 // 1024)
        known = [shown.title for _ref, shown in references.offers("governance.body", "", seen_by=person, at_most=200)]
        read = read_plan(file.read(), known)
    except Unreadable as fault:
        form.add_error("file", words.of_unreadable(fault))
        return _show_new(request, form, status=422)
    incoming = bringing_in.bring_in(by=person, read=read, file_name=file.name)
    return redirect("plans:incoming", pk=incoming.pk)


def _show_new(request: HttpRequest, form: FileForm, blank: BlankForm | None = None, status: int = 200) -> HttpResponse:
    person, year = person_of(request), clock.today().year
    waiting = IncomingPlan.objects.filter(community_id=person.community_id, made=None).order_by("-at")
    blank = blank or BlankForm(initial={"first_year": year, "last_year": year + 3, "layout": "grid"})
    values = {"form": form, "blank": blank, "plan": plan_of(person), "waiting": waiting}
    return render(request, "plans/new.html", values, status=status)


@page(permission=permissions.check_keep)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    form = BlankForm(request.POST)
    if not form.is_valid():
        return _show_new(request, FileForm(), form, status=422)
    try:
        edition = revising.begin_plan(by=person_of(request), **form.cleaned_data)
    except Refused as no:
        form.add_error(None, str(no))
        return _show_new(request, FileForm(), form, status=422)
    return redirect("plans:edition", pk=edition.pk)


def _incoming(request: HttpRequest, pk: UUID) -> IncomingPlan:
    return found(IncomingPlan.objects.filter(community_id=person_of(request).community_id), pk)


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def incoming(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was understood, to be corrected. Saving here only keeps the corrections."""
    row = _incoming(request, pk)
    if request.method == "POST":
        read = corrected(ReadPlan.from_json(row.read), request.POST) if row.read else ReadPlan()
        try:
            bringing_in.correct(by=person_of(request), incoming=row, read=read)
        except Refused as no:
            messages.error(request, str(no))
            return redirect("plans:incoming", pk=pk)
        messages.success(request, _("Rettelsene er lagret. Ingenting er lagt i planen ennå."))
        return redirect("plans:incoming", pk=pk)
    return _show(request, row)


def _show(request: HttpRequest, row: IncomingPlan, form: SaveForm | None = None, status: int = 200) -> HttpResponse:
    read = ReadPlan.from_json(row.read) if row.read else ReadPlan()
    values = {
        "incoming": row,
        "read": read,
        "areas": [_area_of(place, area) for place, area in enumerate(read.areas)],
        "year_keys": _year_keys(read),
        "actions": len(read.actions()),
        "goals": len(read.goals()),
        "doubtful": sum(bool(action.doubts) for action in read.actions()),
        "unplaced": [(place, each) for place, each in enumerate(read.unplaced)],
        "save_form": form or SaveForm(initial={"title": read.title}),
        "has_plan": plan_of(person_of(request)) is not None,
    }
    return render(request, "plans/incoming.html", values, status=status)


def _year_keys(read: ReadPlan) -> list[str]:
    used = {key for action in read.actions() for key in action.years}
    if read.layout == "when" and not used:
        return []
    return sorted(used | {str(year) for year in read.years if not any(key.startswith(f"{year} ") for key in used)})


def _area_of(place: int, area: Area) -> dict[str, Any]:
    goals = []
    for goal_place, goal in enumerate(area.goals):
        rows = [
            {
                "key": f"{place}-{goal_place}-{row}",
                "action": action,
                "doubts": [words.DOUBTS[code] for code in action.doubts if code in words.DOUBTS],
                "owners": "\n".join(action.owners),
                "support": "\n".join(action.support),
            }
            for row, action in enumerate(goal.actions)
        ]
        goals.append({"key": f"{place}-{goal_place}", "goal": goal, "rows": rows})
    return {"key": str(place), "area": area, "goals": goals}


def corrected(read: ReadPlan, said: Any) -> ReadPlan:
    """The plan with what the page's fields say. A field that was not sent leaves its part as it was."""
    read.title = said.get("title", read.title).strip()
    for a, area in enumerate(read.areas):
        area.title = said.get(f"area-{a}", area.title).strip()
        for g, goal in enumerate(area.goals):
            goal.number = said.get(f"goalnumber-{a}-{g}", goal.number).strip()
            goal.title = said.get(f"goal-{a}-{g}", goal.title).replace("\r", "").strip()
            kept = []
            for r, action in enumerate(goal.actions):
                key = f"{a}-{g}-{r}"
                if said.get(f"drop-{key}"):
                    read.unplaced.append(Unplaced(action.text, action.where, "text"))
                else:
                    kept.append(_corrected_action(action, key, said))
            goal.actions = kept
    _place_unplaced(read, said)
    return read


def _corrected_action(action: Action, key: str, said: Any) -> Action:
    action.number = said.get(f"number-{key}", action.number).strip()
    action.text = said.get(f"text-{key}", action.text).replace("\r", "").strip()
    action.when_text = said.get(f"when-{key}", action.when_text).strip()
    if f"owners-{key}" in said:
        owners, support = names_in(said[f"owners-{key}"]), names_in(said.get(f"support-{key}", ""))
        if (owners, support) != (action.owners, action.support):
            action.owners, action.support, action.owner_text = owners, support, ""
    years = {name[len(f"year-{key}-") :]: said[name].strip() for name in said if name.startswith(f"year-{key}-")}
    if years and {k: v for k, v in years.items() if v} != action.years:
        action.years = {year: text for year, text in years.items() if text}
        action.marks = [mark for year, text in action.years.items() for mark in _marks(year, text)]
    elif action.when_text and not action.years:
        action.marks = marks_of_when(action.when_text)
    if said.get(f"sure-{key}"):
        action.doubts = []
    return action


def _marks(key: str, text: str) -> list[Any]:
    year = year_of_heading(key)
    return marks_of(year[0], year[1], text)[0] if year else []


def _place_unplaced(read: ReadPlan, said: Any) -> None:
    """Texts that a person made into actions, under the goal they chose; the others stay unplaced."""
    left = []
    for place, each in enumerate(read.unplaced):
        a, _dash, g = said.get(f"place-{place}", "").partition("-")
        if a.isdigit() and int(a) < len(read.areas):
            area = read.areas[int(a)]
            goals = area.goals or [Goal()]
            area.goals = goals
            goal = goals[int(g)] if g.isdigit() and int(g) < len(goals) else goals[0]
            parts = [part.strip() for part in each.text.split(" | ")]
            owners = owners_of(parts[1:2]).owners if len(parts) > 1 else []
            goal.actions.append(Action(text=each.text if not owners else parts[0], owners=owners, where=each.where))
        else:
            left.append(each)
    read.unplaced = left


@page(permission=permissions.check_keep)
@require_POST
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    row, form = _incoming(request, pk), SaveForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form, status=422)
    chosen = {name.removeprefix("intro-") for name in request.POST if name.startswith("intro-")}
    unplaced = row.read.get("unplaced", [])
    intro = "\n\n".join(each["text"] for place, each in enumerate(unplaced) if str(place) in chosen)
    try:
        edition = bringing_in.make_edition(
            by=person_of(request), incoming=row, intro=intro, title=form.cleaned_data["title"]
        )
    except Refused as no:
        form.add_error(None, str(no))
        return _show(request, row, form, status=422)
    messages.success(request, _("Planen ligger nå som utkast. Den gjelder når et organ har godkjent den."))
    return redirect("plans:edition", pk=edition.pk)


@page(permission=permissions.check_keep)
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        bringing_in.discard(by=person_of(request), incoming=_incoming(request, pk))
    except Refused as no:
        messages.error(request, str(no))
        return redirect("plans:incoming", pk=pk)
    messages.success(request, _("Innlesingen er forkastet."))
    return redirect("plans:new")
