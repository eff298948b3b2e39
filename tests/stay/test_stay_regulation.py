"""The regulation on payment for discharge-ready patients (FOR-2011-11-18-1115), fact by fact as confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.stay.stay_stories import FJORDBY, NABO, Story, day, days, moment

from samspill.stay import Kind, MissingRate, Rates, Rules, Sector, Side, State, Step, next_steps

TODAY = "2018-03-01"


def a_stay(**more: object) -> Story:
    story = Story(**more)  # type: ignore[arg-type]
    story.admitted("2018-01-29 10:00")
    return story


# § 13: from the day the patient is declared ready, the municipality is told, and it cannot or does not answer


def test_the_duty_begins_on_the_day_the_patient_is_declared_ready_and_the_municipality_is_told():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    story.cannot("2018-01-31 14:00")
    story.discharged("2018-02-01 11:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-01-31")


def test_no_answer_counts_as_no():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    story.discharged("2018-02-03 11:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-02")


def test_no_notice_no_duty():
    story = a_stay()
    story.happens(Kind.READY, "2018-01-31 10:00")
    story.discharged("2018-02-03 11:00")
    assert story.payable(TODAY) == ()
    assert story.waiting(TODAY) == 3


# The ministry's letter id682783: ready and told, cannot; three days later it can: kr 12 000


def test_the_worked_example_of_the_ministry_comes_to_12_000_kroner():
    story = Story()
    story.admitted("2012-02-01 10:00")
    story.ready("2012-02-06 23:30")
    story.cannot("2012-02-06 23:45")
    story.can("2012-02-09 00:30")
    story.discharged("2012-02-09 16:00")
    assert story.settlement(TODAY).kroner == 12_000


def test_the_first_day_is_counted_and_the_last_is_not_whatever_the_hours():
    story = a_stay()
    story.ready("2018-01-31 23:59")
    story.can("2018-02-02 00:01")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-01")


def test_place_ready_on_the_day_of_notice_means_no_payment():
    story = a_stay()
    story.ready("2018-01-31 08:00")
    story.can("2018-01-31 15:00")
    story.discharged("2018-02-05 11:00")
    assert story.payable(TODAY) == ()
    assert story.waiting(TODAY) == 5


# § 11: the municipality that cannot says when it thinks it can; it says at once when a place is ready


def test_a_guess_of_when_there_will_be_a_place_ends_nothing():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    story.cannot("2018-01-31 14:00", "2018-02-02")
    story.discharged("2018-02-05 11:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-04")
    assert story.stay.state == State.DISCHARGED


def test_the_municipality_is_to_answer_at_once_and_a_promise_shows_as_broken_after_a_day():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    (step,) = [s for s in next_steps(story.stay, moment("2018-01-31 10:01")) if s.step == Step.ANSWER_NOTICE]
    assert (step.whose, step.due, step.broken) == (Side.MUNICIPALITY, moment("2018-02-01 10:00"), False)
    assert next_steps(story.stay, moment("2018-02-01 10:01"))[0].broken


# The ministry's letter id682786: withdrawal


def test_withdrawn_means_not_paid_from_that_day_but_the_days_before_are():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    story.withdrawn("2018-02-02 09:00")
    story.discharged("2018-02-10 11:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-01")


def test_a_new_declaration_begins_a_new_period_with_a_notice_and_an_answer_of_its_own():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    story.can("2018-01-31 12:00")
    story.withdrawn("2018-02-02 09:00")
    story.ready("2018-02-05 10:00")
    story.discharged("2018-02-07 11:00")
    assert story.payable(TODAY) == days("2018-02-05", "2018-02-06")
    assert [(p.ready_on, p.ended_on) for p in story.stay.periods] == [
        (day("2018-01-31"), day("2018-02-02")),
        (day("2018-02-05"), day("2018-02-07")),
    ]


# §§ 7-8: the early notice within 24 hours; two wordings of what starts the clock (HIS 80704 and HIS 1144)


@pytest.mark.parametrize(
    ("counts_from", "due"), [("admitted", "2018-01-30 10:00"), ("need_identified", "2018-01-31 15:00")]
)
def test_the_early_notice_is_due_24_hours_after_what_the_setting_says(counts_from: str, due: str):
    story = a_stay()
    story.happens(Kind.NEED_IDENTIFIED, "2018-01-30 15:00")
    steps = next_steps(story.stay, moment("2018-01-30 16:00"), Rules(early_notice_from=counts_from))
    assert [s.due for s in steps if s.step == Step.SEND_EARLY_NOTICE] == [moment(due)]


def test_of_expected_discharges_the_last_told_stands():
    story = a_stay()
    story.happens(Kind.EXPECTED_DISCHARGE, "2018-01-29 12:00", expected=day("2018-02-05"))
    story.happens(Kind.EXPECTED_DISCHARGE, "2018-01-30 12:00", expected=day("2018-02-09"))
    assert story.stay.expected_discharge == day("2018-02-09")


def test_the_admission_report_is_due_24_hours_after_admission():
    (step,) = next_steps(a_stay().stay, moment("2018-01-29 12:00"))
    assert (step.step, step.due) == (Step.SEND_ADMISSION_REPORT, moment("2018-01-30 10:00"))


# From 2019: mental health and substance use, and the municipality of stay


@pytest.mark.parametrize("sector", [Sector.MENTAL_HEALTH, Sector.SUBSTANCE_USE])
def test_mental_health_and_substance_use_are_paid_for_from_2019_on_two_more_conditions(sector: Sector):
    story = Story(sector=sector)
    story.admitted("2018-12-01 10:00")
    story.happens(Kind.PLAN_MEETING_CALLED, "2018-12-05 10:00")
    story.happens(Kind.FOLLOW_UP_CLARIFIED, "2018-12-06 10:00")
    story.ready("2018-12-30 10:00")
    story.discharged("2019-01-03 10:00")
    assert story.payable("2019-03-01") == days("2019-01-01", "2019-01-02")
    assert story.waiting("2019-03-01") == 4


def test_without_the_two_conditions_nothing_is_paid_for_mental_health():
    story = Story(sector=Sector.MENTAL_HEALTH)
    story.admitted("2019-01-20 10:00")
    story.happens(Kind.PLAN_MEETING_CALLED, "2019-01-25 10:00")
    story.ready("2019-01-30 10:00")
    story.happens(Kind.FOLLOW_UP_CLARIFIED, "2019-02-01 23:30")
    story.discharged("2019-02-03 10:00")
    assert story.payable("2019-03-01") == days("2019-02-01", "2019-02-02"), "from the day both are met"
    story.events = [event for event in story.events if event.kind != Kind.FOLLOW_UP_CLARIFIED]
    assert story.payable("2019-03-01") == ()


def test_a_community_may_go_without_the_two_conditions():
    story = Story(sector=Sector.MENTAL_HEALTH)
    story.ready("2019-01-30 10:00", admitted="2019-01-20 10:00")
    story.discharged("2019-02-01 10:00")
    assert story.payable("2019-03-01", Rules(extra_conditions={})) == days("2019-01-30", "2019-01-31")


def test_before_2012_nothing_is_paid():
    story = Story()
    story.ready("2011-12-30 10:00", admitted="2011-12-20 10:00")
    story.discharged("2012-01-03 10:00")
    assert story.payable("2012-03-01") == days("2012-01-01", "2012-01-02")


def test_the_municipality_of_stay_pays_day_by_day():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    story.happens(Kind.MUNICIPALITY_CHANGED, "2018-02-03", municipality=NABO)
    story.ready("2018-02-03 12:00", municipality=NABO)
    story.discharged("2018-02-05 10:00")
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-02") + days("2018-02-03", "2018-02-04", NABO)


def test_a_new_municipality_that_has_not_been_told_does_not_pay_and_the_hospital_must_tell_it():
    story = a_stay()
    story.ready("2018-01-31 10:00")
    story.happens(Kind.MUNICIPALITY_CHANGED, "2018-02-03", municipality=NABO)
    assert (story.stay.state, story.stay.whose_move) == (State.READY, Side.HOSPITAL)
    assert story.payable(TODAY) == days("2018-01-31", "2018-02-02")
    story.ready("2018-02-05 12:00", municipality=NABO)
    assert story.payable("2018-02-07") == days("2018-01-31", "2018-02-02") + days("2018-02-05", "2018-02-06", NABO)


# The rates


@pytest.mark.parametrize(
    ("year", "kroner"),
    [
        (2012, 4000),
        (2014, 4255),
        (2015, 4387),
        (2016, 4505),
        (2017, 4622),
        (2018, 4747),
        (2019, 4885),
        (2020, 5036),
        (2021, 5167),
        (2022, 5306),
        (2023, 5508),
        (2024, 5745),
    ],
)
def test_the_rate_of_each_year_that_was_found(year: int, kroner: int):
    story = Story()
    story.ready(f"{year}-05-02 10:00", admitted=f"{year}-05-01 10:00")
    story.discharged(f"{year}-05-03 10:00")
    assert story.settlement(f"{year}-06-01").kroner == kroner
    assert Rates.national().on(day(f"{year}-05-02")).source


@pytest.mark.parametrize("year", [2013, 2025, 2026])
def test_a_year_without_a_rate_says_so_and_gives_no_sum(year: int):
    story = Story()
    story.ready(f"{year}-05-02 10:00", admitted=f"{year}-05-01 10:00")
    story.discharged(f"{year}-05-03 10:00")
    came_to = story.settlement(f"{year}-06-01")
    assert (came_to.kroner, came_to.missing, came_to.lines) == (None, (year,), ())
    with pytest.raises(MissingRate, match=f"Døgnsatsen for {year} er ikke lagt inn"):
        came_to.sum_or_raise()


def test_a_rate_that_a_person_entered_with_its_source_is_used():
    story = Story()
    story.ready("2025-12-30 10:00", admitted="2025-12-01 10:00")
    story.discharged("2026-01-02 10:00")
    rates = Rates.national().with_rate(2025, 6000, "rundskriv")
    came_to = story.settlement("2026-03-01", rates)
    assert (came_to.kroner, came_to.missing, [line.kroner for line in came_to.lines]) == (None, (2026,), [12_000])
    assert story.settlement("2026-03-01", rates.with_rate(2026, 6100, "rundskriv")).kroner == 18_100
    assert 2025 not in Rates.national().by_year


def test_a_stay_across_new_year_with_two_ready_periods_and_an_answer_to_the_krone():
    story = Story()
    story.admitted("2018-12-10 10:00")
    story.ready("2018-12-17 10:00")  # 17, 18: 2 days of 2018
    story.withdrawn("2018-12-19 08:00")
    story.ready("2018-12-29 10:00")  # 29, 30, 31: 3 days of 2018
    story.cannot("2018-12-29 14:00", "2019-01-04")
    story.can("2019-01-02 09:00", "2019-01-04")  # 1, 2, 3: 3 days of 2019
    story.discharged("2019-01-05 12:00")
    came_to = story.settlement("2019-02-01")
    assert came_to.kroner == 5 * 4747 + 3 * 4885 == 38_390
    assert [(line.municipality, str(line.first), str(line.last), line.days, line.rate) for line in came_to.lines] == [
        (FJORDBY, "2018-12-17", "2018-12-18", 2, 4747),
        (FJORDBY, "2018-12-29", "2018-12-31", 3, 4747),
        (FJORDBY, "2019-01-01", "2019-01-03", 3, 4885),
    ]
    assert story.waiting("2019-02-01") == 2 + 7


# The official example messages are about one patient


def test_the_official_examples_come_to_one_day_and_with_the_withdrawal_to_none():
    story = Story()
    story.admitted("2018-01-29 10:00", "2018-01-29 10:11")
    story.ready("2018-01-31", "2018-01-31 10:20", admitted="2018-01-29 10:00")
    story.discharged("2018-02-01", "2018-02-01 11:20")
    assert story.settlement(TODAY).kroner == 4747
    story.withdrawn("2018-01-31", "2018-01-31 17:12", ready="2018-01-31", admitted="2018-01-29 10:00")
    assert story.settlement(TODAY).kroner == 0
    story.cancelled("message-1", "2018-01-29 10:12")
    death = story.died("2018-02-20", "2018-02-20 17:30")
    story.cancelled(death, "2018-02-20 17:35")
    assert (story.stay.state, story.settlement(TODAY).kroner) == (State.DISCHARGED, 0)
    assert story.stay.ended_on == day("2018-01-31") + timedelta(days=1)
