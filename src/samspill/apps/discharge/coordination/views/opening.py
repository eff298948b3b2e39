"""How the pages of a stay open: whoever may, with a row in the access log; whoever had it before is told why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.access import reason_to_open
from samspill.core import audit
from samspill.core.refusal import Refused


def openable(request: HttpRequest, pk: UUID) -> Stay:
    """The stay, if this person may open it now; otherwise it does not exist, as far as they can tell."""
    stays = Stay.objects.openable_by(person_of(request)).select_related("patient", "trust", "ward", "municipality")
    found = stays.filter(pk=pk).first()
    if found is None:
        raise Http404
    return stays.get(pk=found.merged_into_id) if found.merged_into_id else found


def note_opening(request: HttpRequest, stay: Stay) -> None:
    """Called where the patient is shown; a form that was sent and taken shows nothing."""
    person = person_of(request)
    audit.opened(
        by=person,
        community=stay.community_id,
        patient=stay.patient_id,
        stay=stay.pk,
        reason=reason_to_open(person, stay),
    )


def carry_out(
    request: HttpRequest, form: forms.Form, act: Callable[[], Any], *, thanks: Any, then: Callable[[], HttpResponse]
) -> HttpResponse | None:
    """Do what a filled form asks for and go on; None when it was refused, with the sentence in the form.

    What the refusal says of its own status (409 for whoever was second) is kept on the form.
    """
    if not form.is_valid():
        return None
    try:
        act()
    except Refused as no:
        form.add_error(None, str(no))
        form.refusal_status = getattr(no, "status", 422)  # type: ignore[attr-defined]
        return None
    messages.success(request, thanks)
    return then()


def status_of(form: forms.Form) -> int:
    return int(getattr(form, "refusal_status", 422 if form.is_bound and form.errors else 200))


def to_stay(stay: Stay, part: str = "") -> HttpResponse:
    answer = redirect("discharge:stay", pk=stay.pk)
    if part:
        answer["Location"] = f"{answer['Location']}#{part}"
    return answer


def person_of(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
