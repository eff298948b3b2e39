"""The schematic map: one square a municipality, filled by the value, with the number in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from uuid import UUID

from django.utils.translation import gettext as _

from samspill.apps.insight.charts import svg
from samspill.apps.insight.places import Place
from samspill.apps.insight.series import Point
from samspill.directory import lookup
from samspill.directory.cards.layout import Square, squares_for
from samspill.directory.cards.maps import GAP, HEIGHT, WIDTH, lines_of, points_of, stated_squares

FILLS = ("#eef6f5", "#d3e8e5", "#aed6d2", "#7fbdb7", "#4f9f98")
BOX = f'class="c-tile" stroke="#8fb7b3" stroke-width="1" width="{WIDTH - 2}" height="{HEIGHT - 2}" rx="8"'
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
    squares = _squares(places)
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


def _squares(places: tuple[Place, ...]) -> dict[UUID, Square]:
    """Where each place stands; laid out once, until the directory changes."""

    def lay_out() -> dict[UUID, Square]:
        units = [place.unit for place in places]
        return squares_for([unit.pk for unit in units], stated_squares(units), points_of(units))

    return lookup.remember(("insight squares", tuple(place.number for place in places)), lay_out)


def _steps(values: list[float]) -> Callable[[float], int]:
    """The shade of a value: five equal steps from the least to the greatest."""
    low, high = min(values, default=0), max(values, default=0)

    def step(value: float) -> int:
        return 2 if high <= low else min(4, int((value - low) / (high - low) * 5))

    return step


def _tile(
    place: Place,
    point: Point | None,
    x: int,
    y: int,
    step: Callable[[float], int],
    number: Callable[[Point], str],
    said: Callable[[Point], str],
    narrow: bool,
    hatch: str,
) -> str:
    hidden = point is not None and point.state == "hidden"
    shade = step(point.value) if point is not None and point.value is not None else None
    fill = f"url(#{hatch})" if hidden else "#ffffff" if shade is None else FILLS[shade]
    box = f'<rect {BOX} x="{x + 1}" y="{y + 1}" fill="{fill}" data-shade="{"none" if shade is None else shade}"/>'
    value = _("skjult") if hidden else number(point) if point is not None and point.value is not None else "–"
    words = place.name if point is None else f"{place.name}: {said(point)}"
    return f'<g class="c-square"><title>{escape(words)}</title>{box}{_names(place, value, x, y, narrow)}</g>'


def _names(place: Place, value: str, x: int, y: int, narrow: bool) -> str:
    middle = x + WIDTH // 2
    if narrow:
        name = place.name if len(place.name) <= 8 else f"{place.name[:7].rstrip()}."
        return _written(middle, y + 36, name, 25) + _written(middle, y + 72, value, 30, strong=True)
    lines = lines_of(place.name)
    top = y + (34 if len(lines) == 1 else 26)
    names = "".join(_written(middle, top + 17 * place_, line, 15) for place_, line in enumerate(lines))
    return names + _written(middle, y + 76, value, 19, strong=True)


def _written(x: int, y: int, words: str, size: int, strong: bool = False) -> str:
    """As `svg.text` would, but there are thousands of these on a map of the nation."""
    look = 'class="c-strong" font-weight="600"' if strong else 'class="c-label"'
    return (
        f'<text {look} fill="{svg.INK}" x="{x}" y="{y}" text-anchor="middle" font-size="{size}">{escape(words)}</text>'
    )
