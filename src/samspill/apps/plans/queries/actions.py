"""One action through all editions, and how they all go: reports, decisions, what has not been reported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from samspill.apps.plans.models import (
    Action,
    ActionDecision,
    ActionInEdition,
    ActionTask,
    Ending,
    Judgement,
    PhaseChange,
    PlanEdition,
    StatusEntry,
)
from samspill.apps.plans.queries.editions import FINISHED, EditionView, RowView, view_of

QUIET_DAYS = 90  # without a report for so long, somebody is asked


def actions_seen_by(person: Any) -> QuerySet[Action]:
    return Action.objects.filter(plan__community_id=person.community_id).select_related("plan")


def with_all(rows: QuerySet[Action]) -> QuerySet[Action]:
    return rows.prefetch_related("entries", "decisions", "tasks", "work_groups", "documents", "rollouts", "projects")


def latest_row(action: Action, person: Any) -> ActionInEdition | None:
    """As the valid edition has it; else as the newest does that the person may see."""
    rows = action.rows.select_related("goal__area__edition__plan").prefetch_related(
        "responsible", "cross_references__to"
    )
    found = sorted(rows, key=lambda row: (row.goal.area.edition.state == "valid", row.goal.area.edition.number))
    shown = [row for row in found if row.goal.area.edition.state != "draft" or person.may("plans.keep")]
    return shown[-1] if shown else None


def history_of(action: Action) -> list[tuple[PlanEdition, ActionInEdition]]:
    """The edition and how it has the action, newest first; drafts left out."""
    rows = action.rows.exclude(goal__area__edition__state="draft").select_related("goal__area__edition")
    return sorted(((row.goal.area.edition, row) for row in rows), key=lambda pair: -pair[0].number)


def referred_from(action: Action, edition: PlanEdition | None) -> list[tuple[str, Action]]:
    """(number, action) of those in this edition that refer to it."""
    if edition is None:
        return []
    rows = action.referred_from.filter(row__goal__area__edition=edition).select_related("row__action")
    return [(each.row.number, each.row.action) for each in rows]


@dataclass
class Quiet:
    """Actions of one responsible body with no report since a day, and when each was last reported."""

    name: str
    rows: list[tuple[RowView, date | None]] = field(default_factory=list)


def not_reported(edition: PlanEdition, since: date) -> list[Quiet]:
    """By responsible body: unfinished actions without a report on or after `since`. Three questions."""
    view = view_of(edition)
    last = dict(
        StatusEntry.objects.filter(action__plan=edition.plan)
        .values_list("action_id")
        .annotate(last=Max("on"))
        .values_list("action_id", "last")
    )
    found: dict[str, Quiet] = {}
    for row in view.rows():
        on = last.get(row.row.action_id)
        if row.action.status in FINISHED or (on is not None and on >= since):
            continue
        for name in row.names or ("",):
            found.setdefault(name, Quiet(name)).rows.append((row, on))
    return sorted(found.values(), key=lambda quiet: (-len(quiet.rows), quiet.name))


@dataclass
class Since:
    """What happened in the plan from a day on."""

    entries: list[StatusEntry]
    decisions: list[ActionDecision]
    endings: list[Ending]
    judgements: list[Judgement]
    phases: list[PhaseChange]
    tasks_done: list[ActionTask]

    def __bool__(self) -> bool:
        return any((self.entries, self.decisions, self.endings, self.judgements, self.phases, self.tasks_done))


def happened_since(person: Any, day: date) -> Since:
    here = {"action__plan__community_id": person.community_id}
    rows = PhaseChange.objects.filter(row__rollout__community_id=person.community_id, on__gte=day)
    judged = Judgement.objects.filter(measure__community_id=person.community_id, at__date__gte=day)
    endings = Ending.objects.filter(edition__approved_on__gte=day, edition__plan__community_id=person.community_id)
    return Since(
        list(StatusEntry.objects.filter(**here, on__gte=day).select_related("action")[:500]),
        list(ActionDecision.objects.filter(**here, on__gte=day).select_related("action")),
        list(endings.select_related("action")),
        list(judged.select_related("measure__action", "measure__project")),
        list(rows.select_related("row__rollout", "row__place").order_by("-on")),
        list(ActionTask.objects.filter(**here, done_on__gte=day).select_related("action")),
    )


def last_decision_day(person: Any, today: date) -> date:
    """The day of the latest decision about the plan before today: taken for the latest meeting; else 90 days ago."""
    last = ActionDecision.objects.filter(action__plan__community_id=person.community_id, on__lt=today).aggregate(
        last=Max("on")
    )["last"]
    return last or today - timedelta(days=QUIET_DAYS)


def latest_entries(edition: EditionView) -> dict[Any, StatusEntry]:
    """The newest entry of each action, in one question."""
    found: dict[Any, StatusEntry] = {}
    rows = StatusEntry.objects.filter(action__in=[row.row.action_id for row in edition.rows()]).order_by("on", "at")
    for entry in rows:
        found[entry.action_id] = entry
    return found


def open_tasks_of(person: Any) -> QuerySet[ActionTask]:
    """Tasks given to the person's own position."""
    rows = ActionTask.objects.filter(position_id=person.position_id, done_on=None)
    return rows.filter(action__plan__community_id=person.community_id).select_related("action")
