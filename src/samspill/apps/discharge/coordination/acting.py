"""How an act on a stay begins and ends: one at a time a patient, and every board that shows the stay is told."""

from __future__ import annotations

from typing import Any

from samspill.apps.discharge.models import Patient, Stay
from samspill.apps.discharge.models.pulse import beat
from samspill.core import clock
from samspill.core.events import tell


def held(stay: Stay) -> Stay:
    """The stay as it is now, held until the transaction ends; where it turned out to be part of another, that one."""
    Patient.objects.select_for_update().get(pk=stay.patient_id)
    now = Stay.objects.select_related("patient", "trust", "ward", "municipality").get(pk=stay.pk)
    return held(now.merged_into) if now.merged_into is not None else now


def changed(stay: Stay) -> None:
    """What rows and pages show of it is another; call last."""
    stay.version += 1
    stay.changed_at = clock.now()
    stay.save(update_fields=["version", "changed_at"])
    beat(stay.community_id, [stay.municipality_id])
    tell("discharge.changed", community=stay.community_id, stays=[stay.pk])


def signature(by: Any, stay: Stay) -> dict[str, Any]:
    """The columns that say to which stay, when, by whom and for which side."""
    from samspill.apps.discharge.coordination.permissions import side_of

    return {
        "community_id": stay.community_id,
        "stay": stay,
        "at": clock.now(),
        "by_name": by.name,
        "by_side": side_of(by).value,
        "by_organisation": by.top_id,
    }
