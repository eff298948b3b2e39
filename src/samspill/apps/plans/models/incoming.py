"""A document that was brought in and is being looked through. Nothing of it is in any plan before a person says so."""

from __future__ import annotations

import uuid

from django.db import models

from samspill.apps.plans.models.plan import ActionPlan, PlanEdition
from samspill.directory.models import Community


class IncomingPlan(models.Model):
    """read: a `ReadPlan` as JSON, corrections included. made: the edition that it became."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="incoming_plans")
    plan = models.ForeignKey(ActionPlan, null=True, blank=True, on_delete=models.CASCADE, related_name="incoming")
    made = models.ForeignKey(PlanEdition, null=True, blank=True, on_delete=models.SET_NULL, related_name="incoming")
    file_name = models.CharField(max_length=200)
    read = models.JSONField(default=dict)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name
