"""What this database is for. A database that has held real people can never be opened in demo mode."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class WrongMode(Exception):
    """The database belongs to the other mode."""


class Installation(models.Model):
    """One row: the mode that this database was made in."""

    mode = models.CharField(max_length=10)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "core"


def claim_database() -> None:
    """Mark a new database with the present mode; raise WrongMode when it was made in the other one."""
    row, _ = Installation.objects.get_or_create(pk=1, defaults={"mode": settings.MODE})
    if row.mode != settings.MODE:
        raise WrongMode(
            f"This database was made in {row.mode} mode and cannot be used in {settings.MODE} mode. "
            "Use another SAMSPILL_VAR or SAMSPILL_DATABASE."
        )
