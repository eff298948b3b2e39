"""Agreements as versions with clauses that other things point to, and the parties' own documents beside them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.models.cases import Case, Decision
from samspill.directory.models import Community, Unit


class AgreementKind(models.TextChoices):
    COOPERATION = "cooperation", _("Samarbeidsavtale")
    SUB_AGREEMENT = "sub_agreement", _("Delavtale")
    GUIDELINE = "guideline", _("Retningslinje")


class Agreement(models.Model):
    """An agreement, whatever its versions say. A sub-agreement or a guideline lies under its parent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="agreements")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    kind = models.CharField(max_length=20, choices=AgreementKind)
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["number", "title"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Utkast")
    ADOPTED = "adopted", _("Gjelder")
    REPLACED = "replaced", _("Erstattet")


class AgreementVersion(models.Model):
    """The text as it holds from a day. An adopted one is never changed; the next one takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20, choices=VersionStatus, default=VersionStatus.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    revise_by = models.DateField(null=True, blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_version_a_number")
        ]


class Clause(models.Model):
    """One clause of one version. `mark` is what it is called in every version («3.2»): by it they are compared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="clauses")
    mark = models.CharField(max_length=20)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "mark"], name="one_clause_a_mark")
        ]


class ClauseChange(models.Model):
    """A case proposes that a clause says something else. The clause is named by its mark, which outlives a version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clause_changes")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="changes")
    mark = models.CharField(max_length=20)
    wording = models.TextField(blank=True)  # what it would say; empty while only the matter is raised
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["agreement__number", "mark"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "agreement", "mark"], name="one_change_a_clause")
        ]


class SteeringKind(models.TextChoices):
    ALLOCATION_LETTER = "allocation_letter", _("Oppdragsdokument eller tildelingsbrev")
    DEVELOPMENT_PLAN = "development_plan", _("Utviklingsplan")
    LOCAL_PROCEDURE = "local_procedure", _("Lokal rutine")
    OTHER = "other", _("Annet styringsdokument")


class SteeringDocument(models.Model):
    """A party's own document, shared so that nobody is surprised by the other's plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="steering_documents")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="steering_documents")
    kind = models.CharField(max_length=30, choices=SteeringKind)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    web = models.URLField(blank=True)
    shared_at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "title"]
