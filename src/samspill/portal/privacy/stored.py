"""What is stored of a patient, counted, with what becomes of it: read before it is erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.discharge.coordination.queries.about import models_of_stay, rows_of
from samspill.apps.discharge.models import GrantedAccess, OutgoingMessage, Patient, ReceivedMessage, Stay, StayEvent
from samspill.core.audit.models import AccessRow


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One kind of record. goes / goes_if_wrong: is it erased with the identity, or when the patient came by mistake?"""

    what: str
    count: int
    goes: bool
    goes_if_wrong: bool
    why_kept: str = ""


def stored_of(patient: Patient) -> list[Stored]:
    count: dict[str, Any] = {
        "events": StayEvent.objects.filter(patient=patient).count(),
        "stays": Stay.objects.filter(patient=patient).count(),
        "received": ReceivedMessage.objects.filter(patient=patient).count(),
        "sent": OutgoingMessage.objects.filter(stay__patient=patient).count(),
        "openings": AccessRow.objects.filter(community=patient.community_id, patient=patient.pk).count(),
        "written": sum(rows_of(model, patient).count() for model in models_of_stay()),
        "granted": GrantedAccess.objects.filter(patient=patient).count(),
    }
    figures = _("Uten navn: døgn og antall som tallene bygger på.")
    proof = _("Hodet viser at meldingen kom, fra hvem og når, uten pasient.")
    law = _("Innsynslogg skal lagres (pasientjournalloven § 22). Etter slettingen står ikke navnet i den.")
    return [
        Stored(what=_("Navn, fødselsnummer, fødselsdato og kjønn"), count=1, goes=True, goes_if_wrong=True),
        Stored(
            what=_("Innholdet i mottatte meldinger"),
            count=count["received"],
            goes=True,
            goes_if_wrong=True,
            why_kept=proof,
        ),
        Stored(
            what=_("Innholdet i sendte meldinger"), count=count["sent"], goes=True, goes_if_wrong=True, why_kept=proof
        ),
        Stored(
            what=_("Opphold: datoer, sengepost, kommune"),
            count=count["stays"],
            goes=False,
            goes_if_wrong=True,
            why_kept=figures,
        ),
        Stored(
            what=_("Hendelser i oppholdene"), count=count["events"], goes=False, goes_if_wrong=True, why_kept=figures
        ),
        Stored(
            what=_("Det som er skrevet om oppholdene: oppgaver, notater, møter, avklaringer"),
            count=count["written"],
            goes=True,
            goes_if_wrong=True,
        ),
        Stored(
            what=_("Begrunnelser for nødtilgang, i fritekst"), count=count["granted"], goes=True, goes_if_wrong=True
        ),
        Stored(
            what=_("Innsynsloggen: hvem som åpnet, når og hvorfor"),
            count=count["openings"],
            goes=False,
            goes_if_wrong=False,
            why_kept=law,
        ),
    ]
