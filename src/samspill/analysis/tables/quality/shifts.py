"""Sudden shifts in how many rows come each month, found with control charts of the counts (I charts)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from samspill.analysis.statistics import many_charts
from samspill.analysis.tables.quality.finding import Finding, Severity, month_words, spaced
from samspill.analysis.tables.quality.ground import Ground

ENOUGH_MONTHS = 12
A_LOT = 0.25  # a signal of less than this change from the usual is the business of those who steer, not of data quality

Numbers = NDArray[np.float64]


def sudden_shifts(ground: Ground) -> list[Finding]:
    """Months far from the usual, and levels that changed for good, for each whose rows come from.

    The first and the last month of the table are left out: they may be cut off.
    """
    months, owners, counts = _monthly(ground)
    if len(months) < ENOUGH_MONTHS or not owners:
        return []
    charts = many_charts("i", counts)
    found: list[Finding] = []
    for number, owner in enumerate(owners):
        step = _step(counts[number]) if charts.runs.runs_signal[number].any() else None
        if step is not None:
            found.append(_level(ground, owner, months[step], counts[number], step))
            continue
        usual = charts.cl[number]
        outside = charts.sigma_signal[number] & (np.abs(counts[number] - usual) > A_LOT * usual)
        found += [_month(ground, owner, months[m], counts[number, m], usual[m]) for m in np.flatnonzero(outside)]
    return found


def _monthly(ground: Ground) -> tuple[list[str], list[str], Numbers]:
    """(months, owners, counts of shape (owners, months)); a month without rows counts zero."""
    rows = ground.ask("SELECT whose, in_month, count(*) AS n FROM rows WHERE in_month IS NOT NULL GROUP BY ALL")
    if not rows:
        return [], [], np.zeros((0, 0))
    months = _all_months(min(row["in_month"] for row in rows), max(row["in_month"] for row in rows))
    owners = sorted({row["whose"] for row in rows})
    counts = np.zeros((len(owners), len(months)))
    place = {month: number for number, month in enumerate(months)}
    line = {owner: number for number, owner in enumerate(owners)}
    for row in rows:
        counts[line[row["whose"]], place[row["in_month"]]] = row["n"]
    return months[1:-1], owners, counts[:, 1:-1]


def _all_months(first: str, last: str) -> list[str]:
    def number(month: str) -> int:
        return int(month[:4]) * 12 + int(month[5:]) - 1

    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(number(first), number(last) + 1)]


def _step(counts: Numbers) -> int | None:
    """Where the level changed most (the largest cumulated sum), if it then changed a lot."""
    walk = np.cumsum(counts - counts.mean())[:-1]
    at = int(np.argmax(np.abs(walk))) + 1
    before, after = counts[:at].mean(), counts[at:].mean()
    return at if abs(after - before) > A_LOT * max(before, after) else None


def _level(ground: Ground, owner: str, month: str, counts: Numbers, at: int) -> Finding:
    before, after = counts[:at].mean(), counts[at:].mean()
    return Finding(
        check="shift", severity=Severity.SERIOUS, table=ground.contract.name, who=owner, month=month, rows=int(after),
        sentence=f"{ground.called(owner) or 'Hele tabellen'}: antall rader i måneden ser ut til å ha skiftet nivå i "
        f"{month_words(month)}, fra rundt {spaced(before)} til rundt {spaced(after)}.",
    )  # fmt: skip


def _month(ground: Ground, owner: str, month: str, count: float, usual: float) -> Finding:
    return Finding(
        check="shift", severity=Severity.DOUBT, table=ground.contract.name, who=owner, month=month, rows=int(count),
        sentence=f"{ground.called(owner) or 'Hele tabellen'}: {month_words(month)} har {spaced(count)} rader. "
        f"Det vanlige er rundt {spaced(usual)}.",
    )  # fmt: skip
