"""A document is brought in, corrected, and becomes an edition. Until then it is in no plan."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.plans import bodies, permissions, rules
from samspill.apps.plans.actions.writing import write_edition
from samspill.apps.plans.models import ActionInEdition, ActionPlan, EditionState, IncomingPlan, PlanEdition
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import locked
from samspill.plan_documents import ReadPlan


@deed("plans.bring_in", permission=permissions.check_keep)
def bring_in(*, by: Any, read: ReadPlan, file_name: str) -> IncomingPlan:
    return IncomingPlan.objects.create(
        community_id=by.community_id,
        file_name=file_name[-200:],
        read=read.as_json(),
        by_name=by.name,
        at=clock.now(),
    )


@deed("plans.correct_incoming", permission=permissions.check_keep_incoming)
def correct(*, by: Any, incoming: IncomingPlan, read: ReadPlan) -> IncomingPlan:
    now = locked(incoming)
    _check_open(now)
    now.read = read.as_json()
    now.save()
    return now


@deed("plans.discard_incoming", permission=permissions.check_keep_incoming)
def discard(*, by: Any, incoming: IncomingPlan) -> IncomingPlan:
    now = locked(incoming)
    _check_open(now)
    now.delete()
    return incoming


@deed("plans.make_from_incoming", permission=permissions.check_keep_incoming)
def make_edition(*, by: Any, incoming: IncomingPlan, intro: str, title: str) -> PlanEdition:
    """The first plan of the community, or a draft of the next edition of the one it has. Raises Refused."""
    now = locked(incoming)
    if now.made is not None:
        return now.made  # a double click
    read = ReadPlan.from_json(now.read)
    rules.check_not_empty(len(read.actions()))
    plan = ActionPlan.objects.filter(community_id=by.community_id).first()
    if plan is not None and plan.editions.filter(state=EditionState.DRAFT).exists():
        raise Refused(_("Det finnes allerede et utkast. Godkjenn eller forkast det først."))
    years = read.years or [clock.today().year]
    if plan is None:
        plan = ActionPlan(community_id=by.community_id, created_at=clock.now())
    plan.title, plan.layout = title[:200], read.layout
    plan.first_year, plan.last_year = min(years), max(years)
    plan.save()
    edition = PlanEdition.objects.create(
        plan=plan,
        number=plan.editions.count() + 1,
        intro=intro,
        created_at=clock.now(),
        made_from=now.file_name,
        unplaced=[each for each in now.read["unplaced"] if each["text"] not in intro],
    )
    write_edition(edition, read, known_actions(plan))
    bodies.match(edition, by)
    now.made, now.plan = edition, plan
    now.save()
    return edition


def known_actions(plan: ActionPlan) -> dict[Any, tuple[str, str]]:
    """(number, text) of each action, as the latest edition that has it says."""
    rows = ActionInEdition.objects.filter(action__plan=plan).order_by("goal__area__edition__number")
    return {pk: (number, text) for pk, number, text in rows.values_list("action_id", "number", "text")}


def _check_open(incoming: IncomingPlan) -> None:
    if incoming.made_id is not None:
        raise Refused(_("Dokumentet er allerede lagret som en plan."))
