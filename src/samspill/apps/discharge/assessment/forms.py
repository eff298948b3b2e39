"""What is filled in about assessment and frailty."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.fields import day_field, text_field
from samspill.core import clock

SCORES = [("", "–"), *((str(n), str(n)) for n in range(1, 10))]


class BeginForm(forms.Form):
    taking_part = forms.CharField(
        label=_("Hvem er med?"),
        max_length=300,
        required=False,
        help_text=_("Funksjoner, ikke navn: fysioterapeut, ergoterapeut, saksbehandler."),
    )


class PlanForm(forms.Form):
    text = text_field(_("Hva ble dere enige om?"), rows=4)


class ScoreForm(forms.Form):
    score = forms.ChoiceField(
        label=_("Skår, 1 til 9"), choices=SCORES, error_messages={"required": _("Velg et tall fra 1 til 9.")}
    )
    state_on = day_field(
        _("Hvilken dag gjelder den?"), help_text=_("Skalaen beskriver tilstanden to uker før den akutte sykdommen.")
    )
    trained = forms.BooleanField(
        label=_("Jeg er opplært i skalaen"),
        error_messages={"required": _("Skåren føres av den som er opplært i skalaen. Kryss av for at du er det.")},
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["state_on"].initial = clock.today


class DiagnosesForm(forms.Form):
    codes = text_field(
        _("Diagnosekoder (ICD-10)"), help_text=_("Skilt med mellomrom eller komma, for eksempel F00.1 S72.0 W19.")
    )

    def listed(self) -> list[str]:
        return [code for code in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if code]
