"""Counting days where messages come at odd times: the days in hospital after ready, and those paid for."""

from __future__ import annotations

import pytest
from tests.stay.stay_stories import FJORDBY, NABO, M, Story, day, days

from samspill.stay import Kind, Oddity, Rules, State

TODAY = "2018-03-01"


@pytest.fixture
def story() -> Story:
    story = Story()
    story.admitted("2018-01-29 10:00")
    return story


def test_declared_before_the_municipality_was_told(story: Story):
    story.ready("2018-01-31", "2018-02-02 09:00")
    story.discharged("2018-02-05 10:00")
    assert story.payable(TODAY) == days("2018-02-02", "2018-02-04")
    assert story.waiting(TODAY) == 5


@pytest.mark.parametrize("ready", ["2018-02-02", "2018-02-02 07:30"])
def test_told_before_the_day_the_patient_is_ready_from(story: Story, ready: str):
    story.ready(ready, "2018-01-31 09:00")
    assert (story.stay.state, story.stay.ready_on) == (State.AWAITING_ANSWER, day("2018-02-02"))
    assert story.waiting("2018-02-01") == 0
    story.cannot("2018-01-31 15:00")
    story.discharged("2018-02-05 10:00")
    assert story.payable(TODAY) == days("2018-02-02", "2018-02-04")


def test_a_declaration_for_a_day_ahead_that_is_withdrawn_before_it_comes_to_nothing(story: Story):
    story.ready("2018-02-05", "2018-01-31 09:00")
    story.withdrawn("2018-02-02 09:00")
    assert (story.stay.state, story.stay.ready_on, story.payable(TODAY)) == (State.ADMITTED, None, ())
    story.ready("2018-02-03 09:00")
    assert story.payable("2018-02-05") == days("2018-02-03", "2018-02-04")


def test_a_notice_whose_declaration_comes_on_a_later_day_in_a_message_of_its_own(story: Story):
    story.happens(Kind.READY_NOTICE, "2018-01-31 09:00")
    assert story.stay.ready_on == day("2018-01-31")
    story.happens(Kind.READY, "2018-02-02 09:00")
    assert story.stay.ready_on == day("2018-02-02")


def test_can_from_a_day_ahead_means_paying_until_that_day(story: Story):
    story.ready("2018-01-31 10:00")
    story.can("2018-01-31 12:00", "2018-02-03")
    assert (story.stay.state, story.stay.place_from) == (State.PLACE_READY, day("2018-02-03"))
    story.discharged("2018-02-05 10:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-02")


def test_can_from_a_day_gone_by_counts_from_the_day_it_was_said(story: Story):
    story.ready("2018-01-31 10:00")
    story.can("2018-02-02 12:00", "2018-01-31")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-01")


def test_cannot_then_can_then_cannot_again(story: Story):
    story.ready("2018-01-31 10:00")
    story.cannot("2018-01-31 12:00")
    story.can("2018-02-02 12:00")
    story.cannot("2018-02-04 12:00", "2018-02-07")
    story.discharged("2018-02-06 10:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-01") + days("2018-02-04", "2018-02-05")


def test_of_answers_on_one_day_the_last_holds(story: Story):
    story.ready("2018-01-31 10:00")
    story.can("2018-01-31 12:00")
    story.cannot("2018-01-31 15:00")
    assert story.payable("2018-02-02") == days("2018-01-31", "2018-02-01")
    story.can("2018-01-31 16:00")
    assert story.payable("2018-02-02") == ()


def test_of_answers_of_the_same_day_without_hours_the_one_said_last_holds(story: Story):
    story.ready("2018-01-31 10:00")
    story.happens(Kind.CAN, "2018-01-31", "2018-02-01 08:00")
    story.happens(Kind.CANNOT, "2018-01-31", "2018-02-01 09:00")
    assert story.stay.state == State.AWAITING_PLACE
    story.happens(Kind.CAN, "2018-01-31", "2018-02-01 10:00")
    assert story.stay.state == State.PLACE_READY


def test_an_answer_from_a_clock_that_is_slow_still_answers(story: Story):
    notice = story.ready("2018-01-31 10:00")
    story.can("2018-01-31 09:58", refers_to=notice)
    assert (story.stay.state, story.stay.oddities) == (State.PLACE_READY, frozenset())


def test_an_answer_to_the_notice_of_an_earlier_period_does_not_answer_the_present_one(story: Story):
    first = story.ready("2018-01-31 10:00")
    story.withdrawn("2018-02-01 10:00")
    story.ready("2018-02-03 10:00")
    story.can("2018-02-04 10:00", refers_to=first)
    assert story.stay.state == State.AWAITING_ANSWER
    assert Oddity.ANSWER_TO_NOTHING in story.stay.oddities
    assert story.payable("2018-02-06") == days("2018-01-31", "2018-01-31") + days("2018-02-03", "2018-02-05")


def test_an_answer_to_something_unknown_answers_the_present_notice(story: Story):
    story.ready("2018-01-31 10:00")
    story.can("2018-01-31 12:00", refers_to="never-came")
    assert story.stay.state == State.PLACE_READY


def test_the_answer_of_a_municipality_that_is_no_longer_asked_moves_nothing(story: Story):
    story.ready("2018-01-31 10:00")
    story.ready("2018-02-02 10:00", municipality=NABO)
    story.can("2018-02-03 10:00", municipality=FJORDBY)
    assert (story.stay.state, story.stay.municipality) == (State.AWAITING_ANSWER, NABO)
    assert Oddity.ANSWER_TO_NOTHING in story.stay.oddities


def test_a_patient_who_moves_back_must_be_told_of_anew(story: Story):
    story.ready("2018-01-31 10:00")
    story.can("2018-01-31 11:00")
    story.happens(Kind.MUNICIPALITY_CHANGED, "2018-02-02 10:00", municipality=NABO)
    story.happens(Kind.MUNICIPALITY_CHANGED, "2018-02-04 10:00", municipality=FJORDBY)
    assert (story.stay.state, story.stay.place_from) == (State.READY, None)
    assert story.payable(TODAY) == ()
    story.ready("2018-02-06 10:00")
    assert story.payable("2018-02-08") == days("2018-02-06", "2018-02-07")


def test_the_municipality_that_a_later_message_went_to_is_not_taken_for_that_of_the_days_it_repeats(story: Story):
    story.ready("2018-01-31", "2018-01-31 10:00", admitted="2018-01-29 10:00")
    story.ready("2018-01-31", "2018-02-03 10:00", admitted="2018-01-29 10:00", municipality=NABO)
    story.discharged("2018-02-05 10:00", municipality=NABO)
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-02") + days("2018-02-03", "2018-02-04", NABO)


def test_a_city_district_is_its_city(story: Story):
    oslo = Story(to="0301")
    oslo.ready("2018-01-31 10:00", admitted="2018-01-29 10:00")
    oslo.can("2018-02-02 10:00", municipality="030102")
    assert oslo.stay.state == State.PLACE_READY
    oslo.ready("2018-02-03 10:00", municipality="030102")
    assert (oslo.stay.state, oslo.stay.municipality) == (State.PLACE_READY, "030102")


def test_days_on_leave_are_not_counted_unless_the_community_says_so(story: Story):
    story.ready("2018-01-31 10:00")
    story.happens(Kind.ON_LEAVE, "2018-02-01 10:00")
    assert story.stay.on_leave
    story.happens(Kind.BACK_FROM_LEAVE, "2018-02-03 18:00")
    story.discharged("2018-02-05 10:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-01-31") + days("2018-02-03", "2018-02-04")
    assert (story.waiting(TODAY), story.waiting(TODAY, Rules(leave_counts=True))) == (3, 5)


@pytest.mark.parametrize(("left", "back"), [("2018-02-01", "2018-02-01"), ("2018-02-01 09:00", "2018-02-01 20:00")])
def test_a_leave_that_ends_on_the_day_it_began_takes_no_day(story: Story, left: str, back: str):
    story.ready("2018-01-31 10:00")
    story.happens(Kind.BACK_FROM_LEAVE, back, "2018-02-04 10:00")
    story.happens(Kind.ON_LEAVE, left, "2018-02-04 10:00")
    assert story.stay.leaves == ((day("2018-02-01"), day("2018-02-01")),)
    assert story.waiting("2018-02-05") == 5


def test_back_and_away_again_on_the_same_day(story: Story):
    story.happens(Kind.ON_LEAVE, "2018-02-01", "2018-02-09 10:00")
    story.happens(Kind.ON_LEAVE, "2018-02-03", "2018-02-09 10:00")
    story.happens(Kind.BACK_FROM_LEAVE, "2018-02-03", "2018-02-09 10:00")
    assert story.stay.leaves == ((day("2018-02-01"), day("2018-02-03")), (day("2018-02-03"), None))


def test_a_leave_that_ends_in_death_or_discharge_is_not_taken_up_again(story: Story):
    story.happens(Kind.ON_LEAVE, "2018-02-01 10:00")
    story.died("2018-02-02 10:00")
    story.happens(Kind.BACK_FROM_LEAVE, "2018-02-03 10:00")
    assert story.stay.leaves == ((day("2018-02-01"), None),)


def test_today_is_not_over_and_not_counted(story: Story):
    story.ready("2018-01-31 10:00")
    assert (story.waiting("2018-01-31"), story.waiting("2018-02-01")) == (0, 1)
    assert story.payable("2018-01-31") == ()
    assert story.payable("2018-01-01") == ()


def test_what_is_not_told_has_no_municipality(story: Story):
    unknown = Story(to="")
    unknown.ready("2018-01-31 10:00", admitted="2018-01-29 10:00")
    assert unknown.payable("2018-02-01") == days("2018-01-31", "2018-01-31", "")
    unknown.discharged("2018-02-02 10:00", municipality=FJORDBY)
    assert unknown.payable(TODAY) == days("2018-01-31", "2018-02-01", FJORDBY)


def test_a_repeated_declaration_with_only_the_day_does_not_undo_a_withdrawal_of_the_same_day(story: Story):
    story.ready("2018-01-31 10:00")
    story.withdrawn("2018-01-31 16:00", ready="2018-01-31 10:00")
    story.message("2018-02-03 10:00", (Kind.READY, "2018-01-31"), (Kind.DISCHARGED, "2018-02-03 09:00"))
    assert (story.payable(TODAY), story.waiting(TODAY)) == ((), 0)


def test_deaths_of_waiting_patients_end_the_counting(story: Story):
    story.ready("2018-01-31 10:00")
    story.died("2018-02-02", "2018-02-03 10:00", by=M)
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-01")


def test_a_declaration_for_a_day_ahead_without_a_notice_is_withdrawn_too(story: Story):
    story.happens(Kind.READY, "2018-02-05", "2018-01-31 09:00")
    story.withdrawn("2018-02-02 09:00")
    assert (story.stay.state, story.waiting(TODAY)) == (State.ADMITTED, 0)


def test_a_municipality_that_is_known_only_later_was_the_patients_all_the_time():
    story = Story(to="")
    story.ready("2018-01-31 10:00", admitted="2018-01-29 10:00")
    story.happens(Kind.EARLY_NOTICE, "2018-02-02 10:00", municipality=FJORDBY)
    assert (story.stay.state, story.stay.municipality) == (State.AWAITING_ANSWER, FJORDBY)
    assert story.payable("2018-02-04") == days("2018-01-31", "2018-02-03")
