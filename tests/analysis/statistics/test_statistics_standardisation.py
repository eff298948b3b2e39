"""Standardised rates and ratios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm
from tests.reference import REFERENCE, needs_reference

from samspill.analysis.statistics import Unusable, directly_standardised, indirectly_standardised
from samspill.analysis.statistics.standard_populations import european, norwegian, norwegian_both_sexes

# Children with Down's syndrome by the mother's age, for the first to the fifth and later child: Fleiss, Statistical
# methods for rates and proportions (1981), p. 249. Rates and limits as R's epitools 0.5-10.1 gives them (three digits).
BIRTHS = [
    [230061, 329449, 114920, 39487, 14208, 3052], [72202, 326701, 208667, 83228, 28466, 5375],
    [15050, 175702, 207081, 117300, 45026, 8660], [2293, 68800, 132424, 98301, 46075, 9834],
    [327, 30666, 123419, 149919, 104088, 34392],
]  # fmt: skip
CHILDREN = [
    [107, 141, 60, 40, 39, 25], [25, 150, 110, 84, 82, 39], [3, 71, 114, 103, 108, 75], [1, 26, 64, 89, 137, 96],
    [0, 8, 63, 112, 262, 295],
]  # fmt: skip
STANDARD = [63986.6, 186263.6, 157302.2, 97647.0, 47572.6, 12262.6]

strata = st.lists(
    st.tuples(st.integers(0, 60), st.integers(50, 9000), st.integers(1, 900)), min_size=1, max_size=12
).filter(lambda rows: sum(row[0] for row in rows) > 0)


def test_the_textbook_example_as_epitools_has_it():
    ours = directly_standardised(CHILDREN, BIRTHS, STANDARD, method="gamma")
    assert ours.crude == pytest.approx([56.3, 67.6, 83.3, 115, 167], rel=0.005)
    assert ours.rate == pytest.approx([92.3, 91.2, 85.1, 92.7, 75.5], rel=0.0006)
    assert ours.low == pytest.approx([80.4, 82.4, 77.2, 80.0, 67.7], rel=0.0008)
    assert ours.high == pytest.approx([106, 101, 94.2, 115, 188], rel=0.004)


def test_gamma_step_by_step():
    """Fay and Feuer write the limits with chi-square."""
    births, children = np.asarray(BIRTHS[4], dtype=float), np.asarray(CHILDREN[4], dtype=float)
    ours = directly_standardised(children, births, STANDARD, method="gamma", per=1)
    weight = np.asarray(STANDARD) / sum(STANDARD) / births
    rate, variance = (children * weight).sum(), (children * weight**2).sum()
    above, wider = rate + weight.max(), variance + weight.max() ** 2
    assert ours.low[0] == pytest.approx(variance / (2 * rate) * chi2.ppf(0.025, 2 * rate**2 / variance))
    assert ours.high[0] == pytest.approx(wider / (2 * above) * chi2.ppf(0.975, 2 * above**2 / wider))


def test_dobson_step_by_step():
    events, people, standard = [3, 8, 21], [900, 700, 400], [50, 30, 20]
    ours = directly_standardised(events, people, standard, per=1000, confidence=0.998)
    weight = [s / 100 / n for s, n in zip(standard, people, strict=True)]
    rate = sum(x * w for x, w in zip(events, weight, strict=True))
    variance = sum(x * w**2 for x, w in zip(events, weight, strict=True))
    x, z = 32, norm.ppf(0.999)
    low = x * (1 - 1 / (9 * x) - z / (3 * x**0.5)) ** 3
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * (x + 1) ** 0.5)) ** 3
    scale = (variance / x) ** 0.5
    assert ours.rate[0] == pytest.approx(rate * 1000)
    assert ours.low[0] == pytest.approx((rate + scale * (low - x)) * 1000)
    assert ours.high[0] == pytest.approx((rate + scale * (high - x)) * 1000)


@given(strata)
def test_standardised_by_itself_a_rate_is_the_crude_one(rows: list[tuple[int, int, int]]):
    events, people, _ = zip(*rows, strict=True)
    ours = directly_standardised(events, people, people)
    assert ours.rate[0] == pytest.approx(ours.crude[0])
    assert indirectly_standardised(events, people, events, people).ratio[0] == pytest.approx(1)


@given(strata, st.sampled_from(["dobson", "gamma"]), st.sampled_from([0.01, 7, 1000]))
def test_the_size_of_the_standard_does_not_matter(rows: list[tuple[int, int, int]], method: str, factor: float):
    events, people, standard = (np.asarray(column, dtype=float) for column in zip(*rows, strict=True))
    here = directly_standardised(events, people, standard, method=method)
    there = directly_standardised(events, people, standard * factor, method=method)
    for name in ("rate", "low", "high"):
        assert getattr(here, name) == pytest.approx(getattr(there, name))
    assert here.low[0] <= here.rate[0] <= here.high[0]


@given(strata)
def test_the_same_rate_everywhere_needs_no_standardising(rows: list[tuple[int, int, int]]):
    _, people, standard = (np.asarray(column, dtype=float) for column in zip(*rows, strict=True))
    ours = directly_standardised(people * 0.02, people, standard, per=100)
    assert ours.rate[0] == pytest.approx(2)


@given(strata, st.integers(1, 5))
def test_areas_together_are_as_each_by_itself(rows: list[tuple[int, int, int]], areas: int):
    events, people, standard = (np.asarray(column, dtype=float) for column in zip(*rows, strict=True))
    many_events, many_people = (np.outer(np.arange(1, areas + 1), column) for column in (events, people))
    together = directly_standardised(many_events, many_people, standard)
    ratios = indirectly_standardised(many_events, many_people, events, people, method="exact")
    for area in range(areas):
        assert together.high[area] == directly_standardised(many_events[area], many_people[area], standard).high[0]
        alone = indirectly_standardised(many_events[area], many_people[area], events, people, method="exact")
        assert ratios.high[area] == alone.high[0]


def test_no_events_have_a_rate_of_zero_and_an_upper_limit_by_gamma():
    ours = directly_standardised([0, 0], [100, 200], [1, 1], method="gamma")
    assert (ours.rate[0], ours.low[0]) == (0, 0)
    assert ours.high[0] > 0
    assert ours.unreliable[0]
    assert np.isnan(directly_standardised([0, 0], [100, 200], [1, 1]).high[0])


@pytest.mark.parametrize(
    ("method", "low", "high"),
    [("exact", 45.7861, 77.2326), ("byar", 45.7828, 77.2334), ("lognormal", 60 / 1.2879404, 60 * 1.2879404)],
)
def test_indirect_with_each_interval(method: str, low: float, high: float):
    """Sixty observed, 45 expected."""
    ours = indirectly_standardised([20, 40.0], [1000, 2000], [50, 400], [10_000, 20_000], method=method)
    assert ours.expected[0] == pytest.approx(45)
    assert ours.ratio[0] == pytest.approx(60 / 45)
    assert (ours.low[0] * 45, ours.high[0] * 45) == pytest.approx((low, high), abs=5e-3)
    assert ours.rate[0] == pytest.approx(60 / 45 * 450 / 30_000 * 1e5)


def test_observed_totals_will_do():
    people, base = [[1000, 2000, 10], [500, 100, 10]], ([50, 400, 10], [10_000, 20_000, 100])
    by_strata = indirectly_standardised([[1, 9, 2], [2, 3, 0]], people, *base)
    by_total = indirectly_standardised([12, 5], people, *base)
    assert by_total.ratio == pytest.approx(by_strata.ratio)
    assert by_total.low == pytest.approx(by_strata.low)


@pytest.mark.parametrize(
    ("events", "people", "standard", "says"),
    [
        ([1, 2], [10, 0], [1, 1], "område 1, lag 2"),
        ([1, -2], [10, 5], [1, 1], "område 1, lag 2"),
        ([[1, 2], [1, None]], [[10, 5], [3, 3]], [1, 1], "område 2, lag 2"),
        ([1, 2, 3], [10, 5], [1, 1], "form"),
        ([1, 2], [10, 5], [1, 1, 1], "3 lag"),
        ([1, 2], [10, 5], [0, 0], "ingen personer"),
        (["mange"], [10], [1], "events"),
    ],
)
def test_what_cannot_be_used_is_refused(events, people, standard, says):
    with pytest.raises(Unusable, match=says):
        directly_standardised(events, people, standard)


def test_the_european_standard_is_complete():
    standard = european()
    assert standard.people.sum() == 100_000
    assert len(standard.people) == 21
    assert standard.in_bands(["0-4", "5-64", "65-89", "90+"]).tolist() == [5000, 75500, 18500, 1000]
    assert "Eurostat" in standard.source


def test_norway_in_other_bands():
    both = norwegian_both_sexes(2026)
    assert both.people.sum() == 5_627_400
    split = norwegian(2026).in_bands(["0-17", "18-66", "67+"])
    assert split.reshape(2, 3).sum(axis=0) == pytest.approx(both.in_bands(["0-17", "18-66", "67+"]))
    assert norwegian(2026, "female").people.sum() + norwegian(2026, "male").people.sum() == both.people.sum()


@needs_reference
def test_norway_is_the_sum_of_its_municipalities():
    import csv
    import gzip

    with gzip.open(REFERENCE / "norway" / "population_by_municipality.csv.gz", "rt", encoding="utf-8") as file:
        total = sum(
            int(row["population"])
            for row in csv.DictReader(file)
            if (row["year"], row["sex"], row["age_band"]) == ("2020", "male", "80-84")
        )
    standard = norwegian(2020, "male")
    assert standard.people[standard.strata.index(("male", "80-84"))] == total


@pytest.mark.parametrize(
    ("bands", "says"),
    [(["0-2"], "ikke kan deles"), (["0-17", "17-30"], "overlapper"), (["gamle"], "skrives"), (["9-5"], "slutter")],
)
def test_bands_that_cannot_be_made_are_refused(bands: list[str], says: str):
    with pytest.raises(Unusable, match=says):
        norwegian(2026).in_bands(bands)


def test_a_year_that_is_not_there_is_refused():
    with pytest.raises(Unusable, match="1990"):
        norwegian(1990)
