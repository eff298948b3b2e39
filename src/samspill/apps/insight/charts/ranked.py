"""Places by value, each with its uncertainty, beside the whole. Never a naked league table.

Where the intervals overlap, the order says nothing; hidden numbers stand last, with the sign for hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samspill.apps.insight.charts import svg
from samspill.apps.insight.charts.scale import scale_for, tick_said
from samspill.apps.insight.series import Point

ROW, TOP, BOTTOM = 26, 26, 30


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One place with its number in the period; `outside` says that it lies outside what chance explains."""

    place: str
    name: str
    point: Point
    outside: str = ""


def ranked_chart(
    rows: Sequence[Ranked], *, whole: Point | None, title: str, said: Callable[[Point], str], width: float, look: str
) -> str:
    """`rows` in the order to be shown, hidden ones last."""
    left = min(150, width * 0.34)
    height = TOP + ROW * max(len(rows), 1) + BOTTOM
    values = [value for row in rows for value in (row.point.value, row.point.low, row.point.high)]
    across, ticks = scale_for(
        [*values, whole.value if whole else None], left, width - 16, about=4 if width < 500 else 6
    )
    foot = TOP + ROW * len(rows)
    inside = []
    for tick in ticks:
        x = across.at(tick)
        inside += [
            svg.line(x, TOP - 6, x, foot, "c-grid"),
            svg.text(x, foot + 17, tick_said(tick, ticks), anchor="middle"),
        ]
    if whole is not None and whole.value is not None:
        x = across.at(whole.value)
        inside += [
            svg.line(x, TOP - 8, x, foot, "c-centre"),
            svg.text(x, TOP - 12, _("hele fellesskapet"), anchor="middle"),
        ]
    for number, row in enumerate(rows):
        inside += _row(row, TOP + ROW * number + ROW / 2, left, across.at, said)
    return svg.whole(width, height, title, _("Tallene står i tabellen."), inside, look)


def _row(row: Ranked, y: float, left: float, at: Callable[[float], float], said: Callable[[Point], str]) -> list[str]:
    name = row.name if len(row.name) <= left / 7.2 else row.name[: int(left / 7.2) - 1] + "…"
    parts = [svg.text(left - 10, y + 4, name, "c-label", anchor="end")]
    point = row.point
    if point.value is None:
        hidden = _("skjult") if point.state == "hidden" else "–"
        return [*parts, svg.text(left + 4, y + 4, hidden)]
    if point.low is not None and point.high is not None:
        parts.append(svg.line(at(point.low), y, at(point.high), y, "c-reach"))
    words = f"{row.name}: {said(point)}"
    parts.append(
        svg.diamond(at(point.value), y, words) if row.outside else svg.dot(at(point.value), y, words, radius=4.5)
    )
    return parts
