"""What a person decided about a chart: that its lines are frozen, or begin anew. Always with a reason."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.directory.models import Community


class DecisionKind(models.TextChoices):
    FREEZE = "freeze", _("Linjene er frosset")
    REBASE = "rebase", _("Nye linjer")


class ChartDecision(models.Model):
    """About the series of one place (empty: the whole community) and sector.

    period  freeze: the last month that the lines come from; rebase: the first month of the new part
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    place = models.CharField(max_length=6, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=8, choices=DecisionKind)
    period = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["community", "key", "place", "sector", "period"],
                condition=Q(withdrawn_at=None),
                name="one_decision_a_period",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.period}"
