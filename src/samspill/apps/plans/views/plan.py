"""The plan as people read it: grid, board, time; a former edition by its link; what differs; the public page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.apps.plans import permissions, words
from samspill.apps.plans.forms import ApproveForm, HeadingForm
from samspill.apps.plans.models import EditionState, PlanEdition, Status
from samspill.apps.plans.queries import actions as of_actions
from samspill.apps.plans.queries import editions
from samspill.apps.plans.queries.editions import EditionView, RowView
from samspill.apps.plans.views.one_form import found, person_of, with_bodies
from samspill.core import clock, walls
from samspill.core.doors import anyone, page

VIEWS = ("rutenett", "tavle", "tid")


@page(permission=permissions.check_see)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    edition = editions.valid_edition(person_of(request))
    if edition is None:
        may_keep = permissions.check_keep.can(person_of(request))
        return render(request, "plans/empty.html", {"may_keep": may_keep})
    return show(request, edition)


@page(permission=permissions.check_see)
@require_safe
def edition(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, found(editions.editions_seen_by(person_of(request)), pk))


def show(request: HttpRequest, edition: PlanEdition, status: int = 200, **forms: Any) -> HttpResponse:
    person = person_of(request)
    view = editions.view_of(edition)
    asked = request.GET.get("visning", "")
    way = asked if asked in VIEWS else VIEWS[0]
    wanted = request.GET.get("status", "")
    values = {
        "edition": edition,
        "plan": edition.plan,
        "is_draft": edition.state == EditionState.DRAFT,
        "view": way,
        "views": _segments(request, way),
        "counts": status_counts(view, wanted),
        "progress": editions.progress(view.counts),
        "narrowed": wanted,
        "others": [each for each in editions.editions_seen_by(person) if each.pk != edition.pk],
        "why_not_keep": permissions.check_keep.why_not(person),
        "may_keep": person.may("plans.keep"),
        "may_report": person.may("plans.report"),
        "today_year": clock.today().year,
        "total": len(view.rows()),
        **_content(view, way, wanted, person),
        **forms,
    }
    if edition.state == EditionState.DRAFT and person.may("plans.keep"):
        values |= _for_draft(edition, view, person, values)
    return render(request, "plans/plan.html", values, status=status)


def _for_draft(edition: PlanEdition, view: EditionView, person: Any, given: dict[str, Any]) -> dict[str, Any]:
    heading = given.get("heading_form") or HeadingForm()
    heading.offer([(area.area.pk, str(area.area)) for area in view.areas])
    approve = given.get("approve_form") or ApproveForm(initial={"on": clock.today()})
    return {"heading_form": heading, "approve_form": with_bodies(approve, person)}


def _segments(request: HttpRequest, way: str) -> list[dict[str, Any]]:
    said = {
        "rutenett": (_("Rutenett"), "Table"),
        "tavle": (_("Tavle"), "Tasklist"),
        "tid": (_("Tidslinje"), "Timeline"),
    }
    asked, items = request.GET.copy(), []
    for each, (text, _icon) in said.items():
        asked["visning"] = each
        items.append({"text": text, "href": f"?{asked.urlencode()}", "current": each == way})
    return items


def status_counts(view: EditionView, wanted: str = "") -> list[dict[str, Any]]:
    counts = view.counts
    return [
        {
            "label": status.label,
            "tone": words.STATUS_TONES[status],
            "count": counts[status],
            "value": status.value,
            "current": status.value == wanted,
        }
        for status in Status
        if counts[status]
    ]


def _content(view: EditionView, way: str, wanted: str, person: Any) -> dict[str, Any]:
    if way == "tavle":
        return {"columns": board(view, of_actions.latest_entries(view))}
    if way == "tid":
        return {"years": view.years, "bars": [_bar(row, view.years) for row in view.rows() if row.row.marks]}
    return {"areas": grid(view, wanted), "years": view.years, "when_layout": view.edition.plan.layout == "when"}


def grid(view: EditionView, wanted: str = "") -> list[dict[str, Any]]:
    """Areas with their goals and rows, as the template writes them; only those with a status, where one is asked."""
    areas: list[dict[str, Any]] = []
    made: dict[tuple[Any, ...], SafeString] = {}
    for area in view.areas:
        goals = []
        for goal in area.goals:
            rows = [_cells(row, view.years, made) for row in goal.rows if not wanted or row.action.status == wanted]
            if rows or not wanted:
                goals.append({"goal": goal.goal, "rows": rows, "height": max(len(rows), 1)})
        if goals or not wanted:
            done = {
                "done": area.counts["done"],
                "total": sum(area.counts.values()),
                "progress": editions.progress(area.counts),
            }
            ongoing = any(goal.goal.ongoing for goal in area.goals)
            areas.append({"area": area.area, "goals": goals, "ongoing": ongoing, **done})
    return areas


def _cells(row: RowView, years: list[int], made: dict[tuple[Any, ...], SafeString]) -> dict[str, Any]:
    return {
        "row": row.row,
        "action": row.action,
        "status": Status(row.action.status).label,
        "tone": words.STATUS_TONES[row.action.status],
        "owners": row.owners,
        "support": row.support,
        "references": row.references,
        "first": row.row.text.split("\n")[0],
        "rest": row.row.text.split("\n")[1:],
        "seasons": mark_safe("".join(_season_cells(row, years, made))),  # noqa: S308 - escaped where they are made
    }


def _season_cells(row: RowView, years: list[int], made: dict[tuple[Any, ...], SafeString]) -> Iterator[SafeString]:
    """Two cells a year. Most say the same as one that was made for another row: `made` keeps them for one page."""
    for year in years:
        marks = row.row.seasons(year)
        for season in ("spring", "autumn"):
            mark = marks.get(season)
            key = (year, season, mark["kind"], mark["text"]) if mark else ("", season)
            if key not in made:
                made[key] = _season_cell(year, season, mark)
            yield made[key]


def _season_cell(year: int, season: str, mark: dict[str, Any] | None) -> SafeString:
    first = " pl-cell--year" if season == "spring" else ""
    if mark is None:
        return format_html('<td class="pl-cell pl-cell--none{}"></td>', first)
    said = f"{year} {words.SEASONS[season]}: {words.MARKS[mark['kind']]}"
    printed = f" ({mark['text']})" if mark["text"] else ""
    return format_html(
        '<td class="pl-cell pl-cell--{}{}"><span title="{}{}"><span class="pl-cell__said">{}</span></span></td>',
        *(mark["kind"], first, said, printed, said),
    )


def board(view: EditionView, latest: dict[Any, Any]) -> list[dict[str, Any]]:
    columns = []
    for status in Status:
        cards = [
            {"action": row.action, "row": row.row, "owners": row.names, "entry": latest.get(row.row.action_id)}
            for row in view.rows()
            if row.action.status == status
        ]
        if cards:
            tone = words.STATUS_TONES[status]
            columns.append({"label": status.label, "tone": tone, "cards": cards})
    return columns


def _bar(row: RowView, years: list[int]) -> dict[str, Any]:
    """Half years from the first mark to the last; what is postponed is drawn as such."""
    halves = [bool(row.row.seasons(year).get(season)) for year in years for season in ("spring", "autumn")]
    kinds = [row.row.seasons(year).get(season) for year in years for season in ("spring", "autumn")]
    cells = [
        {"on": on, "kind": mark["kind"] if mark else "", "year_begins": place % 2 == 0}
        for place, (on, mark) in enumerate(zip(halves, kinds, strict=True))
    ]
    said = _said_when(row, years)
    return {
        "row": row.row,
        "action": row.action,
        "cells": cells,
        "said": said,
        "tone": words.STATUS_TONES[row.action.status],
    }


def _said_when(row: RowView, years: list[int]) -> str:
    named = sorted({mark["year"] for mark in row.row.marks})
    if not named:
        return row.row.when_text
    return str(named[0]) if named[0] == named[-1] else f"{named[0]}–{named[-1]}"


@page(permission=permissions.check_see)
@require_safe
def comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    edition = found(editions.editions_seen_by(person_of(request)), pk)
    former, differs = editions.comparison_of(edition)
    said = {"text": _("ordlyd"), "owners": _("ansvarlige"), "when": _("tid")}
    changed = [(before, after, [said[name] for name in names]) for before, after, names in differs.changed]
    values = {"edition": edition, "former": former, "differs": differs, "changed": changed, "plan": edition.plan}
    return render(request, "plans/comparison.html", values)


@page(permission=anyone)
@require_safe
def public(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan and how it goes, open to everybody once the secretariat has opened it. Without names of people."""
    with walls.whole_installation("a plan that its community has opened to the public"):
        edition = PlanEdition.objects.filter(pk=pk, public=True).exclude(state=EditionState.DRAFT).first()
        if edition is None:
            raise Http404
        view = editions.view_of(edition)
        values = {
            "edition": edition,
            "plan": edition.plan,
            "community": edition.plan.community,
            "areas": grid(view),
            "years": view.years,
            "counts": status_counts(view),
            "progress": editions.progress(view.counts),
            "total": len(view.rows()),
            "when_layout": edition.plan.layout == "when",
        }
        return render(request, "plans/public.html", values)


def day_of_first(edition: PlanEdition) -> date:
    return edition.approved_on or edition.created_at.date()


def plan_url() -> str:
    return reverse("plans:plan")
