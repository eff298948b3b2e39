"""The year as a round picture: twelve months, and a numbered mark for each thing on its day. Plain SVG."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CENTRE, OUTER, INNER, MARKS = 200.0, 190.0, 120.0, (158.0, 138.0, 172.0)


@dataclass(frozen=True)
class Mark:
    day: date
    title: str
    number: int


def point(turn: float, radius: float) -> tuple[float, float]:
    """turn: 0 is the top, 1 once round with the clock."""
    angle = 2 * pi * turn
    return round(CENTRE + radius * sin(angle), 1), round(CENTRE - radius * cos(angle), 1)


def turn_of(day: date) -> float:
    """Where the day is on the wheel: 1 January at the top."""
    first = date(day.year, 1, 1)
    return (day - first).days / (366 if isleap(day.year) else 365)


def wheel(year: int, months: Iterable[str], marks: Iterable[Mark], label: str) -> SafeString:
    """The SVG. It is a picture of the list that stands beside it, and says so to screen readers."""
    names = list(months)
    return format_html(
        '<svg class="gv-wheel" viewBox="0 0 400 400" role="img" aria-label="{}">{}{}<text x="{}" y="{}" '
        'class="gv-year">{}</text></svg>',
        label,
        format_html_join("", "{}", ((_month(year, number, name),) for number, name in enumerate(names, 1))),
        format_html_join("", "{}", ((each,) for each in _marks(marks))),
        CENTRE,
        CENTRE + 8,
        year,
    )


def _month(year: int, number: int, name: str) -> SafeString:
    start = turn_of(date(year, number, 1))
    end = turn_of(date(year, number + 1, 1)) if number < 12 else 1.0
    corners = [point(start, OUTER), point(end, OUTER), point(end, INNER), point(start, INNER)]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    path = f"M{ax} {ay}A{OUTER} {OUTER} 0 0 1 {bx} {by}L{cx} {cy}A{INNER} {INNER} 0 0 0 {dx} {dy}Z"
    x, y = point((start + end) / 2, INNER - 14)
    return format_html(
        '<path class="gv-month" d="{}"/><text class="gv-monthname" x="{}" y="{}">{}</text>', path, x, y + 3, name
    )


def _marks(marks: Iterable[Mark]) -> Iterable[SafeString]:
    """Marks close to one another lie on different rings."""
    last, ring = -1.0, 0
    for mark in sorted(marks, key=lambda each: each.day):
        turn = turn_of(mark.day)
        ring = (ring + 1) % len(MARKS) if turn - last < 0.018 else 0
        last = turn
        x, y = point(turn, MARKS[ring])
        yield format_html(
            '<g><title>{}. {}</title><circle class="gv-mark" cx="{}" cy="{}" r="8"/>'
            '<text class="gv-markno" x="{}" y="{}">{}</text></g>',
            *(mark.number, mark.title, x, y, x, y + 3, mark.number),
        )
