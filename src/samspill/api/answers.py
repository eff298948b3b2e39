"""What the doors for a community's machines share: the key, refusals as JSON, rows in the body."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from samspill.api.keys import MemberMachine, machine_of
from samspill.core import limits, walls
from samspill.core.doors import anyone
from samspill.core.refusal import Refused
from samspill.directory.exchange.files import LARGEST, Row, read_rows

Answer = Callable[..., HttpResponse]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def for_members(view: Callable[..., HttpResponse]) -> Answer:
    """A view for machines of a community: the key is the permission, and a refusal is an answer in JSON."""

    @csrf_exempt
    def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
        machine = machine_of(request)
        if machine is None:
            limits.take("api_wrong_key", address=limits.address_of(request))
            return no(401, _("Nøkkelen mangler eller gjelder ikke (Authorization: Bearer …)."))
        if not isinstance(machine, MemberMachine):
            return no(403, _("Nøkkelen hører ikke til noe helsefellesskap."))
        try:
            with walls.within(machine.community_id):
                return view(request, machine, **values)
        except Refused as refusal:
            return no(422, str(refusal))

    guarded.permission = anyone  # type: ignore[attr-defined]
    return guarded


def rows_in(request: HttpRequest) -> list[Row]:
    """The rows of the body. Raises Refused with a sentence."""
    body, kind = request.read(LARGEST + 1), request.headers.get("Content-Type", "").partition(";")[0].strip()
    if kind in ("text/csv", XLSX):
        rows = read_rows("body.xlsx" if kind == XLSX else "body.csv", body)
    else:
        rows = _json_rows(body)
    if not rows:
        raise Refused(_("Det er ingen rader i det som ble sendt."))
    return rows


def _json_rows(body: bytes) -> list[Row]:
    try:
        rows = json.loads(body)["rows"]
        return [{str(name).lower(): _cell(value) for name, value in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(_('Innholdet skal være JSON: {"rows": [{kolonne: verdi}]}.')) from error


def _cell(value: Any) -> str:
    if value is not None and not isinstance(value, str | int | float):
        raise TypeError
    return "" if value is None else str(value).strip()


def json_of(told: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def no(status: int, sentence: str) -> JsonResponse:
    return json_of({"error": sentence}, status)
