"""What DuckDB and Spark share: raw or prepared tables as Ibis tables, and the shapes over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from samspill.analysis.engines import ibis_shapes
from samspill.analysis.engines.cells import dimensions_of
from samspill.analysis.engines.spreading import spread_out
from samspill.analysis.indicators.indicator import Indicator, Values
from samspill.analysis.indicators.shapes import Spread
from samspill.analysis.prepared.columns import MADE_OF
from samspill.analysis.prepared.expressions import prepared
from samspill.analysis.prepared.ground import Ground
from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.contract import Kind
from samspill.analysis.tables.declared import contract_of

_IBIS = {
    Kind.TEXT: "string",
    Kind.WHOLE: "int64",
    Kind.NUMBER: "float64",
    Kind.DAY: "date",
    Kind.TIME: "timestamp",
    Kind.YES_NO: "boolean",
}


class IbisEngine:
    """An engine over a connected Ibis backend. Subclasses say how a table is kept (`keep`).

    raw      tables by contract name; ready: prepared tables, where somebody has made them already
    """

    name = "ibis"

    def __init__(
        self,
        backend: Any,
        raw: Mapping[str, Table],
        ready: Mapping[str, Table],
        ground: Ground,
        codes: Mapping[str, Table],
    ) -> None:
        self._backend, self._codes = backend, codes
        self.spans, self._as_of = ground.spans, ground.as_of
        self._raw = {name: with_all_columns(name, table) for name, table in raw.items()}
        self._ready = dict(ready)

    def cells(self, indicator: Indicator, settings: Values) -> pa.Table:
        expression = ibis_shapes.cells(indicator.figure, settings, self.prepared(indicator.figure.of))
        cells = self._fetch(expression)
        if isinstance(indicator.figure, Spread):
            names = dimensions_of(indicator.figure)
            return pa.Table.from_pandas(spread_out(cells.to_pandas(), names, indicator.figure.by_day))
        return cells

    def raw(self, table: str) -> pa.Table | None:
        return self._fetch(self._raw[table]) if table in self._raw else None

    def prepared(self, name: str) -> Table:
        """A prepared table, made when first asked for. Raises Unusable when its raw table is not there."""
        if name not in self._ready:
            if MADE_OF[name][0] not in self._raw:
                raise Unusable(f"«{contract_of(MADE_OF[name][0]).label}» er ikke lastet inn.")
            self._ready[name] = self.keep(name, prepared(name, self._raw, self._as_of, self._codes))
        return self._ready[name]

    def keep(self, name: str, expression: Table) -> Table:
        """Work it out once."""
        return expression.cache()

    def _fetch(self, expression: Table) -> pa.Table:
        return self._backend.to_pyarrow(expression)


def with_all_columns(name: str, table: Table) -> Table:
    """The contract's columns; those that a file lacks are empty."""
    columns = contract_of(name).columns
    missing = {c.name: ibis.null(_IBIS[c.kind]) for c in columns if c.name not in table.columns}
    return table.mutate(**missing).select(*(c.name for c in columns))
