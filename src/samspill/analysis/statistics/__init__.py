"""Statistics for health figures: control charts, funnels, standardisation, interrupted series, comorbidity.

Plain Python and numpy, usable on its own; what each method is, when to use it and where it comes from stands in
docs/statistics.md. Input that cannot be used raises `Unusable`.
"""

from samspill.analysis.statistics.charts import Chart, Part, chart
from samspill.analysis.statistics.funnel import Funnel, funnel
from samspill.analysis.statistics.interrupted import Effect, Estimate, interrupted_series
from samspill.analysis.statistics.many import ManyCharts, many_charts, many_nhs_rules
from samspill.analysis.statistics.nhs_rules import Reading, nhs_rules
from samspill.analysis.statistics.rebasing import Rebase
from samspill.analysis.statistics.standardisation import (
    Rates,
    Ratios,
    directly_standardised,
    indirectly_standardised,
)
from samspill.analysis.statistics.unusable import Unusable

__all__ = [
    "Chart", "Effect", "Estimate", "Funnel", "ManyCharts", "Part", "Rates", "Ratios", "Reading", "Rebase", "Unusable",
    "chart", "directly_standardised", "funnel", "indirectly_standardised", "interrupted_series", "many_charts",
    "many_nhs_rules", "nhs_rules",
]  # fmt: skip
