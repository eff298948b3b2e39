"""«Registrer nytt» in two steps: what you are thinking of and who already does something like it; then the rest.

Nothing is kept between the steps but what the page itself carries, so the back button is safe and nothing half done
lies about. What looks alike is found anew when it is registered: somebody may have come first.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.joint_work import actions, permissions, queries
from samspill.directory.joint_work.forms import NewForm, OverlapForm, RestForm
from samspill.directory.joint_work.views import person_of, said_of, visible
from samspill.directory.models import Unit, UnitKind
from samspill.directory.naming import units_to_choose
from samspill.directory.roles import Role

# Whom a work is between; wards and offices are added on its page.
PARTIES = {
    UnitKind.HOSPITAL_TRUST,
    UnitKind.MUNICIPALITY,
    UnitKind.CITY_DISTRICT,
    UnitKind.MUNICIPALITY_CLUSTER,
    UnitKind.GP_PRACTICE,
    UnitKind.USER_ORGANISATION,
    UnitKind.UNIVERSITY,
    UnitKind.OTHER_PROVIDER,
}


@page(permission=permissions.check_keep)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("steg", "")
    form = _first_form(person_of(request), request.POST if request.method == "POST" else None)
    if request.method == "GET" or step == "tilbake":
        return _show_first(request, form)
    if not form.is_valid():
        return _show_first(request, form, status=422)
    if step == "registrer":
        return _register(request, form)
    return _show_second(request, form, RestForm(), None)


def _register(request: HttpRequest, form: NewForm) -> HttpResponse:
    person, key = person_of(request), form.cleaned_data["key"]
    rest = RestForm(request.POST)
    rest.of_community(person.community_id)
    similar = [each for each in queries.similar_to(form.outline(), person, but=key) if each.open]
    answers = OverlapForm(request.POST, [each.work for each in similar])
    if not all([rest.is_valid(), answers.is_valid()]):
        return _show_second(request, form, rest, answers, status=422)
    try:
        actions.register(
            by=person,
            owner=form.cleaned_data["owner"],
            key=key,
            values={**form.values(), **rest.cleaned_data},
            participants=form.cleaned_data["participants"],
            answers=answers.answers(),
        )
    except IntegrityError:  # the same form, sent twice
        return redirect("joint_work:work", pk=visible(request, key).pk)
    except Refused as no:
        rest.add_error(None, str(no))
        return _show_second(request, form, rest, answers, status=422)
    messages.success(request, _("Samarbeidet er registrert."))
    return redirect("joint_work:work", pk=key)


def _first_form(person: Any, data: Any) -> NewForm:
    form = NewForm(data, initial={"owner": person.top_id, "valid_from": clock.today()})
    units = units_to_choose(person.community_id)
    own = [unit for unit in units if unit.top.pk == person.top_id]
    form.offer_owners(own if person.role == Role.LEADER else units)
    form.offer_participants(_parties(units))
    return form


def _parties(units: list[Unit]) -> list[Unit]:
    order = [kind for kind in UnitKind if kind in PARTIES]
    parties = [unit for unit in units if unit.kind in PARTIES]
    return sorted(parties, key=lambda unit: (order.index(UnitKind(unit.kind)), unit.name))


def _show_first(request: HttpRequest, form: NewForm, status: int = 200) -> HttpResponse:
    values = {"form": form, "list_url": reverse("joint_work:list")}
    return render(request, "joint_work/new.html", values, status=status)


def _show_second(
    request: HttpRequest, form: NewForm, rest: RestForm, answers: OverlapForm | None, status: int = 200
) -> HttpResponse:
    person = person_of(request)
    similar = queries.similar_to(form.outline(), person, but=form.cleaned_data["key"])
    running = [each for each in similar if each.open]
    if answers is None:
        answers = OverlapForm(None, [each.work for each in running])
    values = {
        "form": form,
        "rest": rest,
        "answers": answers,
        "running": [(said_of(each), *answers.fields_of(each.work)) for each in running],
        "former": [said_of(each) for each in similar if not each.open],
        "carried": [form[name].as_hidden() for name in form.fields],
        "list_url": reverse("joint_work:list"),
    }
    return render(request, "joint_work/new_second.html", values, status=status)
