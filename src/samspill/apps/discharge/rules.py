"""May it be done now? Plain values in; nothing, or a sentence a person can read. Knows nothing of who asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused, answers_twice
from samspill.stay import Answer, Kind, NextStep, Rules, Sector, State, Stay, next_steps

LONGEST_AHEAD = timedelta(days=365)  # further ahead is a slip of the keyboard
MAY_BE_ANSWERED = {State.AWAITING_ANSWER, State.AWAITING_PLACE, State.PLACE_READY}


# What SAMSPILL_EXTRA_CONDITIONS may say.
ASKED_FOR = {
    "both": frozenset({Kind.PLAN_MEETING_CALLED, Kind.FOLLOW_UP_CLARIFIED}),
    "plan_meeting": frozenset({Kind.PLAN_MEETING_CALLED}),
    "follow_up": frozenset({Kind.FOLLOW_UP_CLARIFIED}),
    "none": frozenset[Kind](),
}


def _extra_conditions() -> dict[Sector, frozenset[Kind]]:
    asked = ASKED_FOR[settings.EXTRA_CONDITIONS]
    return {Sector.SOMATIC: frozenset(), Sector.MENTAL_HEALTH: asked, Sector.SUBSTANCE_USE: asked}


def stay_rules() -> Rules:
    """The clocks and the counting as this installation has set them."""
    return Rules(early_notice_from=settings.EARLY_NOTICE_COUNTS_FROM, extra_conditions=_extra_conditions())


def first_step(stay: Stay, now: datetime) -> NextStep | None:
    """What the side whose move it is must do now; None when nothing is to be done."""
    steps = [step for step in next_steps(stay, now, stay_rules()) if step.whose == stay.whose_move]
    return steps[0] if steps else None


@answers_twice
def check_can_be_answered(state: State) -> None:
    if state not in MAY_BE_ANSWERED:
        raise Refused(_("Det er ikke noe å svare på nå: sykehuset har ikke meldt pasienten utskrivningsklar."))


def says_the_same(answers: Sequence[Answer], can: bool, day: date | None, today: date) -> bool:
    """The municipality said just this already today."""
    return bool(answers) and (answers[-1].can, answers[-1].day, answers[-1].said_on) == (can, day, today)


@answers_twice
def check_answer_date(day: date | None, today: date) -> None:
    """`day` is when the place is, or is expected to be, ready; empty when not known."""
    if day is None:
        return
    if day < today:
        raise Refused(_("Datoen kan ikke være før i dag."))
    if day - today > LONGEST_AHEAD:
        raise Refused(_("Datoen kan ikke være mer enn %(days)s dager fram i tid."), days=LONGEST_AHEAD.days)


class Relation(StrEnum):
    """Why a side has to do with a stay now."""

    HERE = "here"  # the patient is in our hospital
    COMING_HOME = "coming_home"  # the patient is to come home to us
    JUST_ENDED = "just_ended"  # the stay ended a short while ago


def relation(*, at_hospital: bool, ended_on: date | None, today: date, days_after: int) -> Relation | None:
    """The ongoing relation between a side of the stay and the patient; None when it is over."""
    if ended_on is None:
        return Relation.HERE if at_hospital else Relation.COMING_HOME
    return Relation.JUST_ENDED if (today - ended_on).days <= days_after else None


SHORTEST_REASON = 10  # characters; less says nothing to whoever reviews it


@answers_twice
def check_reason(text: str) -> None:
    if len(text.strip()) < SHORTEST_REASON:
        raise Refused(_("Skriv en begrunnelse som den som kontrollerer, kan forstå."))


REVIEW_WITHIN = timedelta(days=7)


@answers_twice
def check_not_reviewed(verdict: str) -> None:
    if verdict:
        raise Refused(_("Denne tilgangen er allerede kontrollert."))
