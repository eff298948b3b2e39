"""What is sent from the page of a stay itself: tasks, notes, what matters, documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.apps.discharge.coordination.actions import needs, notes, tasks
from samspill.apps.discharge.coordination.forms import DocumentForm, MatterForm, NoteForm, TaskForm
from samspill.apps.discharge.coordination.permissions import check_role
from samspill.apps.discharge.coordination.queries.stay import notes_seen_by
from samspill.apps.discharge.coordination.views.opening import carry_out, openable, person_of, status_of, to_stay
from samspill.apps.discharge.models import DocumentMark, Matter, Note, Stay, Task, TheSide
from samspill.apps.discharge.views.showing import show_stay
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=check_role)
@require_POST
def add_task(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay, form = openable(request, pk), TaskForm(request.POST)

    def act() -> Any:
        said = form.cleaned_data
        return tasks.add_task(
            by=person_of(request),
            stay=stay,
            text=said["text"],
            side=TheSide(said["side"]),
            mine=said["mine"],
            due=said["due"],
        )

    done = carry_out(request, form, act, thanks=_("Oppgaven er lagt til."), then=lambda: to_stay(stay, "oppgaver"))
    return done or show_stay(request, stay, task=form, status=status_of(form))


@page(permission=check_role)
@require_POST
def close_task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`hva`: done, dropped or take."""
    task = _task(request, pk)
    what = request.POST.get("hva", "done")
    try:
        if what == "take":
            tasks.take_task(by=person_of(request), task=task)
        else:
            tasks.finish_task(by=person_of(request), task=task, dropped=what == "dropped")
    except Refused as no:
        messages.warning(request, str(no))
    return to_stay(task.stay, "oppgaver")


def _task(request: HttpRequest, pk: UUID) -> Task:
    stays = Stay.objects.visible_to(person_of(request))
    found = Task.objects.filter(pk=pk, stay__in=stays).select_related("stay").first()
    if found is None:
        raise Http404
    return found


@page(permission=check_role)
@require_POST
def write_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay, form = openable(request, pk), NoteForm(request.POST)

    def act() -> Any:
        said = form.cleaned_data
        return notes.write_note(by=person_of(request), stay=stay, text=said["text"], shared=said["shared"] == "yes")

    done = carry_out(request, form, act, thanks=_("Notatet er lagret."), then=lambda: to_stay(stay, "notater"))
    return done or show_stay(request, stay, note=form, status=status_of(form))


@page(permission=check_role)
@require_POST
def pull_back_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    note = Note.objects.filter(pk=pk, community=person_of(request).community_id).select_related("stay").first()
    if note is None or not notes_seen_by(person_of(request), note.stay).filter(pk=pk).exists():
        raise Http404
    try:
        notes.pull_back_note(by=person_of(request), note=note)
        messages.success(request, _("Notatet er trukket tilbake. Den andre siden ser det ikke lenger."))
    except Refused as no:
        messages.warning(request, str(no))
    return to_stay(note.stay, "notater")


@page(permission=check_role)
@require_POST
def say_what_matters(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay, form = openable(request, pk), MatterForm(request.POST)

    def act() -> Any:
        said = form.cleaned_data
        return notes.say_what_matters(
            by=person_of(request),
            stay=stay,
            text=said["text"],
            said_by=Matter.Source(said["said_by"]),
            seen=said["seen"] if "seen" in request.POST else None,
        )

    done = carry_out(request, form, act, thanks=_("Lagret."), then=lambda: to_stay(stay, "viktig"))
    if done is None:
        last = Matter.objects.filter(stay=stay).last()
        form.see_anew(last.pk if last else "")
    return done or show_stay(request, stay, matter=form, status=status_of(form))


@page(permission=check_role)
@require_POST
def mark_document(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay, form = openable(request, pk), DocumentForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Velg dokumentet, og hvordan det er med det."))
        return to_stay(stay, "dokumenter")
    said = form.cleaned_data
    try:
        needs.mark_document(
            by=person_of(request),
            stay=stay,
            code=said["code"],
            status=DocumentMark.Status(said["status"]),
            was=said["was"] or None,
        )
        messages.success(request, _("Lagret."))
    except Refused as no:
        messages.warning(request, str(no))
    return to_stay(stay, "dokumenter")
