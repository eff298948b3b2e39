"""The inbox of messages that could not be taken in: look at why, and try again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from samspill.apps.discharge import permissions
from samspill.apps.discharge.actions.opening import open_body
from samspill.apps.discharge.actions.retrying import MAY_BE_RETRIED
from samspill.apps.discharge.actions.retrying import retry as try_again
from samspill.apps.discharge.models import ReceivedMessage
from samspill.apps.discharge.queries.inbox import messages_seen_by
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=permissions.check_see_inbox)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    everything = request.GET.get("vis") == "alle"
    rows = messages_seen_by(_person(request), only_stuck=not everything)
    segments = [
        {"text": _("Står fast"), "href": "?", "current": not everything},
        {"text": _("Alle"), "href": "?vis=alle", "current": everything},
    ]
    shown = Paginator(rows, 50).get_page(request.GET.get("side"))
    return render(request, "discharge/inbox.html", {"page": shown, "segments": segments})


@page(permission=permissions.check_see_inbox)
@require_GET
def received(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _visible(request, pk)
    retryable = row.outcome in MAY_BE_RETRIED and row.settled_by_id is None
    shown = {
        "row": row,
        "retryable": retryable,
        "why_not_open": permissions.check_open_body.why_not(_person(request), row),
        "inbox_url": reverse("inbox:list"),
    }
    return render(request, "discharge/received.html", shown)


@page(permission=permissions.check_see_inbox)
@require_POST
def body(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The message as it came. It may name a patient, so opening it is a deed that leaves a trace."""
    row = _visible(request, pk)
    opened = open_body(by=_person(request), received=row)
    text = bytes(opened.body).decode("utf-8", errors="replace")
    return render(request, "discharge/received.html", {"row": row, "text": text, "inbox_url": reverse("inbox:list")})


@page(permission=permissions.check_see_inbox)
@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        again = try_again(by=_person(request), received=_visible(request, pk))
    except Refused as no:
        messages.error(request, str(no))
        return redirect("inbox:received", pk=pk)
    if again.outcome in MAY_BE_RETRIED:
        messages.warning(request, _("Meldingen ble ikke tatt inn denne gangen heller."))
    else:
        messages.success(request, _("Meldingen er tatt inn."))
    return redirect("inbox:received", pk=again.pk)


def _visible(request: HttpRequest, pk: UUID) -> ReceivedMessage:
    found = messages_seen_by(_person(request), only_stuck=False).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _person(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
