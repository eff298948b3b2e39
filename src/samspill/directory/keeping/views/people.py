"""A person as the administrator sees them: written down, renamed, leaving."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.keeping import permissions
from samspill.directory.keeping.actions import people as actions
from samspill.directory.keeping.editions import edition_of
from samspill.directory.keeping.forms.people import EndStayForm, NameForm, NewPersonForm
from samspill.directory.keeping.views.sending import keeper, sent
from samspill.directory.models import Person
from samspill.directory.seen import people_seen_by


@page(permission=permissions.check_administer)
def new_person(request: HttpRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = sent(form, lambda: actions.create_person(by=keeper(request), **form.cleaned_data))
        if made is not None:
            messages.success(request, _("%(name)s er skrevet inn. Gi en rolle som neste steg.") % {"name": made})
            return redirect("keep-person", pk=made.pk)
    return render(request, "directory/keeping/new_person.html", {"form": form}, status=422 if form.errors else 200)


@page(permission=permissions.check_administer)
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    of = people_seen_by(keeper(request)).filter(pk=pk).first()
    if of is None:
        raise Http404
    what = request.POST.get("what", "") if request.method == "POST" else ""
    name = NameForm(request.POST if what == "name" else None, initial=_initial(of))
    leave = EndStayForm(
        request.POST if what == "leave" else None, initial={"last_day": clock.today()}, auto_id="id_leave_%s"
    )
    done = _renamed(request, of, name) if what == "name" else _left(request, of, leave) if what == "leave" else ""
    if done:
        messages.success(request, done)
        return redirect("keep-person", pk=of.pk)
    held = of.positions.filter(Q(valid_to=None) | Q(valid_to__gt=clock.today()), community=keeper(request).community_id)
    shown = {
        "of": of,
        "stored": Person.objects.get(pk=of.pk) if what else None,
        "name": name,
        "leave": leave,
        "positions": list(held.select_related("unit__parent__parent__parent").order_by("valid_from", "pk")),
        "today": clock.today(),
    }
    return render(request, "directory/keeping/person.html", shown, status=422 if what else 200)


def _initial(of: Person) -> dict[str, Any]:
    return {"given_name": of.given_name, "family_name": of.family_name, "seen": edition_of([of])}


def _renamed(request: HttpRequest, of: Person, form: NameForm) -> str:
    if not form.is_valid():
        return ""
    values = {"by": keeper(request), "of": of, **form.cleaned_data}
    fresh = lambda: edition_of([Person.objects.get(pk=of.pk)])  # noqa: E731
    return _("Navnet er lagret.") if sent(form, lambda: actions.change_person(**values), fresh) else ""


def _left(request: HttpRequest, of: Person, form: EndStayForm) -> str:
    if not form.is_valid():
        return ""
    on = form.cleaned_data["last_day"] + timedelta(days=1)
    return (
        _("Alle rollene er avsluttet.")
        if sent(form, lambda: actions.end_stay(by=keeper(request), of=of, on=on))
        else ""
    )
