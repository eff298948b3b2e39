"""What is known of patients at admission, who is pointed out and why, and how quick the assessments are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from samspill.apps.discharge.assessment import rules
from samspill.apps.discharge.assessment.codes import frailty_score
from samspill.apps.discharge.assessment.rules import Known, Reason, StepTime
from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.models import (
    Diagnoses,
    FrailtyScore,
    Function,
    JointAssessment,
    Pointing,
    Stay,
    StayEvent,
)
from samspill.core import clock
from samspill.stay import Kind, Side

TWO_YEARS = timedelta(days=730)
MONTH = timedelta(days=30)
MOST = 200  # on one list


@dataclass(frozen=True)
class Frailty:
    """What is known: the score a person gave, the score that codes give; with what to keep in mind."""

    cfs: FrailtyScore | None
    hfrs: float | None
    hfrs_band: str | None
    codes: tuple[str, ...]
    young_for_cfs: bool
    young_for_hfrs: bool


def frailty_of(stay: Stay, age: int | None) -> Frailty:
    cfs = FrailtyScore.objects.filter(stay=stay).last()
    codes = tuple(_codes_of([stay]).get(stay.pk, ()))
    score, band = frailty_score(codes) or (None, None)
    return Frailty(
        cfs,
        score,
        band,
        codes,
        young_for_cfs=age is not None and age < rules.CFS_FROM_AGE,
        young_for_hfrs=age is not None and age < rules.HFRS_FROM_AGE,
    )


def _codes_of(stays: Sequence[Stay]) -> dict[UUID, list[str]]:
    """stay id → codes of the patient's stays of the last two years up to it, as the score asks for."""
    patients = {stay.patient_id for stay in stays}
    rows = Diagnoses.objects.filter(stay__patient__in=patients).select_related("stay")
    latest: dict[UUID, Diagnoses] = {row.stay_id: row for row in rows}  # ordered by time: the last of a stay holds
    found: dict[UUID, list[str]] = {}
    for stay in stays:
        end = stay.admitted_on or clock.today()
        for row in latest.values():
            same = row.stay.patient_id == stay.patient_id
            begun = row.stay.admitted_on or end
            if same and end - TWO_YEARS <= begun <= end:
                found.setdefault(stay.pk, []).extend(row.codes.get("codes", []))
    return found


def known_of(stays: Sequence[Stay]) -> dict[UUID, Known]:
    """What is known of each at admission; a constant number of queries. Needs patient fetched with the stays."""
    ids = [stay.pk for stay in stays]
    cfs = {row.stay_id: row.score for row in FrailtyScore.objects.filter(stay__in=ids)}
    function = {row.stay_id: row.scores.get("scores", {}) for row in Function.objects.filter(stay__in=ids)}
    codes = _codes_of(stays)
    served = _has_services(ids)
    before = _before(stays)
    return {stay.pk: _known(stay, cfs, function, codes, served, before) for stay in stays}


def _known(
    stay: Stay,
    cfs: dict[UUID, int],
    function: dict[UUID, Any],
    codes: dict[UUID, list[str]],
    served: set[UUID],
    before: dict[UUID, list[Stay]],
) -> Known:
    on = stay.admitted_on or clock.today()
    earlier = [each for each in before.get(stay.patient_id, []) if _ended(each) <= on and each.pk != stay.pk]
    score = frailty_score(codes.get(stay.pk, []))
    values = [value for value in function.get(stay.pk, {}).values() if value <= 5]
    return Known(
        age=stay.patient.age(on),
        cfs=cfs.get(stay.pk),
        hfrs_band=score[1] if score else None,
        waited_before=any(each.ready_on and _ended(each) > each.ready_on for each in earlier),
        back_within_30_days=any(on - _ended(each) <= MONTH for each in earlier),
        has_services=stay.pk in served,
        worst_function=max(values, default=None),
    )


def _ended(stay: Stay) -> date:
    return stay.ended_on or date.max


def _before(stays: Sequence[Stay]) -> dict[UUID, list[Stay]]:
    """The patients' stays that are over, at any trust of the community."""
    found: dict[UUID, list[Stay]] = {}
    patients = {stay.patient_id for stay in stays}
    for row in Stay.objects.real().filter(patient__in=patients).exclude(ended_on=None):
        found.setdefault(row.patient_id, []).append(row)
    return found


def _has_services(ids: Iterable[UUID]) -> set[UUID]:
    """The municipality sent an admission report: the patient has its services already."""
    rows = StayEvent.objects.filter(stay__in=list(ids), kind=Kind.ADMISSION_REPORT)
    return {row for row in rows.values_list("stay", flat=True) if row}


def reasons_of(stays: Sequence[Stay]) -> dict[UUID, tuple[Reason, ...]]:
    return {pk: rules.reasons(known) for pk, known in known_of(stays).items()}


@dataclass(frozen=True)
class PointedOut:
    """A patient who is shown as somebody who will probably need the municipality."""

    stay: Stay
    reasons: tuple[Reason, ...]
    points: int


def pointed_out(person: Any) -> list[PointedOut]:
    """Admitted, need not seen yet, not decided by a person, and with reasons enough; most points first."""
    stays = list(_candidates(person)[:MOST])
    found = reasons_of(stays)
    listed = [PointedOut(stay, found[stay.pk], rules.points(found[stay.pk])) for stay in stays]
    listed = [each for each in listed if rules.is_pointed_out(each.reasons)]
    return sorted(listed, key=lambda each: (-each.points, each.stay.admitted_on or date.min))


def pointed_out_for(person: Any) -> int:
    """How many wait for the person's decision, for the first page; it is the hospital's."""
    if not (person.signed_in and person.may("discharge.assess")) or side_of(person) is not Side.HOSPITAL:
        return 0
    return len(pointed_out(person))


def _candidates(person: Any) -> Any:
    seen = StayEvent.objects.filter(kind__in=[Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE]).values("stay")
    decided = Pointing.objects.filter(community=person.community_id).values("stay")
    stays = Stay.objects.visible_to(person).open().filter(state="admitted")
    stays = stays.exclude(pk__in=seen.filter(community=person.community_id).exclude(stay=None)).exclude(pk__in=decided)
    return stays.select_related("patient", "ward", "municipality").order_by("-admitted_on", "pk")


def assessment_of(stay: Stay) -> JointAssessment | None:
    """The latest."""
    return JointAssessment.objects.filter(stay=stay).last()


def steps_of(assessment: JointAssessment) -> list[StepTime]:
    return rules.step_times(assessment.notice_at, assessment.at, assessment.assessed_at, assessment.planned_at)


def _median(found: Sequence[timedelta]) -> timedelta | None:
    return timedelta(seconds=median(each.total_seconds() for each in found)) if found else None


@dataclass(frozen=True)
class Quickness:
    """Of assessments that have reached the step: how many, and the median time from the ready notice."""

    key: str
    count: int
    median: timedelta | None


def quickness(person: Any, since: datetime) -> list[Quickness]:
    """How quick the assessments of the person's own patients were; no patient in it."""
    stays = Stay.objects.visible_to(person).real()
    rows = JointAssessment.objects.filter(stay__in=stays, at__gte=since).exclude(notice_at=None)
    times: dict[str, list[timedelta]] = {"begun": [], "assessed": [], "planned": []}
    for row in rows:
        assert row.notice_at is not None
        for key, at in (("begun", row.at), ("assessed", row.assessed_at), ("planned", row.planned_at)):
            if at is not None:
                times[key].append(max(at - row.notice_at, timedelta()))
    return [Quickness(key, len(found), _median(found)) for key, found in times.items()]
