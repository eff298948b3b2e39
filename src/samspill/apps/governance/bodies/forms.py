"""What is asked for about bodies and seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.models import Body, Decides, Level, OnRefusal, Seat, SeatSide
from samspill.core import clock
from samspill.directory.edits import PeriodForm, day_field, key_field, seen_field, seen_of
from samspill.directory.models import Unit
from samspill.directory.naming import PersonField, UnitField

NAME_HELP = _("Skriv navnet slik det står i «Hvem er hvem».")


def number_field(label: Any, **values: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1000, required=False, initial=0, **values)


class BodyChoice(forms.ChoiceField):
    """One of the bodies it is offered; cleans to a Body, or None."""

    def offer(self, bodies: Iterable[Body]) -> None:
        self._bodies = {str(body.pk): body for body in bodies}
        self.choices = [("", _("Velg organ")), *((key, body.name) for key, body in self._bodies.items())]

    def clean(self, value: Any) -> Body | None:
        return self._bodies.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Body) else value


class BodyForm(PeriodForm):
    """A body with its rules. `key` becomes the id of a new one."""

    key = key_field()
    seen = seen_field()
    name = forms.CharField(label=_("Navn"), max_length=160)
    short_name = forms.CharField(label=_("Kortnavn"), max_length=40, help_text=_("Slik det siteres: ASU, FSU …"))
    level = forms.ChoiceField(label=_("Nivå"), choices=Level.choices)
    level_name = forms.CharField(label=_("Hva dere kaller nivået"), max_length=80, required=False)
    parent = BodyChoice(label=_("Styres av"), required=False)
    decides = forms.ChoiceField(label=_("Myndighet"), choices=Decides.choices, widget=forms.RadioSelect)
    temporary = forms.BooleanField(label=_("Tidsavgrenset"), required=False)
    parity = forms.BooleanField(label=_("Like mange fra sykehuset og kommunene"), required=False)
    alternates = forms.BooleanField(label=_("Alle skal ha vara"), required=False)
    observers = forms.BooleanField(label=_("Kan ha observatører"), required=False)
    least_users = number_field(_("Minste antall brukerrepresentanter"))
    least_gps = number_field(_("Minste antall fastleger"))
    rotation_years = number_field(_("År mellom hvert lederskifte"), help_text=_("0 når ledelsen ikke går på omgang."))
    leads_with = forms.CharField(
        label=_("Deler ledelsen likt med"),
        max_length=60,
        required=False,
        help_text=_("Samme ord i flere organer, for eksempel «Tjenestemodellgruppene»."),
    )
    quorum = forms.IntegerField(label=_("Vedtaksfør, prosent til stede"), min_value=0, max_value=100, initial=50)
    quorum_a_side = number_field(_("… og minst så mange fra hver side"))
    meetings_a_year = number_field(_("Møter i året"))
    papers_days = number_field(_("Papirer sendes, dager før møtet"))
    early_papers_days = number_field(_("… til brukere og fastleger, dager før møtet"))
    anchoring_days = number_field(_("Frist for forankring, dager"))
    on_refusal = forms.ChoiceField(label=_("Når en part ikke bekrefter"), choices=OnRefusal.choices)

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        for name in ("key", "seen", "last_day"):
            said.pop(name)
        parent = said.pop("parent")
        numbers = {
            name: value or 0 for name, value in said.items() if isinstance(self.fields.get(name), forms.IntegerField)
        }
        return {**said, **numbers, "parent_id": parent.pk if parent else None}


DEFAULTS = {"quorum_a_side": 1, "papers_days": 7, "early_papers_days": 10, "anchoring_days": 42, "meetings_a_year": 4}


def initial_of(body: Body | None) -> dict[str, Any]:
    if body is None:
        return DEFAULTS
    names = [name for name in BodyForm.base_fields if name not in {"key", "seen", "last_day"}]
    shown = {name: getattr(body, name) for name in names}
    return shown | {"key": body.pk, "seen": seen_of(body), "last_day": body.last_day}


class SeatForm(forms.Form):
    side = forms.ChoiceField(label=_("Side"), choices=SeatSide.choices)
    title = forms.CharField(label=_("Setet"), max_length=160, help_text=_("For eksempel: Kommunedirektør, Kysten."))
    unit = UnitField(label=_("Part"), required=False)
    since = day_field(_("Fra og med"), required=False)


class SeatChoice(forms.ChoiceField):
    def offer(self, seats: Iterable[Seat]) -> None:
        self._seats = {str(seat.pk): seat for seat in seats}
        self.choices = [("", _("Velg sete")), *((key, seat.title) for key, seat in self._seats.items())]

    def clean(self, value: Any) -> Seat | None:
        return self._seats.get(super().clean(value))


class AppointForm(PeriodForm):
    holder = PersonField(label=_("Hvem"), help_text=NAME_HELP)
    alternate = PersonField(label=_("Vara"), required=False, help_text=NAME_HELP)
    appointed_by = UnitField(label=_("Oppnevnt av"), required=False)
    field_order = ["holder", "alternate", "appointed_by", "valid_from", "last_day"]

    def offer(self, units: Iterable[Unit], community: UUID) -> None:
        for name in ("holder", "alternate"):
            field = self.fields[name]
            assert isinstance(field, PersonField)
            field.of_community(community)
        unit = self.fields["appointed_by"]
        assert isinstance(unit, UnitField)
        unit.offer_units(units)


class LeaderForm(PeriodForm):
    seat = SeatChoice(label=_("Setet som leder"))
    field_order = ["seat", "valid_from", "last_day"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        answers["valid_from"] = answers.get("valid_from") or clock.today()
        return answers


class MandateForm(forms.Form):
    given_by = BodyChoice(label=_("Gitt av"), required=False)
    given_on = day_field(_("Gitt dato"))
    aim = forms.CharField(label=_("Spørsmålet"), widget=forms.Textarea(attrs={"rows": 4}))
    deliverables = forms.CharField(label=_("Leveranser"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    deadline = day_field(_("Frist"), required=False)


class LastDayForm(forms.Form):
    last_day = day_field(_("Siste dag"))

    def after(self) -> Any:
        return self.cleaned_data["last_day"] + timedelta(days=1)


class FileForm(forms.Form):
    file = forms.FileField(label=_("Strukturfil"), help_text=_("TOML, slik dokumentasjonen viser."))
