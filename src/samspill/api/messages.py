"""The door for national messages: POST one message, get its receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from samspill.api.keys import machine_of
from samspill.apps.discharge.actions.receiving import receive as take_in
from samspill.apps.discharge.command import message_line
from samspill.apps.discharge.models import Outcome
from samspill.core import limits
from samspill.core.doors import anyone

LARGEST = 20 * 1024 * 1024
HTTP_STATUS = {Outcome.REJECTED: 422, Outcome.FAILED: 500}


def _declared(view: Any) -> Any:
    view.permission = anyone  # the key is the permission, and is asked for in the view
    return view


@_declared
@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Answers 200 with a positive receipt (also for a duplicate), 422 with a negative one.

    The receipt is AppRec XML; with `Accept: application/json` the same line as `samspill receive --json`.
    401 without a valid key (429 after many such), 403 if the key does not open message reception, 413 when too large.
    """
    machine = machine_of(request)
    if machine is None:
        limits.take("api_wrong_key", address=limits.address_of(request))  # only what failed: the right key always opens
        return _no(401, "Nøkkelen mangler eller gjelder ikke (Authorization: Bearer …).")
    if not machine.may("messages.receive"):
        return _no(403, "Nøkkelen åpner ikke meldingsmottaket.")
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return _no(413, f"Meldingen er større enn {LARGEST // 1024 // 1024} MB.")
    row = take_in(by=machine, body=request.read(LARGEST + 1), channel="api")
    status = HTTP_STATUS.get(Outcome(row.outcome), 200)
    if row.receipt is None or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(message_line(row), status=status, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(row.receipt, status=status, content_type="application/xml")


def _no(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False})
