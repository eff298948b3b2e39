"""A plan, its yearly editions, and what stands in each.

An `Action` is the thing itself and lives through all editions: its status, measures and decisions hang on it. What an
edition says of it (number, words, who, when) is an `ActionInEdition`. So a renumbering breaks no link.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.directory.models import Community


class Layout(models.TextChoices):
    GRID = "grid", _("År for år, med halvår")
    WHEN = "when", _("Mål, pågående arbeid, tiltak, ansvarlig, når")


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    VALID = "valid", _("Gjeldende")
    FORMER = "former", _("Tidligere")


class ActionPlan(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="action_plans")
    title = models.CharField(max_length=200)
    layout = models.CharField(max_length=10, choices=Layout, default=Layout.GRID)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class PlanEdition(models.Model):
    """number counts from 1. approved_by: the body as people call it; body: the same in the register of bodies."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.DRAFT)
    intro = models.TextField(blank=True)
    note = models.TextField(blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_case = models.CharField(max_length=80, blank=True)
    body_id = models.UUIDField(null=True, blank=True)
    made_from = models.CharField(max_length=200, blank=True)  # the name of the file it was read from
    unplaced = models.JSONField(default=list, blank=True)  # texts of that file that a person chose to leave out
    public = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_edition_of_a_number"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="draft"), name="one_draft_of_a_plan"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="valid"), name="one_valid_edition_of_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.number}"


class FocusArea(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(PlanEdition, on_delete=models.CASCADE, related_name="areas")
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500, blank=True)
    notes = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]

    def __str__(self) -> str:
        return ". ".join(filter(None, [self.number, self.title]))


class Goal(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(FocusArea, on_delete=models.CASCADE, related_name="goals")
    number = models.CharField(max_length=20, blank=True)
    title = models.TextField(blank=True)
    notes = models.JSONField(default=list, blank=True)
    ongoing = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.number, self.title]))


class Action(models.Model):
    """status, status_on: from the latest entry, so that lists can sort. number, short: as the latest edition has it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="actions")
    status = models.CharField(max_length=20, default="planned")
    status_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=20, blank=True)
    short = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return " ".join(filter(None, [self.number, self.short]))


class ActionInEdition(models.Model):
    """years: the grid's cells as printed, by «2024» or «2024 vår»; marks: [{year, season, kind, text}]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="rows")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="rows")
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    number_text = models.CharField(max_length=120, blank=True)
    owner_text = models.TextField(blank=True)
    when_text = models.CharField(max_length=300, blank=True)
    years = models.JSONField(default=dict, blank=True)
    marks = models.JSONField(default=list, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    links = models.JSONField(default=list, blank=True)
    extras = models.JSONField(default=list, blank=True)
    change_reason = models.CharField(max_length=300, blank=True)  # why it differs from the edition before
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.number, self.text[:60]]))

    def seasons(self, year: int) -> dict[str, dict[str, Any]]:
        """The mark of each half year; a mark for the year as a whole stands in both."""
        found: dict[str, dict[str, Any]] = {}
        for mark in self.marks:
            if mark["year"] == year:
                for season in [mark["season"]] if mark["season"] else ["spring", "autumn"]:
                    found.setdefault(season, mark)
        return found


class Responsible(models.Model):
    """A body that answers for an action in an edition, by the name as written; `body_id` once it is matched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    row = models.ForeignKey(ActionInEdition, on_delete=models.CASCADE, related_name="responsible")
    name = models.CharField(max_length=200)
    support = models.BooleanField(default=False)
    body_id = models.UUIDField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["support", "order"]

    def __str__(self) -> str:
        return self.name


class CrossReference(models.Model):
    """«See together with 1.4.1»: to the action itself, whatever its number is now. `text` is the number as written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    row = models.ForeignKey(ActionInEdition, on_delete=models.CASCADE, related_name="cross_references")
    text = models.CharField(max_length=20)
    to = models.ForeignKey(Action, null=True, blank=True, on_delete=models.CASCADE, related_name="referred_from")
    same = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class Ending(models.Model):
    """An action of the edition before that is not carried over, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(PlanEdition, on_delete=models.CASCADE, related_name="endings")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="endings")
    done = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["edition", "action"], name="an_action_ends_once_in_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.reason}"
