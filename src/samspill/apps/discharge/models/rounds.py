"""The daily round: hospital and municipality go through everybody who waits, in order, and note what was agreed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from samspill.apps.discharge.models.coordination import OfStay
from samspill.apps.discharge.models.stays import Stay
from samspill.core.encryption import EncryptedJSON
from samspill.directory.models import Community, Unit

USUAL_TIMES = ["09:00", "13:30"]  # twice a day, as St. Olav does


def usual_times() -> list[str]:
    return list(USUAL_TIMES)


class RoundSetting(models.Model):
    """When a community goes its rounds: times of day, hh:mm, in order."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.PROTECT, related_name="+")
    times = models.JSONField(default=usual_times)


class Round(models.Model):
    """One round of one day between a trust and a municipality. `number` counts from 1 within the day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    trust = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["trust", "municipality", "day", "number"], name="a_round_is_gone_once"),
            models.UniqueConstraint(
                fields=["trust", "municipality"], condition=Q(ended_at=None), name="one_round_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"


class RoundPoint(OfStay):
    """What was said of one patient in a round. agreed: {"text": …}, the next step; open until somebody settles it.

    carried_from is the point of an earlier round that was not settled and was taken up again.
    """

    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="round_points")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="points")
    spoken_with = models.CharField(max_length=160)
    agreed = EncryptedJSON()
    next_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=160, blank=True)
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
