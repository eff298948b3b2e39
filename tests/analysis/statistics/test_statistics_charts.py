"""Control charts against textbooks, against the formulas by hand, and when the input is wrong."""

from __future__ import annotations

from datetime import date
from math import gamma, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from tests.analysis.statistics.statistics_by_hand import clean_runs, moving_range_limits

from samspill.analysis.statistics import Rebase, Unusable, chart
from samspill.analysis.statistics.run_rules import longest_run_max, n_crossings_min

# Montgomery, Introduction to Statistical Quality Control: cans of orange juice, table 7.1 (samples of 50) …
JUICE = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# … nonconformities of circuit boards, table 7.7 …
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
# … and viscosity of primer paint, table 6.6.
PAINT = [33.75, 33.05, 34, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.2, 33.62, 33, 33.54, 33.12, 33.84]
# Anhøj, Mastering SPC charts (spc4hc), chapter on screened moving ranges: mean range 5, screened 4.45.
SCREENED = [18, 16, 8, 9, 10, 11, 26, 14, 15, 14, 18, 19, 18, 11, 28, 20, 16, 17, 12, 13, 24, 16, 15, 11]


def break_after(points: int) -> Rebase:
    return Rebase(after=points, by="Amir", reason="Ny rutine ved inntak", on=date(2026, 3, 1))


def test_p_chart_of_the_textbook():
    ours = chart("p", JUICE, [50] * 30)
    assert (ours.cl[0], ours.lcl[0], ours.ucl[0]) == pytest.approx((0.2313, 0.0524, 0.4102), abs=5e-5)
    assert (np.flatnonzero(ours.sigma_signal) + 1).tolist() == [15, 23]  # as in the book


def test_c_chart_of_the_textbook():
    ours = chart("c", BOARDS)
    assert (ours.cl[0], ours.lcl[0], ours.ucl[0]) == pytest.approx((19.85, 6.48, 33.21), abs=0.01)
    assert (np.flatnonzero(ours.sigma_signal) + 1).tolist() == [6, 20]


def test_i_chart_of_the_textbook():
    ours = chart("i", PAINT)
    assert (ours.cl[0], ours.lcl[0], ours.ucl[0]) == pytest.approx((33.52, 32.24, 34.80), abs=0.01)
    ranges = chart("mr", PAINT)
    assert np.isnan(ranges.y[0])
    assert (ranges.cl[0], ranges.ucl[0]) == pytest.approx((0.48, 1.57), abs=0.01)


def test_freak_ranges_are_left_out_of_sigma():
    sigma = {screened: chart("i", SCREENED, screened=screened).ucl[0] - np.mean(SCREENED) for screened in (True, False)}
    assert sigma[False] == pytest.approx(3 * 5 / 1.128)
    assert sigma[True] == pytest.approx(3 * (5 * 23 - 17) / 22 / 1.128)


@pytest.mark.parametrize(
    ("size", "a3", "b3", "b4"), [(2, 2.659, 0, 3.267), (5, 1.427, 0, 2.089), (10, 0.975, 0.284, 1.716)]
)
def test_xbar_and_s_use_the_tabled_constants(size: int, a3: float, b3: float, b4: float):
    values = np.random.default_rng(size).normal(50, 4, (12, size))
    x = np.repeat(np.arange(12), size)
    spread = values.std(axis=1, ddof=1).mean()
    means, sds = chart("xbar", values.ravel(), x=x), chart("s", values.ravel(), x=x)
    assert means.y == pytest.approx(values.mean(axis=1))
    assert (means.ucl[0] - means.cl[0]) / spread == pytest.approx(a3, abs=6e-4)
    assert (sds.lcl[0] / spread, sds.ucl[0] / spread) == pytest.approx((b3, b4), abs=6e-4)
    assert sds.cl[0] == pytest.approx(spread)


def test_xbar_and_s_with_unequal_subgroups():
    groups = [[12, 14, 13], [11, 15], [13, 13.5, 16, 12], [14, nan], [12, 12.5, 11]]
    y = [value for group in groups for value in group]
    x = [number for number, group in enumerate(groups) for _ in group]
    there = [[v for v in group if v == v] for group in groups]
    pooled = sqrt(sum(np.var(g, ddof=1) * (len(g) - 1) for g in there if len(g) > 1) / sum(len(g) - 1 for g in there))
    means, sds = chart("xbar", y, x=x), chart("s", y, x=x)
    assert means.cl[0] == pytest.approx(sum(map(sum, there)) / sum(map(len, there)))
    assert sds.cl == pytest.approx([pooled] * 5)
    c4 = [sqrt(2 / (len(g) - 1)) * gamma(len(g) / 2) / gamma((len(g) - 1) / 2) if len(g) > 1 else nan for g in there]
    expected = [means.cl[0] + 3 * pooled / (c * sqrt(len(g))) for c, g in zip(c4, there, strict=True)]
    assert means.ucl == pytest.approx(expected, nan_ok=True)
    assert np.isnan(sds.ucl[3])  # one value has no spread


def test_u_chart_with_denominators_that_vary():
    y, n = [3, 5, 2, 8], [100.0, 120, 80, 110]
    ours = chart("u", y, n, multiply=1000)
    rate = 18 / 410
    assert ours.y == pytest.approx([1000 * a / b for a, b in zip(y, n, strict=True)])
    assert ours.ucl == pytest.approx([1000 * (rate + 3 * sqrt(rate / b)) for b in n])
    assert ours.lcl == pytest.approx([1000 * max(rate - 3 * sqrt(rate / b), 0) for b in n])
    assert ours.ucl95 == pytest.approx([1000 * (rate + 2 * sqrt(rate / b)) for b in n])


@pytest.mark.parametrize(("kind", "plain"), [("pp", "p"), ("up", "u")])
def test_prime_charts_widen_by_how_much_the_points_move(kind: str, plain: str):
    y, n = [40, 52, 61, 45, 39, 70, 42, 44], [200, 260, 240, 230, 190, 250, 220, 210]
    ours, narrow = chart(kind, y, n, screened=False), chart(plain, y, n)
    z = [3 * (a - b) / (u - b) for a, b, u in zip(narrow.y, narrow.cl, narrow.ucl, strict=True)]
    sigma_z = np.mean(np.abs(np.diff(z))) / 1.128
    assert ours.ucl - ours.cl == pytest.approx((narrow.ucl - narrow.cl) * sigma_z)
    words = chart(kind, y, n, x=[f"enhet {i}" for i in range(8)])
    assert words.ucl - words.cl == pytest.approx((narrow.ucl - narrow.cl) * np.std(z, ddof=1))
    assert not words.runs_signal.any()


def test_prime_of_pure_chance_is_about_plain():
    random = np.random.default_rng(5)
    n = random.integers(300, 600, 400)
    y = random.binomial(n, 0.2)
    prime, plain = chart("pp", y, n), chart("p", y, n)
    assert np.mean((prime.ucl - prime.cl) / (plain.ucl - plain.cl)) == pytest.approx(1, abs=0.08)


def test_g_chart_draws_the_median_and_limits_around_the_mean():
    y = [3, 0, 7, 12, 2, 5, 30, 1]
    ours, mean = chart("g", y), np.mean(y)
    assert ours.cl[0] == np.median(y)
    assert ours.ucl[0] == pytest.approx(mean + 3 * sqrt(mean * (mean + 1)))
    assert (ours.lcl == 0).all()
    known = chart("g", y, centre=10)
    assert (known.cl[0], known.ucl[0]) == pytest.approx((6.93, 10 + 3 * sqrt(110)))


def test_t_chart_is_an_i_chart_of_the_root():
    y = [286, 948, 536, 124, 816, 729, 4, 143, 431, 8, 2837, 596, 81, 227, 603, 492, 1199, 1214, 2831, 96]
    ours = chart("t", y)
    low, middle, high = moving_range_limits([value ** (1 / 3.6) for value in y])
    assert ours.cl[0] == pytest.approx(middle**3.6)
    assert ours.ucl[0] == pytest.approx(high**3.6)
    assert ours.lcl[0] == (pytest.approx(low**3.6) if low > 0 else 0)
    assert ours.y == pytest.approx(y)


def test_freeze_takes_lines_from_the_first_points_only():
    y = [*PAINT, 40, 41, 42]
    assert chart("i", y, freeze=15).ucl == pytest.approx(chart("i", PAINT).ucl[0])
    assert chart("i", y, freeze=15).sigma_signal[-3:].all()
    assert chart("i", y, freeze=15).parts[0].runs.n_obs == 18  # run rules still read all


def test_excluded_points_are_drawn_but_do_not_count():
    y = [*PAINT[:7], 99, *PAINT[7:]]
    ours = chart("i", y, exclude=[8])
    assert ours.cl[0] == pytest.approx(chart("i", PAINT).cl[0])
    assert ours.ucl[0] == pytest.approx(chart("i", PAINT).ucl[0])  # the range goes past the point left out
    assert ours.sigma_signal[7]
    assert ours.parts[0].runs.n_obs == 15


def test_a_part_is_as_a_chart_of_its_own():
    y = [*PAINT, *[value + 5 for value in PAINT]]
    ours = chart("i", y, rebase=[break_after(15)])
    assert ours.part.tolist() == [1] * 15 + [2] * 15
    assert ours.cl[15:] == pytest.approx(ours.cl[:15] + 5)
    assert ours.parts[1].runs == chart("i", PAINT).parts[0].runs
    assert ours.parts[0].rebase is None
    assert ours.parts[1].rebase == break_after(15)
    assert (ours.parts[1].first, ours.parts[1].last) == (16, 30)
    assert np.isnan(chart("mr", y, rebase=[break_after(15)]).y[15])  # no range across the break


@pytest.mark.parametrize(
    "wrong",
    [{"by": " "}, {"reason": ""}, {"after": 0}, {"after": 2.5}, {"after": True}, {"on": "2026-03-01"}],
)
def test_nobody_rebases_without_name_reason_and_day(wrong: dict[str, object]):
    with pytest.raises(Unusable, match="Rebase"):
        Rebase(**({"after": 3, "by": "Amir", "reason": "Ny rutine", "on": date(2026, 3, 1)} | wrong))


def test_missing_points_are_gaps():
    y = [5, 7, nan, 9, 4, None, 6, 8]
    ours = chart("i", y)
    low, middle, high = moving_range_limits([nan if value is None else value for value in y])
    assert (ours.lcl[0], ours.cl[0], ours.ucl[0]) == pytest.approx((low, middle, high))
    assert ours.parts[0].runs.n_obs == 8
    assert ours.parts[0].runs.n_useful == 6
    rates = chart("u", [1, 2, 3, 4], [10, nan, 10, 10])
    assert np.isnan([rates.y[1], rates.ucl[1], rates.n[1]]).all()
    assert rates.cl[0] == pytest.approx(8 / 30)


def test_nothing_but_missing_gives_an_empty_chart():
    ours = chart("i", [nan, None, nan])
    assert np.isnan(ours.cl).all()
    assert not ours.sigma_signal.any()
    assert ours.parts[0].cl is None
    assert ours.parts[0].runs.longest_run is None


def test_a_series_that_never_moves_signals_nothing():
    """0.1 is not exact in a computer: its mean must still be 0.1, or every point would lie on one side."""
    ours = chart("i", [0.1] * 30)
    assert ours.parts[0].runs.n_useful == 0
    assert not ours.sigma_signal.any()


def test_rows_of_one_subgroup_become_one_point_in_order():
    ours = chart("p", [1, 2, 3, 4], [10, 20, 30, 40], x=["2026-02-01", "2026-01-01", "2026-02-01", "2026-01-01"])
    assert ours.x == (date(2026, 1, 1), date(2026, 2, 1))
    assert ours.y == pytest.approx([6 / 60, 4 / 40])
    assert chart("run", [4, 1, 3], x=[2, 1, 2]).y.tolist() == [1, 3.5]
    assert chart("run", [4, 1, 3, 9], x=[2, 1, 2, 2], aggregate="median").y.tolist() == [1, 4]
    assert chart("run", [4, 1, 3], x=[2, 1, 2], aggregate="sum").y.tolist() == [1, 7]
    assert chart("run", [4, 1, 2], x=[2, 1, 2], aggregate="sd").y == pytest.approx([nan, sqrt(2)], nan_ok=True)
    assert chart("i", [1, 2, 3], x=[3, 1, 2]).y.tolist() == [2, 3, 1]


@pytest.mark.parametrize(
    ("kind", "y", "n", "options", "says"),
    [
        ("z", [1], None, {}, "kind"),
        ("i", [], None, {}, "y er tom"),
        ("i", [[1, 2]], None, {}, "dimensjoner"),
        ("i", [1, "syv"], None, {}, "rad 2"),
        ("i", [1, 2, float("inf")], None, {}, "rad 3"),
        ("p", [1, 2], None, {}, "trenger n"),
        ("p", [1, 5], [2, 4], {}, "y, rad 2"),
        ("p", [1, -1], [2, 4], {}, "y, rad 2"),
        ("u", [1, 1], [2, 0], {}, "n, rad 2"),
        ("u", [1, 1], [2, -3], {}, "n, rad 2"),
        ("u", [1, 1], [2], {}, "ikke like lange"),
        ("c", [1, 2], [2, 2], {}, "nevner"),
        ("t", [3, 0], None, {}, "rad 2"),
        ("xbar", [3, 1], None, {}, "samme x"),
        ("i", [3, 1], None, {"x": [1, None]}, "x, rad 2"),
        ("i", [3, 1], None, {"x": [1]}, "ikke like lange"),
        ("i", [3, 1], None, {"x": [1, "a"]}, "sorteres"),
        ("i", [3, 1], None, {"freeze": 0}, "freeze"),
        ("i", [3, 1], None, {"exclude": [0]}, "exclude"),
        ("i", [3, 1], None, {"exclude": [3]}, "exclude"),
        ("i", [3, 1], None, {"rebase": [break_after(2)]}, "punkt 2"),
        ("i", [3, 1, 2], None, {"rebase": [break_after(1), break_after(1)]}, "samme punkt"),
        ("i", [3, 1], None, {"rebase": [break_after(1)], "freeze": 1}, "sammen"),
        ("i", [3, 1], None, {"centre": [1, 2, 3]}, "centre"),
        ("i", [3, 1], None, {"aggregate": "mode"}, "aggregate"),
    ],
)
def test_what_cannot_be_used_is_refused_with_where(kind, y, n, options, says):
    with pytest.raises(Unusable, match=says):
        chart(kind, y, n, **options)


def test_nothing_handed_over_is_changed():
    y, n = np.asarray([1.0, np.nan, 3]), np.asarray([4.0, 0, np.nan])
    chart("u", y, n)
    assert y.tolist()[::2] == [1, 3]
    assert n[1] == 0


@pytest.mark.parametrize("useful", [*range(1, 130), 500, 1000, 2500])
def test_bounds_of_the_run_rules(useful: int):
    assert n_crossings_min(useful) == binom.ppf(0.05, useful - 1, 0.5)
    assert longest_run_max(useful) == round(np.log2(useful)) + 3


WHOLE = st.lists(st.one_of(st.integers(0, 12).map(float), st.just(nan)), min_size=1, max_size=40)


@given(WHOLE)
def test_run_rules_agree_with_the_slow_ones(y: list[float]):
    ours = chart("run", y)
    by_hand = clean_runs(y, ours.cl.tolist())
    assert {name: getattr(ours.parts[0].runs, name) for name in by_hand} == by_hand


@given(WHOLE)
def test_backwards_the_run_rules_see_the_same(y: list[float]):
    assert chart("run", y).parts[0].runs == chart("run", y[::-1]).parts[0].runs


@given(
    st.lists(st.integers(-500, 500).map(lambda v: v / 10), min_size=3, max_size=40),
    st.sampled_from([0.001, 0.5, 3, 100, 1e6]),
    st.integers(-50, 50),
)
def test_another_unit_changes_no_signal(y: list[float], factor: float, shift: int):
    here, there = chart("i", y), chart("i", [value * factor + shift * factor for value in y])
    np.testing.assert_allclose(there.ucl, (here.ucl + shift) * factor, rtol=1e-9, atol=1e-7 * factor)
    assert there.parts[0].runs == here.parts[0].runs


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(30, 90)), min_size=2, max_size=30))
def test_limits_of_proportions_stay_within_zero_and_one(rows: list[tuple[int, int]]):
    for kind in ("p", "pp"):
        ours = chart(kind, [a for a, _ in rows], [b for _, b in rows], multiply=100)
        there = ~np.isnan(ours.lcl)
        assert ((ours.lcl >= 0) & (ours.ucl <= 100) & (ours.lcl <= ours.cl) & (ours.cl <= ours.ucl))[there].all()
