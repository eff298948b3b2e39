"""What a community decides for itself: its list of causes, and when it goes its rounds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samspill.apps.discharge.coordination.actions.causes import keep_cause
from samspill.apps.discharge.coordination.forms import CauseForm, RoundTimesForm
from samspill.apps.discharge.coordination.lists import causes_of
from samspill.apps.discharge.coordination.permissions import check_keep_lists
from samspill.apps.discharge.coordination.views.opening import carry_out, person_of, status_of
from samspill.apps.discharge.models import TheSide
from samspill.apps.discharge.rounds.actions import set_round_times
from samspill.apps.discharge.rounds.queries import times_of
from samspill.core.doors import page


@page(permission=check_keep_lists)
def lists(request: HttpRequest) -> HttpResponse:
    """POST with `kode` rewords that cause; with `times` sets the rounds; else adds a cause."""
    person = person_of(request)
    adding, times = CauseForm(), RoundTimesForm(initial={"times": ", ".join(times_of(person.community_id))})
    if request.method == "POST" and "times" in request.POST:
        times = RoundTimesForm(request.POST)
        done = carry_out(
            request,
            times,
            lambda: set_round_times(by=person, text=times.cleaned_data["times"]),
            thanks=_("Rundetidene er lagret."),
            then=lambda: redirect("discharge:lists"),
        )
        if done:
            return done
    elif request.method == "POST":
        adding = CauseForm(request.POST)
        done = carry_out(
            request,
            adding,
            lambda: _keep(person, request.POST.get("kode", ""), adding.cleaned_data),
            thanks=_("Listen er lagret."),
            then=lambda: redirect("discharge:lists"),
        )
        if done:
            return done
    return render(
        request,
        "discharge/lists.html",
        {"causes": _rows(person), "adding": adding, "times": times},
        status=max(status_of(adding), status_of(times)),
    )


def _keep(person: Any, code: str, said: dict[str, Any]) -> None:
    known = causes_of(person.community_id)
    if code not in known:
        code = slugify(said["label"])[:36] or "arsak"
        while code in known:
            code += "x"
    keep_cause(by=person, code=code, label=said["label"], side=TheSide(said["side"]), retired=said["retired"])


def _rows(person: Any) -> list[tuple[Any, CauseForm]]:
    """Each cause with a form to change it; the ids of the fields are told apart by the code."""
    return [
        (
            line,
            CauseForm(
                auto_id=f"id_{code}_%s",
                initial={"label": line.label, "side": line.side, "retired": line.retired},
            ),
        )
        for code, line in causes_of(person.community_id).items()
    ]
