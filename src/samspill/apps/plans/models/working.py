"""How an action goes: dated entries, tasks, work groups, documents, and what a body decided about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.plans.models.plan import Action


class Status(models.TextChoices):
    PLANNED = "planned", _("Ikke startet")
    STARTED = "started", _("Startet")
    ON_TRACK = "on_track", _("I rute")
    DELAYED = "delayed", _("Forsinket")
    WAITS = "waits", _("Venter på andre")
    DONE = "done", _("Gjennomført")
    ENDED = "ended", _("Avsluttet")


class StatusEntry(models.Model):
    """What was said about an action on a day. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="entries")
    on = models.DateField()
    status = models.CharField(max_length=20, choices=Status)
    text = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    risk = models.CharField(max_length=300, blank=True)
    for_body = models.CharField(max_length=200, blank=True)  # the responsible body that the report is on behalf of
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["action", "-on", "-at"], name="entries_of_action")
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()} {self.on}"


class PlanWorkGroup(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="work_groups")
    name = models.CharField(max_length=160)
    mandate = models.TextField(blank=True)
    leader = models.CharField(max_length=160, blank=True)
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ActionDocument(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500)

    def __str__(self) -> str:
        return self.title


class ActionTask(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="tasks")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=160, blank=True)
    position_id = models.UUIDField(null=True, blank=True, db_index=True)  # whose task it is, where it is somebody here
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["done_on", "due"]

    def __str__(self) -> str:
        return self.what


class Choice(models.TextChoices):
    CONTINUE = "continue", _("Fortsette")
    CHANGE = "change", _("Endre")
    STOP = "stop", _("Stoppe")


class ActionDecision(models.Model):
    """What a named body decided about an action, on the record, with the verdict that lay before it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="decisions")
    choice = models.CharField(max_length=10, choices=Choice)
    body_name = models.CharField(max_length=200)
    body_id = models.UUIDField(null=True, blank=True)
    case = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-at"]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_choice_display()}"
