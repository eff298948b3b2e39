"""What was true on a date: rows with a first day and an open or a last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """The rows that were true on `day`. `valid_to` is the first day that it is no longer true."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day)
        )


class Dated(models.Model):
    """`valid_from` is the first day, `valid_to` the first day after; empty means always, or still."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day that it holds, counted in, as people say it."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)
