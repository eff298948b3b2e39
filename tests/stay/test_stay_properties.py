"""What must hold for any history, believable or not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stay.stay_histories import START, drawn, histories, messy
from tests.stay.stay_stories import stays_in

from samspill.stay import (
    Event,
    Kind,
    Rules,
    Side,
    State,
    fold,
    in_order,
    living,
    next_steps,
    payable_days,
    settlement,
    stays_of,
    waiting_days,
)
from samspill.stay.states import OPEN, READY_NOW
from samspill.stay.threads import threads_of

TODAY = date(2019, 1, 20)
seeds = st.integers(0, 10**9)
many = settings(max_examples=100, deadline=None)


@many
@given(histories, seeds)
def test_order_and_repetition_change_nothing(events: list[Event], seed: int):
    random = Random(seed)
    told = events + random.choices(events, k=random.randrange(len(events)))
    random.shuffle(told)
    assert stays_of(told) == stays_of(events)
    now, then = stays_in(told), stays_in(events)
    assert now == then
    for one, other in zip(now, then, strict=True):
        assert waiting_days(one, TODAY) == waiting_days(other, TODAY)
        assert payable_days(one, TODAY) == payable_days(other, TODAY)
        assert settlement(one, TODAY) == settlement(other, TODAY)
    assert in_order(set(told)) == in_order(dict.fromkeys(events))


@many
@given(histories, seeds)
def test_a_message_that_was_sent_and_cancelled_is_as_if_it_had_never_been(events: list[Event], seed: int):
    wrong = [event for event in messy(Random(seed), 3) if event.kind is not Kind.CANCELLED and not event.replaces]
    mistake = [_renamed(event) for event in wrong]
    regrets = [_cancellation(source) for source in {event.source for event in mistake}]
    assert _real(stays_in(events + mistake + regrets)) == _real(stays_in(events))


def _renamed(event: Event) -> Event:
    values = {name: getattr(event, name) for name in event.__slots__}
    return Event(**values | {"source": f"wrong-{event.source}"})


def _cancellation(source: str) -> Event:
    return Event(
        kind=Kind.CANCELLED, at=START, said_at=START, by=Side.HOSPITAL, source=f"no-{source}", refers_to=source
    )


def _real(stays: list[object]) -> list[object]:
    return [stay for stay in stays if stay.state is not State.CANCELLED]  # type: ignore[attr-defined]


@many
@given(histories)
def test_no_event_is_lost_and_none_is_counted_twice(events: list[Event]):
    told = set(events)
    placed = Counter(event for stay in stays_of(events) for event in stay)
    assert set(placed.values()) <= {1}
    assert set(placed) <= told
    threads = threads_of(told)
    kept = {threads.name(event.source) for event in placed if event.kind is not Kind.CANCELLED}
    for event in told - set(placed):
        versions = [each for each in told if threads.name(each.source) == threads.name(event.source)]
        outside_death = any(each.kind is Kind.DIED and each.by is not Side.HOSPITAL for each in versions)
        of_unknown = event.kind is Kind.CANCELLED and threads.name(event.refers_to) not in kept
        assert outside_death or of_unknown, event


@many
@given(histories)
def test_an_event_that_counts_for_the_patient_counts_in_its_stay_and_no_other_does(events: list[Event]):
    counting = set(living(events))
    for stay in stays_of(events):
        assert set(living(stay)) == counting & set(stay)


@many
@given(histories)
def test_ready_periods_follow_one_another_and_only_the_last_may_run(events: list[Event]):
    for stay in stays_in(events):
        for period in stay.periods:
            assert period.ended_on is None or period.ready_on <= period.ended_on
        for one, other in pairwise(stay.periods):
            assert one.ended_on is not None
            assert one.ended_on <= other.ready_on
        runs = bool(stay.periods) and stay.periods[-1].ended_on is None
        assert runs == (stay.state in READY_NOW) == (stay.period is not None)


@many
@given(histories, st.booleans())
def test_only_days_of_waiting_are_paid_for_and_each_by_one(events: list[Event], leave_counts: bool):
    rules = Rules(leave_counts=leave_counts)
    for stay in stays_in(events):
        paid = [payable.day for payable in payable_days(stay, TODAY, rules)]
        assert paid == sorted(set(paid))
        assert len(paid) <= waiting_days(stay, TODAY, rules)
        assert all(
            any(
                p.ready_on <= day < (p.ended_on or TODAY) and any(n.day <= day for n in p.notices) for p in stay.periods
            )
            for day in paid
        )
        money = settlement(stay, TODAY, rules)
        assert sum(line.days for line in money.lines) == len(paid)
        assert money.kroner == sum(4747 if day.year == 2018 else 4885 for day in paid)


@many
@given(histories, seeds)
def test_nothing_moves_after_the_end(events: list[Event], seed: int):
    later = [e for e in messy(Random(seed), 8) if e.kind is not Kind.CANCELLED and not e.replaces]
    for told in stays_of(events):
        stay = fold(told)
        if stay.state not in (State.DISCHARGED, State.DIED):
            continue
        assert stay.ended_on is not None
        late = [_renamed(event) for event in later if min(event.day, event.said_at.date()) > stay.ended_on]
        after = fold([*told, *late])
        assert (after.state, after.ended_on, after.periods, after.unit) == (
            stay.state,
            stay.ended_on,
            stay.periods,
            stay.unit,
        )
        assert (after.municipalities, after.leaves, after.firsts) == (stay.municipalities, stay.leaves, stay.firsts)


@many
@given(histories)
def test_an_open_stay_has_a_next_step_or_is_only_admitted(events: list[Event]):
    now = START + timedelta(days=20)
    for stay in stays_in(events):
        steps = next_steps(stay, now)
        assert bool(steps) <= stay.is_open
        if stay.state in OPEN - {State.ADMITTED}:
            assert steps[0].whose == stay.whose_move
        for step in steps:
            assert step.broken == (step.due is not None and step.due < now)


@many
@given(histories)
def test_at_most_the_last_stay_is_open(events: list[Event]):
    open_stays = [stay.is_open for stay in _real(stays_in(events))]  # type: ignore[attr-defined]
    assert not any(open_stays[:-1])


def test_python_shuffling_its_sets_changes_nothing():
    """Sets are walked in an order that differs from one run of Python to the next."""
    here = Path(__file__).parent
    src = here.parents[1] / "src"
    program = "from test_stay_properties import fingerprint; print(fingerprint())"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{src}{os.pathsep}{here}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(printed) == 1
    assert printed == {f"{fingerprint()}\n"}


def fingerprint() -> str:
    """All that comes out of 60 histories, as one short text."""
    import hashlib

    found = hashlib.sha256()
    for seed in range(60):
        events = drawn(seed)
        for group, stay in zip(stays_of(events), stays_in(events), strict=True):
            text = repr((group, stay.state, stay.periods, stay.municipalities, stay.leaves, sorted(stay.oddities)))
            found.update(text.encode())
    return found.hexdigest()
