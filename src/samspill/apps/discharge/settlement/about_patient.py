"""What settlements hold of a patient: to be shown to the patient, and to be erased."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.discharge.models import Objection, Patient, StatementLine
from samspill.ui import formats


def about_settlements(patient: Patient) -> dict[str, Any]:
    """A section of the patient's own extract."""
    lines = StatementLine.objects.filter(patient=patient.pk).select_related("statement__municipality")
    objections = Objection.objects.filter(patient=patient.pk).order_by("raised_at")
    rows = [
        [formats.day(row.first), formats.day(row.last), row.statement.municipality.name, _("Linje i låst oppgjør"), "–"]
        for row in lines.order_by("first", "pk")
    ]
    rows += [
        [
            formats.day(row.first),
            formats.day(row.last),
            row.statement.municipality.name,
            str(row.get_state_display()),
            row.text.get("text", "") or "–",
        ]
        for row in objections.select_related("statement__municipality")
    ]
    return {
        "title": _("Oppgjør mellom sykehus og kommune"),
        "lead": _("Døgn som kommunen har betalt for mens du ventet, og innsigelser om dem."),
        "heading": [_("Fra"), _("Til og med"), _("Kommune"), _("Status"), _("Begrunnelse")],
        "rows": rows,
    }


def forget_who(patient: Patient) -> int:
    """Names, events and people's own words go; days and kroner stay, since two parties have settled them."""
    lines = StatementLine.objects.filter(patient=patient.pk)
    named = lines.update(who={"name": _("Slettet identitet"), "born": ""}, evidence={"events": []})
    Objection.objects.filter(patient=patient.pk).update(text={"text": ""}, answer=None)
    return named
