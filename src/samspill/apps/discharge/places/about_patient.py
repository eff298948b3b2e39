"""What is stored of a patient's places: to be shown to the patient, and to be erased."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.discharge.models import Patient, Reservation
from samspill.apps.discharge.places.kinds import kinds_of, name_of
from samspill.apps.discharge.places.life import HOLDING
from samspill.apps.discharge.places.reserving import let_go
from samspill.ui import formats


def about_reservations(patient: Patient) -> dict[str, Any]:
    """A section of the patient's own extract."""
    rows = Reservation.objects.filter(stay__patient=patient).select_related("stock__municipality").order_by("at")
    kinds = kinds_of(patient.community_id)
    return {
        "title": _("Plasser som har vært holdt av"),
        "lead": _("Kommunale plasser som er holdt av for deg, og hva det ble til."),
        "heading": [_("Fra"), _("Plass"), _("Kommune"), _("Status"), _("Begrunnelse")],
        "rows": [
            [
                formats.day(row.first_day),
                name_of(kinds, row.stock.kind),
                row.stock.municipality.name,
                str(row.get_state_display()),
                (row.note or {}).get("text", "") or "–",
            ]
            for row in rows
        ],
    }


def forget_words(patient: Patient) -> int:
    """The reasons that people wrote go with the identity."""
    return Reservation.objects.filter(stay__patient=patient).exclude(note=None).update(note=None)


def forget_reservations(patient: Patient) -> None:
    """Places held for somebody who should never have been here are free again; the rows go with the stay."""
    for reservation in Reservation.objects.filter(stay__patient=patient, state__in=HOLDING):
        let_go(reservation)
