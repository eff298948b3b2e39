"""What a unit was called, and what it was a part of, before."""

from __future__ import annotations

import uuid

from django.db import models

from samspill.directory.models.dated import Dated
from samspill.directory.models.units import Unit


class EarlierUnit(Dated):
    """The unit's name and parent in a time that is over; `valid_to` is the day it became something else.

    The unit's own row says what is true now. A municipality's earlier numbers are `NumberChange` rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="earlier")
    name = models.CharField(max_length=160)
    parent = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="earlier_parts")

    def __str__(self) -> str:
        return f"{self.name} (–{self.valid_to})"
