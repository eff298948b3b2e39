"""What the privacy officer fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.core.retention import Kind


class NumberForm(forms.Form):
    """Posted, never part of an address; not remembered by the browser, nor kept as a draft."""

    number = forms.CharField(
        label=_("Pasientens fødselsnummer"),
        max_length=40,
        help_text=_("Elleve siffer. D-nummer og hjelpenummer går også."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "data-no-draft": True}
        ),
    )


class EraseForm(forms.Form):
    reason = forms.CharField(
        label=_("Begrunnelse"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=_("Blir stående i hendelsesloggen. Skriv ikke pasientens navn eller nummer."),
    )
    sure = forms.BooleanField(label=_("Jeg har lest hva som blir borte, og at det ikke kan angres"))


class PeriodForm(forms.Form):
    """Years where the period is that long, days otherwise: as people say it."""

    days = forms.IntegerField(label=_("Dager"))

    def __init__(self, *args: Any, kind: Kind, **values: Any) -> None:
        super().__init__(*args, **{**values, "prefix": kind.name})
        field: Any = self.fields["days"]
        field.min_value, field.max_value = kind.lowest, kind.highest
        field.widget.attrs.update({"min": kind.lowest, "max": kind.highest, "inputmode": "numeric"})
        field.help_text = _("Fra %(lowest)s til %(highest)s dager.") % {"lowest": kind.lowest, "highest": kind.highest}
        field.error_messages["required"] = _("Skriv hvor mange dager.")
        field.error_messages["invalid"] = _("Skriv et helt tall.")

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        field: Any = self.fields["days"]
        if not field.min_value <= days <= field.max_value:
            raise forms.ValidationError(field.help_text)
        return days
