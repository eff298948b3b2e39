"""The generated year matches the facts it is made to match, on several seeds and for other data than the demo's."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.messages.identity import check_number
from samspill.portal.demo import cast, figures
from samspill.portal.demo.people import ADJECTIVES, NOUNS
from samspill.portal.demo.stays import DemoStay, Municipality, Ward, first_day, generate, last_autumn
from samspill.portal.demo.today import CASES
from samspill.stay import OSLO, Kind, Oddity, Sector, Side, State, fold, payable_days, stays_of, waiting_days

pytestmark = pytest.mark.once

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=OSLO)
SEEDS = (1, 2026, 77)
PEOPLE = 182_000
# The demo's municipalities, with all their people as if the one hospital served them.
ALL_OF_FJORDBY = [
    Municipality(m.number, 86_000 if m.number == "9901" else m.inhabitants, m.aged, m.waits, m.quick_assessment)
    for m in cast.municipalities()
]
SMALL = [Municipality("9951", 9_000), Municipality("9952", 2_000, aged=1.3, waits=2)]
ONE_WARD = [Ward("9900999", Sector.SOMATIC, ordinary=1, known=1, youngest=30, oldest=95)]


class Year:
    """stays: all. known: those that concern municipal services, with what their events add up to."""

    def __init__(self, seed: int) -> None:
        self.stays = list(generate(seed, NOW, ALL_OF_FJORDBY, cast.wards()))
        self.known = [(stay, fold(stay.events)) for stay in known(self.stays)]

    def waits(self, number: str = "", *, but: tuple[str, ...] = (), since=date.min, until=date.max) -> list[int]:
        """Waiting days of those who were ready between two days, in one municipality or all but some."""
        return [
            waiting_days(folded, NOW.date())
            for stay, folded in self.known
            if folded.periods and since <= folded.periods[0].ready_on < until
            if stay.municipality == number or (not number and stay.municipality not in but)
        ]


@pytest.fixture(scope="module", params=SEEDS)
def year(request) -> Year:
    return Year(request.param)


def known(stays: Iterable[DemoStay]) -> list[DemoStay]:
    return [stay for stay in stays if stay.known_to_municipality]


def finished(stays: Iterable[DemoStay], sector: Sector) -> list[int]:
    """Nights of the stays that ended in the year."""
    begin = first_day(NOW)
    return [
        (stay.ended.date() - stay.admitted.date()).days
        for stay in stays
        if stay.sector is sector and stay.ended and stay.ended >= begin
    ]


def long_ones(nights: list[int], limit: int) -> tuple[float, float]:
    """The part of the stays over `limit` nights, and the part of all nights that they take."""
    long = [each for each in nights if each > limit]
    return len(long) / len(nights), sum(long) / sum(nights)


def test_the_demo_has_the_people_of_its_table():
    assert sum(each.inhabitants for each in ALL_OF_FJORDBY) == PEOPLE
    assert [each.number for each in cast.municipalities()] == [str(number) for number in range(9901, 9913)]


def test_as_many_are_admitted_as_in_norway(year):
    admitted = Counter(stay.sector for stay in year.stays if stay.admitted >= first_day(NOW))
    assert admitted[Sector.SOMATIC] / PEOPLE * 1000 == pytest.approx(160, rel=0.04)
    assert admitted[Sector.MENTAL_HEALTH] / PEOPLE * 1000 == pytest.approx(11, rel=0.1)
    assert admitted[Sector.SUBSTANCE_USE] / PEOPLE * 1000 == pytest.approx(3, rel=0.15)


def test_one_somatic_stay_in_seven_concerns_municipal_services(year):
    somatic = [stay for stay in year.stays if stay.sector is Sector.SOMATIC and stay.admitted >= first_day(NOW)]
    assert len(known(somatic)) / len(somatic) == pytest.approx(1 / 7, rel=0.05)


def test_few_somatic_stays_take_over_half_of_the_bed_days(year):
    """13 % over 8 days, over half of the days (seed 001)."""
    part, of_days = long_ones(finished(year.stays, Sector.SOMATIC), 8)
    assert part == pytest.approx(0.13, abs=0.008)
    assert 0.5 < of_days < 0.6


def test_still_fewer_do_in_mental_health(year):
    """5 % over 18 days, over half of the days (seed 001: about)."""
    part, of_days = long_ones(finished(year.stays, Sector.MENTAL_HEALTH), 18)
    assert part == pytest.approx(0.05, abs=0.012)
    assert 0.5 < of_days < 0.7


def test_as_many_wait_each_day_as_at_st_olav_scaled(year):
    begin = first_day(NOW).date()
    waiting = sum(waiting_days(folded, NOW.date()) for stay, folded in year.known if stay.admitted.date() >= begin)
    a_day = waiting / (NOW.date() - begin).days
    assert a_day == pytest.approx(figures.WAITING_PER_INHABITANT * PEOPLE, rel=0.12)
    assert 14 < a_day < 19


def mean(values: list[int]) -> float:
    return sum(values) / len(values)


def test_havsund_has_many_long_waits(year):
    havsund, others = year.waits("9910"), year.waits(but=("9910", "9911"))
    assert mean(havsund) > 2 * mean(others)
    assert sum(days >= 7 for days in havsund) / len(havsund) > 2.5 * sum(days >= 7 for days in others) / len(others)


def test_quick_assessment_made_waits_fall_in_bakkeland_alone(year):
    changed = last_autumn(NOW)
    assert changed == date(2026, 9, 1)
    assert mean(year.waits("9911", since=changed)) < 0.6 * mean(year.waits("9911", until=changed))
    assert mean(year.waits(but=("9911",), since=changed)) > 0.7 * mean(year.waits(but=("9911",), until=changed))
    assessed = {stay.municipality for stay, _ in year.known for event in stay.events if event.kind is Kind.ASSESSED}
    assert assessed == {"9911"}


def test_weekdays_and_winters_are_busier(year):
    admitted = [stay.admitted for stay in year.stays if stay.admitted >= first_day(NOW)]
    by_day = Counter(moment.weekday() for moment in admitted)
    assert min(by_day[day] for day in range(5)) > 1.15 * max(by_day[5], by_day[6])
    by_month = Counter(moment.month for moment in admitted)
    assert by_month[1] > 1.1 * by_month[7]


def test_some_are_withdrawn_and_ready_anew_and_some_move_or_die(year):
    kinds = Counter(event.kind for stay, _ in year.known for event in stay.events)
    assert all(kinds[kind] > 50 for kind in (Kind.WITHDRAWN, Kind.TRANSFERRED, Kind.CANNOT, Kind.CAN, Kind.DIED))
    assert all(kinds[kind] > 20 for kind in (Kind.PLAN_MEETING_CALLED, Kind.FOLLOW_UP_CLARIFIED))
    assert kinds[Kind.ON_LEAVE] >= kinds[Kind.BACK_FROM_LEAVE] > 0
    assert kinds[Kind.ASSESSED] > 3
    assert sum(len(folded.periods) > 1 for _, folded in year.known) > 50


def test_there_are_days_to_pay_for_but_fewer_than_are_waited(year):
    paid = sum(len(payable_days(folded, NOW.date())) for _, folded in year.known)
    waited = sum(waiting_days(folded, NOW.date()) for _, folded in year.known)
    assert 0.7 * waited < paid < waited


def test_nothing_in_a_stay_is_odd_but_for_the_one_without_admission(year):
    odd = [folded.oddities for _, folded in year.known if folded.oddities]
    assert odd == [frozenset({Oddity.NO_ADMISSION})]
    ordinary = [stay for stay in year.stays if not stay.known_to_municipality]
    assert all(not fold(stay.events).oddities for stay in ordinary[::20])


def test_a_patient_who_comes_back_has_as_many_stays_as_were_made(year):
    by_patient: dict[str, list[DemoStay]] = defaultdict(list)
    for stay in year.stays:
        by_patient[stay.patient.number].append(stay)
    several = [stays for stays in by_patient.values() if len(stays) > 1]
    assert len(several) > 500
    for stays in several:
        assert len({stay.patient for stay in stays}) == 1
        assert all(one.ended and one.ended < other.admitted for one, other in pairwise(stays))
        if stays[0].known_to_municipality:
            assert len(stays_of([event for stay in stays for event in stay.events])) == len(stays)


def test_patients_are_synthetic_and_nobody_twice(year):
    people = {stay.patient.number: stay.patient for stay in year.stays}
    assert len(people) == len({stay.patient for stay in year.stays})
    for number, patient in people.items():
        identity = check_number(number, "FNR", allow_synthetic=True, today=NOW.date())
        assert (identity.synthetic, identity.born, identity.sex) == (True, patient.born, patient.sex)
        assert number[2] in "89"  # month + 80
        assert patient.given_name in ADJECTIVES and patient.family_name in NOUNS


def test_patients_are_of_the_age_of_their_ward(year):
    wards = {ward.id: ward for ward in cast.wards()}
    for stay in year.stays:
        ward = wards[stay.events[0].unit]
        assert ward.youngest <= stay.patient.age(stay.admitted.date()) <= ward.oldest


def test_no_name_or_number_is_in_an_event(year):
    assert all(event.note == "" for stay in year.stays for event in stay.events)
    assert all(event.source.startswith("demo-") for stay in year.stays for event in stay.events)


def test_today_is_alive(year):
    states = Counter(folded.state for _, folded in year.known if folded.is_open)
    assert min(states[state] for state in (State.AWAITING_ANSWER, State.AWAITING_PLACE, State.PLACE_READY)) >= 2
    unanswered = [(stay, folded) for stay, folded in year.known if folded.state is State.AWAITING_ANSWER]
    lately = {s.municipality for s, f in unanswered if f.periods[-1].notices[-1].at > NOW - timedelta(hours=2)}
    assert len(lately) >= 2
    assert any(stay.admitted.date() == NOW.date() for stay, folded in year.known if folded.is_open)
    tomorrow = NOW.date() + timedelta(days=1)
    assert any(folded.state is State.PLACE_READY and folded.place_from == tomorrow for _, folded in year.known)
    assert sum(folded.begun_without_admission for _, folded in year.known) == 1


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 22, 0, 5, tzinfo=OSLO),
        datetime(2028, 2, 29, 12, 0, tzinfo=OSLO),
        datetime(2027, 3, 28, 3, 10, tzinfo=OSLO),  # the clock was just put forward
        datetime(2026, 10, 25, 2, 30, tzinfo=OSLO),  # and here back
        datetime(2026, 9, 20, 23, 59, tzinfo=OSLO),  # the assessment of 1 September is too new
    ],
)
def test_any_day_of_any_year_will_do(now):
    stays = list(generate(5, now, SMALL, ONE_WARD))
    assert stays and len(known(stays)) > 100
    for stay in stays:
        said = [event.said_at for event in stay.events]
        assert said == sorted(said) and said[-1] <= now
        assert all(event.instant <= now for event in stay.events)
        assert stay.ended is None or stay.ended >= first_day(now)
        assert (stay.ended is None) == fold(stay.events).is_open
    assert first_day(now) <= now - timedelta(days=365)
    assert last_autumn(now) <= (now - timedelta(days=42)).date()
    assert (last_autumn(now) - first_day(now).date()).days >= 149


def test_the_municipality_has_the_pen_in_its_answers_only(year):
    answers = {Kind.CAN, Kind.CANNOT, Kind.ASSESSED, Kind.ADMISSION_REPORT}
    for stay, _ in year.known:
        notices = {event.source for event in stay.events if event.kind is Kind.READY_NOTICE}
        for event in stay.events:
            assert (event.by is Side.MUNICIPALITY) == (event.kind in answers)
            assert event.municipality == stay.municipality
            if event.kind in (Kind.CAN, Kind.CANNOT):
                assert event.refers_to in notices


def test_the_same_seed_gives_the_same_year_and_another_another():
    first, again = (list(generate(7, NOW, SMALL, ONE_WARD)) for _ in range(2))
    assert first == again
    assert first != list(generate(8, NOW, SMALL, ONE_WARD))


def test_the_same_year_comes_out_of_every_process():
    """Nothing hangs on the order in which Python happens to keep sets and strings."""
    program = (
        "from tests.demo.test_stays import *; import hashlib;"
        "print(hashlib.sha256(repr(list(generate(7, NOW, SMALL, ONE_WARD))).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(["src", ".", *sys.path])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_nobody_or_nowhere_is_refused():
    with pytest.raises(ValueError, match="municipality"):
        next(generate(1, NOW, [Municipality("9951", 0)], ONE_WARD))
    with pytest.raises(ValueError, match="ward"):
        next(generate(1, NOW, SMALL, []))


@settings(max_examples=12, deadline=None)
@given(
    inhabitants=st.lists(st.integers(0, 3000), min_size=1, max_size=4).filter(any),
    waits=st.floats(0, 5),
    sector=st.sampled_from(list(Sector)),
    seed=st.integers(),
)
def test_other_data_than_the_demos(inhabitants, waits, sector, seed):
    places = [Municipality(str(9951 + n), each, waits=waits or 1) for n, each in enumerate(inhabitants)]
    ward = Ward("9900999", sector, ordinary=1, known=1)
    stays = list(generate(seed, NOW, places, [ward]))
    assert len(stays) >= len(CASES)
    numbers = {place.number for place in places if place.inhabitants}
    assert {stay.municipality for stay in stays} <= numbers
    assert all(not fold(stay.events).oddities - {Oddity.NO_ADMISSION} for stay in stays)


def test_nobody_lies_in_a_ward_that_is_not_for_their_age():
    from samspill.portal.demo import cast

    wards = {ward.id: ward for ward in cast.wards()}
    for stay in generate(5, NOW, cast.municipalities(), cast.wards()):
        age = stay.patient.age(stay.admitted.date())
        for unit in {event.unit for event in stay.events if event.unit}:
            assert wards[unit].youngest - 1 <= age <= wards[unit].oldest + 1, (unit, age)
