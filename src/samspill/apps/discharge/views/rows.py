"""The board's inner part as HTML, kept in two layers until something in it changes.

A row depends on the stay's version (which tasks, causes and assessments raise too), the day, whether its promise or a
task's is broken, the directory, the daily rates, the community's own wordings of causes, the reader's side and role,
which view it stands in, and the language. The whole depends on its rows, its counts, and the address. Who may see what
is decided by the queries before: they are remembered under the community's beat, so a change is seen by the very next
request.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samspill.apps.discharge import words
from samspill.apps.discharge.queries.board import VIEWS, Board, Key, side_of
from samspill.apps.discharge.queries.cards import Card
from samspill.apps.discharge.rules import MAY_BE_ANSWERED
from samspill.core import clock
from samspill.core.keeping import Kept
from samspill.directory.lookup import present_edition
from samspill.stay import Side

_rows: Kept[SafeString] = Kept(20_000)  # about 2 kB each
_boards: Kept[SafeString] = Kept(500)  # about 100 kB each


def board_of(board: Board, request: HttpRequest) -> SafeString:
    """The inner part of the board: figures, views, rows, pages."""
    context = _context(board)
    whole = (context, tuple(board.keys), tuple(board.counts.values()), board.pages, request.get_full_path())
    return _boards.get_or_make(whole, lambda: _whole(board, context, request))


def _context(board: Board) -> tuple[Hashable, ...]:
    side, role = side_of(board.person), board.person.role
    texts = (board.found.rates, board.found.causes)
    return (clock.today(), get_language(), present_edition(), texts, side, role, board.question.view)


def _whole(board: Board, context: tuple[Hashable, ...], request: HttpRequest) -> SafeString:
    values = {
        "board": board,
        "rows": _rows_of(board, context),
        "segments": _segments(board, request),
        "hospital_side": side_of(board.person) is Side.HOSPITAL,
        "may_answer": board.person.may("discharge.answer"),
        "year_without_rate": board.year_without_rate,
    }
    return render_to_string("discharge/_board.html", values, request)


def _rows_of(board: Board, context: tuple[Hashable, ...]) -> SafeString:
    found = {key: _rows.get((key, context)) for key in board.keys}
    cards = board.cards([key.stay for key, row in found.items() if row is None])
    for key, row in found.items():
        if row is None and key.stay in cards:
            found[key] = _rows.put((key, context), _row(cards[key.stay], board))
    return mark_safe("".join(row for row in found.values() if row))  # noqa: S308 - each row came from a template


def _row(card: Card, board: Board) -> SafeString:
    side = side_of(board.person)
    values = {
        "card": card,
        "view": board.question.view,
        "mine": card.whose_move == side,
        "hospital_side": side is Side.HOSPITAL,
        "may_answer": board.person.may("discharge.answer"),
        "own_tasks": getattr(card.beside, f"{side}_tasks"),
        "late_task": card.beside.task_due is not None and card.beside.task_due < clock.now(),
        "reasons": [words.REASONS[reason] for reason in card.beside.reasons],
        "answerable": card.state in MAY_BE_ANSWERED,
        "state_words": words.STATES[card.state],
        "state_tone": words.TONES[card.state],
        "last_words": words.HAPPENED[card.last_event.kind] if card.last_event else "",
        "step_words": words.STEPS[card.next_step] if card.next_step else "",
        "side_words": words.SIDES[card.whose_move],
    }
    return render_to_string("discharge/_row.html", values)


def _segments(board: Board, request: HttpRequest) -> list[dict[str, Any]]:
    """The three views of the board, with how many are in each of the open ones."""
    asked = request.GET.copy()
    links = []
    for view in VIEWS:
        asked["vis"], asked["side"] = view, "1"
        links.append(
            {
                "text": words.VIEWS[view],
                "href": f"?{asked.urlencode()}",
                "current": view == board.question.view,
                "count": board.counts.get(view),
            }
        )
    return links


def forget(key: Key | None = None) -> None:
    """Drop everything kept: for tests and benchmarks."""
    _rows.clear()
    _boards.clear()
