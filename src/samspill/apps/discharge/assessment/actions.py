"""Quick joint assessment step by step, frailty score, diagnosis codes, and the decision about who was pointed out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.actions.recording import record_events
from samspill.apps.discharge.assessment import rules
from samspill.apps.discharge.assessment.codes import clean_codes
from samspill.apps.discharge.assessment.permissions import check_assess, check_assessment, check_point
from samspill.apps.discharge.assessment.queries import reasons_of
from samspill.apps.discharge.coordination.acting import changed, held, signature
from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.coordination.rules import Overtaken, check_is_open, check_text
from samspill.apps.discharge.models import Diagnoses, FrailtyScore, JointAssessment, Pointing, Stay
from samspill.apps.discharge.queries.histories import events_of
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.stay import Event, Kind, Side, State, fold

MOST_CODES = 60


@deed("discharge.begin_assessment", permission=check_assess)
def begin_assessment(*, by: Any, stay: Stay, taking_part: str) -> JointAssessment:
    """Begin the assessment that answers the present ready notice. Begun twice is begun once. Raises Refused."""
    stay = held(stay)
    rules.check_can_begin(State(stay.state))
    folded = fold([row.event for row in events_of([stay])[stay.pk]], next_admission=stay.next_admission)
    notices = folded.period.notices if folded.period else ()
    notice_at = notices[0].at if notices else None
    there = JointAssessment.objects.filter(stay=stay, notice_at=notice_at).first()
    if there is not None:
        return there
    begun = JointAssessment.objects.create(
        **signature(by, stay), notice_at=notice_at, taking_part=taking_part.strip()[:300]
    )
    changed(stay)
    return begun


@deed("discharge.finish_assessment", permission=check_assessment)
def finish_assessment(*, by: Any, assessment: JointAssessment) -> JointAssessment:
    """The joint assessment of function is done: an event of the stay. Raises Overtaken when it was done before."""
    stay = held(assessment.stay)
    check_is_open(stay.is_open)
    assessment = JointAssessment.objects.get(pk=assessment.pk)
    if assessment.assessed_at is not None:
        raise Overtaken(_("Avklaringen er alt registrert som gjort."))
    assessment.assessed_at = clock.now()
    assessment.save(update_fields=["assessed_at"])
    event = Event(
        kind=Kind.ASSESSED,
        at=assessment.assessed_at,
        said_at=assessment.assessed_at,
        by=Side(side_of(by)),
        source=str(uuid.uuid4()),
    )
    record_events(patient=stay.patient, trust=stay.trust, events=[event], recorded_by=by.audit_id)
    return assessment


@deed("discharge.plan_assessment", permission=check_assessment)
def plan_assessment(*, by: Any, assessment: JointAssessment, text: str) -> JointAssessment:
    """What was agreed. The first time is when the plan stood; later ones only reword it. Raises Refused."""
    check_text(text)
    stay = held(assessment.stay)
    assessment = JointAssessment.objects.get(pk=assessment.pk)
    if assessment.assessed_at is None:
        raise Refused(_("Avklaringen må være gjort før planen skrives."))
    if assessment.plan == {"text": text.strip()}:
        return assessment
    assessment.plan = {"text": text.strip()}
    assessment.planned_at = assessment.planned_at or clock.now()
    assessment.save(update_fields=["plan", "planned_at"])
    changed(stay)
    return assessment


@deed("discharge.score_frailty", permission=check_assess)
def score_frailty(*, by: Any, stay: Stay, score: int, state_on: date, trained: bool) -> FrailtyScore:
    """The number only, by somebody trained in the scale. Raises Refused."""
    rules.check_score(score, trained)
    if state_on > clock.today():
        raise Refused(_("Dagen kan ikke være etter i dag."))
    stay = held(stay)
    last = FrailtyScore.objects.filter(stay=stay).last()
    if last and (last.score, last.state_on) == (score, state_on):
        return last
    row = FrailtyScore.objects.create(**signature(by, stay), score=score, state_on=state_on)
    changed(stay)
    return row


@deed("discharge.enter_diagnoses", permission=check_assess)
def enter_diagnoses(*, by: Any, stay: Stay, codes: Sequence[str]) -> Diagnoses:
    """ICD-10 codes, in any writing. Raises Refused, naming the ones that are not codes."""
    cleaned, wrong = clean_codes(codes)
    if wrong:
        raise Refused(_("Dette er ikke ICD-10-koder: %(codes)s."), codes=", ".join(wrong[:5]))
    if not 0 < len(cleaned) <= MOST_CODES:
        raise Refused(_("Skriv fra én til %(most)s koder."), most=MOST_CODES)
    stay = held(stay)
    last = Diagnoses.objects.filter(stay=stay).last()
    if last and last.codes == {"codes": cleaned}:
        return last
    row = Diagnoses.objects.create(**signature(by, stay), codes={"codes": cleaned})
    for each in Stay.objects.real().open().filter(patient=stay.patient_id).exclude(pk=stay.pk):
        changed(each)  # the score of a later stay is made of the earlier one's codes too
    changed(stay)
    return row


@deed("discharge.decide_pointing", permission=check_point)
def decide_pointing(*, by: Any, stay: Stay, verdict: Pointing.Verdict) -> Pointing:
    """Yes begins the clock of the early notice (the need is seen now); no takes the patient off the list.

    Raises Refused, Overtaken when somebody else has decided otherwise.
    """
    stay = held(stay)
    check_is_open(stay.is_open)
    last = Pointing.objects.filter(stay=stay).last()
    if last and last.verdict == verdict:
        return last
    if last and last.by_name != by.name:
        raise Overtaken(
            _("%(name)s har alt svart «%(verdict)s»."), name=last.by_name, verdict=last.get_verdict_display()
        )
    found = reasons_of([stay])[stay.pk]
    row = Pointing.objects.create(
        **signature(by, stay), verdict=verdict, reasons={"codes": [reason.value for reason in found]}
    )
    folded = fold([each.event for each in events_of([stay])[stay.pk]], next_admission=stay.next_admission)
    if verdict == Pointing.Verdict.NEED and Kind.NEED_IDENTIFIED not in folded.firsts:
        _see_the_need(by, stay)
    else:
        changed(stay)
    return row


def _see_the_need(by: Any, stay: Stay) -> None:
    now = clock.now()
    event = Event(kind=Kind.NEED_IDENTIFIED, at=now, said_at=now, by=Side.HOSPITAL, source=str(uuid.uuid4()))
    record_events(patient=stay.patient, trust=stay.trust, events=[event], recorded_by=by.audit_id)
