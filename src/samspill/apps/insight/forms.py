"""Forms: each cleans to plain values for an action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from samspill.apps.insight import periods
from samspill.apps.insight.models import DecisionKind
from samspill.apps.insight.people import GROUNDS

Choices = Sequence[tuple[str, Any]]
TOO_LONG = 200_000  # letters of a pasted table


class QuickSelect(forms.Select):
    """Written out here: Django renders a template for each choice, and a nation has 357 municipalities."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, SELECTED if str(code) == chosen else "", label) for code, label in self.choices),
        )
        attributes = self.build_attrs(self.attrs, attrs)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(attributes), options)


SELECTED = mark_safe(" selected")


class FilterForm(forms.Form):
    """Everything it asks for stands in the address."""

    sted = forms.ChoiceField(label=_("Hvor"), required=False, widget=QuickSelect)
    sektor = forms.ChoiceField(label=_("Sektor"), required=False, widget=QuickSelect)
    gruppe = forms.ChoiceField(label=_("Gruppe"), required=False, widget=QuickSelect)
    periode = forms.ChoiceField(label=_("Periode"), required=False, widget=QuickSelect)
    mot = forms.ChoiceField(label=_("Sammenlign med"), required=False, widget=QuickSelect)

    def offer(self, places: Choices, sectors: Choices, groups: Choices, kinds: Choices, beside: Iterable[Any]) -> None:
        """A choice with one thing to choose is left out."""
        offered = {"sted": places, "sektor": sectors, "gruppe": groups, "periode": kinds, "mot": beside}
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)
            field.widget.attrs["data-submit-on-change"] = ""
        for name in offered:
            if len(self.fields[name].choices) < 2:  # type: ignore[attr-defined]
                del self.fields[name]


class PublishForm(forms.Form):
    public_keys = forms.MultipleChoiceField(
        label=_("Åpne for alle"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Disse kan leses uten å logge inn når utgaven åpnes. Resten er for helsefellesskapet."),
    )

    def offer(self, indicators: Choices) -> None:
        self.fields["public_keys"].choices = list(indicators)  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Hva"), choices=DecisionKind.choices)
    period = forms.ChoiceField(
        label=_("Måned"), help_text=_("Nye linjer: første måned i den nye delen. Frys: siste måned linjene regnes av.")
    )
    reason = forms.CharField(
        label=_("Begrunnelse"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Står under diagrammet, med navnet ditt. For eksempel: «Rask tverrfaglig avklaring fra 1. oktober»."
        ),
    )
    place = forms.CharField(required=False, max_length=6, widget=forms.HiddenInput)
    sector = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def offer(self, months: Sequence[str]) -> None:
        choices = [(month, periods.said(month)) for month in reversed(months)]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Hvorfor"), max_length=500)


class WatchForm(forms.Form):
    why = forms.CharField(label=_("Hvorfor dette tallet"), max_length=300, required=False)
    place = forms.CharField(required=False, max_length=6, widget=forms.HiddenInput)


class NewReportForm(forms.Form):
    title = forms.CharField(label=_("Tittel"), max_length=160)
    receiver = forms.CharField(label=_("Til"), max_length=160, help_text=_("For eksempel: Strategisk samarbeidsutvalg"))
    keys = forms.MultipleChoiceField(label=_("Indikatorer"), widget=forms.CheckboxSelectMultiple)

    def offer(self, indicators: Choices) -> None:
        self.fields["keys"].choices = list(indicators)  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    title = forms.CharField(label=_("Tittel"), max_length=160)
    receiver = forms.CharField(label=_("Til"), max_length=160)
    summary = forms.CharField(
        label=_("Oppsummering"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class SectionForm(forms.Form):
    """One a section, with the section's id as prefix."""

    text = forms.CharField(
        label=_("Analysegruppens vurdering"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = forms.ChoiceField(label=_("Hvor"), required=False)
    with_places = forms.BooleanField(label=_("Vis kommunene"), required=False)

    def offer(self, places: Choices) -> None:
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]


class RequestForm(forms.Form):
    question = forms.CharField(
        label=_("Hva vil du vite?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Skriv ikke navn eller fødselsnummer her."),
    )  # fmt: skip
    purpose = forms.CharField(label=_("Hva skal svaret brukes til?"), max_length=400)
    wanted_by = forms.DateField(
        label=_("Ønsket innen"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AnswerForm(forms.Form):
    """An answer in words; at will a table of counts, which passes the disclosure exit before it is shown."""

    state = forms.ChoiceField(
        label=_("Hva"),
        choices=[("taken", _("Tatt under arbeid")), ("answered", _("Besvart")), ("declined", _("Avslått"))],
    )
    answer = forms.CharField(label=_("Svar"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5}))
    table_name = forms.CharField(label=_("Tabellens navn"), required=False, max_length=160)
    table = forms.CharField(
        label=_("Tabell som skal utleveres (CSV)"),
        required=False,
        max_length=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_(
            "Lim inn med semikolon mellom kolonnene: én kolonne for hver inndeling, og «antall» til slutt. Tallet må "
            "gjelde personer eller opphold. Små tall skjules før svaret vises; det du limer inn, lagres ikke."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("table") and not said.get("table_name"):
            self.add_error("table_name", ValidationError(_("Gi tabellen et navn.")))
        if said.get("table") and said.get("state") != "answered":
            self.add_error("state", ValidationError(_("En tabell utleveres bare med et svar.")))
        if said.get("state") in ("answered", "declined") and not said.get("answer"):
            self.add_error("answer", ValidationError(_("Skriv et svar.")))
        return said


class ListForm(forms.Form):
    """Asking for names: why, in a word from a list and in one's own."""

    ground = forms.ChoiceField(label=_("Formål"), choices=GROUNDS)
    reason = forms.CharField(
        label=_("Begrunnelse"), max_length=400, min_length=10, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Hvorfor du trenger navnene nå. Den leses av personvernombudet, og hver pasient får det i sin innsynslogg."
        ),
    )  # fmt: skip
