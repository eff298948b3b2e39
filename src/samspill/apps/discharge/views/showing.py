"""The page of a stay as it is shown: also with a form that was refused, and what was typed in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.apps.discharge import permissions, rules, words
from samspill.apps.discharge.assessment.permissions import check_assess
from samspill.apps.discharge.coordination.forms import MatterForm, NoteForm, TaskForm
from samspill.apps.discharge.coordination.permissions import check_coordinate, side_of
from samspill.apps.discharge.coordination.queries.stay import Coordination, by_time
from samspill.apps.discharge.coordination.views.opening import note_opening, person_of
from samspill.apps.discharge.forms import AnswerForm
from samspill.apps.discharge.models import DocumentMark, Stay
from samspill.apps.discharge.queries.stay_page import StayPage, TimelineItem
from samspill.apps.discharge.registering.kinds import of_side
from samspill.apps.discharge.registering.permissions import check_register
from samspill.apps.discharge.registering.undo import last_own, why_not_undo
from samspill.stay import Kind
from samspill.ui import formats


def show_stay(request: HttpRequest, opened: Stay, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    """`bound`: forms that were refused, by name: answer, task, note, matter."""
    person = person_of(request)
    note_opening(request, opened)
    page = StayPage(opened)
    together = Coordination(opened, person)
    for form in bound.values():
        if form is bound.get("answer"):
            form.see_anew(page.seen)  # type: ignore[attr-defined]
    shown = {
        "stay": page,
        "together": together,
        "timeline": by_time([*map(timeline_item, page.timeline), *page.messages, *together.events()]),
        "state_tone": words.TONES[page.folded.state],
        "board_url": reverse("discharge:board"),
        "may_answer": person.may("discharge.answer"),
        "why_not_answer": _why_not_answer(person, opened),
        "why_not_coordinate": check_coordinate.why_not(person, opened),
        "why_not_assess": check_assess.why_not(person, opened),
        "document_choices": DocumentMark.Status.choices,
        "own_side": side_of(person).value,
        "forms": _forms(page, together, person, bound),
        **_registering(person, opened, page),
    }
    return render(request, "discharge/stay.html", shown, status=status)


def _why_not_answer(person: Any, stay: Stay) -> str:
    return permissions.check_answer.why_not(person, stay) or rules.check_can_be_answered.why_not(stay.state)


def _forms(page: StayPage, together: Coordination, person: Any, bound: dict[str, Any]) -> dict[str, forms.Form]:
    last = together.matters[0] if together.matters else None
    return {
        "answer": AnswerForm(initial={"seen": str(page.seen)}),
        "task": TaskForm(initial={"side": side_of(person).value}),
        "note": NoteForm(),
        "matter": MatterForm(
            initial={"seen": str(last.pk) if last else "", "text": last.text.get("text", "") if last else ""}
        ),
        **bound,
    }


def _registering(person: Any, stay: Stay, page: StayPage) -> dict[str, Any]:
    """What the person can register now, and what they can take back."""
    if check_register.why_not(person, stay):
        return {"can_register": [], "undo": None}
    possible = [each for each in of_side(side_of(person)) if not each.why_not(page.folded)]
    row = last_own(person, stay)
    undo = {"row": row, "what": words.KINDS[Kind(row.kind)]} if row and not why_not_undo(person, stay, row) else None
    return {"can_register": possible, "undo": undo}


def timeline_item(item: TimelineItem) -> dict[str, Any]:
    """What the timeline component asks for."""
    text = item.by
    if item.expected:
        text = _("%(by)s: %(day)s") % {"by": item.by, "day": formats.short_day(item.expected)}
    if not item.counts:
        text = _("%(text)s – rettet eller kansellert senere") % {"text": text}
    return {"at": item.at, "title": item.what, "text": text, "tone": "neutral" if item.counts else "stopped"}
