"""Minutes of joint meetings: written on one page with all the waits, read on another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge.coordination.fields import day_field, text_field
from samspill.apps.discharge.long_waits import minutes, permissions
from samspill.apps.discharge.long_waits.listed import Listed, listed_for
from samspill.apps.discharge.long_waits.models import JointMeeting, JointPoint
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused


class MinutesForm(forms.Form):
    """One pair of fields for each wait; what is left empty was not spoken of."""

    held_on = day_field(gettext_lazy("Hvilken dag var møtet?"))
    present = text_field(
        gettext_lazy("Hvem var til stede?"),
        help_text=gettext_lazy("Én på hver linje, med navn og arbeidssted. Ikke pasientens eller pårørendes navn."),
    )

    def __init__(self, *args: Any, waits: list[Listed], **values: Any) -> None:
        super().__init__(*args, **values)
        self.waits = waits
        for number, _each in enumerate(waits):
            self.fields[f"text_{number}"] = text_field(
                gettext_lazy("Hva ble avtalt?"), rows=2, required=False, most=1000
            )
            self.fields[f"again_{number}"] = day_field(gettext_lazy("Ses på igjen"), required=False)

    def rows(self) -> list[tuple[Listed, Any, Any]]:
        return [(each, self[f"text_{n}"], self[f"again_{n}"]) for n, each in enumerate(self.waits)]

    def points(self) -> list[minutes.Agreed]:
        said = self.cleaned_data
        return [
            minutes.Agreed(each.wait, said[f"text_{n}"], said[f"again_{n}"])
            for n, each in enumerate(self.waits)
            if said[f"text_{n}"].strip()
        ]


@page(permission=permissions.check_role_follows)
def write(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    form = MinutesForm(request.POST or None, waits=listed_for(person), initial={"held_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            written = minutes.write_minutes(
                by=person, held_on=said["held_on"], present=said["present"].splitlines(), points=form.points()
            )
            messages.success(request, _("Referatet er lagret, og lederne på begge sider får beskjed."))
            return redirect("long_waits:minutes", pk=written.pk)
        except Refused as no:
            form.add_error(None, str(no))
    return render(request, "long_waits/write_minutes.html", {"form": form}, status=422 if form.errors else 200)


@page(permission=permissions.check_see)
@require_safe
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _show(request, _found(request, pk))


def _show(request: HttpRequest, meeting: JointMeeting, status: int = 200) -> HttpResponse:
    person = _person(request)
    values = {
        "meeting": meeting,
        "points": minutes.points_for(person, meeting),
        "may_remark": permissions.check_role_follows.can(person),
    }
    return render(request, "long_waits/minutes.html", values, status=status)


@page(permission=permissions.check_role_follows)
@require_POST
def remark(request: HttpRequest, pk: UUID) -> HttpResponse:
    point = JointPoint.objects.filter(pk=pk).select_related("meeting", "wait").first()
    if point is None:
        raise Http404
    meeting = _found(request, point.meeting_id)
    try:
        minutes.remark(by=_person(request), point=point, text=request.POST.get("text", ""))
        messages.success(request, _("Merknaden står i referatet."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, meeting, 422)
    return redirect("long_waits:minutes", pk=meeting.pk)


def _found(request: HttpRequest, pk: UUID) -> JointMeeting:
    found = JointMeeting.objects.visible_to(_person(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
