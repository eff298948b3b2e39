"""Innovation and improvement projects: aim, cycles, result, and how it spread."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.plans.models.plan import Action
from samspill.directory.models import Community


class ProjectState(models.TextChoices):
    IDEA = "idea", _("Idé")
    RUNNING = "running", _("Pågår")
    FINISHED = "finished", _("Ferdig")
    SPREADING = "spreading", _("Sprer seg")
    STOPPED = "stopped", _("Stanset")


class ImprovementProject(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="improvement_projects")
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects")
    name = models.CharField(max_length=160)
    aim = models.TextField()
    owner = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=ProjectState, default=ProjectState.IDEA)
    starts_on = models.DateField(null=True, blank=True)
    must_show_cost = models.BooleanField(default=True)  # a measure of cost or capacity is asked for
    result = models.TextField(blank=True)
    spread = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class PdsaCycle(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(ImprovementProject, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    begins = models.DateField()
    plan = models.TextField()
    do = models.TextField(blank=True)
    study = models.TextField(blank=True)
    act = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="one_cycle_of_a_number")
        ]

    def __str__(self) -> str:
        return f"PDSA {self.number}"
