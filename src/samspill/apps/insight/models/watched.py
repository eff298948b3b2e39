"""The one figure that the community watches, on everybody's first page."""

from __future__ import annotations

from django.db import models

from samspill.directory.models import Community


class WatchedFigure(models.Model):
    """place: a municipality's number; empty for the whole community."""

    community = models.OneToOneField(Community, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    place = models.CharField(max_length=6, blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=160)
    why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.key
