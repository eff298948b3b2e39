"""The contact sheet of a person or a unit, and who answers while somebody is away."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.directory.cards.opening import WEEKDAYS
from samspill.directory.edits import PeriodForm
from samspill.directory.keeping.actions.contact import Sheet
from samspill.directory.keeping.editions import edition_of, sheet_of
from samspill.directory.keeping.forms.hours import day_as_text, parse_day
from samspill.directory.models import ContactKind, Person, Position, Unit
from samspill.directory.naming import PersonField

EMPTY_ROWS = 2
MOST_ROWS = 20
LONGEST_TOPIC = 120


class WayForm(forms.Form):
    """One way; a row without a value is left out, which is also how one is taken away."""

    kind = forms.ChoiceField(label=gettext_lazy("Slag"), choices=ContactKind, required=False)
    value = forms.CharField(label=gettext_lazy("Nummer eller adresse"), max_length=200, required=False)
    note = forms.CharField(label=gettext_lazy("Merknad"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        kind, value = answers.get("kind"), answers.get("value")
        if value:
            try:
                _CHECKS.get(ContactKind(kind or ContactKind.PHONE), _anything)(value)
            except ValidationError as error:
                self.add_error("value", error)
        elif answers.get("note"):
            self.add_error("value", _("Skriv nummeret eller adressen som merknaden hører til."))
        return answers


def _phone(value: str) -> None:
    digits = re.sub(r"[\s()-]", "", value)
    if not re.fullmatch(r"\+?\d{3,15}", digits):
        raise ValidationError(_("Et telefonnummer har bare sifre, mellomrom og eventuelt + foran."))


def _email(value: str) -> None:
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValidationError(_("Skriv en hel e-postadresse, som navn@kommune.no.")) from error


def _web(value: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(value)
    except ValidationError as error:
        raise ValidationError(_("Skriv hele nettadressen, fra https://.")) from error


def _anything(_value: str) -> None:
    """An address or a HER id is written as people write it."""


_CHECKS = {
    ContactKind.PHONE: _phone,
    ContactKind.DUTY_PHONE: _phone,
    ContactKind.EMAIL: _email,
    ContactKind.WEB: _web,
}

WayForms = forms.formset_factory(
    WayForm, extra=EMPTY_ROWS, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS + 10
)


class SheetForm(forms.Form):
    """Hours by weekday, topics one a line, and the digest of what is shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    topics = forms.CharField(
        label=gettext_lazy("Hva kan du eller dere spørres om?"),
        help_text=gettext_lazy("Ett tema på hver linje, med ord folk selv ville søkt med."),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day{number}"] = forms.CharField(label=name, required=False, max_length=200)

    @property
    def days(self) -> list[Any]:
        return [self[f"day{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        answers["hours"] = []
        for number in range(7):
            try:
                answers["hours"] += parse_day(number, answers.get(f"day{number}") or "")
            except ValidationError as error:
                self.add_error(f"day{number}", error)
        return answers

    def clean_topics(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["topics"].splitlines()]
        topics = list(dict.fromkeys(line for line in lines if line))
        long = next((line for line in topics if len(line) > LONGEST_TOPIC), None)
        if long:
            raise ValidationError(_("«%(start)s …» er for langt; del det opp.") % {"start": long[:30]})
        return topics


class ContactForms:
    """The sheet and its ways as one: `is_valid()`, `sheet`, `seen`. Bound when `data` is given."""

    def __init__(self, whose: Person | Unit, data: Any = None) -> None:
        self.whose = whose
        self.is_newer = False
        self.form = SheetForm(data, initial=None if data is not None else _initial(whose))
        self.ways = WayForms(data, initial=None if data is not None else _ways(whose), prefix="ways")

    def is_valid(self) -> bool:
        return bool(self.form.is_valid() and self.ways.is_valid())

    @property
    def seen(self) -> str:
        return str(self.form.cleaned_data["seen"])

    @property
    def sheet(self) -> Sheet:
        rows = [form.cleaned_data for form in self.ways if form.cleaned_data.get("value")]
        return Sheet(
            ways=[(row["kind"] or ContactKind.PHONE, row["value"], row["note"]) for row in rows],
            hours=self.form.cleaned_data["hours"],
            topics=self.form.cleaned_data["topics"],
        )

    def changed_meanwhile(self, sentence: str) -> None:
        """Say so, and carry the new edition: whoever has read the notice may save on top of it."""
        sent: Any = self.form.data
        data = sent.copy()
        data["seen"] = edition_of(sheet_of(type(self.whose)._default_manager.get(pk=self.whose.pk)))
        self.form.data = data
        self.form.add_error(None, sentence)
        self.is_newer = True


def _initial(whose: Person | Unit) -> dict[str, Any]:
    hours = list(whose.openinghourss.all())
    days = {f"day{n}": day_as_text(row for row in hours if row.weekday == n) for n in range(7)}
    topics = "\n".join(topic.words for topic in whose.topics.all())
    return {"seen": edition_of(sheet_of(whose)), "topics": topics, **days}


def _ways(whose: Person | Unit) -> list[dict[str, str]]:
    """Those written down; and the number or address on the row itself, where no way of that kind is."""
    rows = [{"kind": row.kind, "value": row.value, "note": row.note} for row in whose.contactways.all()]
    kinds = {row["kind"] for row in rows}
    if whose.phone and ContactKind.PHONE not in kinds:
        rows.insert(0, {"kind": ContactKind.PHONE, "value": whose.phone, "note": ""})
    if isinstance(whose, Person) and whose.email and ContactKind.EMAIL not in kinds:
        rows.append({"kind": ContactKind.EMAIL, "value": whose.email, "note": ""})
    return rows


class SubstituteForm(PeriodForm):
    """Who answers for one of the person's roles, and until when."""

    position = forms.ChoiceField(label=gettext_lazy("For rollen"))
    substitute = PersonField(label=gettext_lazy("Hvem svarer?"))
    note = forms.CharField(
        label=gettext_lazy("Merknad"), max_length=120, required=False, help_text=gettext_lazy("For eksempel «ferie».")
    )
    field_order = ("position", "substitute", "valid_from", "last_day", "note")

    def __init__(self, *args: Any, positions: list[Position], community: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._positions = {str(row.pk): row for row in positions}
        field: Any = self.fields["position"]
        field.choices = [(str(row.pk), f"{row.title or row.get_role_display()}, {row.unit.name}") for row in positions]
        person: Any = self.fields["substitute"]
        person.of_community(community)
        self.names = list(person.suggestions())
        if self.names:
            person.widget.attrs["list"] = "colleagues"

    def clean_position(self) -> Position:
        return self._positions[self.cleaned_data["position"]]
