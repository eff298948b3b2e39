"""The board: hospital by clinic and ward, municipality by district; kept live by the page asking again for its inner
part. Everything that is chosen stands in the address, so a link holds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samspill.apps.discharge.forms import BulkAnswerForm
from samspill.apps.discharge.permissions import check_see_board
from samspill.apps.discharge.queries.board import (
    ORDERS,
    VIEWS,
    Board,
    Question,
    municipalities_for,
    places_of,
    side_of,
)
from samspill.apps.discharge.views.rows import board_of
from samspill.core.doors import page
from samspill.directory.models import UnitKind
from samspill.stay import Side

WAITED = (0, 2, 5, 10, 20)  # days that one can ask for


@page(permission=check_see_board)
def board(request: HttpRequest) -> HttpResponse:
    person: Any = request.person  # type: ignore[attr-defined]
    shown = Board(person, question_in(request))
    inner = board_of(shown, request)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(inner)
    asked = shown.question
    values = {
        "inner": inner,
        "asked": asked,
        "hospital_side": side_of(person) is Side.HOSPITAL,
        "places": places_of(person),
        "municipalities": municipalities_for(person),
        "waited": WAITED,
        "may_ask_access": person.may("discharge.emergency_access"),
        "may_go_round": person.may("discharge.go_round"),
        "may_answer": person.may("discharge.answer"),
        "bulk": BulkAnswerForm(auto_id="bulk_%s") if person.may("discharge.answer") else None,
        "place": str(asked.ward or (asked.municipality if side_of(person) is not Side.HOSPITAL else "") or ""),
        "municipality": str(asked.municipality or ""),
    }
    return render(request, "discharge/board.html", values)


def question_in(request: HttpRequest) -> Question:
    """The address, read kindly: what cannot be understood is left out."""
    asked = request.GET
    place = _uuid(asked.get("sted", ""))
    hospital = request.person.top_kind == UnitKind.HOSPITAL_TRUST  # type: ignore[attr-defined]
    view, order = asked.get("vis", "ready"), asked.get("sorter", "move")
    return Question(
        view=view if view in VIEWS else "ready",
        ward=place if hospital else None,
        municipality=_uuid(asked.get("kommune", "")) if hospital else place,
        ours=asked.get("tur") == "oss",
        waited=_number(asked.get("doegn", "")),
        order=order if order in ORDERS else "move",
        page=_number(asked.get("side", "")) or 1,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
