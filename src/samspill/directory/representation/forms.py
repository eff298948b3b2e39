"""What is asked for, and what people fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.directory.edits import PeriodForm, day_field, key_field, seen_field, seen_of
from samspill.directory.models import Representation, Side, SupportKind, Unit
from samspill.directory.naming import PersonField, UnitField
from samspill.directory.representation.words import ore_of

PER = [("hour", _("Per time")), ("meeting", _("Per møte")), ("year", _("Per år"))]
NAME_HELP = _("Skriv navnet slik det står i «Hvem er hvem».")


class FilterForm(forms.Form):
    sok = forms.CharField(label=_("Søk"), required=False, max_length=100)
    taler = forms.ChoiceField(label=_("Taler for"), required=False, choices=[("", _("Alle")), *Side.choices])


class RecordForm(PeriodForm):
    """A representation. `key` becomes the id of a new one; `seen` is how new the picture of an old one is."""

    key = key_field()
    seen = seen_field()
    person = PersonField(label=_("Hvem"), help_text=NAME_HELP)
    side = forms.ChoiceField(label=_("Taler for"), choices=Side.choices, widget=forms.RadioSelect)
    seat = forms.CharField(
        label=_("Verv"), max_length=160, help_text=_("For eksempel: Strategisk samarbeidsutvalg (SSU), medlem.")
    )
    appointed_by = UnitField(label=_("Oppnevnt av"))
    appointed_on = day_field(_("Oppnevnt dato"), required=False)
    alternate = PersonField(label=_("Vara"), required=False, help_text=NAME_HELP)
    field_order = ["person", "side", "seat", "appointed_by", "appointed_on", "valid_from", "last_day", "alternate"]

    def offer(self, units: Iterable[Unit], community: UUID, row: Representation | None) -> None:
        unit = self.fields["appointed_by"]
        assert isinstance(unit, UnitField)
        unit.offer_units(units)
        for name in ("person", "alternate"):
            field = self.fields[name]
            assert isinstance(field, PersonField)
            field.of_community(community, known=getattr(row, name) if row else None)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        person = answers.get("person")
        if person and answers.get("alternate") and person.pk == answers["alternate"].pk:
            self.add_error("alternate", _("Ingen kan være vara for seg selv."))
        return answers

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        plain = {name: said[name] for name in ("side", "seat", "appointed_on", "valid_from", "valid_to")}
        return plain | {
            "person_id": said["person"].pk,
            "appointed_by_id": said["appointed_by"].pk,
            "alternate_id": said["alternate"].pk if said["alternate"] else None,
        }


def initial_of(row: Representation) -> dict[str, Any]:
    """A record as the form shows it."""
    names = ("person", "side", "seat", "appointed_by", "appointed_on", "valid_from", "last_day", "alternate")
    return {name: getattr(row, name) for name in names} | {"seen": seen_of(row), "key": row.pk}


class SupportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Hva slags støtte?"),
        choices=SupportKind.choices,
        widget=forms.RadioSelect,
        initial=SupportKind.TRAINING,
    )
    what = forms.CharField(label=_("Hva"), max_length=200)
    agreed_on = day_field(_("Avtalt dato"), required=False)
    given_on = day_field(_("Gitt dato"), required=False)


class FeeForm(PeriodForm):
    payer = UnitField(label=_("Hvem betaler?"))
    amount = forms.CharField(label=_("Beløp i kroner"), max_length=20)
    per = forms.ChoiceField(label=_("Gjelder"), choices=PER)
    covers = forms.CharField(
        label=_("Hva det dekker"), required=False, max_length=200, help_text=_("Reise, tapt inntekt, forberedelse …")
    )
    field_order = ["payer", "amount", "per", "covers"]

    def offer_payers(self, units: Iterable[Unit]) -> None:
        field = self.fields["payer"]
        assert isinstance(field, UnitField)
        field.offer_units(units)

    def clean_amount(self) -> int:
        """In øre."""
        ore = ore_of(self.cleaned_data["amount"])
        if ore is None:
            raise ValidationError(_("Skriv beløpet med tall, for eksempel 450 eller 450,50."))
        return ore
