"""Indicators as declared objects: one figure, one declaration, several engines that must agree.

    Indicator, Setting, Example   what an indicator says of itself (indicator.py)
    INDICATORS, indicator_of      the registry (registry.py)
    Tally, Spread, Persons        the ways of counting (shapes.py)
    declared/                     the indicators themselves, by theme

Nothing here imports pandas, Ibis or DuckDB, so a web process may read titles and definitions freely.

To count them, `samspill.analysis.figures.computing.compute`:

    compute(tables, ["waiting_days"], engine="duckdb")   ->   a long pyarrow table, see figures/results.py
    run(data, into, engine=…)                            ->   all of them to disk, resumable, published at once
                                                         (figures/running.py)

A page shows of an indicator: `title`, `question`, `definition`, `numerator`, `denominator`, `unit`, `better`,
`not_for`, `source`, `version`, `warnings`, `settings`, `examples`, `groups` (labels of the dimension `group`).
These are bokmål and message ids of the catalogues: translate them with gettext where they are shown.
"""

from samspill.analysis.indicators.indicator import DIMENSIONS, PERIOD_KINDS, Example, Indicator, Setting, Values
from samspill.analysis.indicators.registry import INDICATORS, indicator_of

__all__ = ["DIMENSIONS", "INDICATORS", "PERIOD_KINDS", "Example", "Indicator", "Setting", "Values", "indicator_of"]
