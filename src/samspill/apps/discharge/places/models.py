"""What municipalities publish, day by day, and what is reserved of it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from samspill.apps.discharge.models.stays import Stay
from samspill.apps.discharge.places.life import HOLDING, ReservationState
from samspill.core.encryption import EncryptedJSON
from samspill.directory.models import Community, Unit, UnitKind


class PlaceKind(models.Model):
    """A kind of place as one community has it: one of its own, or one of the standard kinds changed. `usual_days`: how
    long a reservation holds it; 0 is until further notice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=30, default="plass")
    usual_days = models.PositiveSmallIntegerField(default=14)
    after_hospital = models.BooleanField(default=True)
    against = models.CharField(max_length=200, blank=True)
    services = models.JSONField(default=list)  # codes of list 9151
    around_the_clock = models.BooleanField(default=True)
    in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "code"], name="one_place_kind_a_code")]


class StockQuerySet(models.QuerySet["PlaceStock"]):
    def visible_to(self, person: Any) -> Self:
        """The hospital sees all in the community, a municipality its own, all others none."""
        if not (person.signed_in and person.may("places.see")):
            return self.none()
        mine = self.filter(community=person.community_id)
        if person.top_kind == UnitKind.HOSPITAL_TRUST:
            return mine
        if person.top_kind == UnitKind.MUNICIPALITY:
            return mine.filter(Q(municipality=person.home_id) | Q(municipality__parent=person.home_id))
        return mine.none()


class PlaceStock(models.Model):
    """Places of one kind at one site in one municipality. Its row is the lock that publishing and reserving share.
    `kind` is a PlaceKind code; `site` is the name of the institution, or empty for the whole municipality."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    site = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=160, blank=True)

    objects = StockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "kind", "site"], name="one_stock_a_kind_and_site")
        ]


class PlaceDay(models.Model):
    """How many can be given to somebody new on a day (`free`), and how many of those are held for somebody who has not
    come yet (`held`). The database refuses a row with more held than free, whoever writes it."""

    stock = models.ForeignKey(PlaceStock, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    free = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stock", "day"], name="one_count_a_day"),
            models.CheckConstraint(condition=Q(held__lte=F("free")), name="no_place_is_held_twice"),
        ]
        indexes = [models.Index(fields=["day"])]

    @property
    def idle(self) -> int:
        return self.free - self.held


class Reservation(models.Model):
    """A place held for one patient from `first_day` until `end_day` (the first day no longer held; empty: until further
    notice)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    stock = models.ForeignKey(PlaceStock, on_delete=models.PROTECT, related_name="reservations")
    stay = models.ForeignKey(Stay, on_delete=models.CASCADE, related_name="reservations")
    first_day = models.DateField()
    end_day = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=ReservationState, default=ReservationState.RESERVED)
    by_hospital = models.BooleanField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    moved_by = models.CharField(max_length=160, blank=True)
    note = EncryptedJSON(null=True)  # {"text": why it was released}; a person's own words

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(state__in=sorted(HOLDING)), name="one_held_place_a_patient"
            )
        ]
        indexes = [models.Index(fields=["state", "expires_at"])]

    def holds(self, day: date) -> bool:
        return self.state in HOLDING and self.first_day <= day and (self.end_day is None or day < self.end_day)
