"""A unit's facts, name and place, end; merging and splitting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.directory.edits import PeriodForm, day_field, key_field, seen_field
from samspill.directory.keeping.actions.merging import NewUnit
from samspill.directory.keeping.rules import CAN_STAND_ALONE, OF_THE_STATE
from samspill.directory.models import Unit, UnitKind
from samspill.directory.naming import UnitField
from samspill.directory.numbers import check_area_number, check_her_id, check_org_number, check_resh_id
from samspill.stay import Sector

SECTORS = [
    ("", gettext_lazy("Ingen")),
    (Sector.SOMATIC.value, gettext_lazy("Somatikk")),
    (Sector.MENTAL_HEALTH.value, gettext_lazy("Psykisk helsevern")),
    (Sector.SUBSTANCE_USE.value, gettext_lazy("Rus og avhengighet")),
]


class FactsForm(forms.Form):
    """The numbers and the like: what is corrected, not what changes with a date."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag enhet"))
    number = forms.CharField(label=gettext_lazy("Bydelsnummer"), max_length=6, required=False)
    org_number = forms.CharField(
        label=gettext_lazy("Organisasjonsnummer"), max_length=14, required=False, help_text=gettext_lazy("Ni sifre.")
    )
    her_id = forms.CharField(
        label=gettext_lazy("HER-id"),
        max_length=12,
        required=False,
        help_text=gettext_lazy("Adressen for elektroniske meldinger."),
    )
    resh_id = forms.CharField(label=gettext_lazy("RESH-id"), max_length=12, required=False)
    sector = forms.ChoiceField(label=gettext_lazy("Sektor"), choices=SECTORS, required=False)
    inhabitants = forms.IntegerField(label=gettext_lazy("Innbyggere"), min_value=0, required=False)
    seen = seen_field()

    def __init__(self, *args: Any, unit: Unit | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        kind = unit.kind if unit else None
        field: Any = self.fields["kind"]
        field.choices = [(value, label) for value, label in UnitKind.choices if _may_be(value, kind)]
        area = kind in {UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}
        if unit and not area:
            del self.fields["number"], self.fields["inhabitants"]
        if unit and area:
            del self.fields["number"]
        if unit and (kind in OF_THE_STATE or area):
            del self.fields["sector"]

    def clean_org_number(self) -> str:
        number = self.cleaned_data["org_number"].replace(" ", "")
        if number:
            check_org_number(number)
        return str(number)

    def clean_her_id(self) -> str:
        return _checked(self.cleaned_data["her_id"], check_her_id)

    def clean_resh_id(self) -> str:
        return _checked(self.cleaned_data["resh_id"], check_resh_id)

    def facts(self) -> dict[str, Any]:
        """What was asked for, without what has a date or a use of its own."""
        return {name: value for name, value in self.cleaned_data.items() if name in _FACTS and name in self.fields}


_FACTS = {"kind", "number", "org_number", "her_id", "resh_id", "sector", "inhabitants"}


def _may_be(value: str, kind: str | None) -> bool:
    """What the state decides stays what it is; nothing else becomes one of those."""
    fixed = {*OF_THE_STATE, UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}
    if kind in fixed:
        return value == kind
    return value not in (fixed if kind else {*OF_THE_STATE, UnitKind.MUNICIPALITY})


def _checked(text: str, check: Any) -> str:
    text = text.replace(" ", "")
    if text:
        check(text)
    return text


class NewUnitForm(FactsForm):
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=160)
    parent = UnitField(
        label=gettext_lazy("Del av"),
        required=False,
        help_text=gettext_lazy("Tomt bare for selvstendige virksomheter, som legekontor og brukerorganisasjoner."),
    )
    valid_from = day_field(gettext_lazy("Fra og med"), required=False)
    key = key_field()
    field_order = ("name", "kind", "parent", "number", "her_id", "org_number", "resh_id", "sector", "valid_from")

    def __init__(self, *args: Any, units: list[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        del self.fields["inhabitants"]
        field: Any = self.fields["parent"]
        field.offer_units(units)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        kind = answers.get("kind", "")
        try:
            check_area_number(kind, answers.get("number", ""))
        except ValidationError as error:
            self.add_error("number", error)
        if kind and not answers.get("parent") and kind not in CAN_STAND_ALONE and "parent" not in self.errors:
            self.add_error("parent", _("Velg hva enheten er en del av."))
        return answers


class PlaceForm(forms.Form):
    """Renamed or moved, from a day."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=160)
    parent = UnitField(label=gettext_lazy("Del av"), required=False)
    on = day_field(gettext_lazy("Gjelder fra"))
    seen = seen_field()

    def __init__(self, *args: Any, unit: Unit, units: list[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        self._unit = unit
        field: Any = self.fields["parent"]
        field.offer_units(units)
        if unit.kind in OF_THE_STATE or unit.kind in {UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}:
            del self.fields["parent"]

    def place(self) -> Unit | None:
        return self.cleaned_data["parent"] if "parent" in self.fields else self._unit.parent


class EndForm(forms.Form):
    last_day = day_field(gettext_lazy("Siste dag"))
    seen = seen_field()


class RowForm(PeriodForm):
    """The period of a membership, a cluster or a catchment."""

    seen = seen_field()


class AddForm(PeriodForm):
    other = UnitField(label=gettext_lazy("Hvilken"))
    field_order = ("other", "valid_from", "last_day")

    def __init__(self, *args: Any, units: list[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        field: Any = self.fields["other"]
        field.offer_units(units)


class HeirForm(forms.Form):
    """One of the units that go on."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=160, required=False)
    number = forms.CharField(label=gettext_lazy("Nummer"), max_length=6, required=False)
    her_id = forms.CharField(label=gettext_lazy("HER-id"), max_length=12, required=False)
    org_number = forms.CharField(label=gettext_lazy("Organisasjonsnummer"), max_length=14, required=False)

    def __init__(self, *args: Any, kind: str, **values: Any) -> None:
        super().__init__(*args, **values)
        self._kind = kind
        if kind not in {UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT}:
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if any(answers.get(name) for name in ("number", "her_id", "org_number")) and not answers.get("name"):
            self.add_error("name", _("Skriv navnet på den nye enheten."))
        if answers.get("name"):
            self._check("number", lambda text: check_area_number(self._kind, text))
            self._check("her_id", check_her_id)
            self._check("org_number", check_org_number)
        return answers

    def _check(self, name: str, check: Any) -> None:
        text = (self.cleaned_data.get(name) or "").replace(" ", "")
        self.cleaned_data[name] = text
        if text or (name == "number" and name in self.fields):
            try:
                check(text)
            except ValidationError as error:
                self.add_error(name, error)

    def new_unit(self) -> NewUnit | None:
        answers = self.cleaned_data
        if not answers.get("name"):
            return None
        return NewUnit(answers["name"], answers.get("number", ""), answers["org_number"], answers["her_id"])


class MergeForm(HeirForm):
    """With which, into what, and from when."""

    others = forms.MultipleChoiceField(
        label=gettext_lazy("Slå sammen med"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én enhet.")},
    )
    on = day_field(gettext_lazy("Gjelder fra"))
    key = key_field()
    seen = seen_field()
    field_order = ("others", "name", "number", "her_id", "org_number", "on")

    def __init__(self, *args: Any, near: list[Unit], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["name"].required = True
        self._near = {str(unit.pk): unit for unit in near}
        field: Any = self.fields["others"]
        field.choices = [(str(u.pk), f"{u.name} {u.number}".strip()) for u in near]

    def clean_others(self) -> list[Unit]:
        return [self._near[key] for key in self.cleaned_data["others"]]


class SplitForm(forms.Form):
    on = day_field(gettext_lazy("Gjelder fra"))
    key = key_field()
    seen = seen_field()
