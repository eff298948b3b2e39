"""The report to the strategic body: chosen indicators of one publication, with the analysis group's own words."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models

from samspill.apps.insight.models.publications import Publication
from samspill.directory.models import Community


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Any) -> Self:
        """A finished report is for everybody in the community; one being written for those who work on it."""
        if not (person.signed_in and person.may("insight.see")):
            return self.none()
        mine = self.filter(community=person.community_id)
        return mine if person.may("insight.see_drafts") else mine.filter(finished_at__isnull=False)


class Report(models.Model):
    """Tied to one publication, so that the same report gives the same bytes whenever it is printed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=160)
    receiver = models.CharField(max_length=160)
    summary = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=160)
    version = models.PositiveIntegerField(default=1)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=160, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return self.title


class ReportSection(models.Model):
    """One indicator in the report, for one place, with what the analysis group says about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    place = models.CharField(max_length=6, blank=True)
    text = models.TextField(blank=True)
    with_places = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.report} · {self.key}"
