"""Rows of an edition, out of a `ReadPlan`: many at a time, in one statement a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from samspill.apps.plans import rules
from samspill.apps.plans.models import (
    Action,
    ActionInEdition,
    CrossReference,
    FocusArea,
    Goal,
    PlanEdition,
    Responsible,
)
from samspill.plan_documents import ReadPlan
from samspill.plan_documents import model as read_model

SHORT = 150


def write_edition(edition: PlanEdition, read: ReadPlan, known: Mapping[UUID, tuple[str, str]]) -> list[ActionInEdition]:
    """All of a document into an edition. known: (number, text) of the plan's actions so far; what is the same stays."""
    said = [(action.number, action.text) for action in read.actions()]
    keys = rules.matched({str(pk): value for pk, value in known.items()}, said)
    ids = iter(keys)
    areas, goals, actions, rows, owners = [], [], [], [], []
    made: list[tuple[ActionInEdition, read_model.Action]] = []
    for area_order, area in enumerate(read.areas):
        areas.append(_area(edition, area, area_order))
        for goal_order, goal in enumerate(area.goals):
            goals.append(_goal(areas[-1], goal, goal_order))
            for order, action in enumerate(goal.actions):
                key = next(ids)
                lasting = Action(plan=edition.plan, number=action.number[:20], short=short_of(action.text))
                if key:
                    lasting.pk = UUID(key)
                else:
                    actions.append(lasting)
                row = row_of(goals[-1], lasting, action, order)
                rows.append(row)
                owners += owners_of(row, action)
                made.append((row, action))
    FocusArea.objects.bulk_create(areas, batch_size=500)
    Goal.objects.bulk_create(goals, batch_size=500)
    Action.objects.bulk_create(actions, batch_size=500)
    ActionInEdition.objects.bulk_create(rows, batch_size=500)
    Responsible.objects.bulk_create(owners, batch_size=500)
    CrossReference.objects.bulk_create(_references(made), batch_size=500)
    return rows


def short_of(text: str) -> str:
    first = next(iter(text.split("\n")), "").strip()
    return first if len(first) <= SHORT else first[: SHORT - 1].rsplit(" ", 1)[0] + "…"


def _area(edition: PlanEdition, area: read_model.Area, order: int) -> FocusArea:
    return FocusArea(
        edition=edition,
        number=area.number[:20],
        title=(area.title or area.heading)[:500],
        notes=area.notes,
        links=[asdict(link) for link in area.links],
        columns=area.columns,
        order=order,
    )


def _goal(area: FocusArea, goal: read_model.Goal, order: int) -> Goal:
    links = [asdict(link) for link in goal.links]
    return Goal(
        area=area,
        number=goal.number[:20],
        title=goal.title,
        notes=goal.notes,
        ongoing=goal.ongoing,
        links=links,
        order=order,
    )


def row_of(goal: Goal, lasting: Action, action: read_model.Action, order: int) -> ActionInEdition:
    return ActionInEdition(
        goal=goal,
        action=lasting,
        number=action.number[:20],
        text=action.text,
        number_text=action.number_text[:120],
        owner_text=action.owner_text,
        when_text=action.when_text[:300],
        years=action.years,
        marks=[asdict(mark) for mark in action.marks],
        aliases=action.aliases,
        notes=action.notes,
        links=[asdict(link) for link in action.links],
        extras=[asdict(extra) for extra in action.extras],
        order=order,
    )


def owners_of(row: ActionInEdition, action: read_model.Action) -> list[Responsible]:
    pairs = [(name, False) for name in action.owners] + [(name, True) for name in action.support]
    return [
        Responsible(row=row, name=name[:200], support=support, order=order)
        for order, (name, support) in enumerate(pairs)
    ]


def _references(made: list[tuple[ActionInEdition, read_model.Action]]) -> list[CrossReference]:
    by_number = {row.number: row.action for row, _ in made if row.number}
    by_alias = {alias.replace(" ", "").upper(): row.action for row, action in made for alias in action.aliases}
    found = []
    for row, action in made:
        for number in dict.fromkeys([*action.references, *filter(None, [action.same_as])]):
            to = by_number.get(number) or by_alias.get(number)
            found.append(CrossReference(row=row, text=number[:20], to=to, same=number == action.same_as))
    return found
