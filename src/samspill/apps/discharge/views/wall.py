"""The board for a wall: large, refreshing by itself, without names. What stands there, anybody who passes may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.apps.discharge import words
from samspill.apps.discharge.permissions import check_see_board
from samspill.apps.discharge.queries.board import Board, side_of
from samspill.apps.discharge.views.board import question_in
from samspill.core import clock
from samspill.core.doors import page
from samspill.stay import Side

MOST = 24  # rows that can be read from across a room


@page(permission=check_see_board)
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """`navn=initialer` shows initials; otherwise nothing of who it is. The other choices are the board's own."""
    person: Any = request.person  # type: ignore[attr-defined]
    board = Board(person, question_in(request))
    cards = board.cards([key.stay for key in board.keys[:MOST]])
    rows = [cards[key.stay] for key in board.keys[:MOST] if key.stay in cards]
    side = side_of(person)
    values = {
        "board": board,
        "rows": [
            (card, words.STEPS.get(card.next_step) if card.next_step else "", words.SIDES[card.whose_move])
            for card in rows
        ],
        "initials": request.GET.get("navn") == "initialer",
        "hospital_side": side is Side.HOSPITAL,
        "side": side,
        "now": clock.now(),
        "more": max(0, board.counts.get(board.question.view, 0) - len(rows)),
    }
    template = "discharge/_wall.html" if request.headers.get("HX-Request") == "true" else "discharge/wall.html"
    return render(request, template, values)
