"""Who does what next, by when, and when the promise is broken."""

from __future__ import annotations

import pytest
from tests.stay.stay_stories import NABO, Story, day, moment

from samspill.stay import OSLO, Kind, NextStep, Rules, Side, Step, next_steps

H, M = Side.HOSPITAL, Side.MUNICIPALITY


def steps(story: Story, now: str, rules: Rules | None = None) -> dict[Step, NextStep]:
    return {step.step: step for step in next_steps(story.stay, moment(now), rules)}


@pytest.fixture
def story() -> Story:
    story = Story()
    story.admitted("2018-01-29 10:00")
    return story


def test_a_patient_who_is_only_admitted_waits_for_the_admission_report(story: Story):
    assert [*steps(story, "2018-01-29 11:00")] == [Step.SEND_ADMISSION_REPORT]
    story.happens(Kind.ADMISSION_REPORT, "2018-01-29 12:00")
    assert steps(story, "2018-01-29 13:00") == {}


@pytest.mark.parametrize(("now", "broken"), [("2018-01-30 10:00", False), ("2018-01-30 10:01", True)])
def test_a_promise_is_broken_when_its_time_has_run_out(story: Story, now: str, broken: bool):
    assert steps(story, now)[Step.SEND_ADMISSION_REPORT].broken is broken


@pytest.mark.parametrize("counts_from", ["need_identified", "admitted"])
def test_both_clocks_of_the_early_notice_stop_when_it_is_sent(story: Story, counts_from: str):
    rules = Rules(early_notice_from=counts_from)
    story.happens(Kind.NEED_IDENTIFIED, "2018-01-29 15:00")
    due = steps(story, "2018-01-29 16:00", rules)[Step.SEND_EARLY_NOTICE].due
    assert due == moment("2018-01-30 15:00" if counts_from == "need_identified" else "2018-01-30 10:00")
    story.happens(Kind.EARLY_NOTICE, "2018-01-29 16:00")
    assert Step.SEND_EARLY_NOTICE not in steps(story, "2018-01-29 17:00", rules)


def test_the_early_notice_clock_does_not_run_before_a_need_is_seen(story: Story):
    assert Step.SEND_EARLY_NOTICE not in steps(story, "2018-02-09 16:00")


def test_a_clock_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="need_identified, admitted"):
        Rules(early_notice_from="innlagt")


@pytest.mark.parametrize(
    ("admitted", "due"),
    [
        ("2018-03-24 10:00", "2018-03-25 11:00"),  # the night is an hour shorter
        ("2018-10-27 10:00", "2018-10-28 09:00"),  # and longer
    ],
)
def test_a_day_is_24_hours_also_when_the_clocks_change(admitted: str, due: str):
    story = Story()
    story.admitted(admitted)
    found = steps(story, admitted)[Step.SEND_ADMISSION_REPORT].due
    assert found == moment(due)
    assert found is not None
    assert found.tzinfo is OSLO


def test_the_hour_that_comes_twice_breaks_a_promise_only_once_it_is_over():
    story = Story()
    story.admitted("2018-10-27 02:30")  # due 28 October 02:30, the first time
    first, second = (moment("2018-10-28 02:15", fold=fold) for fold in (0, 1))
    assert [next_steps(story.stay, now)[0].broken for now in (first, second)] == [False, True]


def test_where_only_the_day_of_admission_is_known_the_clock_runs_from_its_end():
    story = Story()
    story.admitted("2018-01-29", "2018-01-30 08:00")
    assert steps(story, "2018-01-30 23:00")[Step.SEND_ADMISSION_REPORT].due == moment("2018-01-30 23:59:59")
    assert story.stay.admitted_on == day("2018-01-29")


def test_declared_ready_the_hospital_tells_the_municipality_the_same_day(story: Story):
    story.happens(Kind.READY, "2018-01-31 10:00")
    step = steps(story, "2018-01-31 11:00")[Step.SEND_READY_NOTICE]
    assert (step.whose, step.due, step.broken) == (H, moment("2018-01-31 23:59"), False)
    assert steps(story, "2018-02-01 00:00")[Step.SEND_READY_NOTICE].broken


def test_to_tell_again_gives_no_more_time(story: Story):
    story.ready("2018-01-31 10:00")
    story.ready("2018-01-31 10:00", "2018-02-01 15:00")
    assert steps(story, "2018-02-01 16:00")[Step.ANSWER_NOTICE].broken


def test_a_new_municipality_has_its_own_time(story: Story):
    story.ready("2018-01-31 10:00")
    story.ready("2018-01-31 10:00", "2018-02-01 15:00", municipality=NABO)
    assert steps(story, "2018-02-01 16:00")[Step.ANSWER_NOTICE].due == moment("2018-02-02 15:00")


def test_a_community_may_agree_on_another_time_to_answer(story: Story):
    story.ready("2018-01-31 10:00")
    rules = Rules(answer_within=Rules().answer_within / 12)
    assert steps(story, "2018-01-31 11:00", rules)[Step.ANSWER_NOTICE].due == moment("2018-01-31 12:00")


def test_a_place_is_promised_for_the_day_that_was_named_or_not_at_all(story: Story):
    story.ready("2018-01-31 10:00")
    story.cannot("2018-01-31 11:00")
    step = steps(story, "2018-02-15 12:00")[Step.PROVIDE_PLACE]
    assert (step.whose, step.due, step.broken) == (M, None, False)
    story.cannot("2018-01-31 13:00", "2018-02-03")
    assert steps(story, "2018-02-03 12:00")[Step.PROVIDE_PLACE].due == moment("2018-02-03 23:59")
    assert steps(story, "2018-02-04 12:00")[Step.PROVIDE_PLACE].broken


def test_with_a_place_ready_the_hospital_sends_home(story: Story):
    story.ready("2018-01-31 10:00")
    story.can("2018-01-31 11:00", "2018-02-02")
    step = steps(story, "2018-02-01 12:00")[Step.SEND_HOME]
    assert (step.whose, step.due) == (H, moment("2018-02-02 23:59"))


@pytest.mark.parametrize("end", ["discharged", "died"])
def test_a_stay_that_has_ended_asks_nothing(story: Story, end: str):
    getattr(story, end)("2018-02-01 11:00")
    assert steps(story, "2018-02-09 12:00") == {}
