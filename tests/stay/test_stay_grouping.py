"""All that was told about a patient at a trust, parted into stays."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from tests.stay.stay_stories import H, Story, day, days, stays_in

from samspill.stay import Kind, Oddity, Side, State, fold, next_admissions, payable_days, stays_of

D, A, X = State.DISCHARGED, State.ADMITTED, State.CANCELLED


def test_two_stays_shuffled_are_two_stays():
    story = Story()
    story.admitted("2018-01-29 10:00")
    notice = story.ready("2018-01-31", "2018-01-31 10:00", admitted="2018-01-29 10:00")
    story.can("2018-01-31 12:00", refers_to=notice)
    story.discharged("2018-02-01", "2018-02-01 11:00", admitted="2018-01-29")
    story.admitted("2018-02-10 10:00")
    story.ready("2018-02-12", "2018-02-12 10:00", admitted="2018-02-10 10:00")
    told = list(story.events)
    right = story.stays
    assert [(stay.state, stay.admitted_on) for stay in right] == [
        (D, day("2018-01-29")),
        (State.AWAITING_ANSWER, day("2018-02-10")),
    ]
    for seed in range(50):
        Random(seed).shuffle(told)
        assert stays_in(told) == right


@pytest.mark.parametrize("discharge", ["2018-02-05 08:00", "2018-02-05"])
@pytest.mark.parametrize("readmission", ["2018-02-05 18:00", "2018-02-05"])
@pytest.mark.parametrize("told_with", ["", "2018-01-29 10:00"])
def test_readmission_on_the_day_of_discharge(discharge: str, readmission: str, told_with: str):
    story = Story()
    story.admitted("2018-01-29 10:00")
    story.discharged(discharge, "2018-02-06 09:00", admitted=told_with)
    story.admitted(readmission, "2018-02-06 10:00")
    story.ready("2018-02-07 10:00")
    assert [(stay.state, stay.admitted_on, stay.oddities) for stay in story.stays] == [
        (D, day("2018-01-29"), frozenset()),
        (State.AWAITING_ANSWER, day("2018-02-05"), frozenset()),
    ]


def test_in_and_out_on_one_day_while_the_former_discharge_was_never_told():
    story = Story()
    story.admitted("2018-01-29 10:00")
    story.admitted("2018-02-05", "2018-02-06 10:00")
    story.discharged("2018-02-05 20:00", "2018-02-06 10:00", admitted="2018-02-05")
    first, second = story.stays
    assert (first.state, first.oddities) == (D, {Oddity.NOT_DISCHARGED})
    assert (second.state, second.ended_on) == (D, day("2018-02-05"))


@pytest.mark.parametrize("again", ["2018-01-29 10:00", "2018-01-29 22:00", "2018-01-29", "2018-01-28 23:00"])
def test_an_admission_told_again_is_the_same_admission(again: str):
    story = Story()
    story.admitted("2018-01-29 06:00")
    story.ready("2018-01-31 10:00", admitted=again)
    assert story.states == [State.AWAITING_ANSWER]


def test_an_admission_without_hour_takes_the_hour_that_another_message_told():
    story = Story()
    story.discharged("2018-01-29 08:00", admitted="2018-01-20 10:00")
    story.admitted("2018-01-29 15:00")
    story.ready("2018-01-31 10:00", admitted="2018-01-29")
    assert story.states == [D, State.AWAITING_ANSWER]


def test_another_admission_is_another_stay_also_when_no_discharge_was_told():
    story = Story()
    story.admitted("2018-01-29 10:00")
    story.ready("2018-01-31 10:00")
    story.admitted("2018-02-05 10:00")
    first, second = story.stays
    assert (first.state, first.ended_on, first.oddities) == (D, day("2018-02-05"), {Oddity.NOT_DISCHARGED})
    assert payable_days(first, day("2018-03-01")) == days("2018-01-31", "2018-02-04")
    assert second.state == A


def test_an_erroneous_admission_that_was_cancelled_does_not_end_the_stay_before_it():
    story = Story()
    story.admitted("2018-01-29 10:00")
    wrong = story.admitted("2018-02-20 10:00")
    story.cancelled(wrong, "2018-02-20 10:30")
    assert story.states == [A, X]
    assert next_admissions(stays_of(story.events)) == [None, None]


def test_a_cancelled_admission_between_two_stays_is_passed_over():
    story = Story()
    story.admitted("2018-01-29 10:00")
    wrong = story.admitted("2018-02-05 10:00")
    story.cancelled(wrong, "2018-02-05 10:30")
    story.admitted("2018-02-20 10:00")
    assert next_admissions(stays_of(story.events)) == [day("2018-02-20"), day("2018-02-20"), None]


@pytest.mark.parametrize(
    ("kind", "state"),
    [(Kind.DISCHARGED, D), (Kind.READY_NOTICE, State.AWAITING_ANSWER), (Kind.READY, State.READY), (Kind.CAN, A)],
)
def test_a_lone_message_begins_a_stay_that_says_it_began_without_an_admission(kind: Kind, state: State):
    story = Story()
    story.happens(kind, "2018-01-31 10:00")
    assert story.stay.state == state
    assert story.stay.begun_without_admission


def test_a_lone_cancellation_makes_no_stay():
    story = Story()
    story.cancelled("unknown", "2018-01-31 10:00")
    assert story.stays == []


def test_a_cancelled_stay_is_still_there_as_cancelled():
    story = Story()
    notice = story.ready("2018-01-31 10:00", admitted="2018-01-29 10:00")
    answer = story.can("2018-01-31 12:00", refers_to=notice)
    story.cancelled(notice, "2018-01-31 13:00")
    assert story.states == [X], "the answer falls with the notice and begins nothing"
    story.cancelled(answer, "2018-01-31 14:00")
    assert (story.states, len(stays_of(story.events)[0])) == ([X], 6)


def test_death_while_in_hospital_ends_the_stay():
    story = Story()
    story.admitted("2018-01-29 10:00")
    story.died("2018-02-02", "2018-02-03 10:00")
    assert story.stay.state == State.DIED


def test_death_after_discharge_moves_nothing_and_is_in_no_stay():
    story = Story()
    story.discharged("2018-02-01 10:00", admitted="2018-01-29 10:00")
    story.died("2018-02-20", "2018-02-20 17:30")
    assert (story.stay.state, story.stay.oddities) == (D, frozenset())
    assert Kind.DIED not in {event.kind for event in stays_of(story.events)[0]}


def test_a_death_that_was_told_first_makes_no_stay():
    story = Story()
    story.died("2018-01-20", "2018-01-20 17:30")
    assert story.stays == []
    story.cancelled("message-1", "2018-01-20 18:00")
    assert story.stays == []


def test_the_hospitals_own_notice_that_a_patient_died_is_never_lost():
    story = Story()
    story.died("2018-02-02", "2018-02-02 17:30", by=H)
    assert (story.stay.state, story.stay.begun_without_admission) == (State.DIED, True)


def test_a_ready_notice_repeats_an_admission_whose_own_message_was_cancelled():
    story = Story()
    admission = story.admitted("2018-01-29 10:00")
    story.cancelled(admission, "2018-01-29 10:12")
    story.ready("2018-01-31", "2018-01-31 10:00", admitted="2018-01-29 10:00")
    assert (story.stay.state, story.stay.oddities) == (State.AWAITING_ANSWER, frozenset())
    assert len(stays_of(story.events)[0]) == len(story.events)


def test_an_early_notice_just_before_the_admission_belongs_to_it():
    story = Story()
    story.happens(Kind.EARLY_NOTICE, "2018-01-28 20:00")
    story.admitted("2018-01-29 10:00")
    assert story.states == [A]


def test_an_early_notice_that_names_the_admission_belongs_to_it_however_early():
    story = Story()
    story.admitted("2018-01-01 10:00")
    story.message("2018-01-05 10:00", (Kind.ADMITTED, "2018-01-29 10:00"), (Kind.EARLY_NOTICE, "2018-01-05 10:00"))
    story.discharged("2018-01-08 10:00")
    first, second = story.stays
    assert (first.state, first.ended_on) == (D, day("2018-01-08"))
    assert Kind.EARLY_NOTICE in second.firsts
    assert Kind.EARLY_NOTICE not in first.firsts


def test_a_ready_notice_sent_after_the_discharge_is_late_paperwork_if_it_names_that_admission():
    story = Story()
    story.admitted("2018-01-29 10:00")
    story.discharged("2018-02-01 11:00")
    story.ready("2018-01-31", "2018-02-02 10:00", admitted="2018-01-29 10:00")
    assert story.states == [D]


def test_a_patient_declared_ready_days_after_the_discharge_is_in_hospital():
    story = Story()
    story.admitted("2018-01-29 10:00")
    story.discharged("2018-02-01 11:00")
    story.ready("2018-02-05", "2018-02-05 10:00", admitted="2018-01-29 10:00")
    assert story.states == [D, State.AWAITING_ANSWER]


@pytest.mark.parametrize("kind", [Kind.EARLY_NOTICE, Kind.NEED_IDENTIFIED, Kind.EXPECTED_DISCHARGE])
@pytest.mark.parametrize(("at", "stays"), [("2018-02-01 15:00", 1), ("2018-02-04 15:00", 2)])
def test_what_is_said_of_a_patient_in_hospital_on_a_day_after_the_discharge_is_of_a_new_stay(
    kind: Kind, at: str, stays: int
):
    story = Story()
    story.discharged("2018-02-01 11:00", admitted="2018-01-29 10:00")
    story.happens(kind, at)
    assert len(story.stays) == stays


def test_late_answers_and_reports_belong_to_the_stay_that_just_ended():
    story = Story()
    story.discharged("2018-02-01 11:00", admitted="2018-01-29 10:00")
    story.happens(Kind.ADMISSION_REPORT, "2018-02-04 11:00")
    story.cannot("2018-02-04 12:00")
    assert story.states == [D]


def test_an_answer_belongs_to_the_stay_of_the_notice_also_when_the_next_stay_has_begun():
    story = Story()
    first = story.ready("2018-01-31 10:00", admitted="2018-01-29 10:00")
    story.discharged("2018-02-01 11:00")
    story.ready("2018-02-12 10:00", admitted="2018-02-10 10:00")
    story.can("2018-02-12 12:00", refers_to=first)
    assert story.states == [D, State.AWAITING_ANSWER]


def test_all_versions_of_a_message_are_kept_with_the_one_that_counts():
    story = Story()
    wrong = story.admitted("2018-01-09 10:00", "2018-01-29 10:05")
    story.admitted("2018-01-29 10:00", "2018-01-29 10:10", replaces=wrong)
    assert [len(stay) for stay in stays_of(story.events)] == [2]
    assert story.stay.admitted_on == day("2018-01-29")


def test_a_discharge_moved_by_a_correction_moves_the_readmission_with_it():
    story = Story()
    story.admitted("2018-01-29 10:00")
    wrong = story.discharged("2018-02-01 11:00")
    story.happens(Kind.READY, "2018-02-03 09:00")
    assert story.states == [D, State.READY]
    story.discharged("2018-02-04 11:00", replaces=wrong)
    assert story.states == [D]


def test_days_are_norwegian_also_when_the_database_answers_in_utc():
    story = Story()
    story.admitted("2018-01-29 00:30")  # 28 January 23:30 in UTC
    story.ready("2018-01-31 00:30")
    story.discharged("2018-02-02 00:10")
    assert all(event.said_at.tzname() == "UTC" for event in story.events)
    stay = story.stay
    assert (stay.admitted_on, stay.ready_on, stay.ended_on) == (
        day("2018-01-29"),
        day("2018-01-31"),
        day("2018-02-02"),
    )
    assert payable_days(stay, day("2018-03-01")) == days("2018-01-31", "2018-02-01")


def test_a_stay_hashes_and_compares():
    story = Story()
    story.admitted("2018-01-29 10:00")
    assert {story.stay: 1}[story.stay] == 1


def test_every_order_of_a_short_history_gives_the_same():
    story = Story()
    admission = story.admitted("2018-01-29 10:00")
    story.discharged("2018-02-01", "2018-02-01 11:00")
    story.admitted("2018-02-01", "2018-02-02 11:00")
    story.ready("2018-02-03", "2018-02-03 11:00")
    story.cancelled(admission, "2018-01-29 10:12")
    right = stays_of(story.events)
    assert all(stays_of(told) == right for told in permutations(story.events))


def test_no_events_no_stays():
    assert (stays_of([]), fold([]).state, next_admissions([])) == ([], X, [])
    assert fold([]).whose_move == Side.NOBODY


def test_two_admissions_on_one_day_and_a_notice_that_names_the_day_only():
    story = Story()
    story.discharged("2018-01-29 08:00", admitted="2018-01-29 06:00")
    story.admitted("2018-01-29 15:00")
    story.ready("2018-01-29 20:00", admitted="2018-01-29")
    assert story.states == [D, State.AWAITING_ANSWER]


def test_a_cancelled_message_is_kept_with_the_latest_stay_that_had_begun():
    story = Story()
    story.admitted("2018-01-29 10:00")
    story.discharged("2018-02-09 10:00", admitted="2018-02-05 10:00")
    wrong = story.ready("2018-02-07 10:00")
    story.cancelled(wrong, "2018-02-07 11:00")
    assert [len(stay) for stay in stays_of(story.events)] == [1, 5]


def test_a_cancelled_death_after_discharge_is_in_no_stay_either():
    story = Story()
    story.discharged("2018-02-01 10:00", admitted="2018-01-29 10:00")
    wrong = story.died("2018-02-20", "2018-02-20 17:30")
    story.cancelled(wrong, "2018-02-20 17:35")
    assert [len(stay) for stay in stays_of(story.events)] == [2]
