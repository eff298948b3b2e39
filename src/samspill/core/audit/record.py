"""Writing rows. Called inside the transaction of the change, so that a change and its trace stand or fall together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from samspill.core import clock, direct
from samspill.core.audit.models import AccessRow, AuditRow
from samspill.core.doer import Doer
from samspill.core.events import tell


def record(*, by: Doer, deed: str, about: Any = None) -> None:
    """Write that `by` did `deed` to `about` (a model row, or nothing)."""
    row = AuditRow(
        at=clock.now(),
        community=getattr(about, "community_id", None) or by.community_id,
        who=by.audit_id,
        role=by.audit_role,
        deed=deed,
        about_kind=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
    )
    direct.insert(row)


def opened_many(*, by: Any, community: UUID, patients: Mapping[UUID, UUID], reason: str) -> None:
    """Write that `by` opened each of the patients (patient → one of their stays) at once: a list with names."""
    now = clock.now()
    AccessRow.objects.bulk_create(
        AccessRow(
            at=now,
            community=community,
            who=by.audit_id,
            who_name=by.name,
            role=by.audit_role,
            unit=by.unit_name,
            patient=patient,
            stay=stay,
            reason=reason,
        )
        for patient, stay in patients.items()
    )


def opened(*, by: Any, community: UUID, patient: UUID, stay: UUID, reason: str) -> None:
    """Write that `by` (an Actor) opened a patient, in which role and why."""
    AccessRow.objects.create(
        at=clock.now(),
        community=community,
        who=by.audit_id,
        who_name=by.name,
        role=by.audit_role,
        unit=by.unit_name,
        patient=patient,
        stay=stay,
        reason=reason,
    )
    tell("patient.opened", account=getattr(by, "account_id", None), stay=stay)
