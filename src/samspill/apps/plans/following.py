"""When an edition of the figures is opened: what is said now of each measure read from them, kept by edition."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django_tasks import task

from samspill.apps.insight.models import Audience
from samspill.apps.plans.actions.linking import FOLLOWER, follow_edition
from samspill.apps.plans.models import Measure
from samspill.apps.plans.queries import effects, published
from samspill.core import walls
from samspill.core.doer import Machine


def edition_opened(community: UUID, **_: Any) -> None:
    """Listens to `insight.publication_opened`. Judging takes a moment for each measure, so the worker does it."""
    with walls.within(community):
        if _linked(community).exists():
            judge_anew.enqueue(str(community))


@task()
def judge_anew(community: str) -> None:
    judge_linked(UUID(community))


def judge_linked(community: UUID) -> int:
    """How many measures were judged. By what the community's own people read."""
    with walls.within(community):
        measures = list(effects.with_all(_linked(community)))
        published.read_for(measures, community, Audience.COMMUNITY)
        by = Machine(FOLLOWER.name, FOLLOWER.deeds, community)
        there = [measure for measure in measures if measure.linked.published]
        for measure in there:
            said, now = effects.shown(measure), measure.linked.published
            follow_edition(
                by=by,
                measure=measure,
                edition=now.edition,
                version=now.version,
                verdict=str(said["verdict"].word),
                figures=said["figures"],
            )
        return len(there)


def _linked(community: UUID) -> Any:
    return Measure.objects.filter(community=community, link__isnull=False)
