"""Who might fit where: plain values in, proposals with their reasons out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from samspill.apps.discharge.places import life
from samspill.apps.discharge.places.fitting import Offered, Waiting, propose
from samspill.apps.discharge.places.needs import needs_of

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


# --- what the patient needs ------------------------------------------------------------------------------------------

NAMES = {"11": "Toalett", "5": "Bevege seg innendørs", "9": "Lage mat"}
SERVICES = {"19": "Opphold, rehabilitering", "15": "Helsetjenester i hjemmet"}
REHAB = replace(BED, stock="rehab", kind="rehabilitation", services=frozenset({"19"}))
HOME = replace(BED, stock="home", kind="home_service", services=frozenset({"15"}), around_the_clock=False)


def needing(scores: dict[str, int], *services: str) -> Waiting:
    return replace(KARI, needs=needs_of(scores, services, names=NAMES, service_names=SERVICES))


def test_the_place_that_gives_what_is_needed_comes_first_and_says_so() -> None:
    found = propose([needing({}, "19")], [replace(BED, services=frozenset({"18"})), HOME, REHAB])
    assert found[0].stock == "rehab"
    assert "gir det som er registrert som behov: opphold, rehabilitering" in found[0].reasons
    assert all("registrert behov er noe annet: opphold, rehabilitering" in each.against for each in found[1:])


def test_much_help_with_basic_things_asks_for_somebody_near_all_day() -> None:
    patient = needing({"11": 5, "5": 4, "9": 5}, "15")
    found = {each.stock: each for each in propose([patient], [HOME, replace(BED, services=frozenset({"15"}))])}
    assert any("ikke hjelp hele døgnet" in each and "toalett" in each for each in found["home"].against)
    assert "lage mat" not in str(found["home"].against)  # can wait for the next visit
    assert any("hjelp hele døgnet" in each for each in found["bed"].reasons) and not found["bed"].against


def test_one_who_manages_alone_is_thought_of_at_home() -> None:
    found = {each.stock: each for each in propose([needing({"11": 1, "5": 2, "9": 9})], [HOME, BED])}
    assert "pasienten klarer seg mye selv" in found["home"].reasons
    assert found["bed"].against == ("pasienten klarer seg mye selv; vurder hjelp hjemme",)


def test_what_nobody_has_described_is_said_and_held_against_no_place() -> None:
    found = propose([KARI], [HOME, REHAB])
    assert all(each.against == () for each in found)
    assert all("behov og funksjon er ikke beskrevet" in each.reasons for each in found)


def test_does_not_apply_is_neither_help_nor_alone() -> None:
    needs = needs_of({"11": 9}, (), names=NAMES, service_names=SERVICES)
    assert (needs.heavy, needs.alone) == ((), False)
