"""Jobs by the clock: when due, once, and again after a failure."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from samspill.core import clock, schedule
from samspill.core.schedule import Scheduled

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=clock.OSLO)
EVERY_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def only_our_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})


@pytest.fixture
def runs() -> Iterator[list[datetime]]:
    seen: list[datetime] = []
    schedule.every(EVERY_MINUTE, "note the time", lambda: seen.append(clock.now()))
    yield seen


def at(minutes: float) -> list[str]:
    with clock.stopped_at(NOON + timedelta(minutes=minutes)):
        return schedule.run_due_jobs()


def test_a_job_runs_at_once_and_then_each_interval(runs: list[datetime]):
    assert [at(0), at(0.5), at(1), at(1.9), at(2)] == [["note the time"], [], ["note the time"], [], ["note the time"]]
    assert len(runs) == 3


def test_a_second_scheduler_that_comes_later_does_not_run_it_again(runs: list[datetime]):
    at(0)
    with clock.stopped_at(NOON + timedelta(seconds=30)):
        assert not schedule._run_if_still_due("note the time")
    assert len(runs) == 1


def test_a_clock_that_was_set_back_does_not_stop_the_job(runs: list[datetime]):
    at(60)
    assert at(0) == ["note the time"]


def test_one_that_fails_stops_nobody_and_its_text_stays_out_of_the_log(
    runs: list[datetime], caplog: pytest.LogCaptureFixture
):
    def fail() -> None:
        raise ValueError("12345678901 Blid Agurk")

    schedule.every(EVERY_MINUTE, "fail", fail)
    with caplog.at_level(logging.ERROR):
        assert set(at(0)) == {"note the time", "fail"}
    assert "«fail» failed (ValueError" in caplog.text
    assert "Agurk" not in caplog.text
    assert "fail" in at(1)


def test_what_is_not_due_does_not_write(runs: list[datetime], django_assert_num_queries: object):
    at(0)
    with django_assert_num_queries(1):  # type: ignore[operator]
        at(0.5)


def test_each_job_has_one_row(runs: list[datetime]):
    at(0), at(1), at(2)
    assert Scheduled.objects.get().last_run == NOON + timedelta(minutes=2)
