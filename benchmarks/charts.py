"""10,000 control charts of 120 months with all rules, beside a loop that draws them one by one.

ours   many_charts + many_nhs_rules on whole tables: limits, Anhøj's run rules, the NHS rules with target and direction
peer   the one-series functions in a plain loop over 300 of the series, reckoned up to all; and such a loop in pandas
       (limits, runs and crossings by groupby, without the NHS rules)

Agreement is checked on those series: every line, run figure and mark. Goal: under half a second for all.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

SERIES, MONTHS, LOOPED = 10_000, 120, 300
KINDS = ("i", "p", "up")
LINES = ("y", "cl", "lcl", "ucl", "lcl95", "ucl95")


def sheet() -> tuple[np.ndarray, np.ndarray]:
    """Readmissions and discharges of many units: one in twenty shifts halfway, one in a hundred months is missing."""
    random = np.random.default_rng(2026)
    n = random.integers(80, 400, (SERIES, MONTHS)).astype(float)
    share = np.where((np.arange(SERIES) % 20 == 0)[:, None] & (np.arange(MONTHS) >= 60), 0.26, 0.2)
    y = random.binomial(n.astype(int), share).astype(float)
    y[random.random(y.shape) < 0.01] = np.nan
    return y, n


def best(work: Callable[[], object], times: int = 5) -> float:
    """Seconds, the best of some rounds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def pandas_loop(y: np.ndarray, n: np.ndarray) -> None:
    """Limits, longest run and crossings of an I chart as one writes them in pandas, series by series."""
    import pandas as pd

    for row in range(LOOPED):
        value = pd.Series(y[row] / n[row])
        centre = value.mean()
        ranges = value.diff().abs()
        sigma = ranges[ranges < 3.267 * ranges.mean()].mean() / 1.128
        outside = (value > centre + 3 * sigma) | (value < centre - 3 * sigma)
        side = np.sign(value.dropna() - centre)
        runs = side.groupby((side != side.shift()).cumsum()).size()
        (outside.sum(), runs.max(), len(runs) - 1)


def agreed(kind: str, y: np.ndarray, n: np.ndarray) -> int:
    """How many series say the same one by one as all together; raises where one does not."""
    from samspill.analysis.statistics import chart, many_charts, many_nhs_rules, nhs_rules

    together = many_charts(kind, y[:LOOPED], n[:LOOPED])
    read = many_nhs_rules(together, "down", target=0.19)
    for row in range(LOOPED):
        alone = chart(kind, y[row], n[row])
        reading = nhs_rules(alone, "down", target=0.19)
        for line in LINES:
            np.testing.assert_allclose(getattr(together, line)[row], getattr(alone, line), rtol=1e-9)
        runs = alone.parts[0].runs
        assert together.runs.longest_run[row, 0] == runs.longest_run
        assert together.runs.n_crossings[row, 0] == runs.n_crossings
        assert together.runs.runs_signal[row, 0] == runs.runs_signal
        assert (together.sigma_signal[row] == alone.sigma_signal).all()
        assert (read.shift[row] == reading.shift).all()
        assert (read.trend[row] == reading.trend).all()
        assert (read.two_of_three[row] == reading.two_of_three).all()
        assert read.assurance[row] == reading.assurance
    return LOOPED


def main() -> None:
    from samspill.analysis.statistics import chart, many_charts, many_nhs_rules, nhs_rules

    y, n = sheet()
    frame = best(lambda: pandas_loop(y, n), 1) * SERIES / LOOPED
    print(f"charts    {SERIES} series × {MONTHS} months; a pandas loop without the NHS rules {frame:.1f} s (reckoned)")
    for kind in KINDS:
        all_of_them = best(lambda kind=kind: many_nhs_rules(many_charts(kind, y, n), "down", target=0.19))

        def one_by_one(kind: str = kind) -> None:
            for row in range(LOOPED):
                nhs_rules(chart(kind, y[row], n[row]), "down", target=0.19)

        loop = best(one_by_one, 1) * SERIES / LOOPED
        print(
            f"charts    {kind:3} peer (one by one) {loop:6.1f} s   ours {all_of_them:.3f} s   "
            f"ratio {loop / all_of_them:.0f}× ({frame / all_of_them:.0f}× pandas); {agreed(kind, y, n)} series agree"
        )


if __name__ == "__main__":
    main()
