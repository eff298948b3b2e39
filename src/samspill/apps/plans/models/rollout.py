"""One initiative and every municipality: how far each has come, and since when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.plans.models.plan import Action
from samspill.directory.models import Community
from samspill.directory.models import Unit as Place


class Phase(models.TextChoices):
    NOT_STARTED = "not_started", _("Ikke startet")
    PREPARING = "preparing", _("Forbereder")
    PILOT = "pilot", _("Pilot")
    ROLLED_OUT = "rolled_out", _("Rullet ut")
    IN_OPERATION = "in_operation", _("I drift")
    STOPPED = "stopped", _("Stanset")


class Rollout(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="rollouts")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="rollouts")
    name = models.CharField(max_length=160)
    aim = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class RolloutPlace(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.NOT_STARTED)
    since = models.DateField(null=True, blank=True)
    contact = models.CharField(max_length=160, blank=True)
    obstacle = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rollout", "place"], name="one_row_a_place_in_a_rollout")
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_phase_display()}"


class PhaseChange(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    row = models.ForeignKey(RolloutPlace, on_delete=models.CASCADE, related_name="changes")
    phase = models.CharField(max_length=20, choices=Phase)
    on = models.DateField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "at"]

    def __str__(self) -> str:
        return f"{self.row}: {self.on}"
