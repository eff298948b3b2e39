"""Bed days that could be used, from the table `hospital_beds`."""

from __future__ import annotations

import pandas as pd

from samspill.analysis.engines.cells import Engine
from samspill.analysis.figures.people import Span, column_of, months_of, nearest, with_totals


def bed_days(rows: pd.DataFrame, engine: Engine, span: Span) -> list[float | None]:
    """For each row: of its trust and sector (all when none is named). Not known by municipality."""
    table = engine.raw("hospital_beds")
    assert table is not None, "checked before counting"
    frame = table.to_pandas().groupby(["year", "trust", "sector"])["beds"].sum()
    totals = with_totals({key: float(beds) for key, beds in frame.items()})
    years = sorted({key[0] for key in totals})
    columns = [column_of(rows, name) for name in ("period_kind", "period", "trust", "sector")]
    return [
        sum(totals.get((nearest(years, m // 12), *place), 0) * days for m, days in months_of(kind, period, span))
        or None
        for kind, period, *place in zip(*columns, strict=True)
    ]
