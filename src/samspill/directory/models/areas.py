"""Where people live: which hospital serves them, which municipalities send joint representatives, old numbers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samspill.directory.models.dated import Dated
from samspill.directory.models.units import Unit


class Catchment(Dated):
    """The hospital that serves the people of a municipality or a city district, from a day and until a day."""

    area = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="catchments")
    hospital = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="serves")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["area", "hospital", "valid_from"], name="one_catchment_from_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.area} → {self.hospital}"


class ClusterMember(Dated):
    """A municipality sends joint representatives with the others of its cluster."""

    cluster = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cluster_members")
    municipality = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="clusters")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cluster", "municipality", "valid_from"], name="one_cluster_from_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.municipality} i {self.cluster}"


class NumberChange(models.Model):
    """From a day a municipality's number is another. A merger gives several rows one new number; a split gives one
    old number several rows."""

    old_number = models.CharField(max_length=4)
    old_name = models.CharField(max_length=80)
    new_number = models.CharField(max_length=4)
    changed_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["old_number", "new_number", "changed_on"], name="one_change_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.old_number} → {self.new_number} {self.changed_on}"


class Edition(models.Model):
    """One row with a token that is new each time anything in the directory changed; what `lookup` remembers hangs on
    it. It lies in the database, so that all processes see it, and so that a change undone is a token undone."""

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
