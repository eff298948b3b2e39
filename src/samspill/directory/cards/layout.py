"""A schematic map: each area gets one square, near where it truly lies, and never two the same.

Plain Python; knows nothing of the database. A square is (column, row), counted from the upper left corner, from 0.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import ceil, cos, radians, sqrt
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Square = tuple[int, int]
Point = tuple[float, float]

ROOM = 1.7  # squares for each area, so that the outline of the land can be felt


def squares_for(areas: Sequence[Key], stated: Mapping[Key, Square], points: Mapping[Key, Point]) -> dict[Key, Square]:
    """A square for each of `areas`.

    stated   squares that somebody chose; the first to ask gets it, the next the nearest free one
    points   (degrees north, degrees east) of areas that lie somewhere
    Areas with neither come last, in reading order below the others.
    """
    placed: dict[Key, Square] = {}
    taken: set[Square] = set()
    for area in [area for area in areas if area in stated]:
        _put(area, stated[area], placed, taken)
    lying = [area for area in areas if area in points and area not in placed]
    wanted = _wanted(lying, points)
    for area in sorted(lying, key=lambda area: _from_middle(wanted[area], wanted)):
        column, row = wanted[area]
        _put(area, (round(column), round(row)), placed, taken, near=(column, row))
    rest = [area for area in areas if area not in placed]
    below = max((row for _, row in taken), default=-1) + 1
    width = max(max((column for column, _ in taken), default=0) + 1, ceil(sqrt(len(rest) or 1)))
    for number, area in enumerate(rest):
        _put(area, (number % width, below + number // width), placed, taken)
    return _to_corner(placed)


def _wanted(areas: Sequence[Key], points: Mapping[Key, Point]) -> dict[Key, Point]:
    """Where each would stand if squares could overlap: true directions, about `ROOM` squares for each area."""
    if not areas:
        return {}
    middle = sum(points[area][0] for area in areas) / len(areas)
    flat = {area: (points[area][1] * cos(radians(middle)), -points[area][0]) for area in areas}
    left, top = min(x for x, _ in flat.values()), min(y for _, y in flat.values())
    width = max(x for x, _ in flat.values()) - left or 0.01
    height = max(y for _, y in flat.values()) - top or 0.01
    # A long and narrow land still gets a few squares across.
    step = max(sqrt(width * height / (len(areas) * ROOM)), max(width, height) / (4 * sqrt(len(areas)) + 3))
    return {area: ((x - left) / step, (y - top) / step) for area, (x, y) in flat.items()}


def _from_middle(point: Point, others: Mapping[Key, Point]) -> float:
    """The middle is crowded, so it is placed first; who lies at the edge has room outside."""
    x = sum(each[0] for each in others.values()) / len(others)
    y = sum(each[1] for each in others.values()) / len(others)
    return (point[0] - x) ** 2 + (point[1] - y) ** 2


def _put(area: Key, square: Square, placed: dict[Key, Square], taken: set[Square], near: Point | None = None) -> None:
    found = square if square not in taken else _nearest_free(square, near or square, taken)
    placed[area] = found
    taken.add(found)


def _nearest_free(square: Square, near: Point, taken: set[Square]) -> Square:
    column, row = square
    reach = 1
    while True:
        ring = [
            (x, y)
            for x in range(column - reach, column + reach + 1)
            for y in range(row - reach, row + reach + 1)
            if (x, y) not in taken
        ]
        if ring:
            return min(ring, key=lambda each: ((each[0] - near[0]) ** 2 + (each[1] - near[1]) ** 2, each[1], each[0]))
        reach += 1


def _to_corner(placed: dict[Key, Square]) -> dict[Key, Square]:
    """No empty columns or rows at the left and on top."""
    left = min((column for column, _ in placed.values()), default=0)
    top = min((row for _, row in placed.values()), default=0)
    return {area: (column - left, row - top) for area, (column, row) in placed.items()}
