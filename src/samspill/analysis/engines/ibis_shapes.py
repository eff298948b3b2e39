"""Each shape as an Ibis expression. It runs on DuckDB and on Spark as it stands."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr.types import Table

from samspill.analysis.engines.cells import UNKNOWN, dimensions_of
from samspill.analysis.indicators.indicator import Values
from samspill.analysis.indicators.shapes import (
    AnyTrue,
    Bits,
    Count,
    Distinct,
    Fact,
    Figure,
    MostWithin,
    Persons,
    Spread,
    Sum,
    Tally,
)
from samspill.analysis.prepared.functions import bit_or


def cells(figure: Figure, settings: Values, table: Table) -> Table:
    """The finest rows of a figure over its prepared table."""
    if isinstance(figure, Spread):
        return _spread(figure, settings, table)
    if isinstance(figure, Persons):
        return _persons(figure, settings, table)
    assert isinstance(figure, Tally)
    kept = _kept(figure, settings, table)
    kept = kept.filter(kept[figure.at].notnull())
    marked = kept.mutate(at=month_of(kept[figure.at]), **_places(figure, settings, kept))
    return _summed(figure, settings, marked)


def month_of(day: Any) -> Any:
    return day.year().cast("int64") * 12 + day.month().cast("int64") - 1


def _kept(figure: Figure, settings: Values, table: Table) -> Table:
    return table if figure.where is None else table.filter(figure.where(table, settings))


def _places(figure: Figure, settings: Values, table: Table) -> dict[str, Any]:
    """The dimensions, each a text."""
    found = {f"by_{name}": table[column].fill_null(UNKNOWN) for name, column in figure.places.items()}
    if figure.group is not None:
        found["by_group"] = _group(figure, settings, table)
    return found


def _group(figure: Figure, settings: Values, table: Table) -> Any:
    if isinstance(figure.group, str):
        return table[figure.group].fill_null(UNKNOWN)
    assert figure.group is not None
    return ibis.cases(*((condition(table, settings), code) for code, condition in figure.group), else_=UNKNOWN)


def _summed(figure: Tally | Persons, settings: Values, marked: Table) -> Table:
    one = ibis.literal(1.0)
    above = one if figure.numerator is None else _number(figure.numerator(marked, settings))
    own = figure.own_denominator
    below = one if own is None else _number(own(marked, settings))
    names = dimensions_of(figure)
    marked = marked.mutate(above=above, below=below)
    cells = marked.group_by("at", *(f"by_{name}" for name in names)).agg(
        count=(marked.below != 0).ifelse(1, 0).sum(),
        hits=(marked.above != 0).ifelse(1, 0).sum(),
        numerator=marked.above.sum(),
        denominator=marked.below.sum(),
    )  # fmt: skip
    # Where no row counts, as with stays of no days, there is no cell.
    return cells.filter((cells["count"] != 0) | (cells["hits"] != 0)).rename({name: f"by_{name}" for name in names})


def _number(value: Any) -> Any:
    """A truth as 1 or 0, a number as it is, what is missing as 0."""
    if not isinstance(value, ibis.Expr):
        value = ibis.literal(value)
    if value.type().is_boolean():
        value = value.ifelse(1.0, 0.0)
    return value.cast("float64").fill_null(0.0)


def _spread(figure: Spread, settings: Values, table: Table) -> Table:
    """Two sums, by the beginning and by the end: days are put together from them in `figures.spreading`."""
    kept = _kept(figure, settings, table)
    kept = kept.filter((kept[figure.begins] < kept[figure.ends]).fill_null(False))
    kept = kept.mutate(
        weight=(kept[figure.weight] if figure.weight else ibis.literal(1)).cast("int64"),
        **_places(figure, settings, kept),
    )
    last = kept[figure.ends] - ibis.interval(days=1)
    return _ends(figure, kept, kept[figure.begins], last, into=True).union(
        _ends(figure, kept, kept[figure.ends], last, into=False)
    )


def _ends(figure: Spread, kept: Table, day: Any, last: Any, *, into: bool) -> Table:
    """Sums by the time of one end of the interval. What is last seen in a month counts as ended there."""
    counted = (kept.weight > 0).ifelse(1, 0)
    names = dimensions_of(figure)
    zero = ibis.literal(0, "int64")
    turned = kept.mutate(
        at=_day_or_month(figure, day), left=zero if figure.by_day else _left_of_month(day), one=counted
    )
    sums = turned.group_by("at", *(f"by_{name}" for name in names)).agg(
        one=turned.one.sum(), weight=turned.weight.sum(), days=(turned.weight * turned.left).sum()
    )
    named = {name: sums[f"by_{name}"] for name in names}
    if into:
        return sums.select("at", **named, begun=sums.one, ended=zero, weight_in=sums.weight, days_in=sums.days,
                           weight_out=zero, days_out=zero)  # fmt: skip
    gone = kept.mutate(at=_day_or_month(figure, last), one=counted)
    gone_sums = gone.group_by("at", *(f"by_{name}" for name in names)).agg(one=gone.one.sum())
    out = sums.select("at", **named, begun=zero, ended=zero, weight_in=zero, days_in=zero,
                      weight_out=sums.weight, days_out=sums.days)  # fmt: skip
    seen = gone_sums.select("at", **{name: gone_sums[f"by_{name}"] for name in names}, begun=zero, ended=gone_sums.one,
                            weight_in=zero, days_in=zero, weight_out=zero, days_out=zero)  # fmt: skip
    return out.union(seen)


def _day_or_month(figure: Spread, day: Any) -> Any:
    return day.epoch_days().cast("int64") if figure.by_day else month_of(day)


def _left_of_month(day: Any) -> Any:
    """Days from this one, itself counted, to the end of its month."""
    following = (day.truncate("M") + ibis.interval(months=1)).cast("date")
    return following.epoch_days().cast("int64") - day.epoch_days().cast("int64")


def _persons(figure: Persons, settings: Values, table: Table) -> Table:
    facts = dict(figure.facts_by(settings))
    kept = _kept(figure, settings, table)
    kept = kept.filter(kept[figure.at].notnull())
    for name, fact in facts.items():
        if isinstance(fact, MostWithin):
            kept = _within(figure, fact, name, kept)
    kept = kept.mutate(at=kept[figure.at].year().cast("int64"))
    places = {
        name: kept[column].fill_null(UNKNOWN).argmax(kept[figure.order]) for name, column in figure.places.items()
    }
    people = kept.group_by("at", figure.person).agg(
        **{f"by_{name}": value for name, value in places.items()},
        **{name: _fact(fact, kept, name) for name, fact in facts.items()},
    )
    if figure.group is not None:
        people = people.mutate(by_group=_group(figure, settings, people))
    return _summed(figure, settings, people)


def _within(figure: Persons, fact: MostWithin, name: str, kept: Table) -> Table:
    """Rows of the same person on that day and the days before it."""
    kept = kept.mutate(**{f"day_{name}": kept[fact.day].epoch_days().cast("int64")})
    window = ibis.window(group_by=figure.person, order_by=f"day_{name}", range=(-(fact.days - 1), 0))
    return kept.mutate(**{name: kept.count().over(window)})


def _fact(fact: Fact, kept: Table, name: str) -> Any:
    match fact:
        case Count():
            return kept.count()
        case Distinct(column):
            return kept[column].nunique()
        case Sum(column):
            return kept[column].cast("float64").sum().fill_null(0.0)
        case Bits(column):
            return bit_or(kept[column].cast("int64")).fill_null(0)
        case AnyTrue(column):
            return kept[column].ifelse(1, 0).max().fill_null(0) == 1
        case MostWithin():
            return kept[name].max()
