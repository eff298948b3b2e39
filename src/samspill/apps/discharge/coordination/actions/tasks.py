"""Tasks: who does what next, and by when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination import rules
from samspill.apps.discharge.coordination.acting import changed, held, signature
from samspill.apps.discharge.coordination.permissions import check_coordinate, check_task, side_of
from samspill.apps.discharge.models import Stay, Task, TheSide
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused


@deed("discharge.add_task", permission=check_coordinate)
def add_task(*, by: Any, stay: Stay, text: str, side: TheSide, mine: bool, due: datetime | None) -> Task:
    """A task for one of the sides; `mine` makes it the person's own, where it is their side's. Raises Refused."""
    rules.check_text(text)
    rules.check_ahead(due, clock.now())
    stay = held(stay)
    rules.check_is_open(stay.is_open)
    same = [each for each in Task.objects.filter(stay=stay, done_at=None, side=side) if each.text == {"text": text}]
    if same:
        return same[0]  # a double click
    own = mine and side.value == side_of(by).value
    task = Task.objects.create(
        **signature(by, stay),
        side=side,
        text={"text": text.strip()},
        due=due,
        owner=by.account_id if own else None,
        owner_name=by.name if own else "",
    )
    changed(stay)
    return task


@deed("discharge.finish_task", permission=check_task)
def finish_task(*, by: Any, task: Task, dropped: bool = False) -> Task:
    """It is done; or `dropped`: no longer needed. Raises Overtaken when somebody else was first."""
    stay = held(task.stay)
    task = Task.objects.get(pk=task.pk)
    if task.done_at is not None:
        if task.done_by == by.name:
            return task  # a double click
        raise rules.Overtaken(_("%(name)s har alt lukket oppgaven."), name=task.done_by)
    task.done_at, task.done_by, task.dropped = clock.now(), by.name, dropped
    task.save(update_fields=["done_at", "done_by", "dropped"])
    changed(stay)
    return task


@deed("discharge.take_task", permission=check_task)
def take_task(*, by: Any, task: Task) -> Task:
    """«I do this»: the task gets an owner on its own side. Raises Overtaken when somebody else took it."""
    stay = held(task.stay)
    task = Task.objects.get(pk=task.pk)
    if task.side != side_of(by):
        raise Refused(_("Oppgaven er den andre sidens."))
    if task.done_at is not None:
        raise rules.Overtaken(_("%(name)s har alt lukket oppgaven."), name=task.done_by)
    if task.owner and task.owner != by.account_id:
        raise rules.Overtaken(_("%(name)s har alt tatt oppgaven."), name=task.owner_name)
    task.owner, task.owner_name = by.account_id, by.name
    task.save(update_fields=["owner", "owner_name"])
    changed(stay)
    return task
