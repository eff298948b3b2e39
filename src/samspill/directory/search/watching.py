"""Tells the index of every save and delete of what it is made from, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from samspill.directory import lookup
from samspill.directory.models import (
    ContactWay,
    EarlierUnit,
    JointWork,
    Membership,
    NumberChange,
    Participant,
    Person,
    Position,
    ServiceOffer,
    Topic,
    Unit,
)
from samspill.directory.search import documents as kinds
from samspill.directory.search import index

Told = Iterable[tuple[str, str]]


def _itself(kind: str) -> Callable[[Any], Told]:
    return lambda row: [(kind, row.pk.hex)]


def _owner(row: Any) -> Told:
    """Of what belongs to a person or to a unit."""
    return [(kinds.PERSON, row.person_id.hex)] if row.person_id else [(kinds.UNIT, row.unit_id.hex)]


def _renumbered(change: NumberChange) -> Told:
    found = Unit.objects.filter(number=change.new_number).values_list("pk", flat=True)
    return [(kinds.UNIT, pk.hex) for pk in found]


WATCHED: dict[type[models.Model], Callable[[Any], Told]] = {
    Person: _itself(kinds.PERSON),
    Position: lambda row: [(kinds.PERSON, row.person_id.hex), (kinds.ROLE, f"{row.role}@{row.unit_id.hex}")],
    Unit: _itself(kinds.UNIT),
    # Whose membership a unit hangs on is told from the whole tree.
    Membership: lambda row: [(index.BRANCH, row.unit_id.hex)],
    EarlierUnit: lambda row: [(kinds.UNIT, row.unit_id.hex)],
    NumberChange: _renumbered,
    ContactWay: _owner,
    Topic: _itself(kinds.TOPIC),
    ServiceOffer: _itself(kinds.OFFER),
    JointWork: _itself(kinds.JOINT_WORK),
    Participant: lambda row: [(kinds.JOINT_WORK, row.work_id.hex)],
}


def watch() -> None:
    """Called once, when Django starts."""
    for model in WATCHED:
        post_save.connect(_told, sender=model, dispatch_uid=f"search saved {model.__name__}")
        post_delete.connect(_told, sender=model, dispatch_uid=f"search deleted {model.__name__}")
    m2m_changed.connect(_areas_told, sender=ServiceOffer.areas.through, dispatch_uid="search areas of offers")
    lookup.when_forgetting(index.all_may_have_changed)


def _told(*, sender: type[models.Model], instance: Any, **_: Any) -> None:
    for what, ref in WATCHED[sender](instance):
        index.tell(what, ref)
    _freshen_afterwards()


def _areas_told(*, instance: Any, action: str, reverse: bool, pk_set: set[Any] | None = None, **_: Any) -> None:
    if not action.startswith("post_"):
        return
    for offer in (pk_set or set()) if reverse else {instance.pk}:
        index.tell(kinds.OFFER, offer.hex)
    _freshen_afterwards()


def _freshen_afterwards() -> None:
    """Once the change stands, so that whoever searches next need not wait. Should this fail, that search does it."""
    transaction.on_commit(index.freshen, robust=True)
