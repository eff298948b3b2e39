"""The given chart (R's qicharts2 on monthly infections), reproduced to six decimals."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest
from tests.reference import REFERENCE, needs_reference

from samspill.analysis.statistics import Chart, chart

SPC = REFERENCE / "spc"
LINES = {"y": "y", "cl": "cl", "lcl": "lcl", "ucl": "ucl", "lcl95": "lcl.95", "ucl95": "ucl.95"}
RUNS = ("longest_run", "longest_run_max", "n_crossings", "n_crossings_min")

pytestmark = needs_reference


def rows(name: str) -> list[dict[str, str]]:
    with (SPC / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    return math.nan if text == "NA" else float(text)


def drawn(kind: str) -> Chart:
    given = rows("cdi.csv")
    return chart(kind, [float(row["n"]) for row in given], x=[row["month"] for row in given])


@pytest.mark.parametrize("kind", ["i", "run"])
def test_every_point_is_the_same(kind: str):
    ours, expected = drawn(kind), rows(f"cdi_{kind}_expected.csv")
    assert [day.isoformat() for day in ours.x] == [row["x"] for row in expected]
    for name, column in LINES.items():
        np.testing.assert_allclose(getattr(ours, name), [number(row[column]) for row in expected], rtol=0, atol=1e-9)
    np.testing.assert_allclose(ours.total, [number(row["y.sum"]) for row in expected])
    assert ours.sigma_signal.tolist() == [row["sigma.signal"] == "TRUE" for row in expected]
    assert ours.runs_signal.tolist() == [row["runs.signal"] == "TRUE" for row in expected]
    assert ours.part.tolist() == [int(row["part"]) for row in expected]
    for row in expected:
        found = ours.parts[int(row["part"]) - 1].runs
        assert [getattr(found, name) for name in RUNS] == [int(row[name.replace("_", ".")]) for name in RUNS]


@pytest.mark.parametrize("kind", ["i", "run"])
def test_the_summary_is_the_same(kind: str):
    ours, expected = drawn(kind).parts, rows(f"cdi_{kind}_expected_summary.csv")
    assert len(ours) == len(expected)
    for part, row in zip(ours, expected, strict=True):
        for name in ("n_obs", "n_useful", *RUNS):
            assert getattr(part.runs, name) == int(row[name.replace("_", ".")])
        assert part.runs.runs_signal == bool(int(row["runs.signal"]))
        assert part.sigma_signals == int(row["sigma.signal"])
        for name, column in {"lcl": "aLCL", "lcl95": "aLCL.95", "cl": "CL", "ucl95": "aUCL.95", "ucl": "aUCL"}.items():
            line = getattr(part, name)
            assert (line is None) == (row[column] == "NA")
            assert line is None or line == pytest.approx(float(row[column]), abs=1e-9)
