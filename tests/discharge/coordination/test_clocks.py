"""Both ways of counting the 24 hours of the early notice, on drawn examples."""

from __future__ import annotations

from datetime import datetime

import pytest

from samspill.apps.discharge.coordination.clocks import Running, clocks_of
from samspill.stay import OSLO, Event, Kind, Rules, Side, fold

pytestmark = pytest.mark.once


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def told(*happened: tuple[Kind, str]) -> list[Event]:
    return [
        Event(kind=kind, at=moment(when), said_at=moment(when), by=Side.HOSPITAL, source=str(number))
        for number, (kind, when) in enumerate(happened)
    ]


def stands(events: list[Event], now: str, rules: Rules | None = None) -> dict[str, Running]:
    return {each.key: each.stands for each in clocks_of(fold(events), moment(now), rules or Rules())}


ADMITTED = (Kind.ADMITTED, "2026-11-16T10:00")
NEED = (Kind.NEED_IDENTIFIED, "2026-11-17T14:00")


def test_the_two_clocks_may_disagree():
    events = told(ADMITTED, NEED, (Kind.EARLY_NOTICE, "2026-11-17T16:00"))
    found = stands(events, "2026-11-18T10:00")
    assert found["early_notice_from_admission"] is Running.LATE
    assert found["early_notice_from_need"] is Running.KEPT


@pytest.mark.parametrize(("start", "counts"), [("admitted", "admission"), ("need_identified", "need")])
def test_which_of_them_counts_is_a_setting(start, counts):
    rules = Rules(early_notice_from=start)
    clocks = clocks_of(fold(told(ADMITTED, NEED)), moment("2026-11-17T15:00"), rules)
    assert [each.key for each in clocks if each.counts and "early" in each.key] == [f"early_notice_from_{counts}"]


def test_a_clock_runs_out_on_the_very_second():
    events = told(ADMITTED)
    assert stands(events, "2026-11-17T10:00")["early_notice_from_admission"] is Running.RUNS
    assert stands(events, "2026-11-17T10:01")["early_notice_from_admission"] is Running.BROKEN


def test_a_day_has_24_hours_also_when_the_clocks_change():
    events = told((Kind.ADMITTED, "2026-10-24T20:00"))  # the night has 25 hours
    (clock, *_) = clocks_of(fold(events), moment("2026-10-25T12:00"), Rules())
    assert clock.due.astimezone(OSLO).hour == 19


def test_after_the_end_no_clock_runs_on():
    events = told(ADMITTED, (Kind.DISCHARGED, "2026-11-16T18:00"))
    assert stands(events, "2026-12-01T10:00")["early_notice_from_admission"] is Running.RUNS


def test_nothing_runs_that_has_not_begun():
    assert stands(told((Kind.READY, "2026-11-16T10:00")), "2026-11-20T10:00") == {}
