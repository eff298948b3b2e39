"""Measures of an action or a project: what is measured, its figures, changed definitions, and people's judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.plans import permissions, rules
from samspill.apps.plans.models import (
    Action,
    DefinitionChange,
    ImprovementProject,
    Judgement,
    Measure,
    MeasurePoint,
)
from samspill.apps.plans.queries.published import link_of
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.directory.edits import locked

Row = tuple[date, float, float | None]


@deed("plans.add_measure", permission=permissions.check_measure_action)
def add_measure(*, by: Any, action: Action, key: UUID, values: Mapping[str, Any]) -> Measure:
    """`key` becomes its id: the same form sent twice makes one."""
    return _made(key, {**values, "action": action}, by.community_id)


@deed("plans.add_project_measure", permission=permissions.check_project)
def add_project_measure(*, by: Any, project: ImprovementProject, key: UUID, values: Mapping[str, Any]) -> Measure:
    permissions.check_measure(by)
    return _made(key, {**values, "project": project}, by.community_id)


def _made(key: UUID, values: Mapping[str, Any], community_id: Any) -> Measure:
    measure, _new = Measure.objects.get_or_create(
        pk=key, defaults={**values, "community_id": community_id, "created_at": clock.now()}
    )
    if measure.community_id != community_id:
        raise Refused(permissions.ELSEWHERE)
    return measure


@deed("plans.change_measure", permission=permissions.check_measure_it)
def change_measure(*, by: Any, measure: Measure, values: Mapping[str, Any]) -> Measure:
    now = locked(measure)
    for name, value in values.items():
        setattr(now, name, value)
    now.save()
    return now


@deed("plans.put_figures", permission=permissions.check_measure_it)
def put_figures(*, by: Any, measure: Measure, own: Sequence[Row], comparison: Sequence[Row]) -> Measure:
    """The series as they are now; what was there before for those periods is replaced, other periods stay."""
    now = locked(measure)
    rules.check_by_hand(link_of(now) is not None)
    for is_comparison, rows in ((False, own), (True, comparison)):
        if not rows:
            continue
        MeasurePoint.objects.filter(
            measure=now, comparison=is_comparison, period__in=[period for period, _y, _n in rows]
        ).delete()
        MeasurePoint.objects.bulk_create(
            MeasurePoint(measure=now, comparison=is_comparison, period=period, y=y, n=n) for period, y, n in rows
        )
    return now


@deed("plans.clear_figures", permission=permissions.check_measure_it)
def clear_figures(*, by: Any, measure: Measure) -> Measure:
    rules.check_by_hand(link_of(measure) is not None)
    measure.points.all().delete()
    return measure


@deed("plans.definition_changed", permission=permissions.check_measure_it)
def definition_changed(*, by: Any, measure: Measure, on: date, what: str) -> DefinitionChange:
    change, _new = DefinitionChange.objects.update_or_create(measure=measure, on=on, defaults={"what": what})
    return change


@deed("plans.judge", permission=permissions.check_measure_it)
def judge(*, by: Any, measure: Measure, text: str, verdict: str, figures: str) -> Judgement:
    """What a person says beside what Samspill says today."""
    if not text.strip():
        raise Refused(_("Skriv hva du mener om utviklingen."))
    latest: Judgement | None = measure.judgements.first()
    if latest is not None and (latest.text, latest.by_name) == (text, by.name):
        return latest
    return Judgement.objects.create(
        measure=measure, text=text, verdict=verdict, figures=figures, by_name=by.name, at=clock.now()
    )
