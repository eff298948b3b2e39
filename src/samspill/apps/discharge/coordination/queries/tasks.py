"""Tasks of one stay, of many, and of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from samspill.apps.discharge.coordination.permissions import side_of
from samspill.apps.discharge.models import Stay, Task


@dataclass
class Load:
    """The open tasks of a stay, for a row of the board: how many, and the first due."""

    hospital: int = 0
    municipality: int = 0
    first_due: datetime | None = None


def open_tasks(stay: Stay) -> list[Task]:
    """What is promised first, first; undated last."""
    return list(Task.objects.filter(stay=stay, done_at=None).order_by(F("due").asc(nulls_last=True), "at", "pk"))


def closed_tasks(stay: Stay) -> list[Task]:
    return list(Task.objects.filter(stay=stay).exclude(done_at=None).order_by("-done_at", "pk"))


def loads(stays: Sequence[Stay]) -> dict[UUID, Load]:
    """stay id → its load; one query."""
    found: dict[UUID, Load] = {}
    rows = Task.objects.filter(stay__in=stays, done_at=None).values_list("stay", "side", "due")
    for stay, side, due in rows:
        load = found.setdefault(stay, Load())
        setattr(load, side, getattr(load, side) + 1)
        if due and (load.first_due is None or due < load.first_due):
            load.first_due = due
    return found


def tasks_waiting_for(person: Any, most: int = 30) -> list[Task]:
    """Open tasks of the person's own, and those of their side that nobody has taken, on the stays they may see."""
    if not (person.signed_in and person.may("discharge.coordinate")):
        return []
    stays = Stay.objects.visible_to(person).open()
    rows = Task.objects.filter(community=person.community_id, done_at=None, side=side_of(person), stay__in=stays)
    rows = rows.filter(Q(owner=None) | Q(owner=person.account_id)).exclude(due=None)
    return list(rows.select_related("stay__patient").order_by("due", "pk")[:most])
