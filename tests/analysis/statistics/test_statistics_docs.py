"""The page about statistics: its example runs, and nothing public is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samspill.analysis import statistics
from samspill.analysis.statistics import charts, comorbidity, funnel_limits, interrupted_rows
from samspill.analysis.statistics.comorbidity.mapping import mapping

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "statistics.md").read_text(encoding="utf-8")


def test_the_example_runs(capsys: pytest.CaptureFixture[str]):
    example = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert example
    exec(example[1], {})
    assert "hit_or_miss" in capsys.readouterr().out


def functions(module: object) -> list[str]:
    return [name for name in module.__all__ if name[0].islower()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name",
    [
        *functions(statistics),
        *functions(comorbidity),
        *charts.KINDS,
        *funnel_limits.KINDS,
        *interrupted_rows.FAMILIES,
        *mapping("charlson").weights,
        *mapping("elixhauser").weights,
    ],
)
def test_everything_public_is_told_of(name: str):
    assert re.search(rf"`[^`\n]*\b{re.escape(name)}\b[^`\n]*`", PAGE) or re.search(rf"`{name}\(", PAGE)
