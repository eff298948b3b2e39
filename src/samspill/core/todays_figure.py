"""The one figure that a community watches, on *I dag*. A room that has figures registers how to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class TodaysFigure:
    """title: what it is; value: in its unit; sentences: how it moved and what it means; chart: an `<svg>`, or empty."""

    title: str
    value: str
    when: str
    sentences: tuple[str, ...]
    url: str
    chart: str = ""


Ask = Callable[[Any], TodaysFigure | None]
_rooms: list[Ask] = []


def room_with_figure(ask: Ask) -> None:
    """Register in AppConfig.ready; the last to say so has it."""
    _rooms[:] = [ask]


def figure_for(person: Any) -> TodaysFigure | None:
    """None where nothing is chosen, or nothing may be seen."""
    return _rooms[0](person) if _rooms else None
