"""Pages that keep the catalogue: a new offer, a change, an end, occasions and their cancelling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.edits import ChangedMeanwhile, tell_of_conflict
from samspill.directory.models import ServiceOffer
from samspill.directory.naming import units_to_choose
from samspill.directory.offers import actions, permissions, queries, rules
from samspill.directory.offers.forms import CancelForm, DatesForm, EndForm, OfferForm, initial_of
from samspill.directory.offers.views import person_of, show, visible
from samspill.directory.roles import Role


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = _form(person, None, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show_form(request, form, None)
    if not form.is_valid():
        return _show_form(request, form, None, status=422)
    answers, key = form.cleaned_data, form.cleaned_data["key"]
    try:
        actions.create(by=person, provider=answers["provider"], key=key, values=form.values(), areas=answers["areas"])
    except IntegrityError:  # the same form, sent twice
        return redirect("offers:offer", pk=visible(request, key).pk)
    except Refused as no:
        form.add_error(None, str(no))
        return _show_form(request, form, None, status=422)
    messages.success(request, _("Tilbudet står nå i katalogen."))
    return redirect("offers:offer", pk=key)


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    person, opened = person_of(request), visible(request, pk)
    permissions.check_keep_offer(person, opened)
    form = _form(person, opened, request.POST if request.method == "POST" else None)
    if request.method == "GET":
        return _show_form(request, form, opened)
    if not form.is_valid():
        return _show_form(request, form, opened, status=422)
    answers = form.cleaned_data
    try:
        actions.change(
            by=person,
            offer=opened,
            provider=answers["provider"],
            values=form.values(),
            areas=answers["areas"],
            seen=answers["seen"],
        )
    except ChangedMeanwhile as conflict:
        stored = tell_of_conflict(form, conflict, _form(person, visible(request, pk), None))
        return _show_form(request, form, opened, stored=stored, status=409)
    except Refused as no:
        form.add_error(None, str(no))
        return _show_form(request, form, opened, status=422)
    messages.success(request, _("Endringene er lagret."))
    return redirect("offers:offer", pk=pk)


@page(permission=permissions.check_keep)
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    opened, form = visible(request, pk), EndForm(request.POST)
    if not form.is_valid():
        return show(request, pk, end_form=form, status=422)
    try:
        actions.end(by=person_of(request), offer=opened, last_day=form.cleaned_data["last_day"])
    except Refused as no:
        form.add_error("last_day", str(no))
        return show(request, pk, end_form=form, status=422)
    messages.success(request, _("Tilbudet har fått en siste dag. Datoer etter den er avlyst."))
    return redirect("offers:offer", pk=pk)


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, pk: UUID) -> HttpResponse:
    opened = visible(request, pk)
    permissions.check_keep_offer(person_of(request), opened)
    form = DatesForm(request.POST) if request.method == "POST" else DatesForm()
    if request.method == "GET":
        return _show_dates(request, form, opened)
    if not form.is_valid():
        return _show_dates(request, form, opened, status=422)
    asked = form.cleaned_data
    first, begins, ends, count = (asked[name] for name in ("first", "begins", "ends", "count"))
    try:
        rules.check_occasions(first, begins, ends, count, clock.today())
        times = rules.occasions(first, begins, ends, count, asked["every"])
        actions.add_dates(by=person_of(request), offer=opened, times=times, place=asked["place"], note=asked["note"])
    except Refused as no:
        form.add_error(None, str(no))
        return _show_dates(request, form, opened, status=422)
    said = ngettext("%(count)s dato er lagt inn.", "%(count)s datoer er lagt inn.", len(times))
    messages.success(request, said % {"count": len(times)})
    return redirect(f"{reverse('offers:offer', args=[pk])}#datoer")


@page(permission=permissions.check_keep)
@require_POST
def cancel(request: HttpRequest, pk: UUID, day: UUID) -> HttpResponse:
    """Cancel an occasion, or (do=restore) set it up again."""
    occasion = queries.dates_seen_by(person_of(request)).filter(offer=pk, pk=day).first()
    if occasion is None:
        raise Http404
    restore, form = request.POST.get("do") == "restore", CancelForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else request.POST.get("note", "")[:200]
    actions.set_cancelled(by=person_of(request), occasion=occasion, cancelled=not restore, note="" if restore else note)
    messages.success(request, _("Datoen er satt opp igjen.") if restore else _("Datoen er avlyst."))
    return redirect(f"{reverse('offers:offer', args=[pk])}#datoer")


def _form(person: Any, offer: ServiceOffer | None, data: Any) -> OfferForm:
    form = OfferForm(data, initial=initial_of(offer) if offer else {})
    own = person.top_id if person.role == Role.LEADER else None
    areas = queries.coverage_to_choose(person.community_id)
    if offer:  # what it is stated for already stays, also when it has left the community since
        areas += [area for area in offer.areas.select_related("parent") if area not in areas]
    form.offer_choices(units_to_choose(person.community_id, within=own), areas)
    return form


def _show_form(
    request: HttpRequest,
    form: OfferForm,
    offer: ServiceOffer | None,
    stored: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    values = {"form": form, "offer": offer, "stored": stored or [], "list_url": reverse("offers:list")}
    return render(request, "offers/edit.html", values, status=status)


def _show_dates(request: HttpRequest, form: DatesForm, offer: ServiceOffer, status: int = 200) -> HttpResponse:
    values = {"form": form, "offer": offer, "list_url": reverse("offers:list")}
    return render(request, "offers/dates.html", values, status=status)
