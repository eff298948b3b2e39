"""The page of places: the municipality writes in it, both sides see who waits beside what stands idle."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.places import permissions, publishing, reserving
from samspill.apps.discharge.places.files import COLUMNS, counts_in
from samspill.apps.discharge.places.forms import FileForm, ReleaseForm, ReserveForm, SiteForm, counts_posted
from samspill.apps.discharge.places.models import PlaceStock, Reservation
from samspill.apps.discharge.places.overview import GridRow, Overview, ProposalLine, own_municipality
from samspill.apps.discharge.queries.cards import Card
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.exchange.files import read_rows, write_csv

FIRST_PATIENTS = 6


@page(permission=permissions.check_see)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return _show(request)


def _show(request: HttpRequest, status: int = 200, site_form: SiteForm | None = None) -> HttpResponse:
    person = _person(request)
    shown, own = Overview(person), own_municipality(person)
    waiting = shown.waiting()
    may_publish = own is not None and person.may("places.publish")
    values = {
        "days": shown.days,
        "rows": shown.grid(own if may_publish else None),
        "may_publish": may_publish,
        "hospital_side": permissions.is_hospital(person),
        "idle": shown.idle(waiting),
        **_proposed(request, shown.proposals(waiting)),
        "waiting": len(waiting),
        "reservations": shown.reservations(),
        "may_reserve": person.may("places.reserve"),
        "may_confirm": person.may("places.confirm"),
        "sees_patients": person.may("discharge.see_board"),
        "file_form": FileForm(),
        "site_form": site_form or SiteForm(kinds=shown.kinds),
        "written": request.POST,
    }
    return render(request, "places/overview.html", values, status=status)


def _proposed(request: HttpRequest, lines: list[ProposalLine]) -> dict[str, Any]:
    """Patient by patient, the first few; all of them when that is asked for."""
    by_patient: dict[UUID, tuple[Card, list[ProposalLine]]] = {}
    for line in lines:
        by_patient.setdefault(line.card.stay_id, (line.card, []))[1].append(line)
    found = list(by_patient.values())
    shown = found if "alle" in request.GET else found[:FIRST_PATIENTS]
    return {"patients": shown, "more_patients": len(found) - len(shown)}


@page(permission=permissions.check_publish)
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    own = own_municipality(person)
    if own is None:
        raise Http404
    try:
        counts = counts_posted(request.POST, Overview(person).grid(own))
        if counts:
            publishing.publish(by=person, municipality=own, counts=counts)
        messages.success(request, _("Plassene er publisert."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, status=422)
    return redirect("places:overview")


@page(permission=permissions.check_publish)
@require_POST
def add_site(request: HttpRequest) -> HttpResponse:
    """A second, or a first, site of a kind."""
    person = _person(request)
    own, shown = own_municipality(person), Overview(person)
    if own is None:
        raise Http404
    form = SiteForm(request.POST, kinds=shown.kinds)
    if not form.is_valid():
        return _show(request, 422, form)
    asked = form.cleaned_data
    try:
        if shown.has_site(own, asked["kind"], asked["site"]):
            raise Refused(_("Stedet står i tabellen alt. Skriv tallene der."))
        counts = [publishing.Count(asked["kind"], asked["site"], day, asked["free"]) for day in shown.days]
        publishing.publish(by=person, municipality=own, counts=counts)
        messages.success(request, _("Stedet er lagt til."))
    except Refused as no:
        form.add_error("site", str(no))
        return _show(request, 422, form)
    return redirect("places:overview")


@page(permission=permissions.check_publish)
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """Counts from a file: all of them, or none with what is wrong."""
    person, form = _person(request), FileForm(request.POST, request.FILES)
    own = own_municipality(person)
    if own is None:
        raise Http404
    try:
        if not form.is_valid():
            raise Refused(_("Velg en fil først."))
        given = form.cleaned_data["file"]
        counts = counts_in(read_rows(given.name, given.read()), person.community_id)
        publishing.publish(by=person, municipality=own, counts=counts)
        messages.success(request, _("%(n)s tall er publisert fra filen.") % {"n": len(counts)})
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, status=422)
    return redirect("places:overview")


@page(permission=permissions.check_see)
@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """What is published, in the form that can be brought in again."""
    rows = [
        {
            "kommune": row.municipality,
            "type": row.kind,
            "sted": row.site,
            "dato": day.isoformat(),
            "ledige": str(n.free),
        }
        for row in Overview(_person(request)).grid()
        for day, n in row.days
        if n is not None
    ]
    answer = HttpResponse(write_csv(("kommune", *COLUMNS), rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="plasser.csv"'
    return answer


def _named(row: GridRow) -> dict[str, str]:
    return {"kommune": row.municipality, "type": row.kind, "sted": row.site}


@page(permission=permissions.check_reserve)
@require_POST
def reserve(request: HttpRequest) -> HttpResponse:
    person, form = _person(request), ReserveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv datoene som dag.måned.år, for eksempel 3.2.2026."))
        return _show(request, status=422)
    asked = form.cleaned_data
    stay = Stay.objects.visible_to(person).filter(pk=asked["stay"]).first()
    stock = PlaceStock.objects.visible_to(person).filter(pk=asked["stock"]).first()
    if stay is None or stock is None:
        raise Http404
    try:
        reserving.reserve(by=person, stay=stay, stock=stock, first=asked["first"], end=asked["end"])
        messages.success(request, _("Plassen er holdt av. Kommunen må bekrefte den."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, status=422)
    return redirect("places:overview")


@page(permission=permissions.check_reserve)
@require_POST
def move(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """Confirm, take into use, or release."""
    person = _person(request)
    seen = Stay.objects.visible_to(person)
    reservation = Reservation.objects.filter(pk=pk, stock__in=PlaceStock.objects.visible_to(person), stay__in=seen)
    found = reservation.first()
    if found is None or deed not in ("confirm", "take", "release"):
        raise Http404
    try:
        if deed == "release":
            form = ReleaseForm(request.POST)
            text = form.cleaned_data["text"] if form.is_valid() else ""
            reserving.release(by=person, reservation=found, text=text)
            messages.success(request, _("Plassen er frigjort."))
        elif deed == "confirm":
            reserving.confirm(by=person, reservation=found)
            messages.success(request, _("Plassen er bekreftet. Husk å svare sykehuset på varselet."))
        else:
            reserving.take(by=person, reservation=found)
            messages.success(request, _("Plassen er tatt i bruk."))
    except Refused as no:
        messages.error(request, str(no))
        return _show(request, status=422)
    return redirect("places:overview")


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
