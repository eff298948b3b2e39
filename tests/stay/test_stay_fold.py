"""The life of a stay: every event in every state does what the table says, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.stay.stay_stories import Story, day

from samspill.stay import LIFE, Kind, Oddity, Side, State
from samspill.stay import states as life
from samspill.stay.order import _RANK as RANK

S, K = State, Kind

# How a stay gets to each state, by living.
WAYS: dict[State, list[Callable[[Story], object]]] = {
    S.ADMITTED: [],
    S.READY: [lambda s: s.happens(K.READY, "2018-01-30 10:00")],
    S.AWAITING_ANSWER: [lambda s: s.ready("2018-01-30 10:00")],
    S.AWAITING_PLACE: [lambda s: s.ready("2018-01-30 10:00"), lambda s: s.cannot("2018-01-30 12:00")],
    S.PLACE_READY: [lambda s: s.ready("2018-01-30 10:00"), lambda s: s.can("2018-01-30 12:00")],
    S.DISCHARGED: [lambda s: s.discharged("2018-01-30 10:00")],
    S.DIED: [lambda s: s.died("2018-01-30 10:00", by=Side.HOSPITAL)],
}
ALLOWED = {(move.deed, state): move.to for move in LIFE for state in move.from_}
# Not decided by the table: a cancellation takes away, an admission or a notice after the end is of another stay.
MOVES = [kind for kind in Kind if kind not in (K.CANCELLED, K.ADMITTED)]


def story_in(state: State) -> Story:
    story = Story()
    story.admitted("2018-01-29 10:00")
    for step in WAYS[state]:
        step(story)
    assert story.stay.state == state
    return story


@pytest.mark.parametrize("kind", MOVES)
@pytest.mark.parametrize("state", WAYS)
def test_an_event_moves_a_stay_as_the_table_says_or_not_at_all(kind: Kind, state: State):
    story = story_in(state)
    story.happens(kind, "2018-02-02 10:00", municipality="5031" if kind == K.MUNICIPALITY_CHANGED else "5001")
    assert story.stays[0].state == ALLOWED.get((kind, state), state)


@pytest.mark.parametrize("state", WAYS)
def test_every_state_says_whose_move_it_is(state: State):
    expected = {
        S.AWAITING_ANSWER: Side.MUNICIPALITY,
        S.AWAITING_PLACE: Side.MUNICIPALITY,
        S.DISCHARGED: Side.NOBODY,
        S.DIED: Side.NOBODY,
    }
    assert story_in(state).stay.whose_move == expected.get(state, Side.HOSPITAL)


def test_the_table_has_only_moves_between_states_that_can_be_reached():
    assert {move.to for move in LIFE} | {S.ADMITTED} == set(WAYS)
    assert set(life.WHOSE_MOVE) == set(State)
    assert len(ALLOWED) == sum(len(move.from_) for move in LIFE), "no two moves from one state by one event"


def test_every_kind_of_event_has_a_place_among_those_of_the_same_moment():
    assert set(RANK) == set(Kind)


@pytest.mark.parametrize("end", [S.DISCHARGED, S.DIED])
def test_nothing_moves_after_the_end_but_a_cancellation_or_correction_of_it(end: State):
    story = story_in(end)
    before = story.stay
    for number, kind in enumerate([K.CAN, K.WITHDRAWN, K.TRANSFERRED, K.ASSESSED, K.ON_LEAVE, K.ADMISSION_REPORT]):
        story.happens(kind, f"2018-02-0{number + 1} 10:00", unit="other", municipality="5031")
    after = story.stay
    assert (after.state, after.unit, after.municipality, after.leaves) == (end, before.unit, before.municipality, ())
    story.cancelled("message-2", "2018-02-20 10:00")
    assert story.stay.is_open


def test_a_transfer_tells_the_ward_and_leaves_the_request_open():
    story = story_in(S.AWAITING_PLACE)
    story.happens(K.TRANSFERRED, "2018-02-02 10:00", unit="medical-2")
    assert (story.stay.state, story.stay.unit) == (S.AWAITING_PLACE, "medical-2")


def test_a_repeated_ready_notice_asks_nothing_new():
    story = story_in(S.PLACE_READY)
    story.ready("2018-01-30 10:00", "2018-02-02 10:00")
    assert (story.stay.state, len(story.stay.periods), len(story.stay.periods[0].notices)) == (S.PLACE_READY, 1, 2)


def test_a_ready_notice_to_another_municipality_asks_anew():
    story = story_in(S.PLACE_READY)
    story.ready("2018-01-30 10:00", "2018-02-02 10:00", municipality="5031")
    assert (story.stay.state, story.stay.municipality) == (S.AWAITING_ANSWER, "5031")


def test_an_early_notice_to_another_municipality_does_not_cancel_an_open_request():
    story = story_in(S.AWAITING_PLACE)
    story.happens(K.EARLY_NOTICE, "2018-02-02 10:00", municipality="5031")
    assert (story.stay.state, story.stay.municipality) == (S.AWAITING_PLACE, "5001")


def test_a_change_to_the_same_municipality_changes_nothing():
    story = story_in(S.PLACE_READY)
    story.happens(K.MUNICIPALITY_CHANGED, "2018-02-02 10:00")
    assert story.stay.state == S.PLACE_READY


def test_an_end_told_twice_on_different_days_is_for_a_person_to_look_at():
    story = story_in(S.DISCHARGED)
    story.discharged("2018-01-30 18:00")
    assert story.stay.oddities == frozenset()
    story.discharged("2018-02-02 10:00")
    assert (story.stay.oddities, story.stay.ended_on) == ({Oddity.ENDED_TWICE}, day("2018-01-30"))


def test_where_the_patient_went_is_kept():
    story = story_in(S.PLACE_READY)
    story.discharged("2018-02-02 10:00", discharged_to="3")
    assert (story.stay.discharged_to, story.stay.ended_on) == ("3", day("2018-02-02"))


def test_the_diagram_in_the_manual_grew_from_the_table():
    page = Path(__file__).parents[2] / "docs" / "stay-life.md"
    assert page.read_text(encoding="utf-8") == life.page(), "run: python -m samspill.stay.states > docs/stay-life.md"
