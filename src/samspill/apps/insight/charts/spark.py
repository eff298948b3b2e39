"""A little curve beside a number: the shape of it, without scales."""

from __future__ import annotations

from samspill.apps.insight.charts import svg
from samspill.apps.insight.series import Drawn

WIDTH, HEIGHT, EDGE = 150, 44, 5


def spark(made: Drawn) -> str:
    """Decoration only: what it shows is said in words beside it. Empty for a series of fewer than three numbers."""
    known = [point.value for point in made.points if point.value is not None]
    if len(known) < 3:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    wide = WIDTH - 2 * EDGE
    places = [
        None
        if point.value is None
        else (
            EDGE + wide * number / max(len(made.points) - 1, 1),
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (point.value - low) / span,
        )
        for number, point in enumerate(made.points)
    ]
    last = next(place for place in reversed(places) if place is not None)
    inside = svg.path(places, "c-line") + svg.mark("circle", "c-dot", cx=svg.n(last[0]), cy=svg.n(last[1]), r="4")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" aria-hidden="true">{inside}</svg>'
    )
