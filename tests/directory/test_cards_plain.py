"""What cards are made of: opening hours in words, squares that never overlap, vCards that can be read back."""

from __future__ import annotations

from datetime import datetime, time
from types import SimpleNamespace
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from samspill.core import clock
from samspill.directory.cards.layout import squares_for
from samspill.directory.cards.maps import lines_of, shade_of
from samspill.directory.cards.opening import in_brief, opening_at, week_of
from samspill.directory.cards.reaching import href_of
from samspill.directory.cards.vcards import escaped, folded, written
from samspill.directory.keeping.forms.hours import day_as_text, parse_day


def hours(weekday: int, opens: str, closes: str, note: str = "") -> Any:
    return SimpleNamespace(
        weekday=weekday, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes), note=note
    )


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of the week that begins on Monday 2 March 2026."""
    return datetime(2026, 3, 2 + day, hour, minute, tzinfo=clock.OSLO)


OFFICE = [hours(day, "08:00", "15:30") for day in range(5)]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(0, 7), "Stengt nå. Åpner kl. 08"),
        (at(0, 8), "Åpent nå, til kl. 15.30"),
        (at(0, 15, 30), "Stengt nå. Åpner i morgen kl. 08"),
        (at(4, 16), "Stengt nå. Åpner mandag kl. 08"),
        (at(6, 23, 59), "Stengt nå. Åpner i morgen kl. 08"),
    ],
)
def test_an_office_says_when_it_is_open(moment: datetime, said: str):
    opening = opening_at(OFFICE, moment)
    assert opening is not None
    assert opening.sentence == said
    assert opening.open == said.startswith("Åpent")


def test_of_a_person_it_is_said_that_they_can_be_reached():
    assert opening_at(OFFICE, at(0, 9), person=True).sentence == "Treffes nå, til kl. 15.30"  # type: ignore[union-attr]
    opening = opening_at(OFFICE, at(4, 16), person=True)
    assert opening is not None and opening.sentence == "Treffes ikke nå, men mandag fra kl. 08"


def test_a_night_goes_on_into_the_next_day_and_around_the_clock_never_ends():
    night = [hours(5, "22:00", "07:00")]
    opening = opening_at(night, at(6, 3))
    assert opening is not None and opening.sentence == "Åpent nå, til kl. 07"
    always = [hours(day, "00:00", "00:00") for day in range(7)]
    opening = opening_at(always, at(2, 3))
    assert opening is not None and opening.sentence == "Åpent hele døgnet"
    assert in_brief(always) == "hele døgnet"


def test_openings_that_meet_are_one():
    both = [hours(0, "08:00", "12:00"), hours(0, "12:00", "16:00")]
    opening = opening_at(both, at(0, 9))
    assert opening is not None and opening.sentence == "Åpent nå, til kl. 16"


def test_nothing_is_said_of_hours_that_nobody_stated():
    assert opening_at([], at(0, 9)) is None
    assert in_brief([]) == ""


def test_the_week_has_seven_days_and_in_brief_the_equal_ones_are_together():
    rows = [*OFFICE[:4], hours(4, "08:00", "13:00", "telefon"), hours(0, "18:00", "20:00")]
    week = week_of(rows, at(1, 9).date())
    assert [day.times for day in week][4:] == [["08–13 (telefon)"], [], []]
    assert [day.today for day in week].index(True) == 1
    assert in_brief(rows) == "mandag 08–15.30 og 18–20, tirsdag–torsdag 08–15.30, fredag 08–13 (telefon)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("8-15.30", "08–15.30"),
        ("kl. 08:00 til 11:30, 12.30–15", "08–11.30, 12.30–15"),
        ("Hele døgnet", "hele døgnet"),
        ("08–13 (bare telefon, ikke besøk)", "08–13 (bare telefon, ikke besøk)"),
        ("stengt", ""),
        ("", ""),
        ("22–07", "22–07"),
        ("08–24", "08–00"),
    ],
)
def test_hours_are_read_as_people_write_them_and_written_back_the_same(text: str, said: str):
    rows = parse_day(0, text)
    assert day_as_text(rows) == said
    assert parse_day(0, said) == rows


@pytest.mark.parametrize("text", ["8", "åtte til fire", "25–26", "08–12, 11–15", "hele døgnet, 08–15", "08–12:75"])
def test_hours_that_cannot_be_are_refused_with_a_sentence(text: str):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as raised:
        parse_day(0, text)
    assert len(raised.value.messages[0]) > 15


squares = st.tuples(st.integers(0, 12), st.integers(0, 12))
points = st.tuples(st.floats(57.9, 71.2), st.floats(4.5, 31.2))


@given(
    areas=st.lists(st.integers(0, 400), unique=True, max_size=60),
    stated=st.dictionaries(st.integers(0, 400), squares, max_size=30),
    lying=st.dictionaries(st.integers(0, 400), points, max_size=60),
)
def test_every_area_gets_a_square_of_its_own(areas: list[int], stated: dict[int, Any], lying: dict[int, Any]):
    found = squares_for(areas, stated, lying)
    assert set(found) == set(areas)
    assert len(set(found.values())) == len(areas)
    assert all(column >= 0 and row >= 0 for column, row in found.values())


def test_what_somebody_chose_is_kept_and_what_lies_north_stands_above():
    assert squares_for(["a", "b"], {"a": (3, 1), "b": (1, 0)}, {}) == {"a": (2, 1), "b": (0, 0)}
    found = squares_for(["south", "north", "east"], {}, {"south": (59, 10), "north": (69, 10), "east": (59, 25)})
    assert found["north"][1] < found["south"][1]
    assert found["east"][0] > found["south"][0]


def test_names_fit_their_square():
    assert lines_of("Kautokeino - Guovdageaidnu") == ["Kautokeino"]
    assert lines_of("Søndre Nordstrand") == ["Søndre", "Nordstrand"]
    assert lines_of("Aurskog-Høland") == ["Aurskog-", "Høland"]
    assert all(len(line) <= 13 for line in lines_of("Et svært langt og uvanlig navn uten mening"))
    assert [shade_of(each) for each in (None, 2_999, 3_000, 80_000)] == [1, 1, 2, 5]


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_a_vcard_is_read_back_as_it_was_written(text: str):
    card = written(["BEGIN:VCARD", "VERSION:3.0", f"FN:x{escaped(text)}", "N:x;;;;", "END:VCARD"])
    assert all(len(line.encode()) <= 75 for line in card.split("\r\n"))
    assert vobject.readOne(card).fn.value == f"x{text}"


def test_a_letter_is_never_parted_over_two_lines():
    assert all(piece.encode() for piece in folded("NOTE:" + "å" * 100).split("\r\n "))
    assert folded("kort") == "kort"


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        ("phone", "+47 99 00 00 00", "tel:+4799000000"),
        ("email", "a@example.org", "mailto:a@example.org"),
        ("web", "javascript:alert(1)", ""),
        ("web", "https://example.org", "https://example.org"),
        ("address", "Storgata 1", ""),
    ],
)
def test_only_what_leads_somewhere_safe_is_a_link(kind: str, value: str, href: str):
    assert href_of(kind, value) == href
