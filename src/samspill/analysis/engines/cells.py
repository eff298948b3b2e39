"""The form of what every engine gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import pyarrow as pa

from samspill.analysis.indicators.indicator import Indicator, Values
from samspill.analysis.indicators.shapes import Figure

UNKNOWN = "unknown"
MEASURES = ("count", "hits", "numerator", "denominator")


class Engine(Protocol):
    """Counts indicators over the tables it was opened with."""

    name: str
    spans: Mapping[str, tuple[date, date]]  # by raw table: first day, and the day counted to, which is not counted

    def cells(self, indicator: Indicator, settings: Values) -> pa.Table:
        """The finest rows (see the package), in any order."""
        ...

    def raw(self, table: str) -> pa.Table | None:
        """A small raw table as it is (`population`, `hospital_beds`); None if it is not there."""
        ...


def dimensions_of(figure: Figure) -> tuple[str, ...]:
    """Columns of the cells that are not measures: also a group that is added up afterwards."""
    return (*figure.places, "group") if figure.group is not None else tuple(figure.places)
