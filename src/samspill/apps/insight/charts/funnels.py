"""Places by size: within the funnel, their differences are what chance alone would give."""

from __future__ import annotations

import math
from collections.abc import Callable

from django.utils.translation import gettext as _

from samspill.analysis.statistics import Funnel
from samspill.apps.insight.charts import svg
from samspill.apps.insight.charts.control import Size
from samspill.apps.insight.charts.scale import scale_for, tick_said

WIDE = Size(width=760, height=340, look="chart--wide")
NARROW = Size(width=380, height=320, left=44, right=12, look="chart--narrow")


def funnel_chart(made: Funnel, *, title: str, size_said: str, said: Callable[[int], str], size: Size = WIDE) -> str:
    """`said(i)` says unit number i in words; `size_said` what the horizontal axis counts."""
    order = sorted(range(len(made.units)), key=lambda place: float(made.denominator[place]))
    limits = [float(v) for line in (made.lower_outer, made.upper_outer) for v in line if math.isfinite(v)]
    down, ticks = scale_for(
        [*map(float, made.value), made.target, *limits], size.height - size.bottom, size.top, from_zero=True
    )
    across, along = scale_for(map(float, made.denominator), size.left, size.width - size.right, about=5)
    base = size.height - size.bottom
    inside = []
    for tick in ticks:
        y = down.at(tick)
        inside += [
            svg.line(size.left, y, size.width - size.right, y, "c-grid"),
            svg.text(size.left - 8, y + 4, tick_said(tick, ticks), anchor="end"),
        ]
    for tick in along[:: 2 if size.width < 500 else 1]:
        inside.append(svg.text(across.at(tick), base + 18, tick_said(tick, along), anchor="middle"))
    inside.append(svg.text((size.left + size.width - size.right) / 2, base + 37, size_said, anchor="middle"))
    for line, look in (
        (made.lower_outer, "c-limit"),
        (made.upper_outer, "c-limit"),
        (made.lower_inner, "c-break"),
        (made.upper_inner, "c-break"),
    ):
        inside.append(svg.path([_point(across.at, down.at, made.denominator[i], line[i]) for i in order], look))
    inside.append(svg.line(size.left, down.at(made.target), size.width - size.right, down.at(made.target), "c-centre"))
    for i in order:
        x, y = across.at(float(made.denominator[i])), down.at(float(made.value[i]))
        inside.append(svg.diamond(x, y, said(i)) if made.outlier[i] else svg.dot(x, y, said(i), radius=4.5))
        if made.outlier[i]:
            inside.append(_named(made.units[i], x, y, size))
    outliers = sum(bool(each) for each in made.outlier)
    told = _("%(n)s ligger utenfor de ytterste grensene.") % {"n": outliers}
    return svg.whole(size.width, size.height, title, told, inside, size.look)


def _named(name: str, x: float, y: float, size: Size) -> str:
    at_right = x > size.width - 130
    return svg.text(x - 11 if at_right else x + 11, y + 4, name, "c-label", anchor="end" if at_right else "start")


def _point(
    across: Callable[[float], float], down: Callable[[float], float], x: float, y: float
) -> tuple[float, float] | None:
    return (across(float(x)), down(float(y))) if math.isfinite(y) else None
