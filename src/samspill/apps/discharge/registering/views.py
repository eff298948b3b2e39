"""Registering something by form, and taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.coordination.views.opening import (
    carry_out,
    note_opening,
    openable,
    person_of,
    status_of,
    to_stay,
)
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.stay_page import StayPage
from samspill.apps.discharge.registering import actions
from samspill.apps.discharge.registering.forms import RegisterForm
from samspill.apps.discharge.registering.kinds import Registrable, of_side
from samspill.apps.discharge.registering.permissions import check_register, check_role
from samspill.apps.discharge.registering.undo import undo as take_back
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=check_role)
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`hva` chooses what; without it, all that can be registered with why not."""
    stay = openable(request, pk)
    person = person_of(request)
    shown = StayPage(stay)
    what = next((each for each in of_side(side_of(person)) if each.kind == request.GET.get("hva")), None)
    if what is None:
        note_opening(request, stay)
        choices = [(each, each.why_not(shown.folded)) for each in of_side(side_of(person))]
        return render(request, "discharge/register_choices.html", {"stay": stay, "choices": choices})
    form = RegisterForm(request.POST or None, what=what, stay=stay, initial={"seen": str(shown.seen)})
    if request.method == "POST":
        done = carry_out(
            request,
            form,
            lambda: _register(person, stay, what, form),
            thanks=_("Registrert. Du kan angre en stund."),
            then=lambda: to_stay(stay),
        )
        if done:
            return done
        form.see_anew(StayPage(openable(request, pk)).seen)
    return _show(request, stay, what, form, shown)


def _register(person: Any, stay: Stay, what: Registrable, form: RegisterForm) -> None:
    actions.register(by=person, stay=stay, kind=what.kind, at=form.at(), seen=form.mark(), **form.said())


def _show(request: HttpRequest, stay: Stay, what: Registrable, form: RegisterForm, page_of: StayPage) -> HttpResponse:
    note_opening(request, stay)
    why_not = check_register.why_not(person_of(request), stay) or what.why_not(page_of.folded)
    return render(
        request,
        "discharge/register.html",
        {"stay": stay, "what": what, "form": form, "why_not": "" if form.errors else why_not},
        status=status_of(form),
    )


@page(permission=check_role)
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    stay = openable(request, pk)
    try:
        take_back(by=person_of(request), stay=stay, source=request.POST.get("kilde", ""))
        messages.success(request, _("Angret. Det som ble registrert, står i tidslinjen som kansellert."))
    except Refused as no:
        messages.warning(request, str(no))
    return to_stay(stay)
