"""Intervals of counts and proportions, against published values and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, poisson
from statsmodels.stats.proportion import proportion_confint

from samspill.analysis.statistics import Unusable
from samspill.analysis.statistics.intervals import byar, clopper_pearson, count_interval, poisson_exact, wilson, z_value


# Newcombe RG, Stat Med 1998;17:857-72, table I.
@pytest.mark.parametrize(
    ("events", "of", "score", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_proportions_as_newcombe_tables_them(events: int, of: int, score: tuple, exact: tuple):
    assert [limit[0] for limit in wilson([events], [of])] == pytest.approx(score, abs=5.1e-5)
    assert [limit[0] for limit in clopper_pearson([events], [of])] == pytest.approx(exact, abs=5.1e-5)


@given(st.integers(0, 80), st.integers(1, 80), st.sampled_from([0.9, 0.95, 0.998]))
def test_proportions_as_scipy_and_statsmodels_have_them(events: int, of: int, confidence: float):
    events = min(events, of)
    ours = [limit[0] for limit in wilson([events], [of], confidence)]
    assert ours == pytest.approx(proportion_confint(events, of, 1 - confidence, "wilson"), abs=1e-9)
    theirs = binomtest(events, of).proportion_ci(confidence, "exact")
    exact = [limit[0] for limit in clopper_pearson([events], [of], confidence)]
    assert exact == pytest.approx([theirs.low, theirs.high], abs=1e-6)


@pytest.mark.parametrize(
    ("events", "low", "high"), [(0, 0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.3640, 121.6268)]
)
def test_counts_as_garwood_tables_them(events: int, low: float, high: float):
    assert [limit[0] for limit in poisson_exact([events])] == pytest.approx((low, high), abs=5.1e-5)


@given(st.integers(1, 300), st.sampled_from([0.9, 0.95, 0.998]))
def test_the_exact_interval_has_its_tails(events: int, confidence: float):
    low, high = (limit[0] for limit in poisson_exact([events], confidence))
    tail = (1 - confidence) / 2
    assert poisson.sf(events - 1, low) == pytest.approx(tail, rel=1e-6)
    assert poisson.cdf(events, high) == pytest.approx(tail, rel=1e-6)


def test_byar_is_near_the_exact_one_from_ten_and_not_used_below():
    events = np.arange(0, 400)
    near, exact, used = byar(events), poisson_exact(events), count_interval(events)
    assert np.abs(near[0][10:] - exact[0][10:]).max() < 0.03
    assert np.abs(near[1][10:] - exact[1][10:]).max() < 0.03
    assert used[0][:10] == pytest.approx(exact[0][:10])
    assert used[1][10:] == pytest.approx(near[1][10:])
    assert near[0][0] == 0


def test_z():
    assert z_value(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert z_value(0.998) == pytest.approx(3.090232, abs=1e-6)


@pytest.mark.parametrize(
    ("events", "of", "confidence", "says"),
    [([5], [4], 0.95, "rad 1"), ([1, 1], [4, 0], 0.95, "rad 2"), ([-1], [4], 0.95, "rad 1"), ([1], [4], 95, "0.95"),
     ([1, None], [4, 4], 0.95, "rad 2")],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(events, of, confidence, says):
    with pytest.raises(Unusable, match=says):
        wilson(events, of, confidence)
