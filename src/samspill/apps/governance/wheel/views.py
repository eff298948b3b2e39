"""Pages of the annual wheel: one round picture and one list, meetings among the rest."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspill.apps.governance.bodies.forms import BodyChoice
from samspill.apps.governance.bodies.queries import present_bodies
from samspill.apps.governance.meetings.queries import meetings_seen_by
from samspill.apps.governance.models import MeetingStatus, WheelEntry, WheelKind
from samspill.apps.governance.pages import attempt, form_page, found, person_of
from samspill.apps.governance.permissions import check_keep, check_look
from samspill.apps.governance.wheel import actions
from samspill.apps.governance.wheel.drawing import Mark
from samspill.apps.governance.wheel.drawing import wheel as drawn
from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.edits import day_field
from samspill.ui.formats import words

BOTH = require_http_methods(["GET", "POST"])


@page(permission=check_look)
@require_safe
def wheel(request: HttpRequest) -> HttpResponse:
    person, year = person_of(request), year_in(request)
    entries = WheelEntry.objects.filter(community=person.community_id, day__year=year).select_related("body")
    meetings = meetings_seen_by(person).filter(starts__year=year).exclude(status=MeetingStatus.CANCELLED)
    rows: list[dict[str, Any]] = [
        {"day": row.day, "title": row.title, "kind": row.get_kind_display(), "body": row.body, "entry": row}
        for row in entries
    ]
    rows += [
        {
            "day": row.starts.astimezone(clock.OSLO).date(),
            "title": row.body.name,
            "kind": WheelKind.MEETING.label,
            "body": row.body,
            "url": reverse("governance:meeting", args=[row.pk]),
        }
        for row in meetings.select_related("body")
    ]
    rows.sort(key=lambda row: (row["day"], row["title"]))
    marks = [Mark(row["day"], row["title"], number) for number, row in enumerate(rows, 1)]
    label = _("Årshjulet for %(year)s; listen ved siden av sier det samme") % {"year": year}
    values = {
        "rows": rows,
        "year": year,
        "picture": drawn(year, words().short_months, marks, label),
        "may_keep": person.may("governance.keep"),
        "today": clock.today(),
    }
    return render(request, "governance/wheel.html", values)


def year_in(request: HttpRequest) -> int:
    text = request.GET.get("ar", "")
    return int(text) if text.isdecimal() and 1990 <= int(text[:5]) <= 2100 else clock.today().year


class EntryForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=WheelKind.choices)
    title = forms.CharField(label=gettext_lazy("Hva"), max_length=160)
    day = day_field(gettext_lazy("Dato"))
    body = BodyChoice(label=gettext_lazy("Organ"), required=False)


@page(permission=check_keep)
@BOTH
def enter(request: HttpRequest) -> HttpResponse:
    person, form = person_of(request), EntryForm(request.POST or None)
    field = form.fields["body"]
    assert isinstance(field, BodyChoice)
    field.offer(present_bodies(person))

    def do(said: dict[str, Any]) -> str:
        body = said.pop("body")
        row = actions.enter(by=person, values={**said, "body_id": body.pk if body else None})
        return _of(row.day)

    return form_page(request, form, do, title=_("Nytt i årshjulet"), back=reverse("governance:wheel"))


def _of(day: date) -> str:
    return f"{reverse('governance:wheel')}?ar={day.year}"


class ChangeForm(forms.Form):
    day = day_field(gettext_lazy("Dato"))
    done = forms.BooleanField(label=gettext_lazy("Gjort"), required=False)


@page(permission=check_keep)
@BOTH
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(WheelEntry.objects.filter(community=person.community_id), pk=pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={"day": row.day, "done": row.done})

    def do(said: dict[str, Any]) -> str:
        actions.change(by=person, entry=row, **said)
        return _of(said["day"])

    return form_page(request, form, do, title=row.title, back=_of(row.day))


@page(permission=check_keep)
@require_POST
def make_next(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("ar", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else clock.today().year
    back = f"{reverse('governance:wheel')}?ar={year + 1}"
    said = _("Årshjulet for %(year)s er laget. Se over datoene.") % {"year": year + 1}
    return attempt(request, lambda: actions.make_next(by=person_of(request), year=year), back, said)
