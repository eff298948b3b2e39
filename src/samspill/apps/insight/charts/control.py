"""One series over time: the points, the centre line and its limits; signals told by form and in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samspill.apps.insight import periods
from samspill.apps.insight.charts import svg
from samspill.apps.insight.charts.scale import Scale, scale_for, tick_said
from samspill.apps.insight.series import Drawn, Point, signalling


@dataclass(frozen=True, kw_only=True)
class Size:
    """The paper, and the room around the plot."""

    width: float
    height: float
    left: float = 52
    right: float = 16
    top: float = 14
    bottom: float = 44
    look: str = ""


WIDE = Size(width=760, height=320, look="chart--wide")
NARROW = Size(width=380, height=300, left=44, right=10, look="chart--narrow")
FEW_LABELS = 70  # units of paper between the names of months


def control_chart(
    made: Drawn,
    *,
    title: str,
    unit: str,
    said: Callable[[Point], str],
    size: Size = WIDE,
    beside: Drawn | None = None,
    beside_said: Callable[[Point], str] | None = None,
) -> str:
    """The `<svg>`. `said` says a point in words; `beside` is another series to compare with, drawn without lines."""
    known = _values(made) + (_values(beside) if beside else [])
    down, ticks = scale_for(known, size.height - size.bottom, size.top, from_zero=False)
    across = _across(len(made.points), size)
    inside = [*_grid(ticks, down, size, unit), *_months(made.points, across, size)]
    if made.chart is not None:
        inside += _lines(made, across, down)
        inside += _breaks(made, across, size)
    if beside is not None:
        inside += _series(
            beside, across, down, beside_said or said, "c-other", "c-other-dot", offset=_offset(made, beside)
        )
    inside += _series(made, across, down, said, "c-line", "c-dot")
    return svg.whole(size.width, size.height, title, _described(made, said), inside, size.look)


def _values(made: Drawn) -> list[float | None]:
    found: list[float | None] = [point.value for point in made.points]
    if made.chart is not None:
        for line in (made.chart.cl, made.chart.lcl, made.chart.ucl):
            found += [float(value) for value in line if math.isfinite(value)]
    return found


def _across(points: int, size: Size) -> Scale:
    return Scale(-0.5, max(points - 0.5, 0.5), size.left, size.width - size.right)


def _grid(ticks: list[float], down: Scale, size: Size, unit: str) -> list[str]:
    parts = []
    for tick in ticks:
        y = down.at(tick)
        parts.append(svg.line(size.left, y, size.width - size.right, y, "c-grid"))
        parts.append(svg.text(size.left - 8, y + 4, tick_said(tick, ticks), anchor="end"))
    return parts


def _months(points: Sequence[Point], across: Scale, size: Size) -> list[str]:
    """The names of the periods, as many as there is room for; the year below, where it is a new one."""
    room = (size.width - size.left - size.right) / max(len(points), 1)
    every = max(1, math.ceil(min(FEW_LABELS, 46) / room))
    base, parts, year = size.height - size.bottom, [], ""
    parts.append(svg.line(size.left, base, size.width - size.right, base, "c-axis"))
    for place in range(len(points) - 1, -1, -every):
        x = across.at(place)
        parts.append(svg.line(x, base, x, base + 5, "c-axis"))
        if periods.kind_of(points[place].period) != "year":
            parts.append(svg.text(x, base + 19, periods.short(points[place].period), anchor="middle"))
    last_x = -math.inf
    for place, point in enumerate(points):
        if point.period[:4] != year:
            year, x = point.period[:4], across.at(place)
            if x - last_x > 40:
                parts.append(svg.text(x, base + 36, year, anchor="middle"))
                last_x = x
    return parts


def _lines(made: Drawn, across: Scale, down: Scale) -> list[str]:
    """Centre line and limits of each part; a broken centre line says that the run rules signal."""
    assert made.chart is not None
    parts = []
    for part in made.chart.parts:
        places = range(part.first - 1, part.last)
        for name in ("lcl", "ucl"):
            values = getattr(made.chart, name)
            parts.append(svg.path([_step(across, down, place, values[place]) for place in places], "c-limit"))
        dashed = {"stroke_dasharray": "9 5"} if part.runs.runs_signal and made.reading is not None else {}
        xs = across.at(part.first - 1.5), across.at(part.last - 0.5)
        if part.cl is not None:
            y = down.at(part.cl)
            parts.append(
                svg.mark("path", "c-centre", d=f"M{svg.n(xs[0])} {svg.n(y)} L{svg.n(xs[1])} {svg.n(y)}", **dashed)
            )
    return parts


def _step(across: Scale, down: Scale, place: int, value: float) -> tuple[float, float] | None:
    return (across.at(place), down.at(float(value))) if math.isfinite(value) else None


def _breaks(made: Drawn, across: Scale, size: Size) -> list[str]:
    assert made.chart is not None
    xs = [across.at(part.first - 1.5) for part in made.chart.parts[1:]]
    return [svg.line(x, size.top, x, size.height - size.bottom, "c-break") for x in xs]


def _series(
    made: Drawn, across: Scale, down: Scale, said: Callable[[Point], str], line: str, dot: str, offset: int = 0
) -> list[str]:
    places = [
        None if point.value is None else (across.at(place + offset), down.at(point.value))
        for place, point in enumerate(made.points)
    ]
    marked = signalling(made) if made.chart is not None and line == "c-line" else [False] * len(places)
    parts = [svg.path(places, line)]
    small = len(places) > 40
    for point, place, special in zip(made.points, places, marked, strict=True):
        if place is None:
            continue
        if special:
            parts.append(svg.diamond(*place, said(point), size=5.5 if small else 7))
        else:
            parts.append(svg.dot(*place, said(point), dot, 2.2 if small else 3.5))
    return parts


def _offset(made: Drawn, beside: Drawn) -> int:
    """How many places the other series is shifted, so that the same period stands above itself."""
    where = {point.period: place for place, point in enumerate(made.points)}
    return next((where[p.period] - place for place, p in enumerate(beside.points) if p.period in where), 0)


def _described(made: Drawn, said: Callable[[Point], str]) -> str:
    latest = made.latest
    if latest is None:
        return _("Ingen tall kan vises.")
    return _("Siste tall: %(said)s. Alle tallene står i tabellen.") % {"said": said(latest)}
