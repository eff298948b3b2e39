"""Who might fit where: plain values in, proposals with their reasons out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from samspill.apps.discharge.places import life
from samspill.apps.discharge.places.fitting import Offered, Waiting, propose

pytestmark = pytest.mark.once
TODAY = date(2026, 3, 2)


def days(*counts: int) -> tuple[tuple[date, int], ...]:
    return tuple((TODAY + timedelta(days=n), count) for n, count in enumerate(counts))


KARI = Waiting(stay="kari", municipality="fjordby", waiting_days=5, leave_from=TODAY)
BED = Offered(
    stock="bed",
    municipality="fjordby",
    kind="short_term",
    site="",
    usual_days=3,
    after_hospital=True,
    against="",
    idle=days(2, 2, 2, 2),
)


def test_a_free_place_in_the_own_municipality_is_proposed_with_reasons() -> None:
    (found,) = propose([KARI], [BED])
    assert (found.stay, found.stock, found.first, found.end) == ("kari", "bed", TODAY, date(2026, 3, 5))
    assert any("2 ledige" in reason for reason in found.reasons)
    assert "kommunen har ikke anslått noen dag" in found.reasons
    assert found.against == ()


@pytest.mark.parametrize(
    ("patient", "place"),
    [
        (replace(KARI, municipality="nordvik"), BED),
        (KARI, replace(BED, idle=())),
        (KARI, replace(BED, idle=days(0, 0, 0))),
        (KARI, replace(BED, idle=days(1, 0, 1, 0))),  # never free the whole time
        (replace(KARI, held=True), BED),
        (replace(KARI, leave_from=date(2026, 3, 20)), BED),
    ],
)
def test_what_does_not_fit_is_not_proposed(patient: Waiting, place: Offered) -> None:
    assert propose([patient], [place]) == []


def test_it_is_proposed_from_the_first_day_on_which_it_stays_free() -> None:
    (found,) = propose([KARI], [replace(BED, idle=days(1, 0, 1, 1, 1))])
    assert found.first == date(2026, 3, 4)
    assert any("ikke ledig før" in reason for reason in found.against)


def test_those_who_waited_longest_come_first_and_the_better_place_first() -> None:
    other = replace(KARI, stay="other", waiting_days=9)
    acute = replace(BED, stock="acute", kind="emergency", after_hospital=False, against="for akutte behov")
    found = propose([KARI, other], [acute, BED])
    assert [(each.stay, each.stock) for each in found] == [
        ("other", "bed"),
        ("other", "acute"),
        ("kari", "bed"),
        ("kari", "acute"),
    ]
    assert found[1].against == ("for akutte behov",)


def test_it_says_what_is_earlier_than_the_municipality_thought() -> None:
    (found,) = propose([replace(KARI, expected=TODAY + timedelta(days=4))], [BED])
    assert "4 døgn før kommunens anslag" in found.reasons


def test_the_page_of_its_life_is_as_the_code_says() -> None:
    written = (Path(__file__).resolve().parents[3] / "docs" / "places-life.md").read_text(encoding="utf-8")
    assert written == life.page()


def test_every_move_ends_somewhere_and_holding_states_can_be_left() -> None:
    left = {state for move in life.LIFE for state in move.from_}
    assert left == life.HOLDING
