"""Person-years from the table `population`, and what would be expected of people of each sex and age."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from samspill.analysis.engines.cells import Engine
from samspill.analysis.figures.periods import bounds, month_number, month_start, overlap
from samspill.analysis.indicators.declared.bands import AGES, SEXES, band_of
from samspill.analysis.indicators.shapes import People
from samspill.analysis.statistics.standard_populations import norwegian

YEAR_DAYS = 365.25
Span = tuple[date, date]
_SUMS = ["count", "hits", "numerator"]


def with_people(cells: pd.DataFrame, engine: Engine) -> pd.DataFrame:
    """Only places whose people are known: else the events of all would be divided by the people of some."""
    if "municipality" not in cells:
        return cells
    return cells[cells["municipality"].isin(set(_population(engine)["municipality"]))]


def person_years(people: People, rows: pd.DataFrame, engine: Engine, span: Span) -> list[float | None]:
    """For each row: of the place (all places when none is named), in the days of the period that the data tells of."""
    lived = _population(engine)
    lived = lived[(lived["age"] >= people.least_age) & (lived["age"] <= people.most_age)]
    if people.by_group:
        lived = lived.assign(group=[band_of(sex, age) for sex, age in zip(lived["sex"], lived["age"], strict=True)])
    by = ["year", "municipality", *(["group"] if people.by_group else [])]
    sums = {key: float(n) for key, n in lived.groupby(by)["persons"].sum().items()}
    totals = with_totals(sums)
    years = sorted({key[0] for key in sums})

    @cache
    def of(kind: str, period: str, *place: str | None) -> float | None:
        found = [
            totals.get((nearest(years, month // 12), *place), 0) * days / YEAR_DAYS
            for month, days in months_of(kind, period, span)
        ]
        return sum(found) or None

    columns: list[Any] = [column_of(rows, "period_kind"), column_of(rows, "period"), column_of(rows, "municipality")]
    columns += [column_of(rows, "group")] if people.by_group else []
    return [of(*key) for key in zip(*columns, strict=True)]


def column_of(rows: pd.DataFrame, name: str) -> list[Any]:
    return [None if value != value else value for value in rows[name]] if name in rows else [None] * len(rows)


def with_totals(sums: dict[Any, float]) -> dict[Any, float]:
    """Also under None: all places, all groups."""
    totals: dict[Any, float] = {}
    for (year, *place), number in sums.items():
        for kept in range(2 ** len(place)):
            key = (year, *(name if kept >> position & 1 else None for position, name in enumerate(place)))
            totals[key] = totals.get(key, 0) + number
    return totals


def months_of(kind: str, period: str, span: Span) -> list[tuple[int, int]]:
    """The months of a period, each with the days of it that the data tells of."""
    first, last = bounds(kind, period)
    numbers = range(month_number(first), month_number(last) if last.day == 1 else month_number(last) + 1)
    days = [(n, overlap((max(month_start(n), first), min(month_start(n + 1), last)), span)) for n in numbers]
    return [(number, count) for number, count in days if count]


def nearest(years: list[int], year: int) -> int:
    """The year itself where people were counted, else the nearest one."""
    return min(years, key=lambda other: (abs(other - year), other), default=year)


def _population(engine: Engine) -> pd.DataFrame:
    table = engine.raw("population")
    assert table is not None, "checked before counting"
    return table.to_pandas()


def expected(cells: pd.DataFrame, engine: Engine, span: Span) -> pd.DataFrame:
    """One row per place and month: what happened, and what would have, had the place everybody's rates.

    The rates are those of each sex and age band in each year, of all places together that `population` knows.
    """
    joined = _seen_by_all(cells, _by_group(engine), span)
    joined["year"] = joined["at"] // 12
    sums = joined.groupby(["year", "group"])[["numerator", "lived"]].transform("sum")
    joined["denominator"] = joined["lived"] * sums["numerator"] / sums["lived"]
    found = joined.groupby(["at", "municipality"], as_index=False)[[*_SUMS, "denominator"]].sum()
    return found.astype({"count": "int64", "hits": "int64"})


def standardised(cells: pd.DataFrame, engine: Engine, span: Span, year: int) -> pd.DataFrame:
    """One row per place and month, its numerator weighted by how many of each sex and age the standard has for each
    that lives there. A group that nobody in the place belongs to adds nothing, in the standard either."""
    people = _by_group(engine)
    lives = people["persons"].where(people["persons"] > 0)
    everybody = people.groupby(["year", "municipality"])["persons"].transform("sum")
    share = people["group"].map(_standard(year))
    there = share.where(lives.notna()).groupby([people["year"], people["municipality"]]).transform("sum")
    joined = _seen_by_all(cells, people.assign(weight=(share / there * everybody / lives).fillna(0)), span)
    joined["numerator"] *= joined["weight"]
    found = joined.groupby(["at", "municipality"], as_index=False)[_SUMS].sum()
    return found.assign(denominator=0.0).astype({"count": "int64", "hits": "int64"})  # looked up after the sums


@cache
def _standard(year: int) -> dict[str, float]:
    """The share of Norway's people in each group."""
    of_sex = {sex: norwegian(year, sex).in_bands([name for name, _first, _last in AGES]) for sex in SEXES}
    whole = sum(float(of.sum()) for of in of_sex.values())
    return {
        f"{sex} {name}": float(number) / whole
        for sex, of in of_sex.items()
        for (name, _first, _last), number in zip(AGES, of, strict=True)
    }


def _by_group(engine: Engine) -> pd.DataFrame:
    """People of each year, municipality, and group of sex and age."""
    lived = _population(engine)
    lived = lived.assign(group=[band_of(sex, age) for sex, age in zip(lived["sex"], lived["age"], strict=True)])
    return lived.groupby(["year", "municipality", "group"], as_index=False)["persons"].sum()


def _seen_by_all(cells: pd.DataFrame, people: pd.DataFrame, span: Span) -> pd.DataFrame:
    """What happened in each group, place and month; nought where nothing did. Only of people that are known."""
    seen = cells.groupby(["at", "municipality", "group"], as_index=False)[_SUMS].sum()
    joined = _calendar(people, span).merge(seen, on=["at", "municipality", "group"], how="left")
    return joined.fillna(dict.fromkeys(_SUMS, 0))


def _calendar(people: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Person-years lived by each group in each place and month."""
    years = sorted(set(people["year"]))
    first, last = month_number(span[0]), month_number(span[1])
    months = [(n, overlap((month_start(n), month_start(n + 1)), span)) for n in range(first, last + 1)]
    frame = pd.DataFrame(
        [(n, days, nearest(years, n // 12)) for n, days in months if days], columns=["at", "days", "year"]
    )
    whole = frame.merge(people, on="year")
    whole["lived"] = whole["persons"] * whole["days"] / YEAR_DAYS
    return whole.drop(columns=["days", "year", "persons"])
