"""The NHS rules: each rule by itself, and all of them against slow plain Python."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.statistics.statistics_by_hand import in_row, trending, two_of_three

from samspill.analysis.statistics import Rebase, Unusable, chart, nhs_rules
from samspill.analysis.statistics.nhs_rules import NHS_D2

STEADY = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12]


def marked(flags: np.ndarray) -> list[int]:
    return (np.flatnonzero(flags) + 1).tolist()


def test_the_nhs_writes_its_limits_with_2_66():
    y = [12, 15, 11, 14, 18, 13, 12, 16]
    ours = chart("i", y, d2=NHS_D2, screened=False)
    assert ours.ucl[0] == pytest.approx(np.mean(y) + 2.66 * np.abs(np.diff(y)).mean())


def test_a_point_outside():
    reading = nhs_rules(chart("i", [*STEADY, 30], freeze=10), "down")
    assert marked(reading.outside) == [11]
    assert reading.variation[-1] == reading.latest == "concern"
    assert nhs_rules(chart("i", [*STEADY, 30], freeze=10), "up").latest == "improvement"
    assert nhs_rules(chart("i", [*STEADY, 30], freeze=10)).latest == "neutral_high"


def test_seven_on_one_side_and_the_setting():
    y = [*STEADY, 13, 12, 13, 12, 13, 12, 13]
    drawn = chart("i", y, freeze=10)
    assert marked(nhs_rules(drawn, "up").shift) == list(range(10, 18))  # the last steady one is above too
    assert marked(nhs_rules(drawn, "up", shift=8).shift) == list(range(10, 18))
    assert marked(nhs_rules(chart("i", y[:15], freeze=10), "up").shift) == []
    assert marked(nhs_rules(chart("i", y[:15], freeze=10), "up", shift=6).shift) == list(range(10, 16))


def test_six_or_seven_that_rise():
    y = [11, 10, 10.2, 10.4, 10.6, 10.8, 11, 10]
    drawn = chart("i", [*STEADY, *y], freeze=10)
    assert marked(nhs_rules(drawn, trend=6).trend) == list(range(12, 18))
    assert marked(nhs_rules(drawn, trend=7).trend) == []


def test_two_of_three_near_a_limit():
    drawn = chart("i", [*STEADY, 15, 11.5, 15], freeze=10)  # limits 11 ± 5.32, near from 3.55
    assert marked(nhs_rules(drawn, "up").two_of_three) == [11, 13]
    assert marked(nhs_rules(chart("i", [*STEADY, 15, 10, 15], freeze=10)).two_of_three) == []  # not one side


def test_a_gap_and_a_new_part_break_a_row():
    y = [*STEADY, 13, 12, 13, None, 12, 13, 12]
    assert marked(nhs_rules(chart("i", y, freeze=10)).shift) == []
    said = Rebase(after=14, by="Siri", reason="Ny bygning", on=date(2026, 1, 2))
    y = [*STEADY, 8, 8, 8, 8, 20, 20, 21, 20]
    assert marked(nhs_rules(chart("i", y, rebase=[said]), shift=6).shift) == []


@pytest.mark.parametrize(
    ("better", "target", "says"),
    [
        ("up", 3, "pass"), ("up", 18, "fail"), ("up", 11, "hit_or_miss"),
        ("down", 3, "fail"), ("down", 18, "pass"), ("neither", 18, None), ("up", None, None),
    ],
)  # fmt: skip
def test_assurance(better: str, target: float | None, says: str | None):
    assert nhs_rules(chart("i", STEADY), better, target=target).assurance == says


def test_a_target_is_judged_by_the_latest_limits_only():
    y = [*STEADY, *[value + 20 for value in STEADY]]
    said = Rebase(after=10, by="Siri", reason="Dobbel bemanning", on=date(2026, 1, 2))
    assert nhs_rules(chart("i", y, rebase=[said]), "up", target=18).assurance == "pass"


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [("run", {}, "run"), ("mr", {}, "mr"), ("i", {"better": "best"}, "better"), ("i", {"shift": 5}, "shift"),
     ("i", {"trend": 8}, "trend")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(kind: str, options: dict, says: str):
    with pytest.raises(Unusable, match=says):
        nhs_rules(chart(kind, STEADY), **options)


@given(
    st.lists(st.integers(0, 60).map(lambda v: v / 4), min_size=3, max_size=45),
    st.sampled_from([6, 7, 8]),
    st.sampled_from([6, 7]),
)
def test_all_rules_agree_with_the_slow_ones(y: list[float], shift: int, trend: int):
    drawn = chart("i", y, freeze=12)
    reading = nhs_rules(drawn, "up", shift=shift, trend=trend)
    sides = [int(np.sign(round(a - b, 9))) for a, b in zip(y, drawn.cl, strict=True)]
    if np.isnan(drawn.ucl[0]):
        close = [False] * len(y)
    else:
        close = [
            bool((a > u95 and a <= u) or (a < l95 and a >= low))
            for a, low, l95, u95, u in zip(y, drawn.lcl, drawn.lcl95, drawn.ucl95, drawn.ucl, strict=True)
        ]
    assert reading.shift.tolist() == in_row(sides, shift)
    assert reading.trend.tolist() == trending(y, trend)
    assert reading.two_of_three.tolist() == two_of_three(close, sides)
    special = reading.special.tolist()
    assert [word != "common" for word in reading.variation] == special
    assert all(word == "improvement" for word, flag, side in zip(reading.variation, special, sides, strict=True)
               if flag and side > 0)  # fmt: skip
