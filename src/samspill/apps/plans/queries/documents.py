"""An edition as a `ReadPlan` again: what goes out as Word, spreadsheet, JSON."""

from __future__ import annotations

from samspill.apps.plans.queries.editions import AreaView, EditionView, GoalView, RowView
from samspill.plan_documents import Action, Area, Goal, Link, Mark, ReadPlan
from samspill.plan_documents.model import Extra
from samspill.plan_documents.writing.sheet import text_of_marks


def read_plan_of(view: EditionView) -> ReadPlan:
    plan = view.edition.plan
    return ReadPlan(
        title=plan.title,
        areas=[_area(area) for area in view.areas],
        years=view.years,
        layout=plan.layout,
        kind="samspill",
    )


def _area(view: AreaView) -> Area:
    area = view.area
    return Area(
        number=area.number,
        title=area.title,
        notes=list(area.notes),
        links=[Link(**each) for each in area.links],
        columns=dict(area.columns),
        goals=[_goal(goal) for goal in view.goals],
    )


def _goal(view: GoalView) -> Goal:
    goal = view.goal
    return Goal(
        number=goal.number,
        title=goal.title,
        notes=list(goal.notes),
        ongoing=list(goal.ongoing),
        links=[Link(**each) for each in goal.links],
        actions=[_action(row) for row in view.rows],
    )


def _action(view: RowView) -> Action:
    row = view.row
    marks = [Mark(**mark) for mark in row.marks]
    return Action(
        number=row.number,
        text=row.text,
        number_text=row.number_text,
        aliases=list(row.aliases),
        owners=[each.name for each in view.owners],
        support=[each.name for each in view.support],
        owner_text=row.owner_text,
        years=row.years or ({} if row.when_text else text_of_marks(marks)),
        marks=marks,
        when_text=row.when_text,
        references=[number for number, _to, _same in view.references],
        same_as=next((number for number, _to, same in view.references if same), ""),
        notes=list(row.notes),
        links=[Link(**each) for each in row.links],
        extras=[Extra(**each) for each in row.extras],
    )
