"""A person's name, and the day they leave."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.directory.edits import day_field, key_field, seen_field


class NameForm(forms.Form):
    given_name = forms.CharField(label=_("Fornavn"), max_length=80)
    family_name = forms.CharField(label=_("Etternavn"), max_length=80)
    seen = seen_field()


class NewPersonForm(forms.Form):
    given_name = forms.CharField(label=_("Fornavn"), max_length=80)
    family_name = forms.CharField(label=_("Etternavn"), max_length=80)
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False)
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        error_messages={"invalid": _("Skriv en hel e-postadresse, som navn@kommune.no.")},
    )
    key = key_field()


class EndStayForm(forms.Form):
    last_day = day_field(_("Siste dag"))
