"""What is filled in during a round."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.fields import moment_field, text_field


class ContactForm(forms.Form):
    spoken_with = forms.CharField(
        label=_("Hvem snakket du med?"),
        max_length=160,
        error_messages={"required": _("Skriv hvem du snakket med.")},
    )
    agreed = text_field(_("Avtalt neste steg"), rows=2)
    next_at = moment_field(_("Når?"), required=False)
    settles = forms.BooleanField(label=_("Avklart, følges ikke opp i neste runde"), required=False)
