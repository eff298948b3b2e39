"""Joint projects, professional networks and contact committees: who works together on what."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.directory.models.community import Community
from samspill.directory.models.dated import Dated
from samspill.directory.models.people import Person
from samspill.directory.models.units import Unit


class JointWorkKind(models.TextChoices):
    PROJECT = "project", _("Samarbeidsprosjekt")
    NETWORK = "network", _("Fagnettverk")
    CONTACT_COMMITTEE = "contact_committee", _("Kontaktutvalg")


class JointWorkStatus(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    ONGOING = "ongoing", _("Pågår")
    PAUSED = "paused", _("På vent")
    FINISHED = "finished", _("Avsluttet")
    STOPPED = "stopped", _("Stanset")


class JointWork(Dated):
    """Something that several parties do together for a period: `valid_from` it starts, `valid_to` it is over.

    groups        the patient groups it is about, separated by commas
    topics        more words that say what it is about, separated by commas; used to find overlap
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="joint_work")
    kind = models.CharField(max_length=20, choices=JointWorkKind)
    name = models.CharField(max_length=160)
    aim = models.TextField()
    groups = models.CharField(max_length=300, blank=True)
    topics = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="owns_joint_work")
    contact = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="contact_for")
    status = models.CharField(max_length=20, choices=JointWorkStatus, default=JointWorkStatus.PLANNED)
    status_note = models.CharField(max_length=200, blank=True)
    web = models.URLField(blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class Participant(Dated):
    """A unit takes part, or a person is a member, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(JointWork, on_delete=models.CASCADE, related_name="participants")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="takes_part_in")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="member_of")
    task = models.CharField(max_length=80, blank=True)  # leader, secretary, from the municipality …

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | models.Q(person__isnull=False), name="participant_is_somebody"
            )
        ]


class StatusChange(models.Model):
    """What the status became, when, said by whom; the first row is what it was registered with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(JointWork, on_delete=models.CASCADE, related_name="status_changes")
    status = models.CharField(max_length=20, choices=JointWorkStatus)
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at"]

    def __str__(self) -> str:
        return f"{self.work}: {self.status}"


class OverlapReply(models.TextChoices):
    SPOKEN = "spoken", _("Vi har snakket med dem")
    OTHER_PURPOSE = "other_purpose", _("Annet formål")


class OverlapAnswer(models.Model):
    """What those who registered a work said about another that it looks like."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(JointWork, on_delete=models.CASCADE, related_name="overlap_answers")
    similar = models.ForeignKey(JointWork, on_delete=models.CASCADE, related_name="named_as_similar")
    reply = models.CharField(max_length=20, choices=OverlapReply)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["work", "similar"], name="one_answer_about_a_similar_work")
        ]

    def __str__(self) -> str:
        return f"{self.work} – {self.similar}: {self.reply}"
