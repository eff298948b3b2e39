"""Taking down a whole history at once: for the demo community, and for moving in from another system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from samspill.apps.discharge.actions.projecting import project
from samspill.apps.discharge.models import Patient, Stay, StayEvent
from samspill.apps.discharge.models.events import columns_of
from samspill.apps.discharge.models.patients import identity_of, number_index
from samspill.apps.discharge.models.pulse import beat
from samspill.core import audit, clock
from samspill.core.doer import Doer
from samspill.directory.models import Community, Unit
from samspill.messages import message
from samspill.stay import Event, next_admissions, stays_of

BATCH = 1000


@dataclass(frozen=True)
class History:
    """All that is known of one patient at one trust."""

    patient: message.Patient
    trust: Unit
    events: Sequence[Event]


def record_history(*, by: Doer, community: Community, histories: Iterable[History]) -> int:
    """Store histories of patients that the community does not know yet, in one transaction; the number of stays.

    Raises IntegrityError, and stores nothing, if a patient or a source is known already.
    """
    with transaction.atomic():
        patients, stays, rows = _build(by, community, histories)
        Patient.objects.bulk_create(patients, BATCH)
        Stay.objects.bulk_create(stays, BATCH)
        StayEvent.objects.bulk_create(rows, BATCH)
        beat(community.pk)
        audit.record(by=by, deed="discharge.record_history", about=community)
    return len(stays)


def _build(
    by: Doer, community: Community, histories: Iterable[History]
) -> tuple[list[Patient], list[Stay], list[StayEvent]]:
    patients: dict[str, Patient] = {}
    stays: list[Stay] = []
    rows: list[StayEvent] = []
    for history in histories:
        index = number_index(community, history.patient)
        patient = patients.setdefault(
            index, Patient(community=community, number_index=index, identity=identity_of(history.patient))
        )
        groups = stays_of(history.events)
        for events, next_admission in zip(groups, next_admissions(groups), strict=True):
            stay = Stay(community=community, patient=patient, trust=history.trust)
            told = [_row(stay, event, by) for event in events]
            project(stay, told, next_admission)
            stays.append(stay)
            rows += told
    _number(rows)
    return list(patients.values()), stays, rows


def _row(stay: Stay, event: Event, by: Doer) -> StayEvent:
    return StayEvent(
        community=stay.community,
        patient=stay.patient,
        trust=stay.trust,
        stay=stay,
        recorded_at=clock.now(),
        recorded_by=by.audit_id,
        **columns_of(event),
    )


def _number(rows: Iterable[StayEvent]) -> None:
    """Number the events within each source."""
    next_number: dict[str, int] = {}
    for row in rows:
        row.number = next_number.get(row.source, 0)
        next_number[row.source] = row.number + 1
