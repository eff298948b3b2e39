"""The daily round: whom to go it with, the round itself, and its minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.discharge import words
from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.coordination.views.opening import carry_out, note_opening, person_of, status_of
from samspill.apps.discharge.models import Round, RoundPoint, Stay
from samspill.apps.discharge.rounds import actions
from samspill.apps.discharge.rounds.forms import ContactForm
from samspill.apps.discharge.rounds.permissions import check_role, rounds_seen_by
from samspill.apps.discharge.rounds.queries import (
    Patient,
    counterparts_of,
    latest_rounds,
    patients_of,
    times_of,
)
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.models import Unit
from samspill.stay import Side


@page(permission=check_role)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    shown = {
        "counterparts": counterparts_of(person),
        "latest": latest_rounds(person),
        "times": times_of(person.community_id),
        "hospital_side": side_of(person) is Side.HOSPITAL,
    }
    return render(request, "discharge/rounds.html", shown)


@page(permission=check_role)
@require_POST
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """With the unit `pk`: a municipality for a hospital, a trust for a municipality."""
    person = person_of(request)
    other = next((each.unit for each in counterparts_of(person) if each.unit.pk == pk), None)
    if other is None:
        raise Http404
    own = Unit.objects.get(pk=person.top_id)
    trust, municipality = (own, other) if side_of(person) is Side.HOSPITAL else (other, own)
    begun = actions.begin_round(by=person, trust=trust, municipality=municipality)
    return redirect("discharge:round", pk=begun.pk)


@page(permission=check_role)
def round_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One patient at a time, in order; `pasient` says which, else the first who has not been spoken of."""
    round = _round(request, pk)
    if round.ended_at is not None:
        return redirect("discharge:minutes", pk=round.pk)
    patients = patients_of(round, person_of(request))
    chosen = _chosen(patients, request.GET.get("pasient", ""))
    form = ContactForm(request.POST or None)
    if request.method == "POST" and chosen is not None:
        done = carry_out(
            request,
            form,
            lambda: _note(person_of(request), round, chosen.stay, form.cleaned_data),
            thanks=_("Notert."),
            then=lambda: redirect(_next_address(request, round, patients, chosen)),
        )
        if done:
            return done
    if chosen is not None:
        note_opening(request, chosen.stay)
    return render(request, "discharge/round.html", _values(round, patients, chosen, form), status=status_of(form))


def _note(person: Any, round: Round, stay: Stay, said: dict[str, Any]) -> None:
    actions.note_contact(by=person, round=round, stay=stay, **said)


def _values(round: Round, patients: list[Patient], chosen: Patient | None, form: ContactForm) -> dict[str, Any]:
    place = patients.index(chosen) if chosen else 0
    return {
        "round": round,
        "patients": patients,
        "chosen": chosen,
        "place": place + 1,
        "before": patients[place - 1] if chosen and place > 0 else None,
        "after": patients[place + 1] if chosen and place + 1 < len(patients) else None,
        "spoken": sum(each.spoken_of for each in patients),
        "step": words.STEPS[chosen.card.next_step] if chosen and chosen.card.next_step else "",
        "state": words.STATES[chosen.card.state] if chosen else "",
        "tone": words.TONES[chosen.card.state] if chosen else "",
        "form": form,
    }


def _chosen(patients: list[Patient], asked: str) -> Patient | None:
    named = next((each for each in patients if str(each.stay.pk) == asked), None)
    return named or next((each for each in patients if not each.spoken_of), patients[0] if patients else None)


def _next_address(request: HttpRequest, round: Round, patients: list[Patient], chosen: Patient) -> str:
    """The next in order who has not been spoken of; after the last, the round itself."""
    after = patients[patients.index(chosen) + 1 :]
    following = next((each for each in after if not each.spoken_of), None)
    address = redirect("discharge:round", pk=round.pk)["Location"]
    return f"{address}?pasient={following.stay.pk}" if following else address


@page(permission=check_role)
@require_POST
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    stays = Stay.objects.visible_to(person_of(request))
    point = RoundPoint.objects.filter(pk=pk, stay__in=stays).select_related("stay", "round").first()
    if point is None:
        raise Http404
    try:
        actions.settle_point(by=person_of(request), point=point)
        messages.success(request, _("Punktet er avsluttet."))
    except Refused as no:
        messages.warning(request, str(no))
    back = request.POST.get("runde", "")
    running = rounds_seen_by(person_of(request)).filter(ended_at=None)
    known = next((each for each in running if str(each.pk) == back), None)
    if known is not None:
        return redirect(f"{redirect('discharge:round', pk=known.pk)['Location']}?pasient={point.stay_id}")
    return redirect("discharge:stay", pk=point.stay_id)


@page(permission=check_role)
@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    round = actions.end_round(by=person_of(request), round=_round(request, pk))
    messages.success(request, _("Runden er avsluttet. Det som ikke er avklart, tas opp i neste."))
    return redirect("discharge:minutes", pk=round.pk)


@page(permission=check_role)
@require_safe
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the round came to, to read, print or save as PDF from the print window. By initials."""
    round = _round(request, pk)
    patients = patients_of(round, person_of(request))
    spoken = [each for each in patients if each.spoken_of]
    for each in spoken:
        note_opening(request, each.stay)
    shown = {
        "round": round,
        "spoken": spoken,
        "unspoken": len(patients) - len(spoken),
        "today": clock.today(),
        "states": {each.stay.pk: words.STATES[each.card.state] for each in spoken},
    }
    return render(request, "discharge/minutes.html", shown)


def _round(request: HttpRequest, pk: UUID) -> Round:
    found = rounds_seen_by(person_of(request)).filter(pk=pk).select_related("trust", "municipality").first()
    if found is None:
        raise Http404
    return found
