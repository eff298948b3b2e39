"""One answer for several patients: each is answered by itself, and the page says how it went with each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.apps.discharge.actions.answering import answer
from samspill.apps.discharge.forms import BulkAnswerForm
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.permissions import check_answer_many
from samspill.core.doors import page
from samspill.core.refusal import Refused

MOST = 100


@page(permission=check_answer_many)
@require_POST
def answer_many(request: HttpRequest) -> HttpResponse:
    """`stay`, several times: the id of a stay and what the reader had seen of it, with a colon between."""
    person: Any = request.person  # type: ignore[attr-defined]
    form = BulkAnswerForm(request.POST, auto_id="bulk_%s")
    chosen = dict.fromkeys(_chosen(request.POST.getlist("stay")[:MOST]))
    if not chosen:
        form.add_error(None, _("Velg minst én pasient i listen først."))
    if not form.is_valid():
        return _show(request, form, [], [pk for pk, _seen in chosen], 422)
    done: list[tuple[UUID, str, str]] = []
    refused: list[tuple[UUID, str, str]] = []
    for pk, seen in chosen:
        label, why_not = _answer_one(person, pk, seen, form.cleaned_data)
        (refused if why_not else done).append((pk, label, why_not))
    status = 200 if not refused else 409
    return render(request, "discharge/bulk.html", {"form": None, "done": done, "refused": refused}, status=status)


def _answer_one(person: Any, pk: UUID, seen: int, said: dict[str, Any]) -> tuple[str, str]:
    """(label of the patient, why not); why not is empty when the answer was sent."""
    stay = (
        Stay.objects.visible_to(person).select_related("patient", "trust", "municipality", "ward").filter(pk=pk).first()
    )
    if stay is None:
        return "–", _("Pasienten er ikke lenger deres.")
    try:
        answer(by=person, stay=stay, can=said["answer"] == "can", day=said["day"], seen=seen)
    except Refused as no:
        return stay.patient.initials, str(no)
    return stay.patient.initials, ""


def _chosen(texts: list[str]) -> list[tuple[UUID, int]]:
    found = []
    for text in texts:
        name, _colon, seen = text.partition(":")
        try:
            found.append((UUID(name), int(seen) if seen.isdecimal() else 0))
        except ValueError:
            continue  # not from our page
    return found


def _show(request: HttpRequest, form: Any, done: list[Any], chosen: list[UUID], status: int) -> HttpResponse:
    """Again, with the patients that were chosen still chosen."""
    stays = Stay.objects.visible_to(request.person).filter(pk__in=chosen).select_related("patient")  # type: ignore[attr-defined]
    values = {
        "form": form,
        "done": done,
        "refused": [],
        "chosen": [(text, stay) for text, stay in _again(request, stays)],
    }
    return render(request, "discharge/bulk.html", values, status=status)


def _again(request: HttpRequest, stays: Any) -> list[tuple[str, Stay]]:
    known = {str(stay.pk): stay for stay in stays}
    texts = request.POST.getlist("stay")[:MOST]
    return [(text, known[text.partition(":")[0]]) for text in texts if text.partition(":")[0] in known]
