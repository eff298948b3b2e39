"""Rollouts, frameworks in use, improvement projects and their cycles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from samspill.apps.plans import permissions, rules
from samspill.apps.plans.frameworks import Template
from samspill.apps.plans.models import (
    FrameworkReview,
    FrameworkTask,
    FrameworkUse,
    ImprovementProject,
    PdsaCycle,
    PhaseChange,
    Rollout,
    RolloutPlace,
)
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import locked
from samspill.directory.models import Unit


@deed("plans.begin_rollout", permission=permissions.check_report)
def begin_rollout(*, by: Any, key: UUID, name: str, aim: str, places: Iterable[Unit]) -> Rollout:
    """With a row for every place, not started. The same form sent twice makes one."""
    said = {"name": name, "aim": aim, "created_at": clock.now(), "community_id": by.community_id}
    rollout, new = Rollout.objects.get_or_create(pk=key, defaults=said)
    _check_own(rollout.community_id, by)
    if new:
        RolloutPlace.objects.bulk_create(RolloutPlace(rollout=rollout, place=place) for place in places)
    return rollout


def _check_own(community_id: Any, by: Any) -> None:
    if community_id != by.community_id:
        raise Refused(permissions.ELSEWHERE)


@deed("plans.set_phase", permission=permissions.check_rollout_place)
def set_phase(*, by: Any, row: RolloutPlace, phase: str, on: date, contact: str, obstacle: str) -> RolloutPlace:
    """How far a place has come, and since when."""
    rules.check_day(on, clock.today())
    now = locked(row)
    if (now.phase, now.since) != (phase, on):
        PhaseChange.objects.create(row=now, phase=phase, on=on, by_name=by.name, at=clock.now())
    now.phase, now.since, now.contact, now.obstacle = phase, on, contact, obstacle
    now.save()
    return now


@deed("plans.use_framework", permission=permissions.check_keep)
def use_framework(*, by: Any, key: UUID, template: Template, owner: str, first_year: int) -> FrameworkUse:
    """Set a framework up with its tasks for the first year; the texts are the community's own from then on."""
    said = {
        "community_id": by.community_id,
        "template": template.key,
        "name": template.name,
        "source": template.source,
        "owner": owner,
        "factors": list(template.factors),
        "first_year": first_year,
        "created_at": clock.now(),
    }
    use, new = FrameworkUse.objects.get_or_create(pk=key, defaults=said)
    _check_own(use.community_id, by)
    if new:
        FrameworkTask.objects.bulk_create(
            FrameworkTask(use=use, year=first_year, step=step, title=title, order=order)
            for order, (step, title) in enumerate(template.tasks())
        )
    return use


@deed("plans.next_framework_year", permission=permissions.check_framework)
def next_year(*, by: Any, use: FrameworkUse) -> FrameworkUse:
    """The cycle begins again: the same tasks, with nothing filled in, for the year after the last."""
    now = locked(use)
    tasks = list(now.tasks.all())
    last = max((task.year for task in tasks), default=now.first_year - 1)
    FrameworkTask.objects.bulk_create(
        FrameworkTask(use=now, year=last + 1, step=task.step, title=task.title, order=task.order)
        for task in tasks
        if task.year == last
    )
    return now


@deed("plans.change_framework_task", permission=permissions.check_framework)
def change_task(*, by: Any, use: FrameworkUse, task: UUID, values: Mapping[str, Any]) -> FrameworkUse:
    use.tasks.filter(pk=task).update(**values)
    return use


@deed("plans.review_factor", permission=permissions.check_framework)
def review(*, by: Any, use: FrameworkUse, year: int, factor: str, grade: int, text: str) -> FrameworkReview:
    found, _new = FrameworkReview.objects.update_or_create(
        use=use,
        year=year,
        factor=factor,
        defaults={"grade": grade, "text": text, "by_name": by.name, "at": clock.now()},
    )
    return found


@deed("plans.begin_project", permission=permissions.check_report)
def begin_project(*, by: Any, key: UUID, values: Mapping[str, Any]) -> ImprovementProject:
    said = {**values, "community_id": by.community_id, "created_at": clock.now()}
    project, _new = ImprovementProject.objects.get_or_create(pk=key, defaults=said)
    _check_own(project.community_id, by)
    return project


@deed("plans.change_project", permission=permissions.check_project)
def change_project(*, by: Any, project: ImprovementProject, values: Mapping[str, Any]) -> ImprovementProject:
    now = locked(project)
    for name, value in values.items():
        setattr(now, name, value)
    now.save()
    return now


@deed("plans.put_cycle", permission=permissions.check_project)
def put_cycle(*, by: Any, project: ImprovementProject, number: int | None, values: Mapping[str, Any]) -> PdsaCycle:
    """A new cycle, or another look at one that has begun."""
    now = locked(project)
    if number is None:
        same = now.cycles.filter(begins=values["begins"], plan=values["plan"]).first()
        number = same.number if same else now.cycles.count() + 1
    cycle, _new = PdsaCycle.objects.update_or_create(project=now, number=number, defaults=values)
    return cycle
