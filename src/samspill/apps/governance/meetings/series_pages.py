"""The page that plans a whole series of meetings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samspill.apps.governance.bodies.forms import BodyChoice
from samspill.apps.governance.bodies.queries import present_bodies
from samspill.apps.governance.meetings import planning
from samspill.apps.governance.meetings.forms import SeriesForm
from samspill.apps.governance.pages import form_page, person_of
from samspill.apps.governance.permissions import check_keep
from samspill.core.doors import page

NAMES = ("key", "rhythm", "first", "last", "place", "link")


@page(permission=check_keep)
@require_http_methods(["GET", "POST"])
def plan_series(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    asked = {"body": request.GET.get("organ", ""), "first": "09:00", "last": "11:00"}
    form = SeriesForm(request.POST or None, initial=asked)
    field = form.fields["body"]
    assert isinstance(field, BodyChoice)
    field.offer(present_bodies(person))

    def do(said: dict[str, Any]) -> str:
        on = form.on()
        try:
            planning.plan_series(by=person, body=said["body"], on=on, **{name: said[name] for name in NAMES})
            text = ngettext("%(n)s møte er lagt inn.", "%(n)s møter er lagt inn.", len(on))
            messages.success(request, text % {"n": len(on)})
        except IntegrityError:  # the same form, sent twice
            pass
        return f"{reverse('governance:meetings')}?organ={said['body'].pk}"

    lead = _("Møtene i rekken kommer igjen når neste års hjul lages av dette året.")
    return form_page(request, form, do, title=_("Ny møterekke"), lead=lead, back=reverse("governance:meetings"))
