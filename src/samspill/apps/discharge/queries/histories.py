"""The events behind stays, fetched for many stays at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q

from samspill.apps.discharge.models import Stay, StayEvent


def events_of(stays: Iterable[Stay]) -> dict[UUID, list[StayEvent]]:
    """stay id → its rows, in the order they came; with what was told about the patient wherever they are.

    Two queries, however many stays.
    """
    stays = list(stays)
    rows: dict[UUID, list[StayEvent]] = {stay.pk: [] for stay in stays}
    for row in StayEvent.objects.filter(stay__in=stays):
        if row.stay_id:
            rows[row.stay_id].append(row)
    for stay, extra in _about_the_patient(stays):
        rows[stay.pk] += extra
    return rows


def _about_the_patient(stays: Sequence[Stay]) -> Iterable[tuple[Stay, list[StayEvent]]]:
    """Death notices belong to the patient; a stay that had ended by then is not moved by one (see the fold)."""
    told: dict[UUID, list[StayEvent]] = defaultdict(list)
    patients = {stay.patient_id for stay in stays}
    for row in StayEvent.objects.filter(Q(trust=None), patient__in=patients):
        told[row.patient_id].append(row)
    return [(stay, told[stay.patient_id]) for stay in stays if told[stay.patient_id]]
