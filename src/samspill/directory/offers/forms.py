"""What is asked for, and what people fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.directory.edits import PeriodForm, day_field, key_field, seen_field, seen_of
from samspill.directory.models import OfferKind, OfferLevel, ServiceOffer, Unit
from samspill.directory.naming import UnitField
from samspill.directory.offers import rules

ALL = ("", _("Alle"))
TOLD = ("name", "description", "for_whom", "how_to_refer", "boundary", "capacity", "capacity_note", "contact", "web")


class FilterForm(forms.Form):
    """The question stands in the address, so that it can be kept and shared."""

    sok = forms.CharField(label=_("Søk"), required=False, max_length=100)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[ALL, *OfferKind.choices])
    niva = forms.ChoiceField(label=_("Nivå"), required=False, choices=[ALL, *OfferLevel.choices])
    nar = forms.ChoiceField(label=_("For dem som bor i"), required=False)
    fra = forms.ChoiceField(label=_("Leverandør"), required=False)
    vis = forms.CharField(required=False, widget=forms.HiddenInput)
    sorter = forms.CharField(required=False, widget=forms.HiddenInput)

    def offer(self, areas: Iterable[Unit], providers: Iterable[Unit]) -> None:
        shown = [(str(a.pk), f"{a.top.name}, {a.name}" if a.parent_id else a.name) for a in areas]
        self._choices("nar", [("", _("Alle steder")), *shown])
        named = [(str(p.pk), p.name if p.top.pk == p.pk else f"{p.name}, {p.top.name}") for p in providers]
        self._choices("fra", [ALL, *named])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class OfferForm(PeriodForm):
    """An offer. `key` becomes the id of a new one; `seen` is how new the picture of an old one is."""

    key = key_field()
    seen = seen_field()
    name = forms.CharField(label=_("Navn på tilbudet"), max_length=160)
    kind = forms.ChoiceField(label=_("Type"), choices=[("", _("Velg type")), *OfferKind.choices])
    level = forms.ChoiceField(
        label=_("Hvem har ansvaret?"),
        choices=OfferLevel.choices,
        widget=forms.RadioSelect,
        initial=OfferLevel.MUNICIPAL,
    )
    provider = UnitField(label=_("Leverandør"), help_text=_("Enheten som gir tilbudet."))
    description = forms.CharField(
        label=_("Om tilbudet"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )
    for_whom = forms.CharField(label=_("For hvem"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    how_to_refer = forms.CharField(
        label=_("Slik henviser du"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hvem kan henvise, hvordan det sendes, og om innbyggeren kan ta kontakt selv."),
    )
    boundary = forms.CharField(
        label=_("Hvor går grensen?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Når er dette riktig sted, og når skal det andre nivået ha henvisningen?"),
    )
    capacity = forms.IntegerField(
        label=_("Kapasitet"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=_("Plasser eller deltakere om gangen."),
    )
    capacity_note = forms.CharField(label=_("Om kapasiteten"), required=False, max_length=200)
    contact = forms.CharField(
        label=_("Kontakt"),
        required=False,
        max_length=200,
        help_text=_("Telefon eller funksjonspostkasse for dette tilbudet. Leverandørens egne nummer vises uansett."),
    )
    web = forms.URLField(label=_("Nettside"), required=False, max_length=200, assume_scheme="https")
    topics = forms.CharField(
        label=_("Flere søkeord"), required=False, max_length=300, help_text=_("Skill ordene med komma.")
    )
    areas = forms.MultipleChoiceField(
        label=_("For dem som bor i"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kryss av ingen hvis tilbudet er for hele helsefellesskapet."),
    )
    field_order = ["name", "kind", "level", "provider", "for_whom", "how_to_refer", "boundary", "description"]

    def offer_choices(self, providers: Iterable[Unit], areas: Iterable[Unit]) -> None:
        field = self.fields["provider"]
        assert isinstance(field, UnitField)
        field.offer_units(providers)
        self._areas = {str(area.pk): area for area in areas}
        ticks = self.fields["areas"]
        assert isinstance(ticks, forms.MultipleChoiceField)
        ticks.choices = [(pk, _area_label(area)) for pk, area in self._areas.items()]

    def clean_areas(self) -> list[Unit]:
        return [self._areas[pk] for pk in self.cleaned_data["areas"]]

    def values(self) -> dict[str, Any]:
        """What goes in the row, by the row's own names."""
        names = (*TOLD, "kind", "level", "topics", "valid_from", "valid_to")
        return {name: self.cleaned_data[name] for name in names}


def _area_label(area: Unit) -> str:
    return f"{area.top.name}, {area.name}" if area.parent_id and area.top.pk != area.pk else area.name


def initial_of(offer: ServiceOffer) -> dict[str, Any]:
    """An offer as the form shows it."""
    names = (*TOLD, "kind", "level", "topics", "valid_from", "last_day", "provider")
    areas = [str(pk) for pk in offer.areas.values_list("pk", flat=True)]
    return {name: getattr(offer, name) for name in names} | {"areas": areas, "seen": seen_of(offer), "key": offer.pk}


class EndForm(forms.Form):
    last_day = day_field(_("Siste dag"), help_text=_("Den siste dagen tilbudet gis."))


class DatesForm(forms.Form):
    """One occasion, or a row of them at the same hours."""

    first = day_field(_("Dato"))
    begins = forms.TimeField(
        label=_("Fra klokka"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv klokkeslettet som 12:00.")},
    )
    ends = forms.TimeField(
        label=_("Til klokka"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv klokkeslettet som 12:00.")},
    )
    place = forms.CharField(label=_("Sted"), required=False, max_length=160)
    note = forms.CharField(label=_("Merknad"), required=False, max_length=200)
    count = forms.IntegerField(label=_("Antall ganger"), min_value=1, max_value=rules.MOST_AT_ONCE, initial=1)
    every = forms.TypedChoiceField(
        label=_("Hvor ofte"),
        coerce=int,
        initial=7,
        choices=[(7, _("Hver uke")), (14, _("Annenhver uke")), (1, _("Hver dag"))],
    )


class CancelForm(forms.Form):
    note = forms.CharField(label=_("Beskjed til dem som skulle komme"), required=False, max_length=200)
