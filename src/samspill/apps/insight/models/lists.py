"""Who opened a list with names on it, by which rule and why. Each patient on it has a row in the access log too."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from samspill.core.encryption import EncryptedJSON
from samspill.directory.models import Community, Unit


class ListOpening(models.Model):
    """owner: whose list it is, the trust or the municipality. reason lies encrypted: it may name somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    account = models.UUIDField()
    who_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    rule = models.JSONField()
    ground = models.CharField(max_length=20)
    reason = EncryptedJSON()
    persons = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["community", "at"])]

    def __str__(self) -> str:
        return f"list opening {self.pk}"
