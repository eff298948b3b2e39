"""A stay that was a municipality's own until the municipality of stay was put right."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from samspill.apps.discharge.models import Stay, StayEvent
from samspill.directory.models import Unit
from samspill.stay import Kind


def moved_away(person: Any, pk: UUID) -> datetime | None:
    """When it became another's; None for what never was this municipality's, or is not there."""
    if not (person.signed_in and person.may("discharge.open_patient")):
        return None
    number = Unit.objects.filter(pk=person.home_id).values_list("number", flat=True).first()
    if not number:
        return None
    rows = StayEvent.objects.filter(stay=pk, stay__community=person.community_id)
    if not rows.filter(municipality__startswith=number).exists() or Stay.objects.visible_to(person).filter(pk=pk):
        return None
    changed = rows.exclude(municipality="").exclude(municipality__startswith=number)
    last = changed.filter(kind__in=[Kind.MUNICIPALITY_CHANGED, Kind.READY_NOTICE]).last()
    return last.recorded_at if last else None
