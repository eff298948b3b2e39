"""A stay as the pages list it: what the events add up to, kept beside them so that lists are fast.

Every column after `trust` is computed from the events by `actions.projecting`; nobody writes them by hand.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from samspill.apps.discharge.models.access import GrantedAccess
from samspill.apps.discharge.models.patients import Patient
from samspill.core import clock
from samspill.directory.models import Community, Unit, UnitKind
from samspill.stay import State

# The patient is ready and still in hospital.
READY_STATES = [State.READY, State.AWAITING_ANSWER, State.AWAITING_PLACE, State.PLACE_READY]


class StayQuerySet(models.QuerySet["Stay"]):
    def real(self) -> Self:
        """Without those that turned out to be part of another stay."""
        return self.filter(merged_into=None)

    def open(self) -> Self:
        return self.real().filter(is_open=True)

    def visible_to(self, person: Any) -> Self:
        """The hospital sees the stays at its own trust, a municipality those of its inhabitants, all others none."""
        mine = self.filter(community=person.community_id) if person.signed_in else self.none()
        if not person.may("discharge.see_board"):
            return mine.none()
        if person.top_kind == UnitKind.HOSPITAL_TRUST:
            return mine.filter(trust=person.top_id)
        if person.top_kind == UnitKind.MUNICIPALITY:
            return mine.filter(Q(municipality=person.home_id) | Q(municipality__parent=person.home_id))
        return mine.none()

    @staticmethod
    def view_of(person: Any) -> tuple[Any, ...]:
        """What `visible_to` asks of a person: two with the same answer see the same stays."""
        place = person.top_id if person.top_kind == UnitKind.HOSPITAL_TRUST else person.home_id
        return (person.community_id, person.top_kind, place, person.role)

    def openable_by(self, person: Any) -> Self:
        """Those of the visible ones where the relation is ongoing, and those the person was granted with a reason."""
        recent = clock.today() - timedelta(days=settings.RELATION_DAYS)
        ongoing = self.visible_to(person).filter(Q(ended_on=None) | Q(ended_on__gte=recent))
        granted = GrantedAccess.objects.holds_for(person, clock.now()).values("patient")
        own = self.filter(community=person.community_id, patient__in=granted) if person.signed_in else self.none()
        return ongoing | own


class Stay(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="stays")
    trust = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    state = models.CharField(max_length=30)
    is_open = models.BooleanField(default=True)
    whose_move = models.CharField(max_length=20)
    municipality = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    ward = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    ward_name = models.CharField(max_length=160, blank=True)
    admitted_on = models.DateField(null=True)
    ready_on = models.DateField(null=True)  # of the present ready period
    place_from = models.DateField(null=True)  # what the municipality answered, if it named a day
    since = models.DateTimeField(null=True)  # when it came to stand so: since when it is that side's move
    due = models.DateTimeField(null=True)  # of the next step, where one is promised
    ended_on = models.DateField(null=True)
    next_admission = models.DateField(null=True)  # of the same patient at the same trust
    begun_without_admission = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    version = models.PositiveIntegerField(default=0)  # one more each time anything changed
    changed_at = models.DateTimeField(db_index=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        indexes = [
            # The two boards, in the order that they are read.
            models.Index(fields=["trust", "is_open", "ready_on"]),
            models.Index(fields=["municipality", "is_open", "ready_on"]),
            models.Index(fields=["community", "is_open"]),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"
