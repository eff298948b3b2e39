"""The examples that indicators carry are what they say, by every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from samspill.analysis.figures.computing import compute
from samspill.analysis.indicators import DIMENSIONS, INDICATORS, Example, Indicator
from samspill.analysis.prepared.preparing import prepare

pytestmark = pytest.mark.once
EXAMPLES = [
    pytest.param(indicator, example, id=f"{indicator.name}-{number}")
    for indicator in INDICATORS.values()
    for number, example in enumerate(indicator.examples, 1)
]


def rows_of(indicator: Indicator, example: Example, engine: str, tmp_path: Path) -> list[dict[str, Any]]:
    given: Any = {name: list(rows) for name, rows in example.given.items()}
    if engine == "kernels":
        given = prepare(given, tmp_path / "ready", parquet=False)
    return compute(given, [indicator], engine=engine, settings={indicator.name: example.settings}).to_pylist()


def wanted(example: Example) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    for gives in example.gives:
        place = tuple(gives.get(name) for name in DIMENSIONS)
        yield (gives["period"], *place), {k: v for k, v in gives.items() if k not in (*DIMENSIONS, "period")}


@pytest.mark.parametrize("engine", ["duckdb", "memory", "kernels"])
@pytest.mark.parametrize(("indicator", "example"), EXAMPLES)
def test_an_example_gives_what_it_says(indicator: Indicator, example: Example, engine: str, tmp_path: Path) -> None:
    if engine == "kernels" and "stays" in example.given:
        pytest.skip("random stays compare the kernels (test_figures_engines_agree)")
    rows = rows_of(indicator, example, engine, tmp_path)
    found = {
        (row["period"], *(row[name] for name in DIMENSIONS)): row for row in rows if row["period_kind"] == example.kind
    }
    for key, values in wanted(example):
        assert key in found, (key, sorted(map(str, found)))
        assert {name: found[key][name] for name in values} == pytest.approx(values)


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_an_indicator_says_all_that_a_reader_needs(indicator: Indicator) -> None:
    texts = (indicator.title, indicator.question, indicator.definition, indicator.numerator, indicator.denominator)
    assert all(texts) and indicator.source and indicator.unit
    assert indicator.not_for, "limits of use"
    assert indicator.examples
    assert indicator.name in INDICATORS
