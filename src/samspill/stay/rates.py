"""What a payable day costs, and what a stay comes to.

Rates are data, year by year; a year without one is never guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from samspill.stay.days import PayableDay, payable_days
from samspill.stay.rules import Rules
from samspill.stay.standing import Stay

_DAY = timedelta(days=1)


class MissingRate(Exception):
    """No rate is known for a year. The sentence says which, and what to do."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"Døgnsatsen for {year} er ikke lagt inn. Legg den inn med kilde før beløpet kan regnes ut.")


@dataclass(frozen=True)
class Rate:
    """Kroner for one payable day, and who says so."""

    kroner: int
    source: str


@dataclass(frozen=True)
class Rates:
    """Rates by year."""

    by_year: Mapping[int, Rate]

    @staticmethod
    @lru_cache(maxsize=1)
    def national() -> Rates:
        """The published rates (rates.csv)."""
        text = files("samspill.stay").joinpath("rates.csv").read_text(encoding="utf-8")
        rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
        return Rates({int(row["year"]): Rate(int(row["kroner"]), row["source"]) for row in rows})

    def with_rate(self, year: int, kroner: int, source: str) -> Rates:
        """The same rates with one more, as entered by a person with its source."""
        return Rates({**self.by_year, year: Rate(kroner, source)})

    def on(self, day: date) -> Rate:
        """Raises MissingRate."""
        if day.year not in self.by_year:
            raise MissingRate(day.year)
        return self.by_year[day.year]


@dataclass(frozen=True)
class Line:
    """Days in a row, one municipality, one rate. `last` is counted."""

    municipality: str
    first: date
    last: date
    days: int
    rate: int

    @property
    def kroner(self) -> int:
        return self.days * self.rate


@dataclass(frozen=True)
class Settlement:
    """What a stay comes to. `missing` holds the years without a rate; then no sum is known."""

    lines: tuple[Line, ...] = ()
    missing: tuple[int, ...] = field(default=())

    @property
    def kroner(self) -> int | None:
        """The sum, or None when a year's rate is missing."""
        return None if self.missing else sum(line.kroner for line in self.lines)

    def sum_or_raise(self) -> int:
        """The sum. Raises MissingRate."""
        if self.missing:
            raise MissingRate(self.missing[0])
        return sum(line.kroner for line in self.lines)


def settlement(stay: Stay, today: date, rules: Rules | None = None, rates: Rates | None = None) -> Settlement:
    """The payable days of a stay up to today as lines; each day at the rate of its own year."""
    rates = rates or Rates.national()
    days = payable_days(stay, today, rules or Rules())
    missing = sorted({day.day.year for day in days} - set(rates.by_year))
    priced = [day for day in days if day.day.year not in missing]
    return Settlement(tuple(_lines(priced, rates)), tuple(missing))


def _lines(days: list[PayableDay], rates: Rates) -> Iterator[Line]:
    """Days that follow one another, with the same municipality and year, make one line."""

    def run(numbered: tuple[int, PayableDay]) -> tuple[str, int, date]:
        number, payable = numbered
        return payable.municipality, payable.day.year, payable.day - number * _DAY

    for (municipality, _, _), group in groupby(enumerate(days), key=run):
        members = [payable.day for _, payable in group]
        rate = rates.on(members[0]).kroner
        yield Line(municipality, members[0], members[-1], len(members), rate)
