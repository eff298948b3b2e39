"""How long what is told about patients is kept: registered here, done by the room that owns it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.actions import erasing
from samspill.core import retention
from samspill.core.retention import Kind

YEAR = 365


def register() -> None:
    retention.register(
        Kind(
            name="raw_messages",
            label=_("Meldingene slik de kom"),
            what_goes=_("Innholdet i meldinger som er mottatt og sendt. Hodet (hvem, når, type) blir stående."),
            law=_(
                "Meldingene er også journalført hos avsender og mottaker. Her trengs de for å kunne vise hva som ble "
                "sagt hvis det blir uenighet. Virksomhetens egen vurdering; ingen lovfestet tid er funnet."
            ),
            confirmed=False,
            standard=YEAR,
            lowest=90,
            highest=10 * YEAR,
            remove=erasing.forget_old_messages,
        )
    )
    retention.register(
        Kind(
            name="patient_identity",
            label=_("Hvem pasienten er"),
            what_goes=_(
                "Navn og fødselsnummer, regnet fra det siste som skjedde. Døgn og antall blir stående uten navn."
            ),
            law=_(
                "Samspill er et arbeidsverktøy, ikke journalen: journalplikten ligger hos sykehuset og kommunen. "
                "Personopplysninger lagres ikke lenger enn formålet krever (personvernforordningen art. 5). "
                "Oppgjør etter betalingsforskriften kan kreve flere år."
            ),
            confirmed=False,
            standard=5 * YEAR,
            lowest=YEAR,
            highest=10 * YEAR,
            remove=erasing.forget_old_patients,
        )
    )
