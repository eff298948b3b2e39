"""What each word takes: drawn series with and without an effect, the tonsil example, and the promise about noise."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from benchmarks.effect import LENGTHS, WORLDS, months, share_moved

from samspill.analysis.effect import ERROR_RATE, Question, Series, Verdict, Word, judge
from samspill.analysis.statistics.unusable import Unusable

pytestmark = pytest.mark.once


def codes(grounds: Any) -> set[str]:
    return {ground.code for ground in grounds}


def drawn(levels: list[float], n: int = 300, seed: int = 3) -> Series:
    rng = np.random.default_rng(seed)
    y = rng.binomial(n, levels).astype(float)
    return Series(months(len(levels)), y.tolist(), [float(n)] * len(levels))


def asked(series: Series, before: int, **more: Any) -> Verdict:
    return judge(Question(series, starts=series.periods[before], better=more.pop("better", "down"), **more))


def test_a_fall_is_better_or_worse_by_which_way_is_good() -> None:
    series = drawn([0.2] * 18 + [0.1] * 12)
    found = asked(series, 18)
    assert found.word is Word.BETTER
    assert codes(found.grounds) == {"interval_moved", "chart_signals"}
    assert found.figures.change is not None
    assert found.figures.low is not None
    assert found.figures.high is not None
    assert found.figures.low < found.figures.change < found.figures.high < 0
    assert asked(series, 18, better="up").word is Word.WORSE


def test_no_change_where_there_is_none() -> None:
    assert asked(drawn([0.2] * 30), 18).word is Word.NO_CHANGE


def test_a_fall_that_was_under_way_is_not_taken_for_an_effect() -> None:
    falling = [0.4 * 0.95**n for n in range(36)]
    found = asked(drawn(falling, n=800), 24)
    assert found.word is Word.NO_CHANGE
    assert "chart_alone" in codes(found.grounds)


def test_a_fall_that_the_comparison_shares_is_not_the_actions() -> None:
    levels = [0.2] * 18 + [0.1] * 12
    found = asked(drawn(levels), 18, comparison=drawn(levels, n=2000, seed=8))
    assert found.word is Word.NO_CHANGE
    assert "beyond_comparison" in codes(found.grounds)


@pytest.mark.parametrize(
    ("more", "word", "code"),
    [
        ({"judge_from": date(2030, 1, 1), "today": date(2022, 6, 1)}, Word.TOO_EARLY, "not_yet"),
        ({"definition_changes": [months(30)[18]]}, Word.BETTER, ""),
        ({"definition_changes": [months(30)[17], months(30)[20]]}, Word.CANNOT_TELL, "definition_changed"),
    ],
)
def test_time_and_definitions(more: dict[str, Any], word: Word, code: str) -> None:
    found = asked(drawn([0.2] * 18 + [0.1] * 12), 18, **more)
    if not code:  # a change on the very day leaves nothing from before
        assert found.word is Word.CANNOT_TELL
        return
    assert (found.word, codes(found.grounds)) == (word, {code})


def test_an_earlier_definition_is_left_out_and_said() -> None:
    found = asked(drawn([0.5] * 6 + [0.2] * 14 + [0.1] * 12), 20, definition_changes=[months(32)[6]])
    assert found.word is Word.BETTER
    assert "only_one_definition" in codes(found.warnings)
    assert found.points_before == 14


def test_too_few_after_and_nothing_before() -> None:
    series = drawn([0.2] * 14)
    assert codes(asked(series, 12).grounds) == {"few_after"}
    assert codes(judge(Question(series, starts=date(2019, 1, 1), better="down")).grounds) == {"no_baseline"}
    assert codes(judge(Question(Series([], [], []), starts=date(2019, 1, 1), better="down")).grounds) == {"no_figures"}
    assert codes(judge(Question(series, starts=date(2031, 1, 1), better="down")).grounds) == {"not_begun"}


def test_what_weakens_it_is_said() -> None:
    near, far = months(30)[10], date(2010, 1, 1)
    found = asked(drawn([0.01] * 8 + [0.01] * 4, n=200), 8, concurrent=[("Ny post", near), ("Gammelt", far)])
    assert {"few_points", "small_numbers", "no_comparison", "concurrent", "no_trend"} <= codes(found.warnings)
    assert next(each.values["names"] for each in found.warnings if each.code == "concurrent") == ["Ny post"]


def test_a_month_that_is_left_out_is_a_gap() -> None:
    whole = drawn([0.2] * 30)
    periods = [period for place, period in enumerate(whole.periods) if place != 5]
    y = [value for place, value in enumerate(whole.y) if place != 5]
    found = judge(Question(Series(periods, y, [300.0] * 29), starts=whole.periods[18], better="down"))
    assert "missing" in codes(found.warnings)
    assert found.line.value[5] is None
    assert len(found.line.periods) == 30


def test_a_share_without_a_denominator_is_refused() -> None:
    with pytest.raises(Unusable):
        Question(Series(months(3), [1, 2, 3]), starts=months(3)[1], better="down")


# Norsk tonsilleregister as told in the source text: seven departments went over to cold technique in 2018; readmission
# for bleeding 14 % (2017) to 6 % (2020), while the country (8 % in 2017) saw no such fall. Denominators are ours.
QUARTERS = [date(2016 + q // 4, 3 * (q % 4) + 1, 1) for q in range(20)]
SEVEN = [0.14] * 8 + [0.13, 0.12, 0.11, 0.10, 0.09, 0.08, 0.075, 0.07] + [0.06] * 4
REST = [0.08] * 20


def tonsils(levels: list[float], n: int, seed: int = 5) -> Series:
    rng = np.random.default_rng(seed)
    return Series(QUARTERS, rng.binomial(n, levels).astype(float).tolist(), [float(n)] * 20)


def test_the_tonsil_example_by_quarter() -> None:
    seven, rest = tonsils(SEVEN, 210), tonsils(REST, 1400, seed=6)
    for comparison in (None, rest):
        found = judge(Question(seven, starts=date(2018, 1, 1), better="down", comparison=comparison))
        assert found.word is Word.BETTER, found
    assert judge(Question(rest, starts=date(2018, 1, 1), better="down")).word is Word.NO_CHANGE


def test_the_tonsil_example_by_year_as_printed() -> None:
    years = [date(year, 1, 1) for year in (2017, 2018, 2019, 2020)]
    seven = Series(years, [118, 101, 76, 50], [840.0] * 4)  # 14, 12, 9 and 6 per cent
    rest = Series(years, [448, 459, 440, 452], [5600.0] * 4)
    found = judge(Question(seven, starts=date(2018, 1, 1), better="down", comparison=rest))
    assert (found.word, found.method) == (Word.BETTER, "short")
    assert "few_points" in codes(found.warnings)
    assert judge(Question(rest, starts=date(2018, 1, 1), better="down")).word is Word.NO_CHANGE
    taking_part = Series(years, [302, 470, 610, 680], [840.0] * 4)  # 36 to 81 per cent
    assert judge(Question(taking_part, starts=date(2018, 1, 1), better="up")).word is Word.BETTER


@pytest.mark.parametrize("world", ["shares", "counts, spread", "values, neighbours alike"])
def test_noise_is_seldom_taken_for_an_effect(world: str) -> None:
    """A modest, seeded round of benchmarks/effect.py; with 3 standard errors of room for its size."""
    many = 60
    said = [share_moved(WORLDS[world], *length, many, seed=11)[0] for length in LENGTHS[:2]]
    overall, of_all = sum(said) / len(said), many * len(said)
    assert overall <= ERROR_RATE + 3 * (ERROR_RATE * (1 - ERROR_RATE) / of_all) ** 0.5


def test_a_real_change_is_found_most_of_the_time() -> None:
    found = [asked(drawn([0.2] * 18 + [0.12] * 12, n=150, seed=seed), 18).word for seed in range(20)]
    assert found.count(Word.BETTER) >= 15
    assert Word.WORSE not in found
