"""Pages that read cases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.apps.governance import words
from samspill.apps.governance.agreements.change_queries import proposed_in
from samspill.apps.governance.bodies.queries import bodies_seen_by
from samspill.apps.governance.cases import queries, rules
from samspill.apps.governance.cases.deciding import check_follow_up
from samspill.apps.governance.cases.forms import FilterForm
from samspill.apps.governance.cases.queries import Question
from samspill.apps.governance.cases.states import LOCKED, Status
from samspill.apps.governance.meetings.queries import next_of
from samspill.apps.governance.models import Body, Case, CaseKind, CaseStatus
from samspill.apps.governance.pages import found, page_number, person_of
from samspill.apps.governance.permissions import check_anchor_for, check_look
from samspill.apps.governance.who import bodies_of
from samspill.core import references
from samspill.core.doors import page
from samspill.core.references import Reference

PAGE = 30


@page(permission=check_look)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    bodies = list(bodies_seen_by(person))
    asked = question_in(request, bodies)
    form = FilterForm(request.GET)
    form.offer(bodies)
    rows = queries.case_list(person, asked)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(page_number(request), pages)
    values = {
        "rows": [_row(case) for case in rows[(number - 1) * PAGE : number * PAGE]],
        "total": total,
        "page": number,
        "pages": pages,
        "form": form,
        "views": _views(request, asked),
        "sorted_by": f"-{asked.order}" if asked.backwards else asked.order,
        "next": next_of(person),
        "may_propose": person.may("governance.propose"),
    }
    return render(request, "governance/cases.html", values)


def question_in(request: HttpRequest, bodies: list[Body]) -> Question:
    """The address, read kindly: what cannot be understood is left out."""
    asked = request.GET
    order = asked.get("sorter", "-changed")
    backwards, order = order.startswith("-"), order.removeprefix("-")
    kind, status, view = asked.get("type", ""), asked.get("status", ""), asked.get("vis", "open")
    return Question(
        view=view if view in queries.VIEWS else "open",
        text=asked.get("sok", "").strip()[:100],
        body=next((body.pk for body in bodies if str(body.pk) == asked.get("organ")), None),
        kind=kind if kind in CaseKind.values else "",
        status=status if status in CaseStatus.values else "",
        order=order if order in queries.ORDERS else "changed",
        backwards=backwards or order not in queries.ORDERS,
    )


def _views(request: HttpRequest, asked: Question) -> list[dict[str, Any]]:
    said = {"open": _("Under arbeid"), "over": _("Avsluttet"), "all": _("Alle")}
    query, items = request.GET.copy(), []
    for gone in ("status", "side"):
        query.pop(gone, None)
    for view in queries.VIEWS:
        query["vis"] = view
        current = view == asked.view and not asked.status
        items.append({"text": said[view], "href": f"?{query.urlencode()}", "current": current})
    return items


def _row(case: Case) -> dict[str, Any]:
    return {"case": case, "number": queries.citation(case), "tone": words.TONES[case.status]}


@page(permission=check_look)
@require_safe
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    shown = found(queries.with_all(queries.cases_seen_by(person)), pk=pk)
    may_keep = person.may("governance.keep")
    values = {
        "case": shown,
        "number": queries.citation(shown),
        "numbers": [f"{each.body.short_name} {each}" for each in shown.numbers.all()],
        "tone": words.TONES[shown.status],
        "groups": [each.strip() for each in shown.groups.split(",") if each.strip()],
        "papers": queries.papers_seen_by(person).filter(case=shown).defer("file"),
        "decisions": _decisions(shown, person),
        "advice": _advice(shown, person),
        "changes": proposed_in(shown),
        "moves": [(move.deed, words.MOVES[move.deed]) for move in queries.moves_by_hand(shown)] if may_keep else [],
        "history": [_step(step) for step in reversed(shown.moves.all())],
        "may_keep": may_keep,
        "locked": Status(shown.status) in LOCKED,
        "why_locked": rules.check_may_be_written.why_not(shown.status),
        "may_decide": may_keep and rules.check_move.can(shown.status, "treat"),
    }
    return render(request, "governance/case.html", values)


def _decisions(shown: Case, person: Any) -> list[dict[str, Any]]:
    decisions = list(shown.decisions.all())
    became = {
        task.pk: Reference.read(task.became) for each in decisions for task in each.follow_ups.all() if task.became
    }
    places = references.resolve(became.values(), seen_by=person) if became else {}
    rows = []
    for each in decisions:
        anchorings = [(row, words.TONES[row.reply], check_anchor_for.can(person, row)) for row in each.anchorings.all()]
        tasks = [
            (row, places.get(became[row.pk]) if row.pk in became else None, check_follow_up.can(person, row))
            for row in each.follow_ups.all()
        ]
        amended = any(other.amends_id == each.pk for other in decisions)
        missing = sum(row.reply == "waiting" for row in each.anchorings.all())
        row = {"decision": each, "anchorings": anchorings, "tasks": tasks, "amended": amended, "missing": missing}
        rows.append({**row, "tone": words.TONES[each.force]})
    return rows


def _advice(shown: Case, person: Any) -> list[tuple[Any, bool]]:
    rows = list(shown.advice.all())
    mine = bodies_of(person) if rows else frozenset()
    return [(row, not row.answered_at and (person.may("governance.keep") or row.body_id in mine)) for row in rows]


def _step(move: Any) -> dict[str, Any]:
    """What the timeline component asks for."""
    place = move.body.short_name if not move.to_body else f"{move.body.short_name} → {move.to_body.short_name}"
    text = f"{place}, {move.by_name}" if move.by_name else place
    if move.reason:
        text = f"{text}: {move.reason}"
    title = words.MOVES.get(move.deed, move.deed)
    return {"at": move.at, "title": title, "text": text, "tone": words.TONES.get(move.to_status, "neutral")}


@page(permission=check_look)
@require_safe
def paper(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    """A paper as a page that a phone reads well."""
    person = person_of(request)
    shown = found(queries.papers_seen_by(person).filter(case=pk).defer("file").select_related("case__body"), pk=paper)
    others = list(queries.papers_seen_by(person).filter(case=pk).defer("file", "text"))
    values = {"paper": shown, "case": shown.case, "others": others, "may_keep": person.may("governance.keep")}
    return render(request, "governance/paper.html", values)


@page(permission=check_look)
@require_safe
def paper_file(request: HttpRequest, pk: UUID, paper: UUID) -> HttpResponse:
    """The PDF that was attached."""
    shown = found(queries.papers_seen_by(person_of(request)).filter(case=pk), pk=paper)
    if not shown.file:
        raise Http404
    answer = HttpResponse(bytes(shown.file), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="papir-{shown.pk}.pdf"'
    return answer
