"""Pages about bodies: the map of them all, one of them, and whoever sits there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspill.apps.governance.bodies import actions, queries
from samspill.apps.governance.bodies.facts import facts_of, with_seats
from samspill.apps.governance.bodies.forms import (
    AppointForm,
    BodyChoice,
    BodyForm,
    FileForm,
    LastDayForm,
    LeaderForm,
    MandateForm,
    SeatChoice,
    SeatForm,
    initial_of,
)
from samspill.apps.governance.bodies.health import findings
from samspill.apps.governance.bodies.loading import Loaded, load_structure
from samspill.apps.governance.bodies.structure_file import LARGEST, read_structure
from samspill.apps.governance.models import Body, Seat, Tenure
from samspill.apps.governance.pages import form_page, found, person_of
from samspill.apps.governance.permissions import check_keep, check_look
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.naming import UnitField, units_to_choose

BOTH = require_http_methods(["GET", "POST"])


@page(permission=check_look)
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    values = {
        "levels": queries.by_level(person),
        "health": queries.health_of(person.community_id) if person.may("governance.keep") else [],
        "may_keep": person.may("governance.keep"),
    }
    return render(request, "governance/bodies.html", values)


@page(permission=check_look)
@require_safe
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_of(request)
    shown = found(with_seats(queries.bodies_seen_by(person)), pk=pk)
    facts = facts_of([shown], queries.meetings_this_year(shown.community_id))[0]
    values = {
        "body": shown,
        "findings": findings(facts, clock.today()),
        "members": queries.members_of(shown),
        "below": shown.below.on(clock.today()),
        "mandate": shown.mandates.first(),
        "may_keep": person.may("governance.keep"),
    }
    return render(request, "governance/body.html", values)


def _bodies_for(form: forms.Form, name: str, person: Any, but: Any = None) -> None:
    field = form.fields[name]
    assert isinstance(field, BodyChoice)
    field.offer(queries.present_bodies(person).exclude(pk=but))


@page(permission=check_keep)
@BOTH
def new(request: HttpRequest) -> HttpResponse:
    form = BodyForm(request.POST or None, initial=initial_of(None))
    _bodies_for(form, "parent", person_of(request))

    def do(said: dict[str, Any]) -> str:
        try:
            made = actions.make_body(by=person_of(request), key=said["key"], values=form.values())
        except IntegrityError:  # the same form, sent twice
            made = found(queries.bodies_seen_by(person_of(request)), pk=said["key"])
        return reverse("governance:body", args=[made.pk])

    return form_page(request, form, do, title=_("Nytt organ"), back=reverse("governance:bodies"))


@page(permission=check_keep)
@BOTH
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _body(request, pk)
    form = BodyForm(request.POST or None, initial=initial_of(shown))
    _bodies_for(form, "parent", person_of(request), but=pk)

    def do(said: dict[str, Any]) -> str:
        actions.change_body(by=person_of(request), body=shown, values=form.values(), seen=said["seen"])
        return reverse("governance:body", args=[pk])

    return _of_body(request, shown, form, do, _("Endre regler for organet"))


@page(permission=check_keep)
@BOTH
def add_seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown, form = _body(request, pk), SeatForm(request.POST or None)
    _units(form, "unit", person_of(request))

    def do(said: dict[str, Any]) -> str:
        seat = actions.add_seat(by=person_of(request), body=shown, **said)
        return reverse("governance:appoint", args=[pk, seat.pk])

    return _of_body(request, shown, form, do, _("Nytt sete"))


@page(permission=check_keep)
@BOTH
def appoint(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    person, shown = person_of(request), _body(request, pk)
    place = found(Seat.objects.filter(body=shown), pk=seat)
    form = AppointForm(request.POST or None, initial={"valid_from": clock.today(), "appointed_by": place.unit})
    form.offer(units_to_choose(person.community_id), person.community_id)

    def do(said: dict[str, Any]) -> str:
        names = ("holder", "alternate", "appointed_by")
        who = {name: said[name] for name in names}
        actions.appoint(by=person, body=shown, seat=place, first=said["valid_from"], after=said["valid_to"], **who)
        return reverse("governance:body", args=[pk])

    return _of_body(request, shown, form, do, _("Oppnevn til setet «%(seat)s»") % {"seat": place.title})


@page(permission=check_keep)
@BOTH
def end_seat(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    shown = _body(request, pk)
    place = found(Seat.objects.filter(body=shown), pk=seat)
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})

    def do(said: dict[str, Any]) -> str:
        actions.end_seat(by=person_of(request), body=shown, seat=place, after=form.after())
        return reverse("governance:body", args=[pk])

    return _of_body(request, shown, form, do, _("Avvikle setet «%(seat)s»") % {"seat": place.title})


@page(permission=check_keep)
@BOTH
def end_tenure(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Tenure.objects.filter(seat__body__in=queries.bodies_seen_by(person_of(request)).values("pk"))
    term = found(rows.select_related("holder", "seat__body"), pk=pk)
    shown = term.seat.body
    form = LastDayForm(request.POST or None, initial={"last_day": clock.today()})

    def do(said: dict[str, Any]) -> str:
        actions.end_tenure(by=person_of(request), body=shown, tenure=term, after=form.after())
        return reverse("governance:body", args=[shown.pk])

    return _of_body(request, shown, form, do, _("%(name)s går ut av vervet") % {"name": term.holder})


@page(permission=check_keep)
@BOTH
def leader(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown, form = _body(request, pk), LeaderForm(request.POST or None)
    field = form.fields["seat"]
    assert isinstance(field, SeatChoice)
    field.offer(shown.seats.on(clock.today()))

    def do(said: dict[str, Any]) -> str:
        term = {"first": said["valid_from"], "after": said["valid_to"]}
        actions.elect_leader(by=person_of(request), body=shown, seat=said["seat"], **term)
        return reverse("governance:body", args=[pk])

    return _of_body(request, shown, form, do, _("Velg leder"))


@page(permission=check_keep)
@BOTH
def mandate(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _body(request, pk)
    form = MandateForm(request.POST or None, initial={"given_by": shown.parent, "given_on": clock.today()})
    _bodies_for(form, "given_by", person_of(request), but=pk)

    def do(said: dict[str, Any]) -> str:
        giver = said.pop("given_by")
        values = {**said, "given_by_id": giver.pk if giver else None}
        actions.give_mandate(by=person_of(request), body=shown, values=values)
        return reverse("governance:body", args=[pk])

    return _of_body(request, shown, form, do, _("Nytt mandat"))


@page(permission=check_keep)
@BOTH
def load(request: HttpRequest) -> HttpResponse:
    """A whole structure from a file."""
    form = FileForm(request.POST or None, request.FILES or None)

    def do(said: dict[str, Any]) -> str:
        structure, done = read_structure(said["file"].read(LARGEST + 1)), Loaded()
        if structure.faults:
            raise Refused("\n".join(structure.faults[:20]))
        load_structure(by=person_of(request), structure=structure, done=done)
        text = _("%(bodies)s nye organer, %(seats)s nye seter og %(tenures)s nye verv er hentet inn.")
        messages.success(request, text % {"bodies": done.bodies, "seats": done.seats, "tenures": done.tenures})
        for left in done.left:
            messages.info(request, left)
        return reverse("governance:bodies")

    lead = _("Alt i filen hentes inn, eller ingenting. Det som finnes fra før og ikke står i filen, blir stående.")
    return form_page(
        request,
        form,
        do,
        title=_("Hent inn struktur"),
        lead=lead,
        back=reverse("governance:bodies"),
        save=_("Hent inn"),
    )


def _body(request: HttpRequest, pk: UUID) -> Body:
    shown: Body = found(queries.bodies_seen_by(person_of(request)), pk=pk)
    return shown


def _units(form: forms.Form, name: str, person: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, UnitField)
    field.offer_units(units_to_choose(person.community_id))


def _of_body(
    request: HttpRequest, shown: Body, form: forms.Form, do: Callable[[dict[str, Any]], str], title: str
) -> HttpResponse:
    return form_page(request, form, do, title=title, lead=shown.name, back=reverse("governance:body", args=[shown.pk]))
