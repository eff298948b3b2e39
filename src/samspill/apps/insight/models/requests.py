"""Analyses that somebody asked for: who, what, why, how it went, and what left the house."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from samspill.apps.insight.models.ledger import LedgerEntry
from samspill.apps.insight.states import RequestState
from samspill.directory.models import Community


class RequestQuerySet(models.QuerySet["AnalysisRequest"]):
    def visible_to(self, person: Any) -> Self:
        """Those who keep the register see all; the others what they asked for themselves."""
        if not person.signed_in:
            return self.none()
        mine = self.filter(community=person.community_id)
        if person.may("insight.see_register"):
            return mine
        return mine.filter(Q(account=person.account_id)) if person.may("insight.ask") else mine.none()


class AnalysisRequest(models.Model):
    """question: what is asked; purpose: what the answer will be used for.

    table: the protected answer, {"headings": …, "rows": …, "notes": …}; the table it was made from is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    account = models.UUIDField()
    asked_by = models.CharField(max_length=160)
    organisation = models.CharField(max_length=160)
    question = models.TextField()
    purpose = models.CharField(max_length=400)
    wanted_by = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.ASKED)
    taken_by = models.CharField(max_length=160, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=160, blank=True)
    table = models.JSONField(null=True, blank=True)
    release = models.ForeignKey(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "number"], name="one_request_a_number")
        ]

    def __str__(self) -> str:
        return f"request {self.number}"
