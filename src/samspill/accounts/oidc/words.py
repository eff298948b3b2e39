"""What a person is told when a sign-in stops. A sentence tells what to do next, and nothing of who is registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# why: (tone of the notice, heading, sentence)
SENTENCES: Mapping[str, tuple[str, Any, Any]] = {
    "cancelled": ("info", _("Innloggingen ble avbrutt"), _("Du er ikke logget inn. Prøv igjen når du vil.")),
    "expired": (
        "info",
        _("Denne innloggingen er brukt eller for gammel"),
        _("En innlogging varer i ti minutter og kan brukes én gang, i nettleseren den ble startet i. Prøv igjen."),
    ),
    "unreachable": (
        "warning",
        _("Innloggingstjenesten svarer ikke"),
        _("Vi fikk ikke kontakt med innloggingstjenesten. Vent litt, og prøv igjen."),
    ),
    "failed": (
        "danger",
        _("Innloggingen gikk ikke"),
        _(
            "Innloggingstjenesten tok ikke imot forespørselen. Prøv igjen, og si fra til systemansvarlig "
            "hvis det fortsetter."
        ),
    ),
    "untrusted": (
        "danger",
        _("Innloggingen ble stoppet"),
        _(
            "Svaret fra innloggingstjenesten kunne ikke godkjennes. Prøv igjen, og si fra til systemansvarlig "
            "hvis det fortsetter."
        ),
    ),
    "low_level": (
        "warning",
        _("Du må logge inn på et høyere sikkerhetsnivå"),
        _("Prøv igjen med BankID, Buypass eller Commfides."),
    ),
    "unknown": (
        "warning",
        _("Du er ikke registrert i Samspill"),
        _("Be administratoren i helsefellesskapet ditt om å registrere deg, og prøv så igjen."),
    ),
    "closed": (
        "warning",
        _("Kontoen din er stengt"),
        _("Snakk med administratoren i helsefellesskapet ditt hvis du fortsatt skal bruke Samspill."),
    ),
}
