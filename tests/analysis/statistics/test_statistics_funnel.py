"""Funnel plots."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, poisson
from statsmodels.stats.meta_analysis import combine_effects

from samspill.analysis.statistics import Unusable, funnel

units = st.lists(st.tuples(st.integers(0, 50), st.integers(50, 800)), min_size=3, max_size=30).filter(
    lambda rows: any(row[0] for row in rows)
)


def columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    events, of = zip(*rows, strict=True)
    return np.asarray(events, dtype=float), np.asarray(of, dtype=float)


def test_exact_limits_are_interpolated_as_spiegelhalter_does():
    ours = funnel("proportion", [30, 40], [100, 200], target=0.25)
    for limit, tail in ((ours.lower_inner, 0.025), (ours.upper_inner, 0.975), (ours.upper_outer, 0.999)):
        for bound, n in zip(limit, (100, 200), strict=True):
            count = next(r for r in range(n + 1) if binom.cdf(r, n, 0.25) >= tail)
            above, below = binom.cdf(count, n, 0.25), binom.cdf(count - 1, n, 0.25)
            assert bound * n == pytest.approx(count - (above - tail) / (above - below))


def test_exact_limits_of_a_ratio_are_poisson():
    ours = funnel("ratio", [12, 3], [10.2, 3.3])
    assert ours.target == 1
    count = next(r for r in range(99) if poisson.cdf(r, 10.2) >= 0.975)
    assert (count - 1) / 10.2 < ours.upper_inner[0] <= count / 10.2
    assert ours.lower_outer[1] == 0


@given(units, st.sampled_from([("proportion", "plain"), ("rate", "plain"), ("ratio", "plain")]))
def test_exact_and_approximate_limits_are_near_with_many_events(rows: list, how: tuple[str, str]):
    _, of = columns(rows)
    of = of * 1000
    events = np.floor(of * 0.2)
    kind = how[0]
    denominator = events + 100 if kind == "ratio" else of
    exact = funnel(kind, events, denominator)
    approximate = funnel(kind, events, denominator, limits="approximate")
    assert exact.upper_outer == pytest.approx(approximate.upper_outer, rel=0.01)
    assert exact.lower_inner == pytest.approx(approximate.lower_inner, rel=0.01)


def test_who_is_outside():
    ours = funnel("proportion", [50, 20, 22, 2], [100, 100, 100, 100], units=["A", "B", "C", "D"], target=0.2)
    assert ours.outlier.tolist() == ["high", "", "", "low"]
    assert ours.warned.tolist() == ["high", "", "", "low"]
    assert ours.units == ("A", "B", "C", "D")
    assert funnel("proportion", [29], [100], target=0.2).warned.tolist() == ["high"]
    assert funnel("proportion", [29], [100], target=0.2).outlier.tolist() == [""]


def test_the_outer_limits_are_left_by_two_in_a_thousand():
    random = np.random.default_rng(2)
    n = random.integers(200, 2000, 20_000)
    ours = funnel("proportion", random.binomial(n, 0.3), n, target=0.3)
    assert np.mean(ours.outlier != "") == pytest.approx(0.002, abs=0.001)
    assert np.mean(ours.warned != "") == pytest.approx(0.05, abs=0.006)
    assert ours.overdispersion.phi < 1.05


@given(units, st.sampled_from(["multiplicative", "additive"]), st.sampled_from(["plain", "sqrt"]))
def test_overdispersion_only_widens(rows: list, method: str, scale: str):
    events, of = columns(rows)
    plain = funnel("rate", events, of, limits="approximate", scale=scale)
    wide = funnel("rate", events, of, overdispersion=method, scale=scale)
    assert (wide.upper_outer >= plain.upper_outer - 1e-12).all()
    assert (wide.lower_outer <= plain.lower_outer + 1e-12).all()
    assert (np.abs(wide.z) <= np.abs(plain.z) + 1e-12).all()


def test_phi_and_tau_by_hand():
    random = np.random.default_rng(4)
    n = random.integers(80, 900, 40).astype(float)
    events = random.binomial(n.astype(int), random.beta(20, 60, 40)).astype(float)
    ours = funnel("proportion", events, n, overdispersion="additive", winsorise=0.1)
    target = events.sum() / n.sum()
    z = (np.arcsin(np.sqrt(events / n)) - np.arcsin(np.sqrt(target))) * 2 * np.sqrt(n)
    low, high = np.quantile(z, [0.1, 0.9])
    phi = np.mean(np.clip(z, low, high) ** 2)
    weight = 4 * n
    tau2 = (40 * phi - 39) / (weight.sum() - (weight**2).sum() / weight.sum())
    assert ours.overdispersion.phi == pytest.approx(phi)
    assert ours.overdispersion.tau2 == pytest.approx(tau2)
    reach = 3.0902323 * np.sqrt(1 / weight + tau2)
    assert ours.upper_outer == pytest.approx(np.sin(np.arcsin(np.sqrt(target)) + reach) ** 2)
    multiplied = funnel("proportion", events, n, overdispersion="multiplicative").overdispersion
    assert multiplied.factor == pytest.approx(max(phi, 1))


def test_tau_is_that_of_a_meta_analysis_around_its_own_mean():
    random = np.random.default_rng(8)
    n = random.integers(80, 900, 25).astype(float)
    events = random.poisson(n * random.gamma(30, 1 / 300, 25)).astype(float)
    y, variance = np.log(events / n), None
    for _ in range(50):  # the target that is the weighted mean on the log scale
        target = float(np.exp(np.average(y, weights=n)))
    variance = 1 / (n * target)
    ours = funnel("rate", events, n, target=target, overdispersion="additive", scale="log", winsorise=0)
    assert ours.overdispersion.tau2 == pytest.approx(combine_effects(y, variance, method_re="dl").tau2)


def test_units_alike_have_no_tau():
    ours = funnel("ratio", [10, 20, 30], [10, 20, 30], overdispersion="additive")
    assert ours.overdispersion.tau2 == 0
    assert ours.outlier.tolist() == ["", "", ""]


@pytest.mark.parametrize(
    ("kind", "events", "of", "options", "says"),
    [
        ("share", [1], [2], {}, "kind"),
        ("proportion", [3], [2], {}, "rad 1"),
        ("proportion", [1], [2.5], {}, "helt antall"),
        ("rate", [1, 1], [2, 0], {}, "rad 2"),
        ("rate", [1, None], [2, 2], {}, "rad 2"),
        ("rate", [0, 0], [2, 2], {}, "target"),
        ("proportion", [2], [2], {}, "target"),
        ("rate", [1], [2, 2], {}, "like lange"),
        ("rate", [1], [2], {"units": ["a", "b"]}, "like lange"),
        ("rate", [1], [2], {"limits": "exact", "overdispersion": "additive"}, "overspredning"),
        ("rate", [1, 0], [2, 2], {"limits": "approximate", "scale": "log"}, "rad 2"),
        ("rate", [1], [2], {"limits": "approximate", "scale": "arcsine"}, "scale"),
        ("rate", [1], [2], {"scale": "sqrt"}, "scale"),
        ("rate", [1], [2], {"overdispersion": "some"}, "overdispersion"),
        ("rate", [1], [2], {"limits": "approximate", "winsorise": 0.6}, "winsorise"),
        ("rate", [1], [2], {"levels": (0.99, 0.9)}, "levels"),
    ],
)
def test_what_cannot_be_used_is_refused(kind, events, of, options, says):
    with pytest.raises(Unusable, match=says):
        funnel(kind, events, of, **options)


@given(st.integers(1, 3000), st.floats(0.001, 0.999), st.sampled_from([0.9, 0.95, 0.998]))
def test_the_counts_behind_exact_limits_are_scipys(n: int, target: float, level: float):
    for kind, law in (("proportion", binom(n, target)), ("rate", poisson(n * target))):
        ours = funnel(kind, [0], [n], target=target, levels=(0.5, level))
        for limit, tail in ((ours.lower_outer, (1 - level) / 2), (ours.upper_outer, (1 + level) / 2)):
            count = law.ppf(tail)
            above, below = law.cdf(count), law.cdf(count - 1)
            expected = max(count - (above - tail) / (above - below), 0)
            assert limit[0] * n == pytest.approx(expected, abs=1e-6)
