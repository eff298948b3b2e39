"""The few ways that figures are counted. Each engine knows these, and an indicator is one of them filled in.

    Tally     rows of a prepared table, in the period of one of its days
    Spread    days of an interval, in the months (or on the days) they fall: waiting days, bed days, the midnight census
    Persons   persons in a year, by what all their rows in it tell together

Conditions and values are functions of a row `t` and the settings `s`, written as Ibis expressions: `(t.age >= s.age) &
(t.urgency == "acute")`. An engine gives them an Ibis table, one row at a time, or whole columns. They may use
columns of the prepared table, `== != < <= > >=`, `& | ~`, `+ - *`, `>>`, `.isin([…])`, `.between(a, b)`,
`.isnull()`, `.notnull()`, `.fill_null(x)` and `.cast("int64")`. What is missing makes a condition neither true nor
false, and such rows are left out; a missing value counts 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

Condition = Callable[[Any, Any], Any]
Value = Callable[[Any, Any], Any]
Group = str | tuple[tuple[str, Condition], ...]  # a column, or codes with the condition of each: the first that holds


# Denominators that are not a sum over the rows: they are looked up for each period and place afterwards.
@dataclass(frozen=True)
class Days:
    """Days of the period, as far as the data reaches: days divided by them is a mean per day."""

    table: str = ""


@dataclass(frozen=True)
class People:
    """Person-years of those who live there, from `population`: of the ages in between, in the group if there is one.

    by_group    the group names sex and age band ("female 80-84"), and people of the same are meant
    least_age   from this age
    most_age    to this age, included
    """

    by_group: bool = False
    least_age: int = 0
    most_age: int = 200
    table: str = "population"


@dataclass(frozen=True)
class Expected:
    """What would be expected with the rates of everybody in the data: sex and age bands as groups, people from
    `population`. The groups are added up, so the value is observed over expected (indirect standardisation)."""

    table: str = "population"


@dataclass(frozen=True)
class Standardised:
    """Person-years of those who live there, from `population`, with the numerator of each sex and age band (the group)
    weighted so that the value is what the rate would be had the place the standard's people (direct standardisation).
    Several places or years together are their mean, weighted by the people who live there.

    year   Norway's people on 1 January of that year are the standard
    """

    year: int
    table: str = "population"


@dataclass(frozen=True)
class Beds:
    """Bed days that could be used, from `hospital_beds`."""

    table: str = "hospital_beds"


@dataclass(frozen=True)
class OfAll:
    """The numerator of all groups together: the value is a group's share."""

    table: str = ""


LookedUp = Days | People | Expected | Standardised | Beds | OfAll


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What the shapes have in common.

    of             the prepared table (prepared/tables.py)
    where          which rows count at all
    trust, municipality, sector   the column of each dimension; empty when the table has none
    group          a dimension of its own
    denominator    a value of each row (one, unless said), or something looked up
    """

    of: str
    where: Condition | None = None
    trust: str = "trust"
    municipality: str = "municipality"
    sector: str = "sector"
    group: Group | None = None
    denominator: Value | LookedUp | None = None

    @property
    def places(self) -> dict[str, str]:
        """Dimension: column, of those it has, the group left out."""
        named = {"trust": self.trust, "municipality": self.municipality, "sector": self.sector}
        return {name: column for name, column in named.items() if column}

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Names of the dimensions in the result."""
        grouped = self.group is not None and not isinstance(self.denominator, Expected | Standardised)
        return (*self.places, "group") if grouped else tuple(self.places)

    @property
    def finest(self) -> str:
        """The shortest kind of period it is counted in."""
        return "month"

    @property
    def looked_up(self) -> LookedUp | None:
        """The denominator, when it is looked up."""
        return self.denominator if isinstance(self.denominator, LookedUp) else None

    @property
    def own_denominator(self) -> Value | None:
        """The denominator, when it is a value of each row."""
        return None if isinstance(self.denominator, LookedUp) else self.denominator


@dataclass(frozen=True, kw_only=True)
class Tally(Figure):
    """Rows in the month of the day `at`. numerator: a truth or a number of each row; None: every row counts one."""

    at: str
    numerator: Value | None = None


@dataclass(frozen=True, kw_only=True)
class Spread(Figure):
    """Days from `begins` (counted) to `ends` (not counted), each in the month it falls, or on its own day.

    weight    a column that is multiplied in; −1 takes a leave out of a wait. Rows that weigh less than 1 are not
              counted
    by_day    the days one by one: how many there are at the midnight that ends each day
    """

    begins: str
    ends: str
    weight: str = ""
    by_day: bool = False

    @property
    def finest(self) -> str:
        return "day" if self.by_day else "month"


# What all the rows of a person in a year tell together.
@dataclass(frozen=True)
class Count:
    """How many rows."""


@dataclass(frozen=True)
class Distinct:
    """How many different values of a column; missing ones are none."""

    column: str


@dataclass(frozen=True)
class Sum:
    """The sum of a column; missing values count 0."""

    column: str


@dataclass(frozen=True)
class Bits:
    """Bits of a column that are set in any row."""

    column: str


@dataclass(frozen=True)
class AnyTrue:
    """Whether a column is true in any row."""

    column: str


@dataclass(frozen=True)
class MostWithin:
    """The most rows within so many days in a row, the last of them in the year; earlier years are looked into."""

    days: int
    day: str = "admitted_on"


Fact = Count | Distinct | Sum | Bits | AnyTrue | MostWithin


@dataclass(frozen=True, kw_only=True)
class Persons(Figure):
    """Persons in each year of the day `at`. They belong where their last row in the year says.

    person, order    columns: whose the row is, and a number that grows with time for each person
    facts            what is known of a person in the year, by name; may be a function of the settings
    where            about a row; numerator, denominator and group are about a person: `lambda p, s: p.stays >= s.stays`
    """

    at: str
    numerator: Value
    person: str = "person"
    order: str = "order"
    facts: Mapping[str, Fact] | Callable[[Any], Mapping[str, Fact]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    @property
    def finest(self) -> str:
        return "year"

    def facts_by(self, settings: Any) -> Mapping[str, Fact]:
        """The facts, with the settings."""
        return self.facts(settings) if callable(self.facts) else self.facts
