"""Access outside an ongoing relation: asked for, given at once with a reason, and reviewed by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge import permissions, rules
from samspill.apps.discharge.models import GrantedAccess, Ground, Patient, Stay, Verdict
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused


@deed("discharge.emergency_access", permission=permissions.check_ask_access)
def ask_emergency_access(*, by: Any, patient: Patient, ground: Ground, text: str) -> GrantedAccess:
    """Open a patient of the community in an emergency, for some hours. Raises Refused."""
    return _grant(by, patient, ground, text)


@deed("discharge.access_afterwards", permission=permissions.check_ask_access_afterwards)
def ask_access_afterwards(*, by: Any, stay: Stay, ground: Ground, text: str) -> GrantedAccess:
    """Open a stay of one's own side again, though it is over. Raises Refused."""
    return _grant(by, stay.patient, ground, text)


@deed("access_log.review", permission=permissions.check_review_of)
def review(*, by: Any, access: GrantedAccess, verdict: Verdict, note: str) -> GrantedAccess:
    """Say whether the access was justified; said once. Raises Refused."""
    access = GrantedAccess.objects.select_for_update().get(pk=access.pk)
    rules.check_not_reviewed(access.verdict)
    access.verdict = verdict
    access.reviewed_at = clock.now()
    access.reviewed_by = by.name
    access.review_note = {"text": note.strip()}
    access.save(update_fields=["verdict", "reviewed_at", "reviewed_by", "review_note"])
    return access


def _grant(by: Any, patient: Patient, ground: Ground, text: str) -> GrantedAccess:
    """A second request while the first holds is the same access: it is not made longer by pressing twice."""
    if patient.community_id != by.community_id:
        raise Refused(_("Pasienten er ikke i ditt helsefellesskap."))
    rules.check_reason(text)
    now = clock.now()
    there = GrantedAccess.objects.holds_for(by, now).filter(patient=patient, ground=ground).first()
    if there is not None:
        return there
    return GrantedAccess.objects.create(
        community_id=patient.community_id,
        patient=patient,
        account=by.account_id,
        position=by.position_id,
        who_name=by.name,
        role=by.title or str(by.role.label),
        unit=by.unit_name,
        ground=ground,
        reason={"text": text.strip()},
        at=now,
        until=now + timedelta(hours=settings.EMERGENCY_HOURS),
    )
