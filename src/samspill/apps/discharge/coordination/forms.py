"""What people fill in about a stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination import lists
from samspill.apps.discharge.coordination.fields import Marked, OneOfSeveral, moment_field, text_field
from samspill.apps.discharge.models import DocumentMark, Matter, TheSide

WEIGHTS = [("", "–"), ("1", _("liten")), ("2", _("middels")), ("3", _("stor"))]


class TaskForm(OneOfSeveral):
    on_page = "task"
    text = forms.CharField(
        label=_("Hva skal gjøres?"), max_length=300, error_messages={"required": _("Skriv hva som skal gjøres.")}
    )
    side = forms.ChoiceField(label=_("Hvem?"), choices=TheSide.choices, widget=forms.RadioSelect)
    mine = forms.BooleanField(label=_("Jeg gjør det selv"), required=False)
    due = moment_field(_("Frist"), required=False)


class NoteForm(OneOfSeveral):
    on_page = "note"
    text = text_field(_("Notat"))
    shared = forms.ChoiceField(
        label=_("Hvem kan lese det?"),
        choices=[("no", _("Bare vår side")), ("yes", _("Begge sider"))],
        widget=forms.RadioSelect,
        initial="no",
    )


class MatterForm(Marked, OneOfSeveral):
    on_page = "matter"
    text = text_field(_("Hva er viktig for deg?"), help_text=_("Med pasientens egne ord."))
    said_by = forms.ChoiceField(
        label=_("Hvem sa det?"),
        choices=Matter.Source.choices,
        widget=forms.RadioSelect,
        initial=Matter.Source.PATIENT.value,
    )


class DocumentForm(forms.Form):
    code = forms.CharField(max_length=40)
    status = forms.ChoiceField(choices=DocumentMark.Status.choices)
    was = forms.CharField(max_length=20, required=False)


class MeetingForm(Marked):
    starts = moment_field(_("Når?"))
    minutes = forms.IntegerField(label=_("Hvor mange minutter?"), initial=30, min_value=10, max_value=480)
    place = forms.CharField(label=_("Sted"), required=False, max_length=160)
    link = forms.URLField(
        label=_("Videolenke"),
        required=False,
        max_length=400,
        assume_scheme="https",
        error_messages={"invalid": _("Dette er ikke en lenke.")},
    )
    invited = text_field(
        _("Hvem er invitert?"),
        required=False,
        help_text=_("Én på hver linje: enhet, funksjon eller ansatt. Ikke pasientens eller pårørendes navn."),
    )
    accounts = forms.MultipleChoiceField(
        label=_("Send innkalling på e-post til"), required=False, widget=forms.CheckboxSelectMultiple
    )
    addresses = text_field(
        _("Andre e-postadresser"),
        rows=2,
        required=False,
        help_text=_("Én på hver linje, for eksempel til fastlegekontoret. E-posten sier ikke hvem det gjelder."),
    )
    agenda = text_field(_("Hva skal avklares?"), required=False, help_text=_("Vises bare her, ikke i kalenderfilen."))

    def __init__(self, *args: Any, colleagues: Iterable[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        accounts: Any = self.fields["accounts"]
        accounts.choices = list(colleagues)

    def what(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return {**said, "invited": said["invited"].splitlines(), "addresses": said["addresses"].splitlines()}


class CausesForm(Marked):
    """One choice of weight for each cause of the community."""

    def __init__(self, *args: Any, known: Mapping[str, lists.Line], now: Mapping[str, int], **values: Any) -> None:
        super().__init__(*args, **values)
        self.codes = {f"c_{code}": code for code, line in known.items() if not line.retired or code in now}
        for name, code in self.codes.items():
            self.fields[name] = forms.ChoiceField(
                label=known[code].label, choices=WEIGHTS, required=False, initial=str(now.get(code, ""))
            )
        self.sides = {name: known[code].side for name, code in self.codes.items()}

    def of_side(self, side: str) -> list[Any]:
        return [self[name] for name in self.codes if self.sides[name] == side]

    @property
    def of_hospital(self) -> list[Any]:
        return self.of_side("hospital")

    @property
    def of_municipality(self) -> list[Any]:
        return self.of_side("municipality")

    def weights(self) -> dict[str, int]:
        return {code: int(self.cleaned_data[name]) for name, code in self.codes.items() if self.cleaned_data[name]}


class FunctionForm(Marked):
    """One value for each IPLOS variable, and the services that seem needed."""

    services = forms.MultipleChoiceField(
        label=_("Tjenester som ser ut til å trengs"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, now: Mapping[str, Any], **values: Any) -> None:
        super().__init__(*args, **values)
        scale = [("", "–"), *((code, f"{code} {line.label}") for code, line in lists.function_scale().items())]
        scores = now.get("scores", {})
        self.codes = {f"f_{code}": code for code in lists.function_variables()}
        for name, code in self.codes.items():
            label = lists.function_variables()[code].label
            self.fields[name] = forms.ChoiceField(
                label=label, choices=scale, required=False, initial=str(scores.get(code, ""))
            )
        services: Any = self.fields["services"]
        services.choices = [(code, line.label) for code, line in lists.services().items()]
        services.initial = now.get("services", [])

    def groups(self) -> list[tuple[str, list[Any]]]:
        """(group, fields) in the order of the list."""
        found: dict[str, list[Any]] = {}
        for name, code in self.codes.items():
            found.setdefault(lists.function_variables()[code].group, []).append(self[name])
        return list(found.items())

    def scores(self) -> dict[str, int]:
        return {code: int(self.cleaned_data[name]) for name, code in self.codes.items() if self.cleaned_data[name]}


class CauseForm(forms.Form):
    """A line of a community's own list of causes."""

    label = forms.CharField(label=_("Årsak"), max_length=120)
    side = forms.ChoiceField(label=_("Hvem kan gjøre noe med den?"), choices=TheSide.choices)
    retired = forms.BooleanField(label=_("Tatt ut av listen"), required=False)


class RoundTimesForm(forms.Form):
    times = forms.CharField(
        label=_("Når går rundene?"), max_length=80, help_text=_("Klokkeslett, for eksempel 09:00, 13:30.")
    )
