"""How often «better» or «worse» is said where nothing happened, and how often a real change is seen.

    python -m benchmarks.effect [series per row]

Each row draws that many series of a kind of noise and judges them all. The promise is `ERROR_RATE`; the figures of one
run stand in docs/effect.md. Beside each: how often the same series would signal by the control chart alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

import numpy as np

from samspill.analysis.effect import ERROR_RATE, Question, Series, Word, judge
from samspill.analysis.effect.reading_chart import read_chart

Numbers = np.typing.NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], tuple[str, Numbers, Numbers | None]]


def binomial(rng: np.random.Generator, points: int) -> tuple[str, Numbers, Numbers | None]:
    n = rng.integers(60, 120, points).astype(float)
    return "share", rng.binomial(n.astype(int), 0.14).astype(float), n


def spread_shares(rng: np.random.Generator, points: int) -> tuple[str, Numbers, Numbers | None]:
    n = rng.integers(150, 300, points).astype(float)
    p = np.clip(rng.normal(0.14, 0.025, points), 0.01, 0.6)
    return "share", rng.binomial(n.astype(int), p).astype(float), n


def poisson(rng: np.random.Generator, points: int) -> tuple[str, Numbers, Numbers | None]:
    n = rng.integers(900, 1100, points).astype(float)
    return "rate", rng.poisson(n * 0.02).astype(float), n


def spread_counts(rng: np.random.Generator, points: int) -> tuple[str, Numbers, Numbers | None]:
    return "count", rng.negative_binomial(8, 8 / (8 + 30), points).astype(float), None


def normal(rng: np.random.Generator, points: int) -> tuple[str, Numbers, Numbers | None]:
    return "value", rng.normal(6, 1, points), None


def neighbours(rng: np.random.Generator, points: int) -> tuple[str, Numbers, Numbers | None]:
    """Each month takes a third of its difference from the mean from the month before."""
    noise = rng.normal(0, 1, points)
    for place in range(1, points):
        noise[place] += 0.3 * noise[place - 1]
    return "value", 6 + noise, None


WORLDS: dict[str, Draw] = {
    "shares": binomial,
    "shares, spread": spread_shares,
    "rates": poisson,
    "counts, spread": spread_counts,
    "values": normal,
    "values, neighbours alike": neighbours,
}
LENGTHS = [(12, 6), (24, 12), (36, 24), (8, 4), (4, 3)]


def months(points: int) -> list[date]:
    return [date(2020 + place // 12, place % 12 + 1, 1) for place in range(points)]


def question(unit: str, y: Numbers, n: Numbers | None, before: int) -> Question:
    periods = months(len(y))
    series = Series(periods, y.tolist(), n.tolist() if n is not None else None)
    return Question(series, starts=periods[before], better="down", unit=unit)  # type: ignore[arg-type]


def share_moved(draw: Draw, before: int, after: int, many: int, seed: int = 1) -> tuple[float, float]:
    """(said better or worse, would signal by the chart alone), as shares."""
    rng, said, chart = np.random.default_rng(seed), 0, 0
    for _ in range(many):
        unit, y, n = draw(rng, before + after)
        asked = question(unit, y, n, before)
        said += judge(asked).word in (Word.BETTER, Word.WORSE)
        reading = read_chart(unit, asked.series, before)
        chart += reading.low or reading.high
    return said / many, chart / many


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print(f"Nothing happened; {many} series a row. Promise: at most {ERROR_RATE:.0%}.")
    worst = 0.0
    for name, draw in WORLDS.items():
        for before, after in LENGTHS:
            said, chart = share_moved(draw, before, after, many)
            worst = max(worst, said)
            print(f"  {name:26} {before:3}+{after:<3} said {said:6.1%}   peer, chart alone {chart:6.1%}")
    print(f"Worst: {worst:.1%}")


if __name__ == "__main__":
    main()
