"""Charlson, Elixhauser and the Hospital Frailty Risk Score."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference import REFERENCE, needs_reference

from samspill.analysis.statistics import Unusable
from samspill.analysis.statistics.comorbidity import (
    Bands,
    band,
    charlson,
    charlson_many,
    elixhauser,
    elixhauser_many,
    hfrs,
    hfrs_many,
    looked_back,
)
from samspill.analysis.statistics.comorbidity.hfrs import points
from samspill.analysis.statistics.comorbidity.mapping import mapping

# One code of each Charlson condition, and codes close by that are none.
ONE_OF_EACH = {
    "ami": "I21.4", "chf": "I50.9", "pvd": "I70.2", "cevd": "I63.9", "dementia": "F00.1", "copd": "J44.1",
    "rheumd": "M05.9", "pud": "K26.4", "mld": "K70.3", "diab": "E11.9", "diabwc": "E10.2", "hp": "G81.9",
    "rend": "N18.5", "canc": "C50.9", "msld": "K72.9", "metacanc": "C78.0", "aids": "B24",
}  # fmt: skip
CODES = [
    "I21.4", "i252", "I50", "I42.6", "E10.2", "E119", "C50.9X", "C78.0", "K703", "K72.9", "I10", "I11.0", "F00.0*",
    "J44.1", "G81.9", "F32.1", "E66", "D50.0", "N18.5", "Z00", "A09", None, "", "R64", "B20", "F03", "W19", "N39.0",
]  # fmt: skip


@pytest.mark.parametrize(("condition", "code"), ONE_OF_EACH.items())
def test_one_code_of_each_condition(condition: str, code: str):
    for written in (code, code.replace(".", ""), code.lower(), code + "X", f" {code} "):
        found = charlson([written])
        assert found.conditions == {condition}
        assert found.score == mapping("charlson").weights["charlson"][condition]


@pytest.mark.parametrize(
    "code", ["I20.9", "I25.1", "C44.9", "E10", "E11", "K25X".replace("K25", "K29"), "F05.0", "Z99.1", "G80.9"]
)
def test_codes_close_by_are_no_condition(code: str):
    assert charlson([code]).conditions == frozenset()


def test_everything_at_once_by_both_weights():
    """Quan's weights of 2011 have a maximum of 24; those of 1987 reach 29 when no illness counts twice."""
    everything = list(ONE_OF_EACH.values())
    assert charlson(everything, "quan").score == 24
    assert charlson(everything, "charlson").score == 29
    assert charlson(everything, "none").score == 14
    assert charlson(everything, "none", hierarchy=False).score == 17
    assert charlson(everything, hierarchy=False).score == 33


def test_the_grave_form_takes_the_place_of_the_mild():
    found = charlson(["E11.9", "E11.2", "C50", "C78", "K70.3", "K72.9"])
    assert found.counted == {"diabwc", "metacanc", "msld"}
    assert found.conditions == found.counted | {"diab", "canc", "mld"}
    assert found.score == 2 + 6 + 3


def test_elixhauser_with_each_weights():
    codes = ["I50.9", "I10", "I11.0", "E11.9", "E11.2", "C50.9", "C78.0", "E66.9", "F32.1"]
    assert elixhauser(codes, "none").score == 6  # chf, hypc, diabc, metacanc, obes, depre; I11.0 is heart failure too
    assert elixhauser(codes, "van_walraven").score == 7 + 0 + 0 + 12 - 4 - 3
    assert elixhauser(codes, "ahrq").score == 9 - 1 - 3 + 14 - 5 - 5
    assert elixhauser(codes, "swiss").score == 13 - 3 - 1 + 17 - 6 - 3
    both = elixhauser(["I10", "I12.9"], "ahrq", hierarchy=False)
    assert both.conditions == {"hypunc", "hypc"}
    assert both.score == -1  # one hypertension only


def test_one_code_may_be_two_conditions():
    assert elixhauser(["I42.6"]).conditions == {"chf", "alcohol"}
    assert elixhauser(["F31.5"]).conditions == {"psycho", "depre"}


def _reach(weights: str) -> tuple[int, int]:
    """The lowest and highest score there can be."""
    points = mapping("elixhauser").weights[weights].values()
    return sum(p for p in points if p < 0), sum(p for p in points if p > 0)


def test_tables_have_the_numbers_of_conditions_and_known_sums():
    assert len(mapping("charlson").conditions) == 17
    assert len(mapping("elixhauser").conditions) == 31
    assert sum(mapping("charlson").weights["charlson"].values()) == 33
    assert _reach("van_walraven") == (-19, 89)  # as published
    assert _reach("ahrq") == (-32 - 1, 99)  # published for one hypertension; here each of two has its own -1
    assert all(mapping("elixhauser").names.values())
    assert len(points()) == 109


@needs_reference
def test_frailty_points_are_the_published_ones():
    with (REFERENCE / "risk" / "hospital_frailty_risk_score_weights.csv").open(encoding="utf-8") as file:
        assert points() == {row["icd10_3"]: float(row["points"]) for row in csv.DictReader(file)}


def test_what_is_not_icd10_is_told_of_and_counts_for_nothing():
    found = charlson(["I21", "hjerte", None, float("nan"), "", "250.0"])
    assert found.conditions == {"ami"}
    assert found.unread == ("HJERTE", "2500")
    many = charlson_many([1, 1, 1, 2], ["I21", "hjerte", None, "250.0"])
    assert many.unread.tolist() == [2, 4]
    assert many.score.tolist() == [1, 0]


@pytest.mark.parametrize("weights", ["charlson", "quan", "none"])
@given(rows=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(CODES)), max_size=60), hierarchy=st.booleans())
def test_charlson_of_many_is_that_of_each(weights: str, rows: list, hierarchy: bool):
    persons, codes = [row[0] for row in rows], [row[1] for row in rows]
    many = charlson_many(persons, codes, weights, hierarchy=hierarchy)
    assert many.persons.tolist() == sorted(set(persons))
    for person, score, found in zip(many.persons, many.score, many.found, strict=True):
        one = charlson([code for who, code in rows if who == person], weights, hierarchy=hierarchy)
        assert score == one.score
        assert {name for name, there in zip(many.conditions, found, strict=True) if there} == one.conditions


@pytest.mark.parametrize("weights", ["van_walraven", "ahrq", "swiss", "none"])
@given(rows=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(CODES)), max_size=40), hierarchy=st.booleans())
def test_elixhauser_of_many_is_that_of_each(weights: str, rows: list, hierarchy: bool):
    many = elixhauser_many([row[0] for row in rows], [row[1] for row in rows], weights, hierarchy=hierarchy)
    for person, score in zip(many.persons, many.score, strict=True):
        assert score == elixhauser([code for who, code in rows if who == person], weights, hierarchy=hierarchy).score


@given(st.lists(st.sampled_from(CODES), max_size=20), st.randoms())
def test_order_and_repetition_of_codes_do_not_matter(codes: list, random):
    shuffled = codes + codes
    random.shuffle(shuffled)
    assert charlson(codes).score == charlson(shuffled).score
    assert hfrs(codes) == hfrs(shuffled)


def test_frailty_counts_each_code_once():
    assert hfrs(["F00.0", "F00.1", "f009", "G81.9", "I50"]) == pytest.approx(7.1 + 4.4)
    assert hfrs([]) == 0
    assert hfrs(list(points())) == pytest.approx(sum(points().values()))


def test_frailty_looks_back_two_years():
    on = date(2024, 2, 29)
    days = [date(2022, 2, 27), date(2022, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]
    codes = ["F00", "G81", "G30", "R29"]
    assert hfrs(codes, days, on=on) == pytest.approx(points()["G81"] + points()["G30"])
    assert hfrs(codes, days, on=on, years=3) == pytest.approx(points()["F00"] + points()["G81"] + points()["G30"])


START = date(2019, 1, 1)
diagnoses = st.tuples(
    st.integers(1, 4), st.sampled_from(["F00", "F00.1", "G81", "R29.6", "I50", None]), st.integers(0, 2000)
)
admissions = st.tuples(st.integers(1, 5), st.integers(0, 2500))


@given(st.lists(diagnoses, max_size=30), st.lists(admissions, min_size=1, max_size=10))
def test_frailty_of_many_is_that_of_each(rows: list, stays: list):
    persons, codes, days = ([row[i] for row in rows] for i in range(3))
    dates = np.asarray([START + timedelta(days=day) for day in days], dtype="datetime64[D]")
    who = [stay[0] for stay in stays]
    on = [START + timedelta(days=stay[1]) for stay in stays]
    score, _ = hfrs_many(persons, codes, dates, who, np.asarray(on, dtype="datetime64[D]"))
    for number, (person, day) in enumerate(zip(who, on, strict=True)):
        own = [place for place, other in enumerate(persons) if other == person]
        alone = hfrs([codes[i] for i in own], [START + timedelta(days=days[i]) for i in own], on=day)
        assert score[number] == pytest.approx(alone)


def test_looking_back_serves_other_scores_too():
    admission, row = looked_back([7, 7, 8], ["2024-01-01", "2020-01-01", "2024-01-01"], [7, 8], ["2024-05-01"] * 2)
    assert list(zip(admission.tolist(), row.tolist(), strict=True)) == [(0, 0), (1, 2)]
    codes = np.asarray(["I21", "C78", "I50"])
    assert charlson_many(admission, codes[row]).score.tolist() == [1, 1]


def test_bands_are_a_setting_and_not_confirmed():
    assert [band(score) for score in (0, 4.9, 5, 15, 15.1)] == ["low", "low", "intermediate", "intermediate", "high"]
    assert band(10, Bands(low=3, high=8)) == "high"
    assert not Bands().confirmed
    with pytest.raises(Unusable, match="rekkefølge"):
        Bands(low=9, high=3)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: charlson([5]), "tekst"),
        (lambda: charlson_many([1, 2], ["I21", 5]), "rad 2"),
        (lambda: charlson_many([1], ["I21", "I22"]), "like lange"),
        (lambda: charlson([], "quan2011"), "weights"),
        (lambda: elixhauser([], "charlson"), "weights"),
        (lambda: hfrs(["F00"], [date(2024, 1, 1)]), "sammen"),
        (lambda: hfrs(["F00"], [], on=date(2024, 1, 1)), "like lange"),
        (lambda: hfrs(["F00"], [None], on=date(2024, 1, 1)), "rad 1"),
        (lambda: hfrs(["F00"], ["i fjor"], on=date(2024, 1, 1)), "ÅÅÅÅ"),
        (lambda: hfrs(["F00"], [date(2024, 1, 1)], on=date(2024, 1, 1), years=0), "years"),
        (lambda: hfrs_many([1], ["F00"], ["2024-01-01"], [1, 2], ["2024-01-01"]), "like lange"),
    ],
)
def test_what_cannot_be_used_is_refused(call, says: str):
    with pytest.raises(Unusable, match=says):
        call()
