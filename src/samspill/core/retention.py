"""How long each kind of record is kept: what the rooms register, what a privacy officer has decided, and the job.

    retention.register(Kind(name="access_log", …))       in AppConfig.ready of the room that owns the records

A period belongs to a community, since each decides for its own. What belongs to no community (a sign-in, a message
that could not be placed) is kept as long as the longest of the communities says. Nothing is removed before its time,
and what cannot be removed safely is left and said in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from samspill.core import clock
from samspill.core.walls import Walled

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cutoffs:
    """Before which moment a record may go. `others`: for communities without a decision of their own, and for none."""

    by_community: Mapping[UUID, datetime]
    others: datetime

    def of(self, community: UUID | None) -> datetime:
        return self.by_community.get(community, self.others) if community else self.for_nobody

    @property
    def for_nobody(self) -> datetime:
        """What belongs to no community: the most careful of all."""
        return min([self.others, *self.by_community.values()])

    @property
    def latest(self) -> datetime:
        """Nothing from this moment on is too old for anybody."""
        return max([self.others, *self.by_community.values()])


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of record. Days; `law` says why it is kept, and `confirmed` whether that was read in the source itself.

    remove: takes away, or empties, what is older than the cutoffs; the number.
    """

    name: str
    label: Any
    what_goes: Any
    law: Any
    confirmed: bool
    standard: int
    lowest: int
    highest: int
    remove: Callable[[Cutoffs], int] = field(repr=False)


class Period(models.Model):
    """What a community has decided for one kind of record."""

    community = models.UUIDField()
    kind = models.CharField(max_length=40)
    days = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)

    class Meta:
        app_label = "core"
        constraints = [models.UniqueConstraint(fields=["community", "kind"], name="one_period_a_kind")]


class Erasure(models.Model):
    """Somebody's data were erased by a person's decision, or a period's end. Says that, by whom, why and how much;
    never whose. Append-only."""

    wall = Walled(of_nobody="written")

    at = models.DateTimeField()
    community = models.UUIDField(null=True, db_index=True)
    who = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    counts = models.JSONField()

    class Meta:
        app_label = "core"


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    KINDS[kind.name] = kind


def days_of(community: UUID, kind: Kind) -> int:
    """What the community has decided, else the standard; always within what is allowed now."""
    found = Period.objects.filter(community=community, kind=kind.name).values_list("days", flat=True).first()
    return min(max(found or kind.standard, kind.lowest), kind.highest)


def cutoffs_of(kind: Kind) -> Cutoffs:
    now = clock.now()
    decided = Period.objects.filter(kind=kind.name).values_list("community", "days")
    within = {community: min(max(days, kind.lowest), kind.highest) for community, days in decided}
    return Cutoffs(
        by_community={community: now - timedelta(days=days) for community, days in within.items()},
        others=now - timedelta(days=kind.standard),
    )


def remove_what_is_too_old() -> dict[str, int]:
    """Run every kind; the number of records by kind. One that fails does not stop the others."""
    done: dict[str, int] = {}
    for kind in list(KINDS.values()):
        try:
            done[kind.name] = kind.remove(cutoffs_of(kind))
        except Exception as error:
            # Without the error's own text where it may hold values; ours about a broken chain holds none.
            told = str(error) if type(error).__module__.startswith("samspill.core.audit") else ""
            _log.error("Retention of «%s» failed (%s) %s", kind.name, type(error).__name__, told)
    return done
