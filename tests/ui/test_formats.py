from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from samspill.core import clock
from samspill.ui import formats

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=clock.OSLO)
NARROW, SPACE = "\u202f", "\u00a0"


@pytest.fixture(autouse=True)
def a_sunday() -> Iterator[None]:
    with clock.stopped_at(NOW), translation.override("nb"):
        yield


def plain(text: str) -> str:
    return text.replace(SPACE, " ").replace(NARROW, " ")


@pytest.mark.parametrize(("language", "said"), [("nb", "3. mars 2026"), ("nn", "3. mars 2026"), ("en", "3 March 2026")])
def test_a_day_is_written_out(language: str, said: str) -> None:
    with translation.override(language):
        assert plain(formats.day(date(2026, 3, 3))) == said


@pytest.mark.parametrize(
    ("language", "said"), [("nb", "to 19. nov 14:10"), ("nn", "to 19. nov 14:10"), ("en", "Thu 19 Nov 14:10")]
)
def test_a_moment_has_its_weekday(language: str, said: str) -> None:
    with translation.override(language):
        assert plain(formats.moment(datetime(2026, 11, 19, 14, 10, tzinfo=clock.OSLO))) == said


def test_a_moment_is_told_in_norwegian_time() -> None:
    assert plain(formats.moment(datetime(2026, 11, 18, 23, 30, tzinfo=UTC))) == "to 19. nov 00:30"


def test_another_year_is_told() -> None:
    assert plain(formats.short_day(date(2025, 12, 31))) == "on 31. des 2025"


@pytest.mark.parametrize(
    ("days", "nb", "nn", "en"),
    [
        (0, "i dag 12:00", "i dag 12:00", "today 12:00"),
        (1, "i morgen 12:00", "i morgon 12:00", "tomorrow 12:00"),
        (-1, "i går 12:00", "i går 12:00", "yesterday 12:00"),
        (2, "ti 24. nov 12:00", "ty 24. nov 12:00", "Tue 24 Nov 12:00"),
    ],
)
def test_what_is_near_is_said_as_near(days: int, nb: str, nn: str, en: str) -> None:
    value = NOW.replace(hour=12) + timedelta(days=days)
    for language, said in (("nb", nb), ("nn", nn), ("en", en)):
        with translation.override(language):
            assert plain(formats.when(value)) == said


def test_a_bare_day_may_be_today() -> None:
    assert formats.when(NOW.date()) == "i dag"


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=20), "nå"),
        (timedelta(minutes=1), "for 1 minutt siden"),
        (timedelta(minutes=59), "for 59 minutter siden"),
        (timedelta(hours=1), "for 1 time siden"),
        (timedelta(hours=47), "for 1 døgn siden"),
        (timedelta(days=3), "for 3 døgn siden"),
        (timedelta(minutes=-5), "nå"),
    ],
)
def test_how_long_ago(past: timedelta, said: str) -> None:
    assert plain(formats.ago(NOW - past)) == said


def test_numbers_have_a_narrow_space_between_thousands() -> None:
    assert formats.number(11588) == f"11{NARROW}588"
    assert formats.kroner(4747) == f"kr{SPACE}4{NARROW}747"
    assert formats.decimal(3.46) == "3,5"
    with translation.override("en"):
        assert (formats.number(11588), formats.decimal(3.46)) == ("11,588", "3.5")


def test_zero_is_never_negative() -> None:
    assert formats.number(-0.2) == "0"
    assert formats.number(-1234) == f"−1{NARROW}234"


@pytest.mark.parametrize(
    "write", [formats.day, formats.moment, formats.when, formats.ago, formats.number, formats.kroner]
)
def test_nothing_is_written_as_nothing(write: object) -> None:
    assert write(None) == ""  # type: ignore[operator]


@given(st.integers(min_value=-(10**12), max_value=10**12), st.sampled_from(["nb", "nn", "en"]))
def test_a_number_can_be_read_back(value: int, language: str) -> None:
    with translation.override(language):
        text = formats.number(value)
    assert int(text.replace(NARROW, "").replace(",", "").replace("−", "-")) == value


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_every_moment_can_be_written_in_every_language(value: datetime) -> None:
    for language in formats.WORDS:
        with translation.override(language):
            assert f"{value.astimezone(clock.OSLO):%H:%M}" in formats.moment(value)
