"""What is filled in to bring a file in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV eller regneark (.xlsx). Ingenting endres før du har sett hva som vil skje."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={"required": _("Velg en fil."), "empty": _("Filen er tom.")},
    )
