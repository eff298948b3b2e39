"""Rollouts with their matrix, map and curve; frameworks; projects."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import QuerySet

from samspill.apps.plans.models import FrameworkUse, ImprovementProject, Phase, Rollout, RolloutPlace
from samspill.core import clock
from samspill.directory.models import MapPlace, Unit, UnitKind
from samspill.directory.seen import units_in

IN_USE = ("rolled_out", "in_operation")
BEGUN = ("preparing", "pilot", *IN_USE)


def rollouts_seen_by(person: Any) -> QuerySet[Rollout]:
    return Rollout.objects.filter(community_id=person.community_id)


def with_places(rows: QuerySet[Rollout]) -> QuerySet[Rollout]:
    return rows.prefetch_related("places__place", "places__changes")


def municipalities_of(person: Any) -> list[Unit]:
    """The community's municipalities of today, by number."""
    rows = Unit.objects.filter(pk__in=units_in(person.community_id, clock.today()), kind=UnitKind.MUNICIPALITY)
    return [unit for unit in rows.order_by("number") if unit.holds_on(clock.today())]


def places_seen_by(person: Any) -> QuerySet[RolloutPlace]:
    rows = RolloutPlace.objects.filter(rollout__community_id=person.community_id)
    return rows.select_related("rollout", "place")


def counts(rollout: Rollout) -> Counter[str]:
    return Counter(row.phase for row in rollout.places.all())


def curve(rollout: Rollout, today: date) -> list[tuple[str, int, int]]:
    """(month, places that had begun, places that had it in use) at the end of each month from the first change."""
    rows = list(rollout.places.all())
    first = min((change.on for row in rows for change in row.changes.all()), default=None)
    if first is None:
        return []
    found = []
    month = first.year * 12 + first.month - 1
    while month <= today.year * 12 + today.month - 1:
        after = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        phases = [_phase_before(row, after) for row in rows]
        label = f"{month % 12 + 1:02}.{str(month // 12)[2:]}"
        found.append((label, sum(phase in BEGUN for phase in phases), sum(phase in IN_USE for phase in phases)))
        month += 1
    return found


def _phase_before(row: RolloutPlace, day: date) -> str:
    changes = [change for change in row.changes.all() if change.on < day]
    return changes[-1].phase if changes else Phase.NOT_STARTED


def tiles(rollout: Rollout) -> list[dict[str, Any]]:
    """Each place with its square on the map; empty where nobody has drawn a map of the community."""
    rows = list(rollout.places.all())
    drawn = {place.unit_id: place for place in MapPlace.objects.filter(unit__in=[row.place_id for row in rows])}
    return [
        {"row": row, "column": drawn[row.place_id].column, "line": drawn[row.place_id].row}
        for row in rows
        if row.place_id in drawn
    ]


def frameworks_seen_by(person: Any) -> QuerySet[FrameworkUse]:
    return FrameworkUse.objects.filter(community_id=person.community_id).prefetch_related("tasks", "reviews")


def projects_seen_by(person: Any) -> QuerySet[ImprovementProject]:
    rows = ImprovementProject.objects.filter(community_id=person.community_id)
    return rows.prefetch_related("cycles", "measures")


def lacks(project: ImprovementProject) -> list[str]:
    """What a project of this kind should have and has not: codes outcome, process, balancing, cost."""
    measures = list(project.measures.all())
    kinds = {measure.kind for measure in measures}
    missing = [kind for kind in ("outcome", "process", "balancing") if kind not in kinds]
    if project.must_show_cost and not any(measure.about_cost for measure in measures):
        missing.append("cost")
    return missing
