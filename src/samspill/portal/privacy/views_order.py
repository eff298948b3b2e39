"""The privacy officer's pages of order: periods, and people who have left; and everybody's own data."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from samspill.accounts.models import Account
from samspill.core import clock, limits, retention
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.core.retention import KINDS, Erasure, Period
from samspill.directory.models import Person
from samspill.portal.privacy import actions, permissions, staff
from samspill.portal.privacy.forms import EraseForm, PeriodForm
from samspill.portal.privacy.tables import csv_of


@page(permission=permissions.check_set_retention)
def periods(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    chosen = KINDS.get(request.POST.get("kind", ""))
    form = PeriodForm(request.POST, kind=chosen) if chosen else None
    if request.method == "POST" and form is None:
        raise Http404
    if chosen and form and form.is_valid():
        actions.set_period(by=person, kind=chosen, days=form.cleaned_data["days"])
        messages.success(request, _("Lagringstiden er endret. Den gjelder fra i natt."))
        return redirect("retention")
    rows = []
    for kind, days in actions.periods_of(person.community_id):
        shown = form if form and kind is chosen else PeriodForm(kind=kind, initial={"days": days})
        rows.append((kind, days, in_words(days), shown))
    decided = dict(Period.objects.filter(community=person.community_id).values_list("kind", "changed_at"))
    context = {"rows": rows, "decided": decided, "erasures": _erasures(person)}
    return render(request, "portal/privacy/periods.html", context, status=422 if form and form.errors else 200)


def in_words(days: int) -> str:
    """«5 år», «90 dager»."""
    if days % 365 == 0:
        return _("%(n)s år") % {"n": days // 365}
    return _("%(n)s dager") % {"n": days}


def _erasures(person: Any) -> list[tuple[Erasure, str]]:
    names = {
        "patient_identity": _("Identiteten til en pasient"),
        "wrong_patient": _("En pasient som var feilsendt"),
        "person": _("En ansatt som har sluttet"),
    }
    rows = Erasure.objects.filter(community=person.community_id).order_by("-at", "-pk")[:20]
    return [(row, names.get(row.kind, row.kind)) for row in rows]


@page(permission=permissions.check_erase_data)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    left = staff.who_left(_person(request).community_id)
    return render(request, "portal/privacy/people.html", {"left": left})


@page(permission=permissions.check_erase_data)
def anonymise(request: HttpRequest, pk: UUID) -> HttpResponse:
    whom = next((person for person, _day in staff.who_left(_person(request).community_id) if person.pk == pk), None)
    if whom is None:
        raise Http404
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            staff.anonymise_person(by=_person(request), whom=whom, reason=form.cleaned_data["reason"])
        except Refused as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("Personen er anonymisert."))
            return redirect("former-staff")
    context = {"whom": whom, "form": form, "log_days": _log_days(_person(request))}
    return render(request, "portal/privacy/anonymise.html", context, status=422 if form.errors else 200)


def _log_days(person: Any) -> str:
    return in_words(retention.days_of(person.community_id, KINDS["access_log"]))


@page(permission=permissions.check_own_data)
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    names = section_names()
    parts = [(names[part], _rows(len(rows))) for part, rows in _own(request).items()]
    return render(request, "portal/privacy/my_data.html", {"parts": parts})


def _rows(number: int) -> str:
    return ngettext("%(n)s rad", "%(n)s rader", number) % {"n": number}


@page(permission=permissions.check_own_data)
@require_safe
def my_data_file(request: HttpRequest, ending: str) -> HttpResponse:
    limits.take("extract", person=_person(request))
    data = _own(request)
    if ending == "json":
        body, kind = json.dumps(data, ensure_ascii=False, indent=2).encode(), "application/json; charset=utf-8"
    else:
        heading = [_("Del"), _("Rad"), _("Felt"), _("Verdi")]
        names = section_names()
        rows = [
            (names[part], number, name, value)
            for part, section in data.items()
            for number, row in enumerate(section, 1)
            for name, value in row.items()
        ]
        body, kind = csv_of(heading, rows), "text/csv; charset=utf-8"
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="mine-data-{clock.today():%Y-%m-%d}.{ending}"'
    return response


def section_names() -> dict[str, str]:
    return {
        "person": _("Navn og kontakt"),
        "contact": _("Kontaktveier, åpningstider og temaer"),
        "positions": _("Roller"),
        "sessions": _("Innlogginger"),
        "sign_in_attempts": _("Forsøk på å logge inn"),
        "notices": _("Varsler"),
        "deeds": _("Det du har gjort"),
        "openings": _("Pasienter du har åpnet, uten hvem"),
    }


def _own(request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
    account = Account.objects.select_related("person").get(pk=_person(request).account_id)
    whom: Person = account.person
    data: dict[str, list[dict[str, Any]]] = staff.data_of(whom, account)
    return data


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
