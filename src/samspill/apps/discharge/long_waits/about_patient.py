"""What is stored of a patient's long waits: to be shown to the patient, and to be erased."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.discharge.models import JointPoint, LongWait, Patient
from samspill.ui import formats


def about_long_waits(patient: Patient) -> dict[str, Any]:
    """A section of the patient's own extract."""
    rows = LongWait.objects.filter(stay__patient=patient).order_by("ready_on").prefetch_related("points__meeting")
    return {
        "title": _("Lange ventetider"),
        "lead": _("Når ventetiden din ble løftet til lederne, og hva de skrev om den."),
        "heading": [_("Klar fra"), _("Løftet til"), _("Plan"), _("Avsluttet"), _("Begrunnelse"), _("Felles møter")],
        "rows": [
            [
                formats.day(row.ready_on),
                str(row.get_step_display()),
                (row.plan or {}).get("text", "") or "–",
                formats.day(row.closed_at) or "–",
                (row.reason or {}).get("text", "") or "–",
                "; ".join(_of_meeting(point) for point in row.points.all()) or "–",
            ]
            for row in rows
        ],
    }


def _of_meeting(point: JointPoint) -> str:
    remarks = [each["text"] for each in (point.remarks or {}).get("said", [])]
    return " / ".join([f"{formats.day(point.meeting.held_on)}: {(point.agreed or {}).get('text', '')}", *remarks])


def forget_words(patient: Patient) -> int:
    """What people wrote goes with the identity; that it was lifted, and when, stays."""
    JointPoint.objects.filter(wait__stay__patient=patient).update(agreed=None, remarks=None)
    return LongWait.objects.filter(stay__patient=patient).update(plan=None, reason=None)
