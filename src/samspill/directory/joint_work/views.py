"""Pages that read the register: the list, one work, and everything that looks alike."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.joint_work import permissions, queries, rules, words
from samspill.directory.joint_work.forms import FilterForm, ParticipantForm, StatusForm
from samspill.directory.joint_work.queries import Question, Similar
from samspill.directory.models import JointWork, JointWorkKind, JointWorkStatus, Unit
from samspill.directory.naming import units_to_choose


@page(permission=permissions.check_look)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    groups, parties = queries.groups_in(person), queries.parties_in(person)
    form = FilterForm(request.GET)
    form.offer(groups, parties)
    question = question_in(request, groups, parties)
    found = queries.register(person, question)
    values = {
        "form": form,
        "question": question,
        "kinds": [
            (words.KINDS[JointWorkKind(kind)], [(work, words.TONES[JointWorkStatus(work.status)]) for work in works])
            for kind, works in found
        ],
        "total": sum(len(works) for _kind, works in found),
        "views": _views(request, queries.counts(person), question),
        "sorted_by": f"-{question.order}" if question.backwards else question.order,
        "may_keep": person.may("joint_work.keep"),
        "narrowed": any((question.text, question.kind, question.status, question.group, question.party)),
    }
    return render(request, "joint_work/list.html", values)


def question_in(request: HttpRequest, groups: list[str], parties: list[Unit]) -> Question:
    """The address, read kindly: what cannot be understood is left out."""
    asked = request.GET
    order = asked.get("sorter", "")
    backwards, order = order.startswith("-"), order.removeprefix("-")
    kind, status, view = asked.get("type", ""), asked.get("status", ""), asked.get("vis", "open")
    return Question(
        text=asked.get("sok", "").strip()[:100],
        kind=kind if kind in JointWorkKind.values else "",
        status=status if status in JointWorkStatus.values else "",
        group=asked["gruppe"] if asked.get("gruppe") in groups else "",
        party=next((each.pk for each in parties if str(each.pk) == asked.get("part")), None),
        view=view if view in queries.VIEWS else "open",
        order=order if order in queries.ORDERS else "name",
        backwards=backwards and order in queries.ORDERS,
    )


def _views(request: HttpRequest, counts: dict[str, int], question: Question) -> list[dict[str, Any]]:
    said = {"open": _("Planlagt og pågående"), "over": _("Avsluttet"), "all": _("Alle")}
    asked, items = request.GET.copy(), []
    asked.pop("status", None)
    for view in queries.VIEWS:
        asked["vis"] = view
        current = view == question.view and not question.status
        items.append({"text": said[view], "href": f"?{asked.urlencode()}", "current": current, "count": counts[view]})
    return items


@page(permission=permissions.check_look)
@require_safe
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


def show(
    request: HttpRequest,
    pk: UUID,
    *,
    status_form: StatusForm | None = None,
    participant_form: ParticipantForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of one work, perhaps with a form on it that was not filled in right."""
    person = person_of(request)
    shown = queries.with_all(queries.works_seen_by(person)).filter(pk=pk).first()
    if shown is None:
        raise Http404
    why_not = permissions.check_keep_work.why_not(person, shown)
    today = clock.today()
    rows = [(row, row.valid_to is not None and row.valid_to <= today) for row in queries.participants_of(shown)]
    similar = queries.similar_to(queries.outline_of(shown), person, but=shown.pk)
    values = {
        "work": shown,
        "tone": words.TONES[JointWorkStatus(shown.status)],
        "groups": rules.split_list(shown.groups),
        "topics": rules.split_list(shown.topics),
        "present": [row for row, over in rows if not over],
        "former": [row for row, over in rows if over],
        "history": [_change(change) for change in shown.status_changes.all()],
        "similar": [said_of(each) for each in similar],
        "may_keep": person.may("joint_work.keep"),
        "why_not": why_not,
        "status_form": status_form or StatusForm(now=shown.status),
        "list_url": reverse("joint_work:list"),
    }
    if not why_not:
        values["participant_form"] = participant_form or participant_form_for(person)
    return render(request, "joint_work/work.html", values, status=status)


def _change(change: Any) -> dict[str, Any]:
    """What the timeline component asks for."""
    text = _("%(note)s (%(name)s)") % {"note": change.note, "name": change.by_name} if change.note else change.by_name
    return {"at": change.at, "title": change.get_status_display(), "text": text, "tone": words.TONES[change.status]}


def said_of(similar: Similar) -> dict[str, Any]:
    """A work that another looks like, and why, as a page shows it."""
    return {
        "work": similar.work,
        "open": similar.open,
        "likeness": words.likeness(similar),
        "much": similar.why.much_alike,
        "reasons": words.reasons(similar),
        "tone": words.TONES[JointWorkStatus(similar.work.status)],
    }


@page(permission=permissions.check_keep)
@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """All running works that look alike, two by two: where somebody should talk with somebody."""
    pairs = [(one, said_of(other)) for one, other in queries.pairs_alike(person_of(request))]
    return render(request, "joint_work/alike.html", {"pairs": pairs, "list_url": reverse("joint_work:list")})


def participant_form_for(person: Any, data: Any = None) -> ParticipantForm:
    form = ParticipantForm(data, prefix="deltaker")
    form.offer(units_to_choose(person.community_id), person.community_id)
    return form


def visible(request: HttpRequest, pk: UUID) -> JointWork:
    """The work, if it is the person's community's; otherwise it does not exist, as far as they can tell."""
    found = queries.works_seen_by(person_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def person_of(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
