"""What an action or a project is measured by: the series, what was expected, and how people judged it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.apps.plans.models.plan import Action
from samspill.apps.plans.models.projects import ImprovementProject
from samspill.directory.models import Community


class MeasureKind(models.TextChoices):
    OUTCOME = "outcome", _("Resultat")
    PROCESS = "process", _("Prosess")
    BALANCING = "balancing", _("Balanse (går noe annet tapt?)")


class MeasureUnit(models.TextChoices):
    """What one number is: decides chart and model."""

    SHARE = "share", _("Andel (så mange av så mange)")
    RATE = "rate", _("Antall per så mange (hendelser og grunnlag)")
    COUNT = "count", _("Antall per periode")
    VALUE = "value", _("Målt verdi (døgn, poeng, prosent uten grunnlag)")


class Measure(models.Model):
    """starts_on: the action takes hold; judge_from: nobody should judge earlier. Points are equally long periods.

    expected: relative change in per cent that was hoped for, with sign; None when nothing was said.
    Where the figures are published ones, `link` says which; else they are entered by hand, as points.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="plan_measures")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.CASCADE, related_name="measures")
    project = models.ForeignKey(
        ImprovementProject, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=MeasureKind, default=MeasureKind.OUTCOME)
    unit = models.CharField(max_length=10, choices=MeasureUnit, default=MeasureUnit.SHARE)
    unit_name = models.CharField(max_length=60, blank=True)
    definition = models.TextField(blank=True)
    better = models.CharField(max_length=4, choices=[("down", _("Lavere er bedre")), ("up", _("Høyere er bedre"))])
    about_cost = models.BooleanField(default=False)
    starts_on = models.DateField()
    judge_from = models.DateField(null=True, blank=True)
    expected = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    season = models.BooleanField(default=False)
    comparison_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    linked: Any = None  # what `queries.published` read of the published figures, for the reader at hand

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(action__isnull=False) | Q(project__isnull=False), name="a_measure_is_of_something"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeasurePoint(models.Model):
    """One period of a measure: y, and n where there is a denominator. Missing is no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="points")
    comparison = models.BooleanField(default=False)
    period = models.DateField()  # its first day
    y = models.FloatField()
    n = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["period"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure", "comparison", "period"], name="one_point_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.y}"


class DefinitionChange(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="definition_changes")
    on = models.DateField()
    what = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["on"]

    def __str__(self) -> str:
        return self.what


class Judgement(models.Model):
    """What a person says of a measure, beside what Samspill said that day (`verdict`, `figures`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="judgements")
    text = models.TextField()
    verdict = models.CharField(max_length=20)
    figures = models.TextField(blank=True)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return self.text


class PublishedLink(models.Model):
    """The published series of `insight` that a measure is read from; no figures are copied here.

    place: number of a municipality, empty for the whole community; period_kind: month, quarter or year.
    version: of the definition that people have read and found to fit; a newer one is warned about.
    beside: numbers of the municipalities to compare with.
    """

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="link", primary_key=True)
    key = models.CharField(max_length=80)
    place = models.CharField(max_length=6, blank=True)
    group = models.CharField(max_length=60, blank=True)
    period_kind = models.CharField(max_length=8)
    version = models.CharField(max_length=20)
    beside = models.JSONField(default=list)
    accepted_by = models.CharField(max_length=160)
    accepted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key} {self.place}".strip()


class EditionVerdict(models.Model):
    """What Samspill said of a linked measure when an edition of the figures was opened. Written once an edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="edition_verdicts")
    edition = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    verdict = models.CharField(max_length=20)
    figures = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-edition"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["measure", "edition"], name="one_verdict_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.verdict} ({self.edition})"
