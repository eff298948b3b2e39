"""What is filled in when something is registered: when it happened, and what its kind asks for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.fields import Marked, day_field
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.board import wards_of
from samspill.apps.discharge.registering.kinds import Registrable
from samspill.apps.discharge.words import NOT_KNOWN_WHY
from samspill.core import clock
from samspill.directory.models import Unit, UnitKind

PLACES = [
    ("1", _("Hjem")),
    ("11", _("Sykehjem, aldershjem eller helsehus")),
    ("21", _("Kommunal akutt døgnenhet")),
    ("3", _("Annet sykehus")),
    ("10", _("Pasienthotell")),
    ("5", _("Institusjon i utlandet")),
    ("88", _("Annet")),
]


class RegisterForm(Marked):
    """`at()` is empty for now, a day where no hour is given, else a moment."""

    day = day_field(_("Hvilken dag?"), required=False, help_text=_("Tomt felt betyr nå."))
    hour = forms.TimeField(
        label=_("Klokkeslett"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
        error_messages={"invalid": _("Skriv klokkeslettet som 14:30.")},
    )

    def __init__(self, *args: Any, what: Registrable, stay: Stay, **values: Any) -> None:
        super().__init__(*args, **values)
        self.asks = what.asks
        if "expected" in what.asks:
            self.fields["expected"] = day_field(_("Forventet utskrivning"))
        if "unit" in what.asks:
            choices = [("", _("Velg sengepost")), *wards_of(stay.trust_id)]
            self.fields["unit"] = forms.ChoiceField(
                label=_("Ny sengepost"), choices=choices, error_messages={"required": _("Velg sengepost.")}
            )
        if "municipality" in what.asks:
            self.fields["municipality"] = forms.CharField(
                label=_("Kommunenummer"),
                max_length=6,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                help_text=_("Fire siffer, eller seks for en bydel."),
            )
        if "discharged_to" in what.asks:
            self.fields["discharged_to"] = forms.ChoiceField(
                label=_("Hvor reiser pasienten?"), choices=PLACES, widget=forms.RadioSelect, initial="1"
            )

        if "note" in what.asks:
            self.fields["note"] = forms.ChoiceField(
                label=_("Hva er det som ikke stemmer?"),
                choices=list(NOT_KNOWN_WHY.items()),
                widget=forms.RadioSelect,
                error_messages={"required": _("Velg hva som ikke stemmer.")},
            )

    def clean_municipality(self) -> str:
        number = str(self.cleaned_data["municipality"]).strip()
        found = Unit.objects.filter(number=number, kind__in=[UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT])
        if not number.isdecimal() or not found.exists():
            raise forms.ValidationError(_("Det finnes ingen kommune eller bydel med dette nummeret."))
        return number

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("hour") and not said.get("day"):
            said["day"] = clock.today()
        return said

    def at(self) -> date | datetime | None:
        day: date | None = self.cleaned_data.get("day")
        hour: time | None = self.cleaned_data.get("hour")
        if day is None:
            return None
        if hour is None:
            return None if day == clock.today() else day
        return datetime.combine(day, hour, clock.OSLO)

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.asks}

    def mark(self) -> int | None:
        text = self.cleaned_data.get("seen", "")
        return int(text) if text.isdecimal() else None
