"""How far the notices have been told, community by community."""

from __future__ import annotations

from django.db import models

from samspill.directory.models import Community


class ToldUntil(models.Model):
    """`beat`: the community's beat (see `models.pulse`) that was told last, and when that was looked at."""

    community = models.OneToOneField(Community, primary_key=True, on_delete=models.PROTECT)
    beat = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(null=True)
