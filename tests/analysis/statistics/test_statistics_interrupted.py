"""Interrupted series: against statsmodels, against what was put in, and when there is too little to go by."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.analysis.statistics import Unusable
from samspill.analysis.statistics.interrupted import interrupted_series

POINTS, AT = 60, 36
TIME = np.arange(POINTS)
AFTER = (TIME >= AT).astype(float)
SINCE = np.maximum(TIME - AT, 0).astype(float)


def segments(*more: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(POINTS), TIME - AT, AFTER, SINCE, *more])


def admissions(seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """(admissions, people): a fall in level and slope, a season, and more spread than chance."""
    random = np.random.default_rng(seed)
    people = random.integers(9000, 11000, POINTS).astype(float)
    log_rate = -4 + 0.003 * TIME - 0.25 * AFTER - 0.01 * SINCE + 0.1 * np.cos(2 * np.pi * TIME / 12)
    mean = people * np.exp(log_rate)
    return random.negative_binomial(20, 20 / (20 + mean)).astype(float), people


def values(coefficients: dict) -> tuple[list[float], list[float]]:
    return [one.value for one in coefficients.values()], [one.se for one in coefficients.values()]


@pytest.mark.parametrize("corrected", [False, True])
def test_counts_as_statsmodels_has_them(corrected: bool):
    y, n = admissions()
    angle = 2 * np.pi * TIME / 12
    model = sm.GLM(y, segments(np.cos(angle), np.sin(angle)), family=sm.families.Poisson(), offset=np.log(n))
    theirs = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": corrected}, use_t=corrected)
    ours = interrupted_series(y, n, at=AT, season="harmonic", harmonics=1, lags=3, small_sample=corrected)
    beta, se = values(ours.coefficients)
    np.testing.assert_allclose(beta, theirs.params, rtol=1e-6)
    np.testing.assert_allclose(se, theirs.bse, rtol=1e-6)
    assert (ours.level.low, ours.level.high) == pytest.approx(tuple(theirs.conf_int()[2]), rel=1e-6)
    assert ours.level.p == pytest.approx(theirs.pvalues[2], rel=1e-5)
    assert ours.dispersion == pytest.approx(theirs.pearson_chi2 / theirs.df_resid)
    np.testing.assert_allclose(ours.fitted, theirs.fittedvalues / n, rtol=1e-8)


def test_quasi_poisson_as_statsmodels_has_it():
    y, n = admissions()
    theirs = sm.GLM(y, segments(), family=sm.families.Poisson(), offset=np.log(n)).fit(scale="X2")
    ours = interrupted_series(y, n, at=AT, errors="model", small_sample=False)
    np.testing.assert_allclose(values(ours.coefficients)[1], theirs.bse, rtol=1e-6)
    assert ours.dispersion > 1.5
    assert "overdispersed" in {note.code for note in ours.notes}


def test_a_measure_as_statsmodels_has_it():
    y = np.random.default_rng(1).normal(50, 4, POINTS).cumsum() / 20
    theirs = sm.OLS(y, segments()).fit(cov_type="HAC", cov_kwds={"maxlags": 5}, use_t=False)
    ours = interrupted_series(y, at=AT, family="gaussian", lags=5, small_sample=False)
    np.testing.assert_allclose(values(ours.coefficients)[0], theirs.params, rtol=1e-6)
    np.testing.assert_allclose(values(ours.coefficients)[1], theirs.bse, rtol=1e-6)
    assert ours.level_ratio is None
    assert "autocorrelated" in {note.code for note in ours.notes}


def test_shares_as_statsmodels_has_them():
    random = np.random.default_rng(6)
    n = random.integers(80, 200, POINTS).astype(float)
    y = random.binomial(n.astype(int), 0.3 - 0.1 * AFTER).astype(float)
    model = sm.GLM(np.column_stack([y, n - y]), segments(), family=sm.families.Binomial())
    theirs = model.fit(cov_type="HAC", cov_kwds={"maxlags": 3})
    ours = interrupted_series(y, n, at=AT, family="binomial", small_sample=False)
    np.testing.assert_allclose(values(ours.coefficients)[0], theirs.params, rtol=1e-6)
    np.testing.assert_allclose(values(ours.coefficients)[1], theirs.bse, rtol=1e-6)
    assert ours.level_ratio.value == pytest.approx(np.exp(theirs.params[2]))


@pytest.mark.parametrize("season", ["none", "harmonic", "dummy"])
def test_what_was_put_in_comes_out(season: str):
    """Expected counts without chance: the effect is found exactly, with any season the model knows."""
    n = np.linspace(9000, 11000, POINTS)
    wave = 0.15 * np.cos(2 * np.pi * TIME / 12) if season != "none" else 0
    without = n * np.exp(-4 + 0.004 * TIME + wave)
    y = without * np.exp(-0.2 * AFTER - 0.01 * SINCE)
    ours = interrupted_series(y, n, at=AT, season=season)
    assert ours.level.value == pytest.approx(-0.2, abs=1e-6)
    assert ours.slope.value == pytest.approx(-0.01, abs=1e-7)
    assert ours.slope_before.value == pytest.approx(0.004, abs=1e-7)
    np.testing.assert_allclose(ours.counterfactual[AT:], (without / n)[AT:], rtol=1e-6)
    assert np.isnan(ours.counterfactual[:AT]).all()
    assert ours.total.value == pytest.approx((y - without)[AT:].sum(), rel=1e-5)
    assert ours.relative.value == pytest.approx(y[AT:].sum() / without[AT:].sum() - 1, rel=1e-5)
    assert ours.last.value == pytest.approx((y - without)[-1] / n[-1], rel=1e-5)
    assert ours.slope_ratio.value == pytest.approx(np.exp(-0.01))


def test_total_of_a_measure_by_hand():
    """For a straight line total is a plain sum of coefficients, and so is its error."""
    y = np.random.default_rng(2).normal(20, 2, POINTS) + 3 * AFTER
    theirs = sm.OLS(y, segments()).fit(cov_type="HAC", cov_kwds={"maxlags": 3})
    weight = np.asarray([0, 0, POINTS - AT, SINCE.sum()])
    ours = interrupted_series(y, at=AT, family="gaussian", small_sample=False)
    assert ours.total.value == pytest.approx(weight @ theirs.params)
    assert ours.total.se == pytest.approx(np.sqrt(weight @ theirs.cov_params() @ weight))
    without = segments() * [1, 1, 0, 0]
    half = 1.959964 * np.sqrt(np.einsum("ij,jk,ik->i", without, theirs.cov_params(), without))
    np.testing.assert_allclose((ours.high - ours.low)[AT:] / 2, half[AT:], rtol=1e-6)


def test_with_a_control_the_effect_is_that_of_the_difference():
    random = np.random.default_rng(9)
    shared = random.normal(0, 3, POINTS)
    own, control = 40 + shared + random.normal(0, 1, POINTS) - 4 * AFTER, 30 + shared + random.normal(0, 1, POINTS)
    ours = interrupted_series(own, at=AT, family="gaussian", control=control, small_sample=False)
    plain = interrupted_series(own - control, at=AT, family="gaussian", small_sample=False)
    for name in ("level", "slope", "total", "last"):
        one, other = getattr(ours, name), getattr(plain, name)
        assert (one.value, one.se) == pytest.approx((other.value, other.se), rel=1e-6)
    alone = interrupted_series(own, at=AT, family="gaussian")
    assert ours.level.se < 0.7 * alone.level.se  # what they share is no longer noise
    assert ours.slope_before.value == pytest.approx(alone.slope_before.value)


def test_a_control_of_counts_takes_away_what_both_had():
    n = np.full(POINTS, 10_000.0)
    control = n * np.exp(-4 + 0.002 * TIME - 0.3 * AFTER)
    y = n * np.exp(-3.5 + 0.002 * TIME - 0.3 * AFTER - 0.1 * AFTER)
    ours = interrupted_series(y, n, at=AT, control=control, control_n=n)
    assert ours.level.value == pytest.approx(-0.1, abs=1e-6)
    assert ours.total.value == pytest.approx((y - y / np.exp(-0.1 * AFTER))[AT:].sum(), rel=1e-5)


def test_a_control_that_went_its_own_way_is_told_of():
    random = np.random.default_rng(3)
    y, n = admissions()
    control = random.poisson(n * np.exp(-4 + 0.05 * (TIME - 30))).astype(float)
    assert "unlike_control" in {note.code for note in interrupted_series(y, n, at=AT, control=control).notes}


def test_missing_points_and_a_running_in_period():
    y, n = admissions()
    holed = y.copy()
    holed[[5, 40]] = np.nan
    ours = interrupted_series(holed, n, at=AT, phase_in=3)
    assert (ours.points_before, ours.points_after) == (35, 20)
    assert np.isnan(ours.fitted[[5, 36, 37, 38, 40]]).all()
    assert np.isnan(ours.counterfactual[38])
    assert not np.isnan(ours.counterfactual[39])
    assert "missing" in {note.code for note in ours.notes}
    again = y.copy()
    again[36:39] = 999_999  # what is left out has no say
    again[[5, 40]] = np.nan
    assert interrupted_series(again, n, at=AT, phase_in=3).level == ours.level


def test_without_a_change_of_slope():
    y, n = admissions()
    ours = interrupted_series(y, n, at=AT, slope=False)
    assert ours.slope is None
    assert ours.slope_ratio is None
    assert "slope" not in ours.coefficients


def test_notes_on_what_is_weak():
    few = interrupted_series([5, 6, 4, 5, 2, 3, 1, 2, 0], at=5)
    assert {"few_points", "small_counts"} <= {note.code for note in few.notes}
    y, n = admissions()
    short = interrupted_series(y[20:], n[20:], at=16, season="harmonic")
    assert "short_season" in {note.code for note in short.notes}
    assert all(note.sentence.endswith(".") for note in few.notes + short.notes)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from([0.01, 10, 1000]))
def test_the_unit_of_the_denominator_does_not_matter(seed: int, factor: float):
    y, n = admissions(seed)
    here, there = interrupted_series(y, n, at=AT), interrupted_series(y, n * factor, at=AT)
    assert there.level.value == pytest.approx(here.level.value, abs=1e-6)
    assert there.level.se == pytest.approx(here.level.se, rel=1e-5)
    assert there.total.value == pytest.approx(here.total.value, rel=1e-4, abs=1e-3)
    np.testing.assert_allclose(there.low[AT:] * factor, here.low[AT:], rtol=1e-5)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.floats(-50, 50))
def test_a_constant_added_moves_no_effect(seed: int, added: float):
    y = np.random.default_rng(seed).normal(30, 4, POINTS)
    here, there = (interrupted_series(v, at=AT, family="gaussian") for v in (y, y + added))
    assert there.level.value == pytest.approx(here.level.value, abs=1e-7)
    assert there.total.se == pytest.approx(here.total.se, rel=1e-6)


@pytest.mark.parametrize(
    ("y", "n", "options", "says"),
    [
        ([1, 2, 3, 4, 5, 6], None, {"at": 2}, "2 punkter før"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 4}, "2 punkter etter"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 6}, "etter siste punkt"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 0}, "at er 0"),
        ([1, 2, 3, 0, 0, 0], None, {"at": 3}, "ingen hendelser etter"),
        ([0, 0, 0, 2, 1, 3], None, {"at": 3}, "ingen hendelser før"),
        ([1, 2, -3, 4, 5, 6], None, {"at": 3}, "y, rad 3"),
        ([1, 2, 3, 4, 5, 6], [9, 9, 9, 0, 9, 9], {"at": 3}, "n, rad 4"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "family": "binomial"}, "trenger n"),
        ([1, 2, 3, 4, 5, 6], [9, 9, 9, 3, 9, 9], {"at": 3, "family": "binomial"}, "y, rad 4"),
        ([3, 3, 3, 1, 1, 2], [3, 3, 3, 3, 3, 3], {"at": 3, "family": "binomial"}, "bare hendelser før"),
        ([1, 2, 3, 4, 5, 6], [9] * 6, {"at": 3, "family": "gaussian"}, "gaussian"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "season": "dummy"}, "for få"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "season": "harmonic", "period": 4, "harmonics": 3}, "harmonics"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "lags": 6}, "lags"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "errors": "none"}, "errors"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "confidence": 95}, "confidence"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "control": [1, 2]}, "like lange"),
        ([1, 2, 3, 4, 5, 6], None, {"at": 3, "control_n": [1] * 6}, "uten control"),
        ([1, 2, 3, 4, 5, 6] * 4, None, {"at": 10, "season": "dummy", "period": 20}, "kollineære"),
    ],
)
def test_too_little_to_go_by_is_refused(y, n, options, says):
    with pytest.raises(Unusable, match=says):
        interrupted_series(y, n, **options)
