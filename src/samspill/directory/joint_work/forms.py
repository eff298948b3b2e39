"""What is asked for, and what people fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.directory.edits import PeriodForm, key_field, seen_field, seen_of
from samspill.directory.joint_work.rules import MAY_BECOME, Outline, split_list
from samspill.directory.models import JointWork, JointWorkKind, JointWorkStatus, OverlapReply, Unit
from samspill.directory.naming import PersonField, UnitField

ALL = ("", _("Alle"))
ABOUT = ("kind", "name", "aim", "groups", "topics", "valid_from", "valid_to")
CONTACT_HELP = _("Skriv navnet slik det står i «Hvem er hvem».")


class FilterForm(forms.Form):
    """The question stands in the address, so that it can be kept and shared."""

    sok = forms.CharField(label=_("Søk"), required=False, max_length=100)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[ALL, *JointWorkKind.choices])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALL, *JointWorkStatus.choices])
    gruppe = forms.ChoiceField(label=_("Pasientgruppe"), required=False)
    part = forms.ChoiceField(label=_("Eier eller deltaker"), required=False)

    def offer(self, groups: Iterable[str], parties: Iterable[Unit]) -> None:
        named = [(str(p.pk), p.name if p.top.pk == p.pk else f"{p.name}, {p.top.name}") for p in parties]
        for name, choices in (("gruppe", [(group, group) for group in groups]), ("part", named)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ALL, *choices]


class AboutForm(PeriodForm):
    """What a joint work is about: what the check for overlap looks at."""

    kind = forms.ChoiceField(label=_("Hva slags samarbeid?"), choices=JointWorkKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Navn"), max_length=160)
    aim = forms.CharField(label=_("Hva vil dere oppnå?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    groups = forms.CharField(
        label=_("Pasientgrupper"),
        required=False,
        max_length=300,
        help_text=_("Skill dem med komma, for eksempel: eldre med skrøpelighet, personer med kols."),
    )
    topics = forms.CharField(
        label=_("Stikkord"), required=False, max_length=300, help_text=_("Ord som andre kunne ha brukt om det samme.")
    )
    owner = UnitField(label=_("Eier"), help_text=_("Den som har ansvaret for samarbeidet."))
    field_order = ["kind", "name", "aim", "groups", "topics", "owner"]

    def offer_owners(self, units: Iterable[Unit]) -> None:
        field = self.fields["owner"]
        assert isinstance(field, UnitField)
        field.offer_units(units)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ABOUT}


class NewForm(AboutForm):
    """The first step: what you are thinking of starting. `key` becomes the id of the work."""

    key = key_field()
    participants = forms.MultipleChoiceField(
        label=_("Hvem skal være med?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer_participants(self, units: Iterable[Unit]) -> None:
        self._participants = {str(unit.pk): unit for unit in units}
        field = self.fields["participants"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, unit.name) for pk, unit in self._participants.items()]

    def clean_participants(self) -> list[Unit]:
        return [self._participants[pk] for pk in self.cleaned_data["participants"]]

    def outline(self) -> Outline:
        """What the check for overlap is asked about."""
        said = self.cleaned_data
        return Outline(
            name=said["name"],
            aim=said["aim"],
            groups=split_list(said["groups"]),
            topics=split_list(said["topics"]),
            owner=said["owner"].pk,
            participants=frozenset({said["owner"].pk, *(unit.pk for unit in said["participants"])}),
            since=said["valid_from"],
            until=said["valid_to"],
        )


class RestForm(forms.Form):
    """The second step: who answers for it, and how far it has come."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[(s.value, s.label) for s in (JointWorkStatus.PLANNED, JointWorkStatus.ONGOING)],
        widget=forms.RadioSelect,
        initial=JointWorkStatus.PLANNED,
    )
    status_note = forms.CharField(label=_("Kort om status"), required=False, max_length=200)
    contact = PersonField(label=_("Kontaktperson"), required=False, help_text=CONTACT_HELP)
    web = forms.URLField(label=_("Nettside"), required=False, max_length=200, assume_scheme="https")

    def of_community(self, community: UUID) -> None:
        field = self.fields["contact"]
        assert isinstance(field, PersonField)
        field.of_community(community)


class OverlapForm(forms.Form):
    """For each running work that the new one looks like: has somebody spoken with them, or is the purpose another?"""

    def __init__(self, data: Any, works: Iterable[JointWork]) -> None:
        super().__init__(data)
        self.works = list(works)
        for work in self.works:
            self.fields[f"reply_{work.pk.hex}"] = forms.ChoiceField(
                label=work.name,
                choices=OverlapReply.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Velg om dere har snakket med dem, eller om formålet er et annet.")},
            )
            self.fields[f"note_{work.pk.hex}"] = forms.CharField(
                label=_("Hva ble dere enige om, eller hva er annerledes?"), required=False, max_length=300
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        for work in self.works:
            note = f"note_{work.pk.hex}"
            if answers.get(f"reply_{work.pk.hex}") == OverlapReply.OTHER_PURPOSE and not answers.get(note):
                self.add_error(note, _("Skriv hva som er annerledes."))
        return answers

    def answers(self) -> dict[UUID, tuple[OverlapReply, str]]:
        said = self.cleaned_data
        return {
            work.pk: (OverlapReply(said[f"reply_{work.pk.hex}"]), said[f"note_{work.pk.hex}"]) for work in self.works
        }

    def fields_of(self, work: JointWork) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"reply_{work.pk.hex}"], self[f"note_{work.pk.hex}"]


class ChangeForm(AboutForm):
    seen = seen_field()
    contact = PersonField(label=_("Kontaktperson"), required=False, help_text=CONTACT_HELP)
    web = forms.URLField(label=_("Nettside"), required=False, max_length=200, assume_scheme="https")

    def values(self) -> dict[str, Any]:
        contact = self.cleaned_data["contact"]
        return super().values() | {"web": self.cleaned_data["web"], "contact_id": contact.pk if contact else None}


def initial_of(work: JointWork) -> dict[str, Any]:
    """A work as the form shows it."""
    names = ("kind", "name", "aim", "groups", "topics", "owner", "valid_from", "last_day", "contact", "web")
    return {name: getattr(work, name) for name in names} | {"seen": seen_of(work)}


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("Ny status"))
    note = forms.CharField(label=_("Hvorfor?"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, now: str) -> None:
        super().__init__(data)
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)
        # The present one is understood too, so that a double click is no mistake.
        wanted = MAY_BECOME[now] if data is None else (*MAY_BECOME[now], JointWorkStatus(now))
        field.choices = [(status.value, status.label) for status in wanted]


class ParticipantForm(forms.Form):
    unit = UnitField(label=_("Enhet"), required=False)
    person = PersonField(label=_("Person"), required=False, help_text=CONTACT_HELP)
    task = forms.CharField(label=_("Oppgave"), required=False, max_length=80, help_text=_("Leder, sekretær, medlem …"))

    def offer(self, units: Iterable[Unit], community: UUID) -> None:
        unit, person = self.fields["unit"], self.fields["person"]
        assert isinstance(unit, UnitField) and isinstance(person, PersonField)
        unit.offer_units(units)
        person.of_community(community)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not self.errors and not answers.get("unit") and not answers.get("person"):
            self.add_error("unit", _("Velg en enhet, eller skriv navnet på en person."))
        return answers
