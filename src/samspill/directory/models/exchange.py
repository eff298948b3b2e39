"""A file that was brought in: what it held, what it changed, and whether it was undone."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.directory.models.community import Community


class FileStatus(models.TextChoices):
    PREVIEWED = "previewed", _("Bare sett på")
    TAKEN_IN = "taken_in", _("Hentet inn")
    UNDONE = "undone", _("Angret")


class FileIn(models.Model):
    """rows: each line as {column: text}, as the file held it. changes: what taking it in did, in order; see
    `exchange.changes.Change`. Both are about staff, units and offers, never about patients."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="files_in")
    sheet = models.CharField(max_length=40)
    file_name = models.CharField(max_length=160)
    rows = models.JSONField()
    changes = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=FileStatus, default=FileStatus.PREVIEWED)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)
    by_account = models.CharField(max_length=80)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.sheet})"
