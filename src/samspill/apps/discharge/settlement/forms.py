"""What people fill in about settlements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.settlement.words import GROUNDS

_DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ObjectionForm(forms.Form):
    patient = forms.UUIDField(widget=forms.HiddenInput)
    first = forms.DateField(label=_("Fra"), widget=_DAY, input_formats=_DAYS)
    last = forms.DateField(label=_("Til og med"), widget=_DAY, input_formats=_DAYS)
    ground = forms.ChoiceField(label=_("Hva gjelder det?"), choices=list(GROUNDS.items()))
    text = forms.CharField(
        label=_("Begrunnelse"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("Leses bare av de to partene."),
    )


class MoveForm(forms.Form):
    text = forms.CharField(max_length=2000, required=False)


class MonthForm(forms.Form):
    month = forms.CharField(label=_("Måned"), max_length=7, widget=forms.TextInput(attrs={"type": "month"}))

    def clean_month(self) -> tuple[int, int]:
        year, dash, month = self.cleaned_data["month"].partition("-")
        if dash and year.isdecimal() and month.isdecimal() and 2012 <= int(year) <= 2200 and 1 <= int(month) <= 12:
            return int(year), int(month)
        raise forms.ValidationError(_("Skriv måneden som år-måned, for eksempel 2026-03."))


class DocumentsForm(forms.Form):
    stay = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("Sendt"), widget=_DAY, input_formats=_DAYS)
