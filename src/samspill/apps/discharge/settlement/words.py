"""What grounds and remarks are called. The codes are stored, so they never change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

GROUNDS = {
    "no_documents": _("Epikrise eller tilsvarende opplysninger manglet ved utskrivning"),
    "dates_wrong": _("Datoene stemmer ikke"),
    "not_ready": _("Pasienten var ikke utskrivningsklar"),
    "not_ours": _("Kommunen var ikke oppholdskommune"),
    "place_offered": _("Plass var meldt klar"),
    "conditions": _("Vilkårene for psykisk helsevern og rus var ikke oppfylt"),
    "other": _("Annet"),
}

REMARKS = {
    "no_documents": _("Det er ikke registrert at epikrise eller tilsvarende er sendt."),
    "no_answer": _("Kommunen hadde ikke svart på varselet."),
    "not_declared": _("Klar fra varselets dag; ingen egen erklæring er meldt."),
    "conditions_met": _("Psykisk helsevern eller rus: tilleggsvilkårene var oppfylt disse døgnene."),
    "still_here": _("Pasienten er ikke utskrevet ennå."),
    "not_discharged": _("Utskrivning er ikke meldt; oppholdet er avsluttet av neste innleggelse."),
    "stay_gone": _("Oppholdet er senere slått sammen med et annet, eller tatt bort."),
}
