"""A unit as its keeper sees it: facts, name and place, where it belongs, and its end. Each is a form of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.keeping import permissions, rules
from samspill.directory.keeping.actions import units as actions
from samspill.directory.keeping.editions import edition_of
from samspill.directory.keeping.forms.units import EndForm, FactsForm, NewUnitForm, PlaceForm
from samspill.directory.keeping.views.belonging import Belonging, belongings_of
from samspill.directory.keeping.views.sending import keeper, sent
from samspill.directory.models import Unit, UnitKind
from samspill.directory.naming import units_to_choose
from samspill.directory.seen import units_seen_by

Make = Callable[[HttpRequest, Unit, Any], forms.Form]


@page(permission=permissions.check_administer)
def new_unit(request: HttpRequest) -> HttpResponse:
    choices = units_to_choose(keeper(request).community_id)
    initial = {"parent": request.GET.get("under", ""), "kind": UnitKind.WARD, "valid_from": clock.today()}
    form = NewUnitForm(request.POST or None, units=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        made = sent(
            form,
            lambda: actions.create_unit(
                by=keeper(request),
                key=answers["key"],
                parent=answers["parent"],
                name=answers["name"],
                valid_from=answers["valid_from"],
                **form.facts(),
            ),
        )
        if made is not None:
            messages.success(request, _("%(name)s er opprettet.") % {"name": made.name})
            return redirect("keep-unit", pk=made.pk)
    status = 422 if form.errors else 200
    return render(request, "directory/keeping/new_unit.html", {"form": form}, status=status)


@page(permission=permissions.check_administer)
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = unit_to_keep(request, pk)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    made = {name: make(request, found, request.POST if what == name else None) for name, make in FORMS.items()}
    belongings = belongings_of(request, found, what)
    done = DEEDS[what](request, found, made[what]) if what in made else Belonging.answer(belongings, what)
    if done:
        messages.success(request, done)
        return redirect("keep-unit", pk=found.pk)
    shown = {
        "unit": found,
        "forms": made,
        "belongings": belongings,
        "why_not_end": _why_not_end(found),
        "stored": Unit.objects.get(pk=found.pk) if what else None,
        "line": found.line()[1:],
    }
    return render(request, "directory/keeping/unit.html", shown, status=422 if what else 200)


def unit_to_keep(request: HttpRequest, pk: UUID) -> Unit:
    found = units_seen_by(keeper(request)).filter(pk=pk).select_related("parent__parent__parent__parent").first()
    if found is None:
        kept = permissions.units_kept_in(keeper(request).community_id)
        found = Unit.objects.filter(pk=pk).first() if pk in kept else None
    if found is None:
        raise Http404
    permissions.check_keep_unit(keeper(request), found)
    return found


def _why_not_end(found: Unit) -> str:
    if found.valid_to is not None:
        return _("Enheten er alt avsluttet.")
    return rules_why_not(lambda: rules.check_can_end(found, clock.today() + timedelta(days=1)))


def rules_why_not(check: Callable[[], None]) -> str:
    from samspill.core.refusal import Refused

    try:
        check()
    except Refused as no:
        return str(no)
    return ""


def _facts_form(request: HttpRequest, found: Unit, data: Any) -> FactsForm:
    names = ("kind", "number", "org_number", "her_id", "resh_id", "sector", "inhabitants")
    initial = {name: getattr(found, name) for name in names} | {"seen": edition_of([found])}
    return FactsForm(data, unit=found, initial=initial, prefix=None)


def _place_form(request: HttpRequest, found: Unit, data: Any) -> PlaceForm:
    choices = [each for each in units_to_choose(keeper(request).community_id) if each.pk != found.pk]
    initial = {"name": found.name, "parent": found.parent, "on": clock.today(), "seen": edition_of([found])}
    return PlaceForm(data, unit=found, units=choices, initial=initial, auto_id="id_place_%s")


def _end_form(request: HttpRequest, found: Unit, data: Any) -> EndForm:
    initial = {"last_day": clock.today(), "seen": edition_of([found])}
    return EndForm(data, initial=initial, auto_id="id_end_%s")


FORMS: dict[str, Make] = {"facts": _facts_form, "place": _place_form, "end": _end_form}


def _edition(found: Unit) -> Callable[[], str]:
    return lambda: edition_of([Unit.objects.get(pk=found.pk)])


def _change(request: HttpRequest, found: Unit, form: Any) -> str:
    if not form.is_valid():
        return ""
    values = {"by": keeper(request), "unit": found, "seen": form.cleaned_data["seen"], **form.facts()}
    return _("Opplysningene er lagret.") if sent(form, lambda: actions.change_unit(**values), _edition(found)) else ""


def _place(request: HttpRequest, found: Unit, form: Any) -> str:
    if not form.is_valid():
        return ""
    values = {
        "by": keeper(request),
        "unit": found,
        "name": form.cleaned_data["name"],
        "parent": form.place(),
        "on": form.cleaned_data["on"],
        "seen": form.cleaned_data["seen"],
    }
    return _("Endringen er lagret.") if sent(form, lambda: actions.change_place(**values), _edition(found)) else ""


def _end(request: HttpRequest, found: Unit, form: Any) -> str:
    if not form.is_valid():
        return ""
    on = form.cleaned_data["last_day"] + timedelta(days=1)
    values = {"by": keeper(request), "unit": found, "on": on, "seen": form.cleaned_data["seen"]}
    return _("Enheten er avsluttet.") if sent(form, lambda: actions.end_unit(**values), _edition(found)) else ""


DEEDS: dict[str, Callable[[HttpRequest, Unit, Any], str]] = {"facts": _change, "place": _place, "end": _end}
