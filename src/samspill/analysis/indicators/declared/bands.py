"""Age bands, and groups of sex and age that people are compared within."""

from __future__ import annotations

from functools import cache

from samspill.analysis.indicators.shapes import Condition

_FROM = (0, 18, 35, 50, 60, 67, 70, 75, 80, 85, 90)
AGES = tuple(
    (f"{first}-{following - 1}" if following < 200 else f"{first}+", first, following - 1)
    for first, following in zip(_FROM, (*_FROM[1:], 200), strict=True)
)
SEXES = ("female", "male")


@cache
def band_of(sex: str, age: int) -> str:
    """The group of a person."""
    return next(f"{sex} {name}" for name, first, last in AGES if first <= age <= last)


def _is(sex: str, first: int, last: int) -> Condition:
    return lambda t, s: (t.sex == sex) & t.age.between(first, last)


SEX_AND_AGE: tuple[tuple[str, Condition], ...] = tuple(
    (f"{sex} {name}", _is(sex, first, last)) for sex in SEXES for name, first, last in AGES
)
