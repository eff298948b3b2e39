"""A plan's editions, and one of them as a page, a document or a comparison needs it. Always the same few questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from samspill.apps.plans.models import (
    Action,
    ActionInEdition,
    ActionPlan,
    CrossReference,
    EditionState,
    Goal,
    PlanEdition,
    Responsible,
)
from samspill.apps.plans.rules import Comparison, Line, compare

FINISHED = ("done", "ended")


def plan_of(person: Any) -> ActionPlan | None:
    """The community's plan; None while it has none."""
    return ActionPlan.objects.filter(community_id=person.community_id).order_by("created_at").first()


def editions_seen_by(person: Any) -> QuerySet[PlanEdition]:
    """Drafts too, for those who keep the plan."""
    rows = PlanEdition.objects.filter(plan__community_id=person.community_id).select_related("plan")
    return rows if person.may("plans.keep") else rows.exclude(state=EditionState.DRAFT)


def valid_edition(person: Any) -> PlanEdition | None:
    """The valid one, or for those who keep the plan the first draft, while nothing is valid."""
    rows = editions_seen_by(person)
    return rows.filter(state=EditionState.VALID).first() or rows.first()


def rows_of(edition: PlanEdition) -> QuerySet[ActionInEdition]:
    return ActionInEdition.objects.filter(goal__area__edition=edition)


@dataclass
class RowView:
    row: ActionInEdition
    owners: list[Responsible] = field(default_factory=list)
    support: list[Responsible] = field(default_factory=list)
    references: list[tuple[str, Action | None, bool]] = field(default_factory=list)

    @property
    def action(self) -> Action:
        return self.row.action

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.owners)


@dataclass
class GoalView:
    goal: Goal
    rows: list[RowView]
    counts: Counter[str]


@dataclass
class AreaView:
    area: Any
    goals: list[GoalView]
    counts: Counter[str]


@dataclass
class EditionView:
    edition: PlanEdition
    areas: list[AreaView]
    years: list[int]
    number_now: Mapping[UUID, str]

    def rows(self) -> list[RowView]:
        return [row for area in self.areas for goal in area.goals for row in goal.rows]

    @property
    def counts(self) -> Counter[str]:
        return Counter(row.action.status for row in self.rows())


def view_of(edition: PlanEdition) -> EditionView:
    """Everything of an edition in six questions, whatever its size."""
    rows = ActionInEdition.objects.select_related("action").prefetch_related(
        "responsible", Prefetch("cross_references", queryset=CrossReference.objects.select_related("to"))
    )
    areas = edition.areas.prefetch_related("goals", Prefetch("goals__rows", queryset=rows))
    found: list[AreaView] = []
    now: dict[UUID, str] = {}
    for area in areas:
        goals = []
        for goal in area.goals.all():
            views = [_row(row) for row in goal.rows.all()]
            now |= {view.row.action_id: view.row.number for view in views}
            goals.append(GoalView(goal, views, Counter(view.action.status for view in views)))
        found.append(AreaView(area, goals, sum((goal.counts for goal in goals), Counter())))
    view = EditionView(edition, found, years_of(edition, found), now)
    for row in view.rows():
        # The number that the other action has in this edition, whatever it was called when the reference was written.
        row.references = [(now.get(to.pk, text) if to else text, to, same) for text, to, same in row.references]
    return view


def _row(row: ActionInEdition) -> RowView:
    everybody = list(row.responsible.all())
    return RowView(
        row,
        [each for each in everybody if not each.support],
        [each for each in everybody if each.support],
        [(each.text, each.to, each.same) for each in row.cross_references.all()],
    )


def years_of(edition: PlanEdition, areas: Iterable[AreaView]) -> list[int]:
    named = {mark["year"] for area in areas for goal in area.goals for view in goal.rows for mark in view.row.marks}
    return sorted(named | set(range(edition.plan.first_year, edition.plan.last_year + 1)))


def lines_of(view: EditionView) -> list[Line]:
    return [
        Line(
            key=str(row.row.action_id),
            number=row.row.number,
            text=row.row.text,
            owners=row.names,
            when=" ".join([row.row.when_text, *(f"{year}: {text}" for year, text in sorted(row.row.years.items()))]),
            goal=goal.goal.title,
            area=area.area.title,
            reason=row.row.change_reason,
        )
        for area in view.areas
        for goal in area.goals
        for row in goal.rows
    ]


def edition_before(edition: PlanEdition) -> PlanEdition | None:
    rows = edition.plan.editions.filter(number__lt=edition.number).select_related("plan")
    return rows.order_by("-number").first()


def comparison_of(edition: PlanEdition) -> tuple[PlanEdition | None, Comparison]:
    """With the edition before it; everything is new where there is none."""
    former = edition_before(edition)
    endings = {str(pk): reason for pk, reason in edition.endings.values_list("action_id", "reason")}
    before = lines_of(view_of(former)) if former else []
    return former, compare(before, lines_of(view_of(edition)), endings)


def progress(counts: Counter[str]) -> int:
    """Per cent done, of those that were not ended."""
    whole = sum(counts.values()) - counts["ended"]
    return round(100 * counts["done"] / whole) if whole else 0
