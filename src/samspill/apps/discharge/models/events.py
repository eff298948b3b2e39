"""What happened, as it was told: the rows behind `samspill.stay.Event`. Inserted, never changed."""

from __future__ import annotations

from typing import Any

from django.db import models

from samspill.apps.discharge.models.patients import Patient
from samspill.apps.discharge.models.stays import Stay
from samspill.directory.models import Community, Unit
from samspill.stay.events import Event, Kind, Sector, Side

SAME_NAME = ("said_at", "source", "refers_to", "replaces", "municipality", "expected", "unit", "discharged_to", "note")


class StayEvent(models.Model):
    """One event of one patient at one trust. `stay` says which stay it was counted to, and is found anew each time
    something comes: a message that arrives late may show that two stays were one."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="events")
    # Empty for what is about the patient wherever they are: a death notice from the municipality.
    trust = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, null=True, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()  # place within its source
    kind = models.CharField(max_length=30)
    day = models.DateField()
    at = models.DateTimeField(null=True)  # empty where the sender gave a day only
    said_at = models.DateTimeField()
    by = models.CharField(max_length=20)
    source = models.CharField(max_length=100)
    refers_to = models.CharField(max_length=100, blank=True)
    replaces = models.CharField(max_length=100, blank=True)
    municipality = models.CharField(max_length=6, blank=True)
    expected = models.DateField(null=True)
    unit = models.CharField(max_length=160, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    discharged_to = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "source", "number"], name="a_source_is_recorded_once")
        ]
        ordering = ["pk"]

    @property
    def event(self) -> Event:
        """The plain value that the rules work on."""
        return Event(
            kind=Kind(self.kind),
            at=self.at or self.day,
            by=Side(self.by),
            sector=Sector(self.sector) if self.sector else None,
            **{name: getattr(self, name) for name in SAME_NAME},
        )


def columns_of(event: Event) -> dict[str, Any]:
    """The columns of a StayEvent that say what an Event says."""
    return {
        "kind": event.kind.value,
        "day": event.day,
        "at": None if event.at == event.day else event.at,
        "by": event.by.value,
        "sector": event.sector.value if event.sector else "",
        **{name: getattr(event, name) for name in SAME_NAME},
    }
