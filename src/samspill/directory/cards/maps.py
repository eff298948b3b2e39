"""The schematic map of a community: what stands in which square, how strongly it is filled, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from uuid import UUID

from samspill.directory import facts
from samspill.directory.cards.communities import Branch, CommunityCard, inhabitants_here
from samspill.directory.cards.layout import Point, Square, squares_for
from samspill.directory.models import MapPlace, Unit

WIDTH, HEIGHT, GAP = 132, 92, 8  # of a square, in the units of the drawing
FRAME, HEADING = 14, 34  # around the districts of a city
ON_A_LINE = 13  # letters
STEPS = (0, 3_000, 10_000, 25_000, 60_000)  # inhabitants from which a square is filled more strongly


@dataclass(frozen=True)
class Tile:
    """One area. `number` is its key in the list beside; `shade` is 1 to 5; `elsewhere` the community it belongs to."""

    unit: Unit
    number: int
    x: int
    y: int
    lines: list[str]
    shade: int
    inhabitants: int | None
    elsewhere: str = ""
    districts: int = 0

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2


@dataclass(frozen=True)
class City:
    """The districts of one city, in a frame of their own under the map."""

    name: str
    y: int
    width: int
    height: int
    tiles: list[Tile]


@dataclass(frozen=True)
class CommunityMap:
    width: int
    height: int
    tiles: list[Tile]
    cities: list[City] = field(default_factory=list)
    stated: bool = False  # somebody chose squares
    geographic: bool = False  # some squares come from true positions


def map_of(card: CommunityCard) -> CommunityMap:
    """Three queries at most beside the card's own."""
    branches = sorted([*card.municipalities, *card.districts], key=lambda branch: branch.then.name.casefold())
    units = [branch.then.unit for branch in branches]
    stated, points = stated_squares(units), points_of(units)
    squares = squares_for([unit.pk for unit in units], stated, points)
    tiles = [_tile(branch, number, squares[branch.then.unit.pk]) for number, branch in enumerate(branches, 1)]
    width = max((tile.x for tile in tiles), default=0) + WIDTH
    below = max((tile.y + HEIGHT for tile in tiles), default=0)
    cities = _cities([branch for branch in branches if branch.below], below, max(width, 5 * (WIDTH + GAP)), len(tiles))
    return CommunityMap(
        width=max([width, *(city.width for city in cities)]),
        height=max([below, *(city.y + city.height for city in cities)]),
        tiles=tiles,
        cities=cities,
        stated=bool(stated),
        geographic=bool(set(points) - set(stated)),
    )


def stated_squares(units: Iterable[Unit]) -> dict[UUID, Square]:
    rows = MapPlace.objects.filter(unit__in=[unit.pk for unit in units])
    return {row.unit_id: (row.column, row.row) for row in rows}


def points_of(units: Iterable[Unit]) -> dict[UUID, Point]:
    """Where real municipalities lie; a district where its city does."""
    by_number = {row["number"]: row for row in facts.rows_of("municipality_points.csv")}
    found = {}
    for unit in units:
        row = None if unit.fictional else by_number.get(unit.number[:4])
        if row is not None:
            found[unit.pk] = (float(row["north"]), float(row["east"]))
    return found


def shade_of(inhabitants: int | None) -> int:
    return sum(1 for step in STEPS if (inhabitants or 0) >= step)


def _tile(branch: Branch, number: int, square: Square) -> Tile:
    here = inhabitants_here(branch)
    return Tile(
        unit=branch.then.unit,
        number=number,
        x=square[0] * (WIDTH + GAP),
        y=square[1] * (HEIGHT + GAP),
        lines=lines_of(branch.then.name),
        shade=shade_of(here),
        inhabitants=here or None,
        elsewhere=branch.elsewhere,
        districts=len(branch.below),
    )


def _cities(branches: Sequence[Branch], top: int, width: int, last_number: int) -> list[City]:
    """One frame a city, below each other, as wide as the map."""
    cities: list[City] = []
    y, number = top + 3 * GAP, last_number
    for branch in branches:
        fit = max(1, (width - 2 * FRAME + GAP) // (WIDTH + GAP))
        columns = (
            min(fit, len(branch.below)) if len(branch.below) <= fit else min(fit, ceil(sqrt(len(branch.below) * 2)))
        )
        tiles = [
            Tile(
                unit=part.then.unit,
                number=number + place + 1,
                x=FRAME + place % columns * (WIDTH + GAP),
                y=y + HEADING + place // columns * (HEIGHT + GAP),
                lines=lines_of(part.then.name),
                shade=shade_of(part.then.unit.inhabitants),
                inhabitants=part.then.unit.inhabitants,
                elsewhere=part.elsewhere,
            )
            for place, part in enumerate(branch.below)
        ]
        number += len(tiles)
        rows = ceil(len(tiles) / columns)
        height = HEADING + rows * (HEIGHT + GAP) - GAP + FRAME
        cities.append(City(branch.then.name, y, 2 * FRAME + columns * (WIDTH + GAP) - GAP, height, tiles))
        y += height + 2 * GAP
    return cities


def lines_of(name: str) -> list[str]:
    """The name on at most two lines; of a name in several languages, the first. The whole name stands in the list."""
    first = name.split(" - ")[0]
    if len(first) <= ON_A_LINE:
        return [first]
    for mark in (" ", "-"):
        head, found, tail = first.partition(mark)
        if found and len(head) <= ON_A_LINE:
            return [head + mark.strip(), _cut(tail)]
    return [_cut(first)]


def _cut(text: str) -> str:
    return text if len(text) <= ON_A_LINE else text[: ON_A_LINE - 1] + "…"
