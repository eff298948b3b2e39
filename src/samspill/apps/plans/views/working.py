"""An action's page, the report from a phone, decisions, who has not reported, what happened since the last meeting."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.apps.plans import bodies, permissions, words
from samspill.apps.plans.actions import working
from samspill.apps.plans.forms import DecideForm, DocumentForm, GroupForm, ReportForm, TaskForm
from samspill.apps.plans.models import Action, Status
from samspill.apps.plans.queries import actions as queries
from samspill.apps.plans.queries import editions, effects
from samspill.apps.plans.views.one_form import body_id_of, day_in, form_page, found, person_of, with_bodies
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused


def _action(request: HttpRequest, pk: UUID) -> Action:
    return found(queries.actions_seen_by(person_of(request)), pk)


@page(permission=permissions.check_see)
@require_safe
def action(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


def show(request: HttpRequest, pk: UUID, status: int = 200, **given: Any) -> HttpResponse:
    person = person_of(request)
    shown = found(queries.with_all(queries.actions_seen_by(person)), pk)
    row = queries.latest_row(shown, person)
    edition = row.goal.area.edition if row else None
    numbers = dict(editions.rows_of(edition).values_list("action_id", "number")) if edition else {}
    references = list(row.cross_references.all()) if row else []
    everybody = list(row.responsible.all()) if row else []
    values = {
        "action": shown,
        "row": row,
        "edition": edition,
        "lines": row.text.split("\n") if row else [],
        "owners": bodies.shown([each for each in everybody if not each.support], person),
        "support": [each for each in everybody if each.support],
        "references": [(numbers.get(ref.to_id, ref.text) if ref.to_id else ref.text, ref) for ref in references],
        "referred_from": queries.referred_from(shown, edition),
        "marks": [
            (mark, words.SEASONS[mark["season"]], words.MARKS[mark["kind"]]) for mark in (row.marks if row else [])
        ],
        "status": Status(shown.status).label,
        "tone": words.STATUS_TONES[shown.status],
        "history": [_event(entry) for entry in shown.entries.all()],
        "latest": next(iter(shown.entries.all()), None),
        "former": queries.history_of(shown),
        "measures": effects.shown_of(shown, person),
        "may_report": permissions.check_report.can(person),
        "why_not_decide": permissions.check_decide.why_not(person),
        "may_measure": permissions.check_measure.can(person),
        "task_form": TaskForm(prefix="task"),
        "group_form": GroupForm(prefix="group"),
        "document_form": DocumentForm(prefix="document"),
        **given,
    }
    return render(request, "plans/action.html", values, status=status)


def _event(entry: Any) -> dict[str, Any]:
    parts = [entry.text]
    parts += [_("Neste steg: %s") % entry.next_step] if entry.next_step else []
    parts += [_("Kan gå galt: %s") % entry.risk] if entry.risk else []
    who = f"{entry.by_name}, {entry.for_body}" if entry.for_body else entry.by_name
    return {
        "at": entry.on,
        "title": f"{entry.get_status_display()}",
        "text": " · ".join(filter(None, [*parts, f"({who})"])),
        "tone": words.STATUS_TONES[entry.status],
    }


@page(permission=permissions.check_report)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Made for a phone: one choice and a button are enough."""
    shown, person = _action(request, pk), person_of(request)
    row = queries.latest_row(shown, person)
    owners = [each.name for each in row.responsible.all() if not each.support] if row else []
    usual = {"status": shown.status, "on": clock.today(), "for_body": owners[0] if len(owners) == 1 else ""}
    form = ReportForm(request.POST or None, initial=usual)
    back, title = reverse("plans:action", args=[pk]), _("Meld status")
    more = {"owners": owners}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(
            request,
            form,
            title,
            back,
            lead=str(shown),
            button=_("Send"),
            back_text=str(shown),
            status=status,
            more=more,
        )
    try:
        working.report(by=person, action=shown, **form.cleaned_data)
    except Refused as no:
        form.add_error("on", str(no))
        return form_page(
            request, form, title, back, lead=str(shown), button=_("Send"), back_text=str(shown), status=422
        )
    messages.success(request, _("Takk. Status er meldt."))
    return redirect(back)


@page(permission=permissions.check_decide)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown, person = _action(request, pk), person_of(request)
    measures = effects.shown_of(shown, person)
    form = DecideForm(request.POST or None, initial={"on": clock.today()})
    with_bodies(form, person)
    back, title = reverse("plans:action", args=[pk]), _("Før vedtak om tiltaket")
    more = {"measures": measures, "deciding": True}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return form_page(request, form, title, back, lead=str(shown), back_text=str(shown), status=status, more=more)
    said = form.cleaned_data
    evidence = "\n".join(_known(each) for each in measures)
    try:
        working.decide(
            by=person,
            action=shown,
            choice=said["choice"],
            body=said["body"],
            body_id=body_id_of(form),
            case=said["case"],
            on=said["on"],
            reason=said["reason"],
            evidence=evidence,
        )
    except Refused as no:
        form.add_error(None, str(no))
        return form_page(request, form, title, back, lead=str(shown), back_text=str(shown), status=422, more=more)
    messages.success(request, _("Vedtaket er ført."))
    return redirect(back)


def _known(said: dict[str, Any]) -> str:
    """One measure as it stood when the body decided."""
    source = f" ({said['source']})" if said["source"] else ""
    return f"{said['measure'].name}: {said['word']}. {said['figures']}{source}"


@page(permission=permissions.check_report)
@require_POST
def add(request: HttpRequest, pk: UUID, what: str) -> HttpResponse:
    """A task, a work group or a document of the action."""
    kinds: dict[str, type[forms.Form]] = {"task": TaskForm, "group": GroupForm, "document": DocumentForm}
    if what not in kinds:
        return redirect("plans:action", pk=pk)
    shown, person = _action(request, pk), person_of(request)
    form = kinds[what](request.POST, prefix=what)
    if not form.is_valid():
        return show(request, pk, status=422, **{f"{what}_form": form})
    said = dict(form.cleaned_data)
    if what == "task":
        mine = said.pop("mine")
        who = said["who"] or (person.name if mine else "")
        working.add_task(
            by=person,
            action=shown,
            what=said["what"],
            who=who,
            due=said["due"],
            position=person.position_id if mine else None,
        )
    elif what == "group":
        working.add_group(by=person, action=shown, **said)
    else:
        working.add_document(by=person, action=shown, **said)
    return redirect(f"{reverse('plans:action', args=[pk])}#{what}")


@page(permission=permissions.check_report)
@require_POST
def finish_task(request: HttpRequest, pk: UUID, task: UUID) -> HttpResponse:
    working.finish_task(by=person_of(request), action=_action(request, pk), task=task)
    return redirect(f"{reverse('plans:action', args=[pk])}#task")


@page(permission=permissions.check_see)
@require_safe
def not_reported(request: HttpRequest) -> HttpResponse:
    person, today = person_of(request), clock.today()
    since = day_in(request, "siden", today - timedelta(days=queries.QUIET_DAYS))
    edition = editions.valid_edition(person)
    quiet = queries.not_reported(edition, since) if edition else []
    values = {"since": since, "quiet": quiet, "edition": edition, "may_report": permissions.check_report.can(person)}
    return render(request, "plans/not_reported.html", values)


@page(permission=permissions.check_see)
@require_safe
def since(request: HttpRequest) -> HttpResponse:
    """One page for the body that follows up the plan."""
    person, today = person_of(request), clock.today()
    day = day_in(request, "siden", queries.last_decision_day(person, today))
    happened = queries.happened_since(person, day)
    edition = editions.valid_edition(person)
    needs = [entry for entry in happened.entries if entry.status in ("delayed", "waits") or entry.risk]
    values = {
        "since": day,
        "happened": happened,
        "needs": _latest_of_each(needs),
        "entries": _by_action(happened.entries),
        "effects": effects.overview(person) if edition else None,
        "edition": edition,
        "may_decide": permissions.check_decide.can(person),
    }
    return render(request, "plans/since.html", values)


def _by_action(entries: list[Any]) -> list[tuple[Any, str, int]]:
    """(the newest report, its tone, how many came before it) of each action, newest first."""
    counts = Counter(entry.action_id for entry in entries)
    newest = {entry.action_id: entry for entry in reversed(entries)}
    rows = [entry for entry in entries if newest[entry.action_id] is entry]
    return [(entry, words.STATUS_TONES[entry.status], counts[entry.action_id] - 1) for entry in rows]


def _latest_of_each(entries: list[Any]) -> list[Any]:
    seen: dict[Any, Any] = {}
    for entry in entries:
        if entry.action_id not in seen and entry.action.status not in ("done", "ended"):
            seen[entry.action_id] = entry
    return list(seen.values())
