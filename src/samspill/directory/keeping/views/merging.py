"""Merging and splitting: first what will happen, in sentences; then the deed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.keeping import permissions
from samspill.directory.keeping.actions import merging as actions
from samspill.directory.keeping.editions import edition_of
from samspill.directory.keeping.forms.units import HeirForm, MergeForm, SplitForm
from samspill.directory.keeping.previews import merge_preview, split_preview
from samspill.directory.keeping.views.sending import carry, keeper, sent
from samspill.directory.keeping.views.units import unit_to_keep
from samspill.directory.models import Unit

HEIRS = 4


@page(permission=permissions.check_administer)
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    made_before = _made_before(request)
    if made_before is not None:
        return redirect("unit-card", pk=made_before.pk)
    found = unit_to_keep(request, pk)
    near = _near(request, found)
    form = MergeForm(request.POST or None, kind=found.kind, near=near, initial={"on": clock.today()})
    preview: list[str] = []
    if request.method == "POST" and form.is_valid():
        units, into, on = [found, *form.cleaned_data["others"]], form.new_unit(), form.cleaned_data["on"]
        if into is not None and request.POST.get("step") == "show":
            preview = sent(form, lambda: merge_preview(keeper(request), units, into, on)) or []
            carry(form, edition_of(units))
        elif into is not None and request.POST.get("step") == "do":
            values = {"by": keeper(request), "units": units, "into": into, "on": on}
            values |= {"key": form.cleaned_data["key"], "seen": form.cleaned_data["seen"]}
            made = sent(form, lambda: actions.merge_units(**values), lambda: edition_of(_fresh(units)))
            if made is not None:
                messages.success(request, _("%(name)s er opprettet av sammenslåingen.") % {"name": made.name})
                return redirect("unit-card", pk=made.pk)
    shown = {"unit": found, "form": form, "near": near, "preview": preview}
    return render(request, "directory/keeping/merge.html", shown, status=422 if form.errors else 200)


def _made_before(request: HttpRequest) -> Unit | None:
    """What this very form made when it was sent the first time; a second press shows it once more."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Unit.objects.filter(pk=key, pk__in=permissions.units_kept_in(keeper(request).community_id)).first()


def _near(request: HttpRequest, found: Unit) -> list[Unit]:
    """What it can be merged with: of the same kind, under the same, open, and kept by the same administrator."""
    kept = permissions.units_kept_in(keeper(request).community_id)
    rows = Unit.objects.on(clock.today()).filter(kind=found.kind, parent=found.parent_id, pk__in=kept)
    return list(rows.exclude(pk=found.pk).order_by("name"))


def _fresh(units: list[Unit]) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=[unit.pk for unit in units]))


@page(permission=permissions.check_administer)
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    if _made_before(request) is not None:
        return redirect("unit-card", pk=pk)
    found = unit_to_keep(request, pk)
    form = SplitForm(request.POST or None, initial={"on": clock.today()})
    heirs = _heir_forms(request, found)
    preview: list[str] = []
    valid = request.method == "POST" and form.is_valid() and heirs.is_valid()
    if valid:
        into = [new for heir in heirs if (new := heir.new_unit()) is not None]
        on = form.cleaned_data["on"]
        if request.POST.get("step") == "show":
            preview = sent(form, lambda: split_preview(keeper(request), found, into, on)) or []
            carry(form, edition_of([found]))
        elif request.POST.get("step") == "do":
            values = {"by": keeper(request), "unit": found, "into": into, "on": on}
            values |= {"key": form.cleaned_data["key"], "seen": form.cleaned_data["seen"]}
            done = sent(form, lambda: actions.split_unit(**values), lambda: edition_of(_fresh([found])))
            if done is not None:
                messages.success(request, _("%(name)s er delt.") % {"name": found.name})
                return redirect("unit-card", pk=found.pk)
    failed = form.errors or (request.method == "POST" and not valid)
    shown = {"unit": found, "form": form, "heirs": heirs, "preview": preview}
    return render(request, "directory/keeping/split.html", shown, status=422 if failed else 200)


def _heir_forms(request: HttpRequest, found: Unit) -> Any:
    made = forms.formset_factory(HeirForm, extra=HEIRS, max_num=HEIRS, absolute_max=HEIRS)
    return made(request.POST or None, form_kwargs={"kind": found.kind}, prefix="ny")
