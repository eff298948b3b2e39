"""The long table that every computation gives: one row per indicator, period and place.

    indicator      text    name of the indicator
    version        text    its version
    period_kind    text    day, month, quarter, year or whole
    period         text    2026-03-01, 2026-03, 2026-Q1, 2026, or 2024-01/2026-03 for all of the data
    trust          text    organisation number; null: all
    municipality   text    number of municipality or city district; null: all
    sector         text    code of the sector; null: all
    group          text    code of the indicator's own group; null: all
    count          int64   stays (or persons, messages …: what the figure counts) behind the denominator
    hits           int64   of these, how many are behind the numerator
    numerator      float64
    denominator    float64 null where it is not known (no population loaded, say)

"unknown" in a dimension means that the data does not say; null means all together. The value is derived, never stored:
per × numerator / denominator (`with_values`). `count` and `hits` are what the disclosure exit judges by: no row of this
table may leave the house before it has passed there.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from samspill.analysis.indicators.indicator import DIMENSIONS

SCHEMA = pa.schema(
    [
        ("indicator", pa.string()),
        ("version", pa.string()),
        ("period_kind", pa.string()),
        ("period", pa.string()),
        *((name, pa.string()) for name in DIMENSIONS),
        ("count", pa.int64()),
        ("hits", pa.int64()),
        ("numerator", pa.float64()),
        ("denominator", pa.float64()),
    ]
)
KEYS = [
    ("indicator", "ascending"),
    ("period_kind", "ascending"),
    ("period", "ascending"),
    *((name, "ascending") for name in DIMENSIONS),
]


def with_values(results: pa.Table, per: float = 1) -> pa.Table:
    """The same with a column `value` = per × numerator / denominator; null where the denominator is 0 or unknown."""
    below = pc.if_else(pc.greater(results["denominator"], 0), results["denominator"], None)
    return results.append_column("value", pc.multiply(pc.divide(results["numerator"], below), pa.scalar(float(per))))


def ordered(results: pa.Table) -> pa.Table:
    """By indicator, period and place: the same data gives the same bytes."""
    return results.sort_by(KEYS)
