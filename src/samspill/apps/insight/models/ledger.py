"""The disclosure ledger, kept: what left the house, to whom, for what. One writer at a time in each community.

`samspill.analysis.disclosure.Ledger` is an object in memory; a release that did not see the one before it could give
away what both hide. So whoever releases first locks the community's book (`actions/exit.py`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samspill.directory.models import Community


class LedgerBook(models.Model):
    """The row to lock. One a community."""

    community = models.OneToOneField(Community, on_delete=models.PROTECT, related_name="+")
    entries = models.PositiveIntegerField(default=0)


class LedgerEntry(models.Model):
    """One release, in the order they were made; append-only.

    record, sheets  as `analysis.disclosure` writes them; they tell which hidden numbers are small: for the house
    receiver_label  the receiver in words
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    table = models.CharField(max_length=200)
    receiver = models.CharField(max_length=120)
    receiver_label = models.CharField(max_length=200)
    purpose = models.CharField(max_length=400)
    by_name = models.CharField(max_length=160)
    shown = models.PositiveIntegerField()
    hidden = models.PositiveIntegerField()
    warnings = models.JSONField()
    record = models.JSONField()
    sheets = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["community", "number"], name="one_ledger_entry_a_number")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["community", "at"])]

    def __str__(self) -> str:
        return f"{self.table} → {self.receiver_label}"
