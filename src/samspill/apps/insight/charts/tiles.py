"""The schematic map: one square a municipality, filled by the value, with the number in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from django.utils.translation import gettext as _

from samspill.apps.insight.charts import svg
from samspill.apps.insight.places import Place
from samspill.apps.insight.series import Point
from samspill.directory.cards.layout import squares_for
from samspill.directory.cards.maps import GAP, HEIGHT, WIDTH, lines_of, points_of, stated_squares

FILLS = ("#eef6f5", "#d3e8e5", "#aed6d2", "#7fbdb7", "#4f9f98")
DARK_TEXT = "#062f2d"
HATCH = (
    '<defs><pattern id="{id}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" class="c-hatch-ground" fill="#ffffff"/><line x1="0" y1="0" x2="0" y2="8" '
    'class="c-hatch" stroke="#b8c0c7" stroke-width="3"/></pattern></defs>'
)


def tile_map(
    places: tuple[Place, ...],
    points: Mapping[str, Point],
    *,
    title: str,
    number: Callable[[Point], str],
    said: Callable[[Point], str],
    narrow: bool = False,
) -> str:
    """Places without a number in the period are left white with a dash; hidden ones are hatched."""
    units = [place.unit for place in places]
    squares = squares_for([unit.pk for unit in units], stated_squares(units), points_of(units))
    step = _steps([point.value for point in points.values() if point.value is not None])
    hatch = "hatch-narrow" if narrow else "hatch-wide"
    inside, width, height = [HATCH.format(id=hatch)], 0, 0
    for place in places:
        column, row = squares[place.unit.pk]
        x, y = column * (WIDTH + GAP), row * (HEIGHT + GAP)
        width, height = max(width, x + WIDTH), max(height, y + HEIGHT)
        inside.append(_tile(place, points.get(place.number), x, y, step, number, said, narrow, hatch))
    look = "chart--narrow" if narrow else "chart--wide"
    return svg.whole(max(width, WIDTH), max(height, HEIGHT), title, _("Tallene står i tabellen."), inside, look)


def _steps(values: list[float]) -> Callable[[float], int]:
    """The shade of a value: five equal steps from the least to the greatest."""
    low, high = min(values, default=0), max(values, default=0)

    def step(value: float) -> int:
        return 2 if high <= low else min(4, int((value - low) / (high - low) * 5))

    return step


def _tile(
    place: Place,
    point: Point | None,
    x: float,
    y: float,
    step: Callable[[float], int],
    number: Callable[[Point], str],
    said: Callable[[Point], str],
    narrow: bool,
    hatch: str,
) -> str:
    hidden = point is not None and point.state == "hidden"
    shade = step(point.value) if point is not None and point.value is not None else None
    fill = f"url(#{hatch})" if hidden else "#ffffff" if shade is None else FILLS[shade]
    box = svg.mark(
        "rect", "c-tile", x=x + 1, y=y + 1, width=WIDTH - 2, height=HEIGHT - 2, rx=8, fill=fill,
        stroke="#8fb7b3", data_shade="none" if shade is None else shade,
    )  # fmt: skip
    value = _("skjult") if hidden else number(point) if point is not None and point.value is not None else "–"
    words = place.name if point is None else f"{place.name}: {said(point)}"
    return f'<g class="c-square"><title>{escape(words)}</title>{box}{_names(place, value, x, y, narrow)}</g>'


def _names(place: Place, value: str, x: float, y: float, narrow: bool) -> str:
    middle = x + WIDTH / 2
    if narrow:
        name = place.name if len(place.name) <= 8 else f"{place.name[:7]}."
        return svg.text(middle, y + 36, name, "c-label", anchor="middle", font_size="25") + svg.text(
            middle, y + 72, value, "c-strong", anchor="middle", font_size="30"
        )
    lines = lines_of(place.name)
    top = y + (34 if len(lines) == 1 else 26)
    names = "".join(
        svg.text(middle, top + 17 * place_, line, "c-label", anchor="middle", font_size="15")
        for place_, line in enumerate(lines)
    )
    return names + svg.text(middle, y + 76, value, "c-strong", anchor="middle", font_size="19")
