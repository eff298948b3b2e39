"""Denominators that are no sum over the rows: days of the period, people who live there, beds, what was expected."""

from __future__ import annotations

import numpy as np
import pandas as pd

from samspill.analysis.engines.cells import Engine, dimensions_of
from samspill.analysis.figures.beds import bed_days
from samspill.analysis.figures.people import Span, expected, person_years, standardised, with_people
from samspill.analysis.figures.periods import bounds, overlap
from samspill.analysis.indicators.indicator import Indicator
from samspill.analysis.indicators.shapes import Beds, Days, Expected, OfAll, People, Standardised


def before_sums(indicator: Indicator, cells: pd.DataFrame, engine: Engine, span: Span) -> pd.DataFrame:
    """Leave out places whose denominator is not known, and fill in what is expected of each place and month."""
    match indicator.figure.looked_up:
        case People():
            return with_people(cells, engine)
        case Expected():
            return expected(cells, engine, span)
        case Standardised(year=year):
            return standardised(cells, engine, span, year)
        case _:
            return cells


def after_sums(indicator: Indicator, rows: pd.DataFrame, engine: Engine, span: Span) -> pd.DataFrame:
    """The denominator of each row; missing where it cannot be known."""
    match indicator.figure.looked_up:
        case Days():
            return _days(rows, span)
        case Standardised():
            return rows.assign(denominator=person_years(People(), rows, engine, span))
        case People() as people:
            return rows.assign(denominator=person_years(people, rows, engine, span))
        case Beds():
            return rows.assign(denominator=bed_days(rows, engine, span))
        case OfAll():
            return _shares(indicator, rows)
        case _:
            return rows


def _days(rows: pd.DataFrame, span: Span) -> pd.DataFrame:
    """The days of each period that the data tells of."""
    keys = list(zip(rows["period_kind"], rows["period"], strict=True))
    lengths = {key: float(overlap(bounds(*key), span)) for key in set(keys)}
    return rows.assign(denominator=[lengths[key] for key in keys])


def _shares(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Of a group: all groups of the same period and place. Of all groups: themselves."""
    grouped = rows["group"].notna() if "group" in rows else pd.Series(False, index=rows.index)
    keys = ["period_kind", "period", *(name for name in dimensions_of(indicator.figure) if name != "group")]
    placed = rows.assign(**{name: rows[name].fillna("") for name in keys})
    parts = placed[grouped].groupby(keys)[["numerator", "count"]].transform("sum")
    whole = parts.reindex(rows.index)
    below = np.where(grouped, whole["numerator"], rows["numerator"])
    count = np.where(grouped, whole["count"], rows["count"]).astype(np.int64)
    return rows.assign(denominator=below, hits=rows["count"], count=count)
