"""Many series at once must say what each chart says by itself."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.analysis.statistics import Rebase, Unusable, chart, many_charts, many_nhs_rules, nhs_rules
from samspill.analysis.statistics.many import KINDS
from samspill.analysis.statistics.nhs_rules import VARIATIONS
from samspill.analysis.statistics.run_rules import Runs

LINES = ("y", "cl", "lcl", "ucl", "lcl95", "ucl95")
DENOMINATORS = ("p", "pp", "u", "up")


@st.composite
def sheets(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """(numerators, denominators) of one to five series; some missing, some that never move."""
    series, points = draw(st.integers(1, 5)), draw(st.integers(3, 40))
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    n = random.integers(5, 60, (series, points)).astype(float)
    y = np.minimum(random.poisson(draw(st.sampled_from([0.2, 3, 8])), (series, points)), n).astype(float)
    y[random.random(y.shape) < draw(st.sampled_from([0, 0.1, 0.9]))] = np.nan
    n[random.random(y.shape) < draw(st.sampled_from([0, 0.05]))] = np.nan
    if draw(st.booleans()):
        y[0] = 4
    return y, n


@settings(max_examples=25)
@given(sheets(), st.sampled_from(KINDS), st.data())
def test_together_as_one_by_one(sheet: tuple[np.ndarray, np.ndarray], kind: str, data: st.DataObject):
    y, n = sheet
    points = y.shape[1]
    if kind == "t":
        y = y + 0.5
    denominators = n if kind in DENOMINATORS or (kind in ("i", "run", "mr") and data.draw(st.booleans())) else None
    options: dict = {"multiply": data.draw(st.sampled_from([1, 100])), "screened": data.draw(st.booleans())}
    options["exclude"] = data.draw(st.lists(st.integers(1, points), max_size=3, unique=True))
    if data.draw(st.booleans()):
        options["freeze"] = data.draw(st.integers(1, points))
    elif data.draw(st.booleans()):
        after = data.draw(st.integers(1, points - 1))
        options["rebase"] = [Rebase(after=after, by="Amir", reason="Ny rutine", on=date(2026, 5, 4))]
    together = many_charts(kind, y, denominators, **options)
    read = None if kind in ("run", "mr") else many_nhs_rules(together, "down", target=3.0)
    for row in range(y.shape[0]):
        alone = chart(kind, y[row], None if denominators is None else denominators[row], **options)
        for line in LINES:
            np.testing.assert_allclose(getattr(together, line)[row], getattr(alone, line), rtol=1e-9, atol=1e-12)
        assert together.sigma_signal[row].tolist() == alone.sigma_signal.tolist()
        for number, part in enumerate(alone.parts):
            for field in fields(Runs):
                one, all_of_them = getattr(part.runs, field.name), getattr(together.runs, field.name)[row, number]
                assert all_of_them == (-1 if one is None else one), field.name
        if read is not None:
            reading = nhs_rules(alone, "down", target=3.0)
            assert read.shift[row].tolist() == reading.shift.tolist()
            assert read.trend[row].tolist() == reading.trend.tolist()
            assert read.two_of_three[row].tolist() == reading.two_of_three.tolist()
            assert tuple(VARIATIONS[number] for number in read.variation[row]) == reading.variation
            assert (str(read.assurance[row]) or None) == reading.assurance


def test_a_target_for_each_series():
    y = np.tile([10.0, 12, 10, 12, 10, 12], (3, 1))
    read = many_nhs_rules(many_charts("i", y), "up", target=[3, 11, np.nan])
    assert read.assurance.tolist() == ["pass", "hit_or_miss", ""]


@pytest.mark.parametrize(
    ("kind", "y", "n", "says"),
    [
        ("xbar", [[1, 2]], None, "kind"),
        ("i", [1, 2], None, "tabell"),
        ("i", [[1, 2], [3, float("inf")]], None, "serie 2, punkt 2"),
        ("c", [[1, 2], [3, -1]], None, "serie 2, punkt 2"),
        ("p", [[1, 2]], None, "trenger n"),
        ("p", [[1, 5]], [[3, 3]], "serie 1, punkt 2"),
        ("u", [[1, 5]], [[3, 0]], "serie 1, punkt 2"),
        ("u", [[1, 5]], [[3, 3, 3]], "form"),
        ("t", [[1, 0]], None, "serie 1, punkt 2"),
        ("g", [[1, 0]], [[1, 1]], "nevner"),
    ],
)
def test_what_cannot_be_used_is_refused_with_where(kind, y, n, says):
    with pytest.raises(Unusable, match=says):
        many_charts(kind, y, n)
