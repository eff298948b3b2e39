"""Hearings: questions sent out, parallel answers, and one merged answer of which each paragraph can be traced."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.models.bodies import Body
from samspill.apps.governance.models.cases import Decision
from samspill.directory.models import Community


class HearingStatus(models.TextChoices):
    DRAFT = "draft", _("Settes opp")
    OPEN = "open", _("Ute til svar")
    MERGING = "merging", _("Flettes")
    APPROVED = "approved", _("Godkjent")


class Hearing(models.Model):
    """A set of questions from somebody. `body` approves the merged answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="hearings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hearings")
    title = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=160)
    due = models.DateField()
    status = models.CharField(max_length=20, choices=HearingStatus, default=HearingStatus.DRAFT)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="hearings")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-due"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    words = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]


class Invitation(models.Model):
    """A body is asked to answer by a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="invitations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="invitations")
    due = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)  # when they said that they were finished
    sent_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["body__order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["hearing", "body"], name="one_invitation_a_body")
        ]


class Answer(models.Model):
    """What one body answers to one question. Its paragraphs are parted by empty lines."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.CharField(max_length=160, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["invitation", "question"], name="one_answer_a_question")
        ]


class Paragraph(models.Model):
    """One paragraph of the merged answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="paragraphs")
    order = models.PositiveIntegerField()
    text = models.TextField()
    changed_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]


class Source(models.Model):
    """Where a paragraph comes from: whose answer, and their words as they were when it was taken in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="sources")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="used_in")
    words = models.TextField()


class Comment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="comments")
    words = models.TextField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]


class WheelKind(models.TextChoices):
    MEETING = "meeting", _("Møte")
    DATA = "data", _("Datapresentasjon")
    PLAN = "plan", _("Revisjon av plan")
    THEME_DAY = "theme_day", _("Temadag")
    ELECTION = "election", _("Valg av leder")
    REPORT = "report", _("Rapport")
    REVISION = "revision", _("Revisjon av avtale")


class WheelEntry(models.Model):
    """Something that comes each year. `origin` is the entry of the year before that it was made from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="wheel")
    kind = models.CharField(max_length=20, choices=WheelKind)
    title = models.CharField(max_length=160)
    day = models.DateField()
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="wheel")
    done = models.BooleanField(default=False)
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeated")

    class Meta:
        ordering: ClassVar[list[str]] = ["day", "title"]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["community", "day"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["origin"], name="repeated_once")
        ]
