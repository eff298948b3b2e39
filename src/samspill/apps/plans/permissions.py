"""May this person see the plan, keep it, report on it, measure it, record what a body decided? Always in their own
community."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.plans.models import (
    Action,
    ActionInEdition,
    ActionPlan,
    FrameworkUse,
    Goal,
    ImprovementProject,
    IncomingPlan,
    Measure,
    PlanEdition,
    Rollout,
    RolloutPlace,
)
from samspill.core.refusal import Refused, answers_twice

ELSEWHERE = _("Dette finnes ikke i helsefellesskapet ditt.")


@answers_twice
def check_see(person: Any) -> None:
    if not person.may("plans.see"):
        raise Refused(_("Arbeidet med handlingsplanen er for dem som arbeider i helsefellesskapet."))


@answers_twice
def check_keep(person: Any) -> None:
    if not person.may("plans.keep"):
        raise Refused(_("Planen føres av sekretariatet og fellesskapets administrator."))


@answers_twice
def check_report(person: Any) -> None:
    if not person.may("plans.report"):
        raise Refused(_("Status meldes av dem som har ansvar for tiltak: ledere, fagfolk og sekretariatet."))


@answers_twice
def check_measure(person: Any) -> None:
    if not person.may("plans.measure"):
        raise Refused(_("Målinger føres av analytikere, kvalitetsrådgivere og sekretariatet."))


@answers_twice
def check_decide(person: Any) -> None:
    if not person.may("plans.decide"):
        raise Refused(_("Vedtak føres av sekretariatet og ledere."))


def _here(person: Any, community_id: Any) -> None:
    if community_id != person.community_id:
        raise Refused(ELSEWHERE)


@answers_twice
def check_keep_plan(person: Any, plan: ActionPlan) -> None:
    check_keep(person)
    _here(person, plan.community_id)


@answers_twice
def check_keep_edition(person: Any, edition: PlanEdition) -> None:
    check_keep(person)
    _here(person, edition.plan.community_id)


@answers_twice
def check_keep_row(person: Any, row: ActionInEdition) -> None:
    check_keep(person)
    _here(person, row.action.plan.community_id)


@answers_twice
def check_keep_goal(person: Any, goal: Goal) -> None:
    check_keep(person)
    _here(person, goal.area.edition.plan.community_id)


@answers_twice
def check_keep_incoming(person: Any, incoming: IncomingPlan) -> None:
    check_keep(person)
    _here(person, incoming.community_id)


@answers_twice
def check_report_on(person: Any, action: Action) -> None:
    check_report(person)
    _here(person, action.plan.community_id)


@answers_twice
def check_decide_on(person: Any, action: Action) -> None:
    check_decide(person)
    _here(person, action.plan.community_id)


@answers_twice
def check_measure_action(person: Any, action: Action) -> None:
    check_measure(person)
    _here(person, action.plan.community_id)


@answers_twice
def check_measure_it(person: Any, measure: Measure) -> None:
    check_measure(person)
    _here(person, measure.community_id)


@answers_twice
def check_follow(person: Any, measure: Measure) -> None:
    """What is said when figures are published is written by Samspill itself."""
    if not person.may("plans.follow_edition"):
        raise Refused(_("Hva tallene sier utgave for utgave, føres av Samspill selv."))
    _here(person, measure.community_id)


@answers_twice
def check_rollout(person: Any, rollout: Rollout) -> None:
    check_report(person)
    _here(person, rollout.community_id)


@answers_twice
def check_rollout_place(person: Any, row: RolloutPlace) -> None:
    check_report(person)
    _here(person, row.rollout.community_id)


@answers_twice
def check_framework(person: Any, use: FrameworkUse) -> None:
    check_report(person)
    _here(person, use.community_id)


@answers_twice
def check_project(person: Any, project: ImprovementProject) -> None:
    check_report(person)
    _here(person, project.community_id)
