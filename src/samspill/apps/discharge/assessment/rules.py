"""Who will probably need the municipality, and how long each step of a quick assessment took. Plain Python.

The pointing out is arithmetic that a clinician can read and argue with: each reason has points, and a patient whose
points reach the threshold is shown with the reasons. A person decides; nothing is sent by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused
from samspill.stay import State

CFS_FROM_AGE = 65  # the scale is not validated for younger people
FRAIL, VERY_FRAIL = 5, 7  # scores of the Clinical Frailty Scale from which a patient is frail, severely frail
HFRS_FROM_AGE = 75


class Reason(StrEnum):
    """Why somebody is pointed out. The value is stored with the decision."""

    AGE_OVER_85 = "age_over_85"
    AGE_OVER_75 = "age_over_75"
    FRAIL = "frail"
    VERY_FRAIL = "very_frail"
    FRAILTY_CODES_HIGH = "frailty_codes_high"
    FRAILTY_CODES_SOME = "frailty_codes_some"
    WAITED_BEFORE = "waited_before"
    BACK_WITHIN_30_DAYS = "back_within_30_days"
    HAS_SERVICES = "has_services"
    NEEDS_HELP = "needs_help"


# Our own weights, not from a validated instrument: a setting of the installation, shown beside the list.
POINTS: Mapping[Reason, int] = MappingProxyType(
    {
        Reason.AGE_OVER_85: 2,
        Reason.AGE_OVER_75: 1,
        Reason.FRAIL: 2,
        Reason.VERY_FRAIL: 4,
        Reason.FRAILTY_CODES_HIGH: 3,
        Reason.FRAILTY_CODES_SOME: 1,
        Reason.WAITED_BEFORE: 3,
        Reason.BACK_WITHIN_30_DAYS: 1,
        Reason.HAS_SERVICES: 2,
        Reason.NEEDS_HELP: 3,
    }
)
THRESHOLD = 3


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a patient at admission; None where nobody has said."""

    age: int | None = None
    cfs: int | None = None
    hfrs_band: str | None = None  # low, intermediate, high
    waited_before: bool = False
    back_within_30_days: bool = False
    has_services: bool = False
    worst_function: int | None = None  # 1–5


def reasons(known: Known) -> tuple[Reason, ...]:
    """The reasons that apply, heaviest first."""
    found = [*_of_age(known), *_of_frailty(known), *_of_before(known)]
    return tuple(sorted(found, key=lambda reason: (-POINTS[reason], reason)))


def _of_age(known: Known) -> Iterator[Reason]:
    if known.age is not None and known.age >= 85:
        yield Reason.AGE_OVER_85
    elif known.age is not None and known.age >= 75:
        yield Reason.AGE_OVER_75


def _of_frailty(known: Known) -> Iterator[Reason]:
    if known.cfs is not None and known.cfs >= FRAIL:
        yield Reason.VERY_FRAIL if known.cfs >= VERY_FRAIL else Reason.FRAIL
    if known.hfrs_band == "high":
        yield Reason.FRAILTY_CODES_HIGH
    elif known.hfrs_band == "intermediate":
        yield Reason.FRAILTY_CODES_SOME
    if known.worst_function is not None and 4 <= known.worst_function <= 5:
        yield Reason.NEEDS_HELP


def _of_before(known: Known) -> Iterator[Reason]:
    if known.waited_before:
        yield Reason.WAITED_BEFORE
    if known.back_within_30_days:
        yield Reason.BACK_WITHIN_30_DAYS
    if known.has_services:
        yield Reason.HAS_SERVICES


def points(found: tuple[Reason, ...]) -> int:
    return sum(POINTS[reason] for reason in found)


def is_pointed_out(found: tuple[Reason, ...]) -> bool:
    return points(found) >= THRESHOLD


@dataclass(frozen=True)
class StepTime:
    """One step of the assessment: when it was reached, and how long since the step before; None where not reached."""

    key: str
    at: datetime | None
    took: timedelta | None = field(default=None)


def step_times(
    notice_at: datetime | None, begun_at: datetime | None, assessed_at: datetime | None, planned_at: datetime | None
) -> list[StepTime]:
    """From ready notice to plan, in order. A step begun before the notice took no time after it."""
    found: list[StepTime] = []
    before: datetime | None = None
    for key, at in zip(
        ("notice", "begun", "assessed", "planned"), (notice_at, begun_at, assessed_at, planned_at), strict=True
    ):
        took = max(at - before, timedelta()) if at and before else None
        found.append(StepTime(key, at, took))
        before = at or before
    return found


def check_score(score: int, trained: bool) -> None:
    if not 1 <= score <= 9:
        raise Refused(_("Skåren er et helt tall fra 1 til 9."))
    if not trained:
        raise Refused(_("Skåren føres av den som er opplært i skalaen. Kryss av for at du er det."))


def check_can_begin(state: State) -> None:
    if state not in (State.AWAITING_ANSWER, State.AWAITING_PLACE, State.PLACE_READY, State.READY, State.ADMITTED):
        raise Refused(_("Oppholdet er avsluttet, så det er ikke noe å avklare."))
