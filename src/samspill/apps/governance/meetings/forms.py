"""What is asked for about meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.bodies.forms import BodyChoice
from samspill.apps.governance.cases.forms import GROUND_HELP, text_field
from samspill.apps.governance.cases.queries import citation
from samspill.apps.governance.meetings.foreign import LARGEST, Foreign, read_calendar
from samspill.apps.governance.meetings.series import Rhythm, days
from samspill.apps.governance.models import Case, Meeting, Presence
from samspill.core import clock
from samspill.directory.edits import day_field, key_field, seen_field, seen_of


def clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv klokkeslettet som 09:30.")},
    )


class MeetingForm(forms.Form):
    key = key_field()
    seen = seen_field()
    day = day_field(_("Dato"))
    first = clock_field(_("Fra klokken"))
    last = clock_field(_("Til klokken"))
    place = forms.CharField(label=_("Sted"), max_length=160, required=False)
    link = forms.URLField(label=_("Lenke til videomøte"), required=False, assume_scheme="https")

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        day = said["day"]
        return {
            "starts": datetime.combine(day, said["first"], clock.OSLO),
            "ends": datetime.combine(day, said["last"], clock.OSLO),
            "place": said["place"],
            "link": said["link"],
        }

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("first") and answers.get("last") and answers["last"] <= answers["first"]:
            self.add_error("last", _("Møtet må slutte etter at det begynner."))
        return answers


class NewMeetingForm(MeetingForm):
    body = BodyChoice(label=_("Organ"))
    field_order = ["body", "day", "first", "last"]


class SeriesForm(forms.Form):
    """Meetings that come again."""

    key = key_field()
    body = BodyChoice(label=_("Organ"))
    rhythm = forms.ChoiceField(label=_("Hvor ofte"), choices=Rhythm.choices, initial=Rhythm.MONTHLY)
    day = day_field(_("Første møte"))
    until = day_field(_("Til og med"), help_text=_("Høyst 60 møter."))
    first = clock_field(_("Fra klokken"))
    last = clock_field(_("Til klokken"))
    july = forms.BooleanField(label=_("Også i juli"), required=False)
    place = forms.CharField(label=_("Sted"), max_length=160, required=False)
    link = forms.URLField(label=_("Lenke til videomøte"), required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("first") and answers.get("last") and answers["last"] <= answers["first"]:
            self.add_error("last", _("Møtet må slutte etter at det begynner."))
        if answers.get("day") and answers.get("until") and answers["until"] < answers["day"]:
            self.add_error("until", _("Siste dag må være samme dag som den første, eller senere."))
        return answers

    def on(self) -> list[date]:
        said = self.cleaned_data
        return days(said["day"], said["until"], said["rhythm"], july=said["july"])


def initial_of(meeting: Meeting) -> dict[str, Any]:
    starts, ends = (each.astimezone(clock.OSLO) for each in (meeting.starts, meeting.ends))
    times = {"day": starts.date(), "first": starts.time(), "last": ends.time()}
    return {**times, "place": meeting.place, "link": meeting.link, "key": meeting.pk, "seen": seen_of(meeting)}


class ReasonForm(forms.Form):
    reason = text_field(_("Hvorfor?"), 3)


class AgendaForm(forms.Form):
    case = forms.ChoiceField(label=_("Sak"))
    minutes = forms.IntegerField(label=_("Minutter"), min_value=1, max_value=600, initial=15)
    speaker = forms.CharField(label=_("Hvem legger fram"), max_length=120, required=False)

    def offer(self, cases: Iterable[Case]) -> None:
        self._cases = {str(case.pk): case for case in cases}
        field = self.fields["case"]
        assert isinstance(field, forms.ChoiceField)
        said = [(key, f"{citation(case)} {case.title}".strip()) for key, case in self._cases.items()]
        field.choices = [("", _("Velg sak")), *said]

    def clean_case(self) -> Case:
        return self._cases[self.cleaned_data["case"]]


class ItemForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutter"), min_value=1, max_value=600)
    speaker = forms.CharField(label=_("Hvem legger fram"), max_length=120, required=False)
    place = forms.IntegerField(label=_("Plass blant sakene"), min_value=1, max_value=200, required=False)


class AttendanceForm(forms.Form):
    """One choice a seat, `seat_ID`."""

    def offer(self, rows: Iterable[dict[str, Any]]) -> None:
        for row in rows:
            seat, term, noted = row["seat"], row["term"], row["noted"]
            who = str(term.holder) if term else str(_("ikke besatt"))
            self.fields[f"seat_{seat.pk.hex}"] = forms.ChoiceField(
                label=f"{seat.title}: {who}",
                required=False,
                choices=[("", _("Ikke notert")), *Presence.choices],
                initial=noted.presence if noted else "",
            )

    def presences(self) -> dict[UUID, str]:
        return {UUID(hex=name.removeprefix("seat_")): value for name, value in self.cleaned_data.items()}


class SettleForm(forms.Form):
    leaves = forms.ChoiceField(
        label=_("Avgjørelse"),
        choices=[("yes", _("Inhabil: går ut av møtet")), ("no", _("Habil: kan delta"))],
        widget=forms.RadioSelect,
    )


class ExemptForm(forms.Form):
    exempt = forms.BooleanField(label=_("Utelates når referatet offentliggjøres"), required=False)
    ground = forms.CharField(label=_("Hjemmel for å unnta"), max_length=160, required=False, help_text=GROUND_HELP)


class AmendByForm(forms.Form):
    amend_by = day_field(_("Frist for rettelser"))


class AmendmentForm(forms.Form):
    words = text_field(_("Hva bør stå i stedet?"), 5)


class SettleAmendmentForm(forms.Form):
    taken = forms.ChoiceField(
        label=_("Avgjørelse"),
        choices=[("yes", _("Tas inn")), ("no", _("Tas ikke inn"))],
        widget=forms.RadioSelect,
    )
    text = text_field(_("Teksten i referatet"), 8, required=False)
    answer = forms.CharField(label=_("Svar"), max_length=300, required=False)


class CalendarForm(forms.Form):
    source = forms.CharField(label=_("Hvem sin kalender?"), max_length=80)
    file = forms.FileField(label=_("Kalenderfil (.ics)"))

    def clean_file(self) -> Foreign:
        found = read_calendar(self.cleaned_data["file"].read(LARGEST + 1), clock.today())
        if found.fault:
            raise ValidationError(found.fault)
        return found
