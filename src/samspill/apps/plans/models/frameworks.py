"""A framework in use: a template's tasks, year by year, and the yearly look at its success factors."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from samspill.directory.models import Community


class FrameworkUse(models.Model):
    """template: a key among the templates; its texts are copied, so that a later template changes nothing here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="framework_uses")
    template = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    source = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    factors = models.JSONField(default=list)
    first_year = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class FrameworkTask(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    use = models.ForeignKey(FrameworkUse, on_delete=models.CASCADE, related_name="tasks")
    year = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()
    activity = models.TextField(blank=True)
    who = models.CharField(max_length=160, blank=True)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["year", "order"]

    def __str__(self) -> str:
        return self.title


class FrameworkReview(models.Model):
    """The yearly look at one success factor: 1 (hardly) to 5 (fully), and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    use = models.ForeignKey(FrameworkUse, on_delete=models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField()
    factor = models.CharField(max_length=300)
    grade = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["year", "factor"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["use", "year", "factor"], name="one_look_at_a_factor_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.factor}: {self.grade}"
