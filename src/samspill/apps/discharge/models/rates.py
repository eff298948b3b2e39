"""Daily rates entered by a person, for years that the published list lacks."""

from __future__ import annotations

from django.db import models


class DailyRate(models.Model):
    """Kroner a payable day in one year, with where it is written."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    kroner = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.year}: kr {self.kroner}"
