"""Which events count: corrections and cancellations, in whatever order they come."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations

import pytest
from tests.stay.stay_stories import Story, day, days, moment

from samspill.stay import Event, Kind, Oddity, Side, State, fold, in_order, living

TODAY = "2018-03-01"


@pytest.fixture
def story() -> Story:
    story = Story()
    story.admitted("2018-01-29 10:00")
    return story


def sources(story: Story) -> list[str]:
    return [event.source for event in living(story.events)]


def test_what_is_cancelled_never_happened_also_when_the_cancellation_comes_first(story: Story):
    notice = story.ready("2018-01-31 10:00")
    story.cancelled(notice, "2018-01-31 11:00")
    for told in permutations(story.events):
        assert fold(told).state == State.ADMITTED
        assert fold(told).periods == ()


def test_a_cancellation_of_something_that_has_not_come_changes_nothing_yet(story: Story):
    before = story.stay
    story.cancelled("not-come", "2018-01-31 11:00")
    assert story.stay == before


def test_of_a_chain_of_corrections_only_the_last_counts(story: Story):
    first = story.discharged("2018-02-01", "2018-02-01 11:00")
    second = story.discharged("2018-02-02", "2018-02-02 11:00", replaces=first)
    third = story.discharged("2018-02-03", "2018-02-03 11:00", replaces=second)
    for told in permutations(story.events):
        assert fold(told).ended_on == day("2018-02-03")
    assert sources(story) == ["message-1", third]


def test_of_two_corrections_of_one_message_the_one_said_last_counts(story: Story):
    first = story.discharged("2018-02-01", "2018-02-01 11:00")
    story.discharged("2018-02-03", "2018-02-05 11:00", replaces=first)
    story.discharged("2018-02-02", "2018-02-04 11:00", replaces=first)
    assert story.stay.ended_on == day("2018-02-03")
    story.events = [event for event in story.events if event.source != first]
    assert story.stay.ended_on == day("2018-02-03"), "also when what they correct never came"


def test_a_correction_counts_before_what_it_corrects_even_if_the_senders_clock_went_back(story: Story):
    first = story.discharged("2018-02-01", "2018-02-05 11:00")
    story.discharged("2018-02-02", "2018-02-04 11:00", replaces=first)
    assert story.stay.ended_on == day("2018-02-02")


@pytest.mark.parametrize("target", [0, 1, 2])
def test_a_cancellation_of_any_version_cancels_all_of_them(story: Story, target: int):
    first = story.discharged("2018-02-01", "2018-02-01 11:00")
    second = story.discharged("2018-02-02", "2018-02-02 11:00", replaces=first)
    third = story.discharged("2018-02-03", "2018-02-03 11:00", replaces=second)
    story.cancelled([first, second, third][target], "2018-02-04 11:00")
    assert story.states == [State.ADMITTED]


def test_a_correction_falls_when_the_message_it_corrects_is_cancelled_without_ever_having_come(story: Story):
    story.discharged("2018-02-02", "2018-02-02 11:00", replaces="lost")
    story.cancelled("lost", "2018-02-03 11:00")
    assert story.states == [State.ADMITTED]


def test_corrections_in_a_ring_leave_one_version(story: Story):
    story.discharged("2018-02-01", "2018-02-01 11:00", source="a", replaces="b")
    story.discharged("2018-02-02", "2018-02-02 11:00", source="b", replaces="a")
    story.discharged("2018-02-03", "2018-02-03 11:00", source="c", replaces="c")
    assert sources(story) == ["message-1", "b", "c"]


def test_a_cancellation_cannot_be_cancelled(story: Story):
    discharge = story.discharged("2018-02-01", "2018-02-01 11:00")
    cancellation = story.cancelled(discharge, "2018-02-01 12:00")
    story.cancelled(cancellation, "2018-02-01 13:00")
    assert story.states == [State.ADMITTED]


def test_a_corrected_ready_notice_was_given_when_the_first_was(story: Story):
    first = story.ready("2018-01-31 10:00")
    story.cannot("2018-02-01 09:00")
    story.ready("2018-01-31 09:00", "2018-02-02 10:00", replaces=first)
    assert story.stay.state == State.AWAITING_PLACE
    assert story.payable("2018-02-03") == days("2018-01-31", "2018-02-02")


def test_a_ready_notice_corrected_to_another_municipality_was_given_to_it_by_the_correction(story: Story):
    first = story.ready("2018-01-31 10:00")
    story.ready("2018-01-31 10:00", "2018-02-02 10:00", replaces=first, municipality="5031")
    assert story.payable("2018-02-04") == days("2018-02-02", "2018-02-03", "5031")


def test_an_answer_to_a_corrected_notice_answers_the_correction(story: Story):
    first = story.ready("2018-01-31 10:00")
    story.can("2018-01-31 12:00", refers_to=first)
    story.ready("2018-02-01", "2018-01-31 14:00", replaces=first)
    assert (story.stay.state, story.stay.oddities) == (State.PLACE_READY, frozenset())


def test_an_answer_falls_with_the_notice_it_answers(story: Story):
    wrong = story.ready("2018-01-31 10:00")
    story.can("2018-01-31 12:00", refers_to=wrong)
    story.cancelled(wrong, "2018-01-31 13:00")
    story.ready("2018-02-01 10:00")
    assert (story.stay.state, story.stay.oddities) == (State.AWAITING_ANSWER, frozenset())


def test_what_is_told_twice_counts_once(story: Story):
    story.ready("2018-01-31 10:00")
    assert living(story.events * 2) == living(story.events)


def test_the_same_moment_in_two_time_zones_is_the_same_also_in_the_hour_that_comes_twice():
    def ready(hour: str, zone: str) -> Event:
        at = datetime.fromisoformat(f"2018-10-28T{hour}{zone}")
        return Event(kind=Kind.READY, at=at, said_at=at, by=Side.HOSPITAL, source="a")

    norwegian = moment("2018-10-28 02:30", fold=1)
    again = Event(kind=Kind.READY, at=norwegian, said_at=norwegian, by=Side.HOSPITAL, source="a")
    assert ready("01:30:00", "+00:00") == ready("02:30:00", "+01:00") == again
    assert ready("02:30:00", "+02:00") != again
    assert len({ready("00:30:00", "+00:00"), ready("02:30:00", "+02:00"), again}) == 2


@pytest.mark.parametrize("field", ["at", "said_at"])
def test_a_point_in_time_without_a_time_zone_is_refused(field: str):
    naive = {field: moment("2018-01-31 10:00").replace(tzinfo=None)}
    good = {"at": moment("2018-01-31 10:00"), "said_at": moment("2018-01-31 10:00")}
    with pytest.raises(ValueError, match=f"{field} is a point in time and needs a time zone"):
        Event(kind=Kind.READY, by=Side.HOSPITAL, source="a", **(good | naive))


def test_an_expected_day_with_an_hour_is_refused():
    at = moment("2018-01-31 10:00")
    with pytest.raises(ValueError, match="calendar day"):
        Event(kind=Kind.CAN, at=at, said_at=at, by=Side.MUNICIPALITY, source="a", expected=at)


@pytest.mark.parametrize(
    ("said", "placed"),
    [
        ("2018-01-31 14:00", "2018-01-31 14:00"),  # on the day itself
        ("2018-02-01 09:00", "2018-01-31 23:59:59"),  # afterwards
        ("2018-01-30 09:00", "2018-01-31 00:00"),  # foretold
    ],
)
def test_a_bare_day_is_placed_by_when_it_was_said(said: str, placed: str):
    event = Event(kind=Kind.READY, at=day("2018-01-31"), said_at=moment(said), by=Side.HOSPITAL, source="a")
    assert event.instant == moment(placed)
    assert event.day == day("2018-01-31")


def test_events_that_differ_in_anything_have_an_order(story: Story):
    at = "2018-01-31 10:00"
    for more in [
        {"note": "b"},
        {"note": "a"},
        {"unit": "x"},
        {"municipality": "0301"},
        {"expected": day("2018-02-01")},
    ]:
        story.happens(Kind.CAN, at, source="same", **more)
    orders = {tuple(in_order(told)) for told in permutations(story.events)}
    assert len(orders) == 1


def test_the_last_event_is_the_last_that_counts(story: Story):
    wrong = story.ready("2018-01-31 10:00")
    story.cancelled(wrong, "2018-01-31 13:00")
    last = story.stay.last_event
    assert last is not None
    assert last.kind == Kind.ADMITTED
    assert Oddity.NO_ADMISSION not in story.stay.oddities


def test_a_message_told_in_several_goes_was_said_when_it_was_last_said(story: Story):
    first = story.discharged("2018-02-01", "2018-02-01 11:00")
    story.discharged("2018-02-02", "2018-02-05 11:00", replaces=first)
    story.discharged("2018-02-03", "2018-02-04 11:00", replaces=first, source="twice")
    story.happens(Kind.ASSESSED, "2018-02-06 11:00", replaces=first, source="twice")
    assert {fold(told).ended_on for told in permutations(story.events)} == {day("2018-02-03")}


def test_a_bare_day_and_an_hour_at_the_same_moment_have_an_order(story: Story):
    story.happens(Kind.READY, "2018-01-31", "2018-01-31 12:00", source="same")
    story.happens(Kind.READY, "2018-01-31 12:00", source="same")
    assert len({tuple(in_order(told)) for told in permutations(story.events)}) == 1


def test_a_corrected_death_does_not_come_back(story: Story):
    story.discharged("2018-02-01 11:00")
    wrong = story.died("2018-01-31", "2018-02-20 10:00")
    assert story.states == [State.DIED]
    story.died("2018-02-19", "2018-02-20 11:00", replaces=wrong)
    assert story.states == [State.DISCHARGED]


@pytest.mark.parametrize("notice", [True, False])
def test_a_withdrawal_repeats_the_ready_day_and_that_is_not_a_new_declaration(story: Story, notice: bool):
    if notice:
        story.ready("2018-01-31", "2018-01-31 10:00")
    story.withdrawn("2018-01-31 16:00", "2018-01-31 17:00", ready="2018-01-31")
    assert (story.stay.state, story.waiting(TODAY)) == (State.ADMITTED, 0)
