"""What a reader of the access log may ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _date_field(label: Any) -> forms.DateField:
    # Browsers send and want ISO dates in a date input, whatever the language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class AccessLogForm(forms.Form):
    """The question stands in the address, so that it can be kept and shared with another privacy officer."""

    fra = _date_field(_("Fra og med"))
    til = _date_field(_("Til og med"))
    hvem = forms.CharField(label=_("Hvem (navn)"), required=False, max_length=80)
    opphold = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        first, last = answers.get("fra"), answers.get("til")
        if first and last and last < first:
            self.add_error("til", _("Siste dag må være samme dag som den første, eller senere."))
        return answers
