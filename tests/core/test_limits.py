"""Rate limits: exact, over several processes, per person, and never against a whole ward."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from samspill.core import clock, limits
from samspill.core.doer import Machine
from samspill.core.limits import LIMITS, Counted, Rate, TooMany

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.OSLO)
KARI, OLA = Machine("kari", frozenset()), Machine("ola", frozenset())
pytestmark = pytest.mark.django_db


def at(seconds: float) -> Any:
    return clock.stopped_at(NOON + timedelta(seconds=seconds))


def let_through(times: int, **values: Any) -> int:
    done = 0
    for _ in range(times):
        try:
            limits.take("search", **values)
            done += 1
        except TooMany:
            pass
    return done


def test_as_many_as_it_says_then_one_at_a_time() -> None:
    with at(0):
        assert let_through(100, person=KARI, rate="60/min") == 60
    with at(0.5):
        assert let_through(5, person=KARI, rate="60/min") == 0
    with at(1):
        assert let_through(5, person=KARI, rate="60/min") == 1
    with at(11):
        assert let_through(50, person=KARI, rate="60/min") == 10
    with at(11 + 60):
        assert let_through(100, person=KARI, rate="60/min") == 60


def test_one_persons_haste_stops_nobody_else() -> None:
    with at(0):
        assert let_through(20, person=KARI, rate="10/min") == 10
        assert let_through(20, person=OLA, rate="10/min") == 10


def test_each_limit_counts_for_itself() -> None:
    with at(0):
        assert let_through(400, person=KARI) == 240
        limits.take("extract", person=KARI)


def test_the_sentence_says_what_and_how_long() -> None:
    with at(0):
        let_through(3, person=KARI, rate="3/min")
        with pytest.raises(TooMany, match="mange søk på kort tid") as no:
            limits.take("search", person=KARI, rate="3/min")
        assert no.value.seconds == 20 and "Vent 20 sekunder" in str(no.value)
        let_through(1, person=OLA, rate="1/h")
        with pytest.raises(TooMany, match="Vent 60 minutter"):
            limits.take("search", person=OLA, rate="1/h")
    with at(20):
        limits.take("search", person=KARI, rate="3/min")


def test_what_was_refused_is_not_counted() -> None:
    with at(0):
        assert let_through(1000, person=KARI, rate="2/min") == 2
    with at(30):
        assert let_through(1000, person=KARI, rate="2/min") == 1


@given(steps=st.lists(st.integers(0, 40), max_size=40), number=st.integers(1, 12))
def test_over_any_stretch_no_more_than_the_burst_and_what_has_leaked(steps: list[int], number: int) -> None:
    """In any t seconds at most number + number * t / period; checked against the definition, not the method."""
    Counted.objects.all().delete()
    second, times = 0, []
    for step in steps:
        second += step
        with at(second):
            times += [second] * let_through(2, person=KARI, rate=f"{number}/min")
    for index, first in enumerate(times):
        for last_index in range(index, len(times)):
            allowed = number + number * (times[last_index] - first) / 60
            assert last_index - index + 1 <= allowed + 1e-6


@pytest.mark.django_db(transaction=True)
def test_several_processes_at_once_let_through_exactly_the_number() -> None:
    """Threads with a connection each are to the database what processes are."""
    done: list[int] = []

    def work() -> None:
        with at(0):
            done.append(let_through(10, person=KARI, rate="13/min"))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 13
    assert Counted.objects.count() == 1


def test_no_address_and_no_name_lies_in_the_table() -> None:
    limits.take("api_wrong_key", address="192.0.2.7")
    limits.take("search", person=KARI)
    assert all("192" not in key and "kari" not in key for key in Counted.objects.values_list("key", flat=True))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", ""])
def test_this_machine_is_never_counted(address: str) -> None:
    with at(0):
        assert let_through(50, address=address, rate="1/min") == 50


def test_an_address_is_counted() -> None:
    with at(0):
        assert let_through(50, address="192.0.2.7", rate="5/min") == 5


@pytest.mark.parametrize(
    ("seen", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::1", "::1"),
        ("rubbish", ""),
        ("", ""),
    ],
)
def test_the_address_is_what_the_web_server_saw(seen: str, counted_as: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=seen, headers={"x-forwarded-for": "203.0.113.9"})
    assert limits.address_of(request) == counted_as


def test_old_counts_are_thrown_away() -> None:
    with at(0):
        limits.take("search", person=KARI)
    with at(30 * 60):
        assert limits.forget_old() == 0
    with at(2 * 3600):
        assert limits.forget_old() == 1


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_can_be_read(name: str) -> None:
    rate = Rate.of(LIMITS[name][0])
    assert rate.number > 0 and rate.period > 0


def test_one_question_costs_one_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        limits.take("search", person=KARI)
