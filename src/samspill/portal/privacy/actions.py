"""Every extract, every change of a period: deeds, with their row in the audit trail, and in the patient's own log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from samspill.apps.discharge.models import Patient, Stay
from samspill.apps.discharge.queries.about_patient import everything_about
from samspill.core import audit, clock, limits, retention
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.core.retention import Kind, Period
from samspill.portal.privacy import permissions
from samspill.portal.privacy.who_looked import Line, log_of

LOOKED_UP = gettext_noop("Oppslag for å gi pasienten innsyn")
LOG_TAKEN_OUT = gettext_noop("Innsynsloggen ble tatt ut til pasienten")
ALL_TAKEN_OUT = gettext_noop("Alle opplysninger ble tatt ut til pasienten")


@deed("privacy.look_up", permission=permissions.check_extract_of)
def look_up(*, by: Any, patient: Patient) -> Patient:
    """See a patient's log on the screen. The patient sees this too."""
    _opened(by, patient, LOOKED_UP)
    return patient


@deed("privacy.extract_log", permission=permissions.check_extract_of)
def record_log_extract(*, by: Any, patient: Patient) -> Patient:
    limits.take("extract", person=by)
    _opened(by, patient, LOG_TAKEN_OUT)
    return patient


@deed("privacy.extract_everything", permission=permissions.check_extract_of)
def record_full_extract(*, by: Any, patient: Patient) -> Patient:
    limits.take("extract", person=by)
    _opened(by, patient, ALL_TAKEN_OUT)
    return patient


def extract_log(*, by: Any, patient: Patient) -> list[Line]:
    """The patient's log, this extract included. Raises Refused."""
    record_log_extract(by=by, patient=patient)
    return log_of(patient)


def extract_everything(*, by: Any, patient: Patient) -> dict[str, Any]:
    """All that is stored, with the log and how long each kind is kept. Raises Refused."""
    record_full_extract(by=by, patient=patient)
    log = [
        {
            "at": line.at.isoformat(timespec="seconds"),
            "who": line.who,
            "role": line.role,
            "unit": line.unit,
            "why": line.why,
        }
        for line in log_of(patient)
    ]
    return {**everything_about(patient), "access_log": log}


def _opened(by: Any, patient: Patient, reason: str) -> None:
    """In the patient's own log too; under the latest stay, since the log asks for one."""
    stay = Stay.objects.filter(patient=patient).order_by("-changed_at").values_list("pk", flat=True).first()
    audit.opened(by=by, community=patient.community_id, patient=patient.pk, stay=stay or patient.pk, reason=reason)


@deed("privacy.set_retention", permission=permissions.check_set_retention)
def set_period(*, by: Any, kind: Kind, days: int) -> Period:
    """How long the community keeps records of this kind from now on. Raises Refused."""
    if not kind.lowest <= days <= kind.highest:
        raise Refused(
            _("Lagringstiden må være mellom %(lowest)s og %(highest)s dager."), lowest=kind.lowest, highest=kind.highest
        )
    period, _made = Period.objects.update_or_create(
        community=by.community_id,
        kind=kind.name,
        defaults={"days": days, "changed_at": clock.now(), "changed_by": by.audit_id},
    )
    return period


def periods_of(community: Any) -> list[tuple[Kind, int]]:
    """Every kind with what holds for the community."""
    return [(kind, retention.days_of(community, kind)) for kind in retention.KINDS.values()]
