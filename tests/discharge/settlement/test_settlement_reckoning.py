"""Days owed beside days billed: whatever the order of messages and locks, what is billed ends as what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.stay.stay_histories import drawn

from samspill.apps.discharge.settlement.reckoning import Billed, DayOf, Line, Month, Owed, Reckoning, reckon
from samspill.stay import Event, Rate, Rates, fold, next_admissions, payable_days, settlement, stays_of

pytestmark = pytest.mark.once
PATIENT, OTHER, STAY = UUID(int=1), UUID(int=2), UUID(int=3)
START = Month(2018, 10)
RATES = Rates({2018: Rate(4747, "test"), 2019: Rate(4885, "test")})
LAST = Month(2019, 3)


def billed_by(reckoning: Reckoning) -> list[Billed]:
    """What the ledger gets when the statement is locked."""
    return [
        Billed(line.patient, day, line.stay, 1 if line.days > 0 else -1, line.rate or 0)
        for line in reckoning.lines
        for day in line.each_day()
    ]


def days(first: date, count: int, rate: int | None = 100, patient: UUID = PATIENT) -> dict[DayOf, Owed]:
    return {DayOf(patient, first + timedelta(days=n)): Owed(STAY, rate) for n in range(count)}


def march(owed: Mapping[DayOf, Owed], billed: Iterable[Billed] = (), corrects: bool = True) -> Reckoning:
    return reckon(Month(2019, 3), start=START, owed=owed, billed=billed, corrects=corrects)


def test_days_in_a_row_are_one_line_and_each_month_has_its_own() -> None:
    owed = days(date(2019, 2, 27), 5) | days(date(2019, 3, 10), 2)
    february = reckon(Month(2019, 2), start=START, owed=owed, billed=[], corrects=True)
    found = march(owed, billed_by(february))
    assert [(line.first.day, line.last.day, line.days, line.kroner) for line in february.lines] == [(27, 28, 2, 200)]
    assert [(line.first.day, line.last.day, line.days) for line in found.lines] == [(1, 3, 3), (10, 11, 2)]
    assert (found.days, found.kroner) == (5, 500)


def test_each_day_has_the_rate_of_its_own_year() -> None:
    owed = days(date(2018, 12, 31), 1, 4747) | days(date(2019, 1, 1), 2, 4885)
    december = reckon(Month(2018, 12), start=START, owed=owed, billed=[], corrects=True)
    january = reckon(Month(2019, 1), start=START, owed=owed, billed=billed_by(december), corrects=True)
    assert (december.kroner, january.kroner) == (4747, 9770)


def test_without_a_rate_there_is_no_sum_and_it_says_which_year() -> None:
    found = march(days(date(2019, 3, 1), 3, None) | days(date(2019, 3, 9), 1))
    assert (found.days, found.kroner, found.no_rate) == (4, None, (2019,))


def test_a_late_message_gives_a_correction_that_points_back() -> None:
    billed = billed_by(reckon(Month(2019, 2), start=START, owed=days(date(2019, 2, 1), 4), billed=[], corrects=True))
    now = days(date(2019, 2, 3), 4)  # two days less, two more
    found = march(now, billed)
    assert [(line.corrects, line.first.day, line.last.day, line.days, line.kroner) for line in found.lines] == [
        (Month(2019, 2), 1, 2, -2, -200),
        (Month(2019, 2), 5, 6, 2, 200),
    ]
    assert march(now, billed, corrects=False).lines == ()  # only the earliest open statement corrects
    assert march(now, [*billed, *billed_by(found)]).lines == ()  # and it is corrected once


def test_a_rate_that_was_wrong_is_taken_back_and_billed_anew() -> None:
    billed = billed_by(reckon(Month(2019, 2), start=START, owed=days(date(2019, 2, 1), 2), billed=[], corrects=True))
    found = march(days(date(2019, 2, 1), 2, 130), billed)
    assert sorted((line.days, line.rate) for line in found.lines) == [(-2, 100), (2, 130)]
    assert found.kroner == 60


def test_nothing_before_the_first_month_is_touched() -> None:
    assert march(days(START.first - timedelta(days=9), 5)).lines == ()


def test_the_month_after_december_is_january() -> None:
    assert (Month(2018, 12).next, Month(2019, 1).before) == (Month(2019, 1), Month(2018, 12))


def owed_of(events: Iterable[Event], today: date) -> dict[str, dict[DayOf, Owed]]:
    """municipality → days, as the library counts them from what has been told."""
    groups = stays_of(list(events))
    found: dict[str, dict[DayOf, Owed]] = {}
    for number, (group, after) in enumerate(zip(groups, next_admissions(groups), strict=True)):
        folded = fold(group, next_admission=after)
        for payable in payable_days(folded, today):
            rate = RATES.by_year[payable.day.year].kroner
            owed = Owed(uuid5(PATIENT, str(number)), rate)
            found.setdefault(payable.municipality, {})[DayOf(PATIENT, payable.day)] = owed
    return found


def total_of(events: Iterable[Event], today: date) -> int:
    """The library's own sum in kroner, of all stays and all municipalities."""
    groups = stays_of(list(events))
    stays = [fold(group, next_admission=day) for group, day in zip(groups, next_admissions(groups), strict=True)]
    return sum(settlement(stay, today, rates=RATES).sum_or_raise() for stay in stays)


@settings(max_examples=150)
@example(11)
@given(st.integers(0, 10**9))
def test_months_and_corrections_add_up_to_the_librarys_total(seed: int) -> None:
    """Random histories, told in any order; each month locked at any point of the telling, or left open for long."""
    random = Random(seed)
    events = drawn(seed)
    random.shuffle(events)
    today = LAST.next.first
    told: list[Event] = []
    billed: dict[str, list[Billed]] = {}
    open_month: dict[str, Month] = {}
    everybody = {event.municipality for event in events} | {""}
    for event in events:
        told.append(event)
        for who in sorted(everybody):
            month = open_month.setdefault(who, START)
            if random.random() < 0.4 and month < LAST:
                stood = reckon(
                    month,
                    start=START,
                    owed=owed_of(told, today).get(who, {}),
                    billed=billed.get(who, []),
                    corrects=True,
                )
                billed.setdefault(who, []).extend(billed_by(stood))
                open_month[who] = month.next
    kroner = count = 0
    truth = owed_of(told, today)
    for who in everybody | set(truth):
        known = billed.get(who, [])
        kroner += sum(entry.sign * entry.rate for entry in known)
        month = open_month.get(who, START)
        while month <= LAST:
            owed = truth.get(who, {})
            first = month == open_month.get(who, START)
            left = reckon(month, start=START, owed=owed, billed=known, corrects=first)
            kroner += left.kroner or 0
            count += left.days
            month = month.next
        count += sum(entry.sign for entry in known)
        per_day: dict[date, int] = {}
        for entry in known:
            per_day[entry.day] = per_day.get(entry.day, 0) + entry.sign
        assert set(per_day.values()) <= {0, 1}  # no day is ever billed twice
    assert kroner == total_of(told, today)
    assert count == sum(len(each) for each in truth.values())


def test_lines_are_ordered_the_same_however_the_days_came() -> None:
    owed = days(date(2019, 3, 1), 3) | days(date(2019, 3, 2), 3, patient=OTHER)
    assert march(dict(reversed(owed.items()))).lines == march(owed).lines


def test_a_line_knows_its_days() -> None:
    line = Line(None, PATIENT, date(2019, 2, 27), date(2019, 3, 2), STAY, 4, 10)
    assert len(list(line.each_day())) == 4 and line.kroner == 40
