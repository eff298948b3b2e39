"""Who does what next, and by when it was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum

from samspill.stay.events import OSLO, Kind, Side
from samspill.stay.rules import Rules
from samspill.stay.standing import Period, Stay, same_municipality
from samspill.stay.states import State


class Step(StrEnum):
    """What is to be done. The words people read stand with the pages."""

    SEND_EARLY_NOTICE = "send_early_notice"
    SEND_ADMISSION_REPORT = "send_admission_report"
    SEND_READY_NOTICE = "send_ready_notice"
    ANSWER_NOTICE = "answer_notice"
    PROVIDE_PLACE = "provide_place"
    SEND_HOME = "send_home"
    CORRECT_MUNICIPALITY = "correct_municipality"  # or the identity; or stand by it


@dataclass(frozen=True)
class NextStep:
    """A step, whose it is, and by when (Norwegian time). `broken` when the promise has run out; without `due` there is
    no promise."""

    step: Step
    whose: Side
    due: datetime | None
    broken: bool


def next_steps(stay: Stay, now: datetime, rules: Rules | None = None) -> list[NextStep]:
    """What is to be done now, the step that decides whose move it is first. Empty for a stay that has ended.

    `now` is aware. 24 hours are 24 hours, also the night the clocks change. Where only the day is known they run from
    the latest moment that it can have been: nobody is said to have broken a promise that may have been kept.
    """
    if not stay.is_open:
        return []
    rules = rules or Rules()
    return [
        NextStep(step, whose, due.astimezone(OSLO) if due else None, due is not None and due < now)
        for step, whose, due in [*_main(stay, rules), *_paperwork(stay, rules)]
    ]


def _main(stay: Stay, rules: Rules) -> Iterator[tuple[Step, Side, datetime | None]]:
    period = stay.period
    if stay.not_known:
        yield Step.CORRECT_MUNICIPALITY, Side.HOSPITAL, None  # no rule gives a time
        return
    if period is None:
        return
    if stay.state is State.READY:
        yield Step.SEND_READY_NOTICE, Side.HOSPITAL, _end_of(period.ready_on)
    elif stay.state is State.AWAITING_ANSWER:
        yield Step.ANSWER_NOTICE, Side.MUNICIPALITY, _asked_at(stay, period) + rules.answer_within
    elif stay.state is State.AWAITING_PLACE:
        yield Step.PROVIDE_PLACE, Side.MUNICIPALITY, _end_of(stay.place_from) if stay.place_from else None
    elif stay.state is State.PLACE_READY and stay.place_from:
        yield Step.SEND_HOME, Side.HOSPITAL, _end_of(stay.place_from)


def _paperwork(stay: Stay, rules: Rules) -> Iterator[tuple[Step, Side, datetime | None]]:
    firsts = stay.firsts
    begun = firsts.get(Kind.ADMITTED if rules.early_notice_from == "admitted" else Kind.NEED_IDENTIFIED)
    if begun and Kind.EARLY_NOTICE not in firsts:
        yield Step.SEND_EARLY_NOTICE, Side.HOSPITAL, begun + rules.early_notice_within
    admitted = firsts.get(Kind.ADMITTED)
    if admitted and Kind.ADMISSION_REPORT not in firsts and stay.state is State.ADMITTED and not stay.not_known:
        yield Step.SEND_ADMISSION_REPORT, Side.MUNICIPALITY, admitted + rules.admission_report_within


def _asked_at(stay: Stay, period: Period) -> datetime:
    """When the municipality was first told in this period; to tell it again gives no more time. Where it did not know
    the patient: from when the hospital stood by it."""
    asked = [n.at for n in period.notices if same_municipality(n.municipality, stay.municipality)]
    first = min(asked or [notice.at for notice in period.notices])
    return max(first, stay.confirmed_at or first)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), OSLO).astimezone(UTC)
