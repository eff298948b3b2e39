"""What is filled in to give, end or lend a role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.accounts.giving.actions import colleagues_of
from samspill.accounts.giving.queries import path_of, units_to_choose
from samspill.core import clock
from samspill.directory.models import Unit
from samspill.directory.roles import Role


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Skriv datoen som dag.måned.år, for eksempel 3.2.2026.")},
    )


class GiveRoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Rolle"), choices=[("", _("Velg rolle")), *Role.choices])
    unit = forms.ChoiceField(label=_("Enhet"))
    title = forms.CharField(
        label=_("Tittel"),
        max_length=120,
        required=False,
        help_text=_("Slik folk sier det, hvis det er noe annet enn rollen."),
    )
    first = _day(_("Første dag"))
    last_day = _day(_("Siste dag"), required=False, help_text=_("Tomt felt betyr til rollen blir avsluttet."))
    reason = forms.CharField(label=_("Begrunnelse"), max_length=200)

    def __init__(self, *args: Any, community: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.units = {str(unit.pk): unit for unit in units_to_choose(community)}
        unit: Any = self.fields["unit"]
        unit.choices = [("", _("Velg enhet")), *((pk, path_of(each)) for pk, each in self.units.items())]
        self.fields["first"].initial = clock.today()

    def clean_unit(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class EndRoleForm(forms.Form):
    last_day = _day(_("Siste dag"))


class DelegateForm(forms.Form):
    to: Any = forms.ModelChoiceField(queryset=None, label=_("Til hvem?"), empty_label=_("Velg kollega"))
    first = _day(_("Første dag"))
    last_day = _day(_("Siste dag"))
    reason = forms.CharField(
        label=_("Hvorfor?"), max_length=200, help_text=_("For eksempel «ferie» eller «vikar på kveldsvakt».")
    )

    def __init__(self, *args: Any, actor: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        to: Any = self.fields["to"]
        to.queryset = colleagues_of(actor).order_by("family_name", "given_name")
        self.fields["first"].initial = clock.today()
        self.fields["last_day"].initial = clock.today() + timedelta(days=6)
