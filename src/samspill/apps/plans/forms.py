"""What people fill in about the plan and its actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from samspill.apps.plans.models import Choice, Goal, Status
from samspill.apps.plans.models.plan import Layout
from samspill.core import clock, references
from samspill.directory.edits import day_field, key_field

BODY_KIND = "governance.body"
SEASON_MARKS = (
    ("", _("–")),
    ("ongoing", _("pågår")),
    ("start", _("oppstart")),
    ("postponed", _("utsatt")),
    ("done", _("ferdig")),
)


def names_in(text: str) -> list[str]:
    """One name a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Planen som fil"), help_text=_("Word (.docx), Excel (.xlsx), PDF med tabeller, eller CSV. Høyst 20 MB.")
    )


class BlankForm(forms.Form):
    title = forms.CharField(label=_("Hva heter planen?"), max_length=200)
    first_year = forms.IntegerField(label=_("Første år"), min_value=2000, max_value=2099)
    last_year = forms.IntegerField(label=_("Siste år"), min_value=2000, max_value=2099)
    layout = forms.ChoiceField(label=_("Oppsett"), choices=Layout.choices, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first_year"), said.get("last_year")
        if first and last and not first <= last <= first + 14:
            self.add_error("last_year", _("Siste år må være samme år som det første, eller høyst 14 år etter."))
        return said


class SaveForm(forms.Form):
    """The last step of bringing in: what the plan is called, and which texts go along."""

    title = forms.CharField(label=_("Hva heter planen?"), max_length=200)


class RowForm(forms.Form):
    """One action in a draft. The fields of the grid are made for the plan's years."""

    key = key_field()
    number = forms.CharField(label=_("Nummer"), max_length=20, required=False)
    text = forms.CharField(label=_("Tiltak"), widget=forms.Textarea(attrs={"rows": 5}), max_length=8000)
    owners = forms.CharField(
        label=_("Ansvarlige"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Ett navn på hver linje."),
    )
    support = forms.CharField(
        label=_("Med støtte fra"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=1000
    )
    when_text = forms.CharField(label=_("Når, med ord"), max_length=300, required=False)
    goal = forms.ChoiceField(label=_("Mål"))
    reason = forms.CharField(
        label=_("Hvorfor endres det?"),
        max_length=300,
        required=False,
        help_text=_("Står i sammenligningen med forrige utgave."),
    )

    def __init__(self, *args: Any, years: list[int], goals: list[Goal], new: bool = False, **values: Any) -> None:
        super().__init__(*args, **values)
        self._goals = {str(goal.pk): goal for goal in goals}
        goal_field = self.fields["goal"]
        assert isinstance(goal_field, forms.ChoiceField)
        goal_field.choices = [(pk, str(goal)[:120]) for pk, goal in self._goals.items()]
        if new:
            del self.fields["reason"]
            del self.fields["goal"]
        self.years = years
        for year in years:
            for season in ("spring", "autumn"):
                label = _("%(year)s vår") if season == "spring" else _("%(year)s høst")
                self.fields[f"m{year}{season}"] = forms.ChoiceField(
                    label=label % {"year": year}, choices=SEASON_MARKS, required=False
                )

    def season_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("m") and name[1:5].isdigit()]

    def marks(self) -> list[dict[str, Any]]:
        """Both halves alike make a mark for the year as a whole."""
        said, marks = self.cleaned_data, []
        for year in self.years:
            spring, autumn = said.get(f"m{year}spring") or "", said.get(f"m{year}autumn") or ""
            pairs = [("", spring)] if spring == autumn else [("spring", spring), ("autumn", autumn)]
            marks += [{"year": year, "season": s, "kind": kind, "text": ""} for s, kind in pairs if kind]
        return marks

    def chosen_goal(self) -> Goal:
        return self._goals[self.cleaned_data["goal"]]


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Hvorfor videreføres det ikke?"), max_length=300, required=False)
    done = forms.BooleanField(label=_("Det er gjennomført"), required=False)


class HeadingForm(forms.Form):
    number = forms.CharField(label=_("Nummer"), max_length=20, required=False)
    title = forms.CharField(label=_("Tittel"), max_length=500)
    area = forms.ChoiceField(label=_("Hva er det?"), required=False)

    def offer(self, areas: list[tuple[UUID, str]]) -> None:
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Nytt innsatsområde")),
            *((str(pk), _("Nytt mål under %s") % name) for pk, name in areas),
        ]


class HeadingsForm(forms.Form):
    """All headings of a draft: number and title of each area and of each goal under it."""

    def __init__(self, *args: Any, areas: Iterable[Any], **values: Any) -> None:
        super().__init__(*args, **values)
        self._headings: list[tuple[Any, bool]] = []
        for area in areas:
            self._add(area, is_goal=False)
            for goal in area.goals.all():
                self._add(goal, is_goal=True)

    def _add(self, heading: Any, *, is_goal: bool) -> None:
        what = (_("Mål") if is_goal else _("Innsatsområde"), heading.number or heading.title)
        self.fields[f"n{heading.pk}"] = forms.CharField(
            label=format_html('{}<span class="ds-sr-only"> {}</span>', _("Nr."), what[1]),
            required=False,
            max_length=20,
            initial=heading.number,
        )
        self.fields[f"t{heading.pk}"] = forms.CharField(
            label=f"{what[0]} {what[1]}", required=False, max_length=500, initial=heading.title
        )
        self._headings.append((heading, is_goal))

    def rows(self) -> list[dict[str, Any]]:
        """For the page: the fields of each heading, areas and goals in order."""
        return [
            {"is_goal": is_goal, "number": self[f"n{each.pk}"], "title": self[f"t{each.pk}"]}
            for each, is_goal in self._headings
        ]

    def said(self) -> dict[UUID, tuple[str, str]]:
        return {
            each.pk: (self.cleaned_data[f"n{each.pk}"], self.cleaned_data[f"t{each.pk}"])
            for each, _is_goal in self._headings
        }


class BodyField(forms.CharField):
    """A body by its name as people write it, with those of the register to choose among where there is one."""

    def __init__(self, **values: Any) -> None:
        super().__init__(max_length=200, **values)
        self.known: dict[str, UUID] = {}

    def offer(self, person: Any) -> None:
        self.known = {
            shown.title: ref.id for ref, shown in references.offers(BODY_KIND, "", seen_by=person, at_most=200)
        }
        if self.known:
            self.widget.attrs |= {"list": "bodies", "autocomplete": "off"}

    def id_of(self, name: str) -> UUID | None:
        return self.known.get(name)


class ApproveForm(forms.Form):
    body = BodyField(label=_("Hvem har godkjent?"))
    case = forms.CharField(
        label=_("Saksnummer"), max_length=80, required=False, help_text=_("For eksempel ASU sak 27/22.")
    )
    on = day_field(_("Når?"))


class ReportForm(forms.Form):
    status = forms.ChoiceField(label=_("Hvordan går det?"), choices=Status.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Hva er gjort?"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )
    next_step = forms.CharField(label=_("Neste steg"), max_length=300, required=False)
    risk = forms.CharField(label=_("Hva kan gå galt?"), max_length=300, required=False)
    for_body = forms.CharField(label=_("På vegne av"), max_length=200, required=False)
    on = day_field(_("Dato"), initial=clock.today)


class DecideForm(forms.Form):
    choice = forms.ChoiceField(label=_("Hva er vedtatt?"), choices=Choice.choices, widget=forms.RadioSelect)
    body = BodyField(label=_("Hvem har vedtatt det?"))
    case = forms.CharField(label=_("Saksnummer"), max_length=80, required=False)
    on = day_field(_("Når?"), initial=clock.today)
    reason = forms.CharField(label=_("Begrunnelse"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)


class TaskForm(forms.Form):
    what = forms.CharField(label=_("Hva skal gjøres?"), max_length=300)
    who = forms.CharField(label=_("Av hvem?"), max_length=160, required=False)
    due = day_field(_("Innen"), required=False)
    mine = forms.BooleanField(label=_("Det er min oppgave"), required=False)


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Navn på arbeidsgruppen"), max_length=160)
    mandate = forms.CharField(
        label=_("Mandat"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=4000
    )
    leader = forms.CharField(label=_("Ledes av"), max_length=160, required=False)
    until = day_field(_("Varer til"), required=False)


class DocumentForm(forms.Form):
    title = forms.CharField(label=_("Tittel"), max_length=200)
    url = forms.URLField(label=_("Adresse"), max_length=500, assume_scheme="https")
