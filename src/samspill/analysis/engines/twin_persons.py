"""What the rows of a person in a year tell together, in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from samspill.analysis.engines.cells import UNKNOWN
from samspill.analysis.indicators.indicator import Values
from samspill.analysis.indicators.shapes import AnyTrue, Bits, Count, Distinct, Fact, MostWithin, Persons, Sum

Rows = list[dict[str, Any]]


def people_of(figure: Persons, settings: Values, kept: Rows) -> Iterator[tuple[int, dict[str, str], Mapping[str, Any]]]:
    """The year, the place, and the facts of each person in each year."""
    dated = sorted((row for row in kept if row[figure.at] is not None), key=lambda row: row[figure.order])
    all_of: dict[Any, Rows] = defaultdict(list)
    for row in dated:
        all_of[row[figure.person]].append(row)
    for theirs in all_of.values():
        for year in sorted({row[figure.at].year for row in theirs}):
            of_year = [row for row in theirs if row[figure.at].year == year]
            facts = {
                name: _fact(fact, of_year, theirs) for name, fact in figure.facts_by(settings).items()
            }  # fmt: skip
            place = {name: of_year[-1][column] or UNKNOWN for name, column in figure.places.items()}
            yield year, place, facts


def _fact(fact: Fact, of_year: Rows, theirs: Rows) -> Any:
    match fact:
        case Count():
            return len(of_year)
        case Distinct(column):
            return len({row[column] for row in of_year} - {None})
        case Sum(column):
            return float(sum(row[column] or 0 for row in of_year))
        case Bits(column):
            bits = 0
            for row in of_year:
                bits |= row[column] or 0
            return bits
        case AnyTrue(column):
            return any(row[column] for row in of_year)
        case MostWithin(days, day):
            return max(_within(row[day], days, [other[day] for other in theirs]) for row in of_year)


def _within(last: Any, days: int, all_days: list[Any]) -> int:
    first = last - timedelta(days=days - 1)
    return sum(first <= day <= last for day in all_days)
