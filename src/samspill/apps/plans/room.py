"""What the room tells the rest of the house when it opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samspill.core import clock, events, references, waiting
from samspill.core.references import Resolved
from samspill.ui import navigation
from samspill.ui.navigation import Entry


def open_room() -> None:
    navigation.add(Entry(label=_("Plan"), url_name="plans:plan", deed="plans.see", icon="Tasklist", order=40))
    waiting.room_with_waiting_items(waiting_items)
    references.kind_of_thing("plans.action", _actions, _offered)
    events.listen("insight.publication_opened", edition_opened)


def edition_opened(**values: Any) -> None:
    """New figures: judge the measures that are read from them."""
    from samspill.apps.plans import following

    following.edition_opened(**values)


def waiting_items(person: Any) -> Iterable[waiting.WaitingItem]:
    """Own tasks, and measures that may be judged now: nobody has, or newer figures say something else."""
    if not person.signed_in:
        return
    from samspill.apps.plans.queries.actions import open_tasks_of

    for task in open_tasks_of(person):
        due = datetime.combine(task.due, time(23, 59), clock.OSLO) if task.due else None
        yield waiting.WaitingItem(
            what=task.what,
            about=str(task.action),
            url=reverse("plans:action", args=[task.action_id]),
            due=due,
            broken=due is not None and due < clock.now(),
        )
    if person.may("plans.measure"):
        yield from _to_judge(person)


def _to_judge(person: Any) -> Iterable[waiting.WaitingItem]:
    from samspill.apps.plans.queries import effects

    for sentence, rows in (
        (gettext("Vurder om det virker"), effects.never_judged(person)),
        (gettext("Nye tall sier noe annet. Vurder på nytt"), effects.judged_otherwise(person)),
    ):
        for measure in rows.select_related("action", "project")[:50]:
            yield waiting.WaitingItem(
                what=sentence,
                about=f"{measure.name} · {measure.action or measure.project}",
                url=reverse("plans:measure", args=[measure.pk]),
            )


def _actions(person: Any, ids: Iterable[UUID]) -> Mapping[UUID, Resolved]:
    from samspill.apps.plans.queries.actions import actions_seen_by

    if not person.signed_in:
        return {}
    return {action.pk: _resolved(action) for action in actions_seen_by(person).filter(pk__in=list(ids))}


def _offered(person: Any, text: str) -> Iterable[tuple[UUID, Resolved]]:
    from django.db.models import Q

    from samspill.apps.plans.queries.actions import actions_seen_by

    if not person.signed_in:
        return []
    rows = actions_seen_by(person).filter(Q(short__icontains=text) | Q(number__startswith=text)).order_by("number")
    return [(action.pk, _resolved(action)) for action in rows[:50]]


def _resolved(action: Any) -> Resolved:
    return Resolved(title=str(action), url=reverse("plans:action", args=[action.pk]), kind_label=_("Tiltak"))
