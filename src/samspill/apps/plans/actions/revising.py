"""The yearly revision: a draft beside the valid edition, changes with reasons, approval by a body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from samspill.apps.plans import bodies, permissions, rules
from samspill.apps.plans.actions.writing import short_of
from samspill.apps.plans.models import (
    Action,
    ActionInEdition,
    ActionPlan,
    CrossReference,
    EditionState,
    Ending,
    FocusArea,
    Goal,
    PlanEdition,
    Responsible,
)
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import locked


@deed("plans.begin_plan", permission=permissions.check_keep)
def begin_plan(*, by: Any, title: str, first_year: int, last_year: int, layout: str) -> PlanEdition:
    """An empty plan with one area and one goal, to be written here. Raises Refused when there is a plan already."""
    if ActionPlan.objects.filter(community_id=by.community_id).exists():
        raise Refused(_("Helsefellesskapet har allerede en plan. Start en revisjon av den."))
    plan = ActionPlan.objects.create(
        community_id=by.community_id,
        title=title,
        first_year=first_year,
        last_year=last_year,
        layout=layout,
        created_at=clock.now(),
    )
    edition = PlanEdition.objects.create(plan=plan, number=1, created_at=clock.now())
    area = edition.areas.create(number="1", title=str(_("Første innsatsområde")), order=0)
    area.goals.create(number="1.1", title=str(_("Første mål")), order=0)
    return edition


@deed("plans.begin_revision", permission=permissions.check_keep_plan)
def begin_revision(*, by: Any, plan: ActionPlan) -> PlanEdition:
    """A draft with everything that the valid edition has. A second call finds the same draft."""
    locked(plan)
    draft: PlanEdition | None = plan.editions.filter(state=EditionState.DRAFT).first()
    if draft is not None:
        return draft
    valid = plan.editions.filter(state=EditionState.VALID).first()
    if valid is None:
        raise Refused(_("Det er ingen gjeldende plan å revidere ennå."))
    edition = PlanEdition.objects.create(
        plan=plan, number=plan.editions.count() + 1, intro=valid.intro, created_at=clock.now(), public=valid.public
    )
    _copy(valid, edition)
    return edition


def _copy(valid: PlanEdition, edition: PlanEdition) -> None:
    areas, goals, rows, owners, references = [], [], [], [], []
    for area in valid.areas.prefetch_related("goals__rows__responsible", "goals__rows__cross_references"):
        own_goals = list(area.goals.all())
        area.pk, area.edition = uuid4(), edition
        areas.append(area)
        for goal in own_goals:
            own_rows = list(goal.rows.all())
            goal.pk, goal.area = uuid4(), area
            goals.append(goal)
            for row in own_rows:
                own_owners, own_references = list(row.responsible.all()), list(row.cross_references.all())
                row.pk, row.goal, row.change_reason = uuid4(), goal, ""
                rows.append(row)
                for owner in own_owners:
                    owner.pk, owner.row = uuid4(), row
                for reference in own_references:
                    reference.pk, reference.row = uuid4(), row
                owners += own_owners
                references += own_references
    FocusArea.objects.bulk_create(areas, batch_size=500)
    Goal.objects.bulk_create(goals, batch_size=500)
    ActionInEdition.objects.bulk_create(rows, batch_size=500)
    Responsible.objects.bulk_create(owners, batch_size=500)
    CrossReference.objects.bulk_create(references, batch_size=500)


@deed("plans.discard_draft", permission=permissions.check_keep_edition)
def discard_draft(*, by: Any, edition: PlanEdition) -> PlanEdition:
    """The draft goes; actions that only it had go with it. Raises Refused for the approved."""
    now = locked(edition)
    rules.check_draft(now.state)
    plan = now.plan
    now.delete()
    Action.objects.filter(plan=plan, rows=None, entries=None, measures=None, decisions=None).delete()
    if not plan.editions.exists():
        plan.delete()
    return edition


@deed("plans.change_row", permission=permissions.check_keep_row)
def change_row(
    *, by: Any, row: ActionInEdition, values: Mapping[str, Any], owners: list[str], support: list[str], reason: str
) -> ActionInEdition:
    """values: number, text, when_text, years, marks, goal. The number may change; references follow the action."""
    now = locked(row)
    rules.check_draft(now.goal.area.edition.state)
    _check_own_goal(now.goal.area.edition, values.get("goal", now.goal))
    for name, value in values.items():
        setattr(now, name, value)
    now.number_text, now.change_reason = now.number, reason
    had = [each.name for each in now.responsible.all()]
    if had != [*owners, *support]:
        now.owner_text = ""
        now.responsible.all().delete()
        Responsible.objects.bulk_create(_named(now, owners, support))
    now.save()
    return now


def _named(row: ActionInEdition, owners: list[str], support: list[str]) -> list[Responsible]:
    pairs = [(name, False) for name in owners] + [(name, True) for name in support]
    return [
        Responsible(row=row, name=name[:200], support=helps, order=order) for order, (name, helps) in enumerate(pairs)
    ]


def _check_own_goal(edition: PlanEdition, goal: Goal) -> None:
    if goal.area.edition_id != edition.pk:
        raise Refused(_("Målet hører ikke til denne utgaven."))


@deed("plans.add_row", permission=permissions.check_keep_goal)
def add_row(
    *, by: Any, goal: Goal, key: UUID, values: Mapping[str, Any], owners: list[str], support: list[str]
) -> ActionInEdition:
    """A new action under a goal of the draft. `key` becomes its id, so that the same form sent twice makes one."""
    rules.check_draft(goal.area.edition.state)
    there: ActionInEdition | None = ActionInEdition.objects.filter(
        pk=key, goal__area__edition=goal.area.edition
    ).first()
    if there is not None:
        return there
    action = Action.objects.create(plan=goal.area.edition.plan, number=values["number"], short=short_of(values["text"]))
    row = ActionInEdition.objects.create(pk=key, goal=goal, action=action, order=goal.rows.count(), **values)
    Responsible.objects.bulk_create(_named(row, owners, support))
    return row


@deed("plans.end_row", permission=permissions.check_keep_row)
def end_row(*, by: Any, row: ActionInEdition, reason: str, done: bool) -> PlanEdition:
    """The action is not carried over, and why. What was new in this draft simply goes."""
    rules.check_draft(row.goal.area.edition.state)
    edition, action = row.goal.area.edition, row.action
    was_there = action.rows.exclude(goal__area__edition=edition).exists()
    if was_there:
        rules.check_reason(reason)
        Ending.objects.update_or_create(edition=edition, action=action, defaults={"reason": reason, "done": done})
    row.delete()
    if not was_there:
        action.delete()
    return edition


@deed("plans.change_headings", permission=permissions.check_keep_edition)
def change_headings(*, by: Any, edition: PlanEdition, said: Mapping[UUID, tuple[str, str]]) -> PlanEdition:
    """(number, title) of areas and goals, by id. One without any title goes, when nothing stands under it."""
    rules.check_draft(locked(edition).state)
    goals = Goal.objects.filter(area__edition=edition, pk__in=said).annotate(under=Count("rows"))
    for goal in goals:
        _change_heading(goal, said[goal.pk], goal.under)
    # After the goals: an area whose last goal went may go too.
    for area in edition.areas.filter(pk__in=said).annotate(under=Count("goals")):
        _change_heading(area, said[area.pk], area.under)
    return edition


def _change_heading(heading: FocusArea | Goal, said: tuple[str, str], under: int) -> None:
    number, title = said[0].strip()[:20], said[1].strip()[:500]
    rules.check_heading(title, f"{heading.number} {heading.title}".strip(), under)
    if not title:
        heading.delete()
    elif (heading.number, heading.title) != (number, title):
        heading.number, heading.title = number, title
        heading.save(update_fields=["number", "title"])


@deed("plans.add_heading", permission=permissions.check_keep_edition)
def add_heading(*, by: Any, edition: PlanEdition, number: str, title: str, area: UUID | None) -> PlanEdition:
    """A new focus area, or a new goal in an area of the draft."""
    rules.check_draft(locked(edition).state)
    if area is None:
        edition.areas.create(number=number, title=title, order=edition.areas.count())
        return edition
    own = edition.areas.filter(pk=area).first()
    if own is None:
        raise Refused(_("Innsatsområdet hører ikke til denne utgaven."))
    own.goals.create(number=number, title=title, order=own.goals.count())
    return edition


@deed("plans.approve", permission=permissions.check_keep_edition)
def approve(*, by: Any, edition: PlanEdition, body: str, body_id: UUID | None, case: str, on: date) -> PlanEdition:
    """A body has approved the draft: it is the valid plan from now on. Raises Refused while something is left open."""
    now = locked(edition)
    if now.state == EditionState.VALID:
        return now  # a double click
    rules.check_draft(now.state)
    rules.check_day(on, clock.today())
    rows = list(ActionInEdition.objects.filter(goal__area__edition=now).select_related("action"))
    rules.check_not_empty(len(rows))
    valid = now.plan.editions.filter(state=EditionState.VALID).first()
    rules.check_all_accounted_for(left_over(valid, now) if valid else [])
    if valid is not None:
        valid.state = EditionState.FORMER
        valid.save(update_fields=["state"])
    bodies.match(now, by)
    now.state, now.approved_by, now.body_id = EditionState.VALID, body, body_id
    now.approved_case, now.approved_on = case, on
    now.save()
    _name_actions(rows)
    _end_actions(now)
    return now


def left_over(valid: PlanEdition, draft: PlanEdition) -> list[str]:
    """Numbers of the actions of the valid edition that the draft says nothing of."""
    carried = ActionInEdition.objects.filter(goal__area__edition=draft).values("action")
    ended = Ending.objects.filter(edition=draft).values("action")
    rows = ActionInEdition.objects.filter(goal__area__edition=valid).exclude(action__in=carried)
    return [row.number or short_of(row.text) for row in rows.exclude(action__in=ended)]


def _name_actions(rows: list[ActionInEdition]) -> None:
    for row in rows:
        row.action.number, row.action.short = row.number, short_of(row.text)
    Action.objects.bulk_update([row.action for row in rows], ["number", "short"], batch_size=200)


def _end_actions(edition: PlanEdition) -> None:
    for ending in edition.endings.select_related("action"):
        action = ending.action
        if action.status not in rules.FINISHED:
            action.status, action.status_on = ("done" if ending.done else "ended"), edition.approved_on
            action.save(update_fields=["status", "status_on"])


@deed("plans.publish", permission=permissions.check_keep_edition)
def publish(*, by: Any, edition: PlanEdition, public: bool) -> PlanEdition:
    """Open to everybody, or not any more. Drafts never are."""
    now = locked(edition)
    if public and now.state == EditionState.DRAFT:
        raise Refused(_("Et utkast kan ikke offentliggjøres. Godkjenn det først."))
    now.public = public
    now.save(update_fields=["public"])
    return now
