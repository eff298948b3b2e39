"""What people fill in about measures, rollouts, frameworks and projects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.plans.figures_in import Figures, read_figures, rows_of_text
from samspill.apps.plans.models import MeasureKind, MeasureUnit, Phase
from samspill.apps.plans.models.projects import ProjectState
from samspill.directory.edits import day_field, key_field
from samspill.plan_documents import Unreadable
from samspill.plan_documents.reading import source_of
from samspill.plan_documents.source import Table

FAULTS = {
    "period": _("linje %(line)s: «%(text)s» er ikke en periode vi kjenner (skriv for eksempel 2024-01)"),
    "twice": _("linje %(line)s: perioden %(text)s står to ganger"),
    "number": _("linje %(line)s: «%(text)s» er ikke tall, eller nevneren mangler"),
    "negative": _("linje %(line)s: «%(text)s» er et negativt tall"),
    "more_than_all": _("linje %(line)s: «%(text)s»: telleren er større enn nevneren"),
}


class ExpectedForm(forms.Form):
    """What a measure is for and what is expected of it, wherever its figures come from."""

    kind = forms.ChoiceField(label=_("Hva slags mål?"), choices=MeasureKind.choices)
    starts_on = day_field(_("Fra hvilken dag kan tiltaket virke?"))
    judge_from = day_field(
        _("Tidligst å vurdere"),
        required=False,
        help_text=_("Ingen får et svar før denne dagen. Bestem den før dere ser på tallene."),
    )
    expected = forms.DecimalField(
        label=_("Forventet endring i prosent"), required=False, max_digits=6, decimal_places=1, localize=True,
        help_text=_("Med fortegn: −20 er 20 % lavere."),
    )  # fmt: skip
    season = forms.BooleanField(label=_("Tallet svinger med årstiden"), required=False)
    about_cost = forms.BooleanField(label=_("Måler kostnad eller kapasitet"), required=False)


class MeasureForm(ExpectedForm):
    key = key_field()
    name = forms.CharField(label=_("Hva måles?"), max_length=200)
    unit = forms.ChoiceField(label=_("Hva er ett tall?"), choices=MeasureUnit.choices)
    unit_name = forms.CharField(label=_("Enhet"), max_length=60, required=False, help_text=_("For eksempel døgn."))
    better = forms.ChoiceField(
        label=_("Hva er bra?"), choices=[("down", _("Lavere er bedre")), ("up", _("Høyere er bedre"))]
    )
    definition = forms.CharField(
        label=_("Definisjon"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )
    comparison_name = forms.CharField(
        label=_("Sammenlignes med"),
        max_length=200,
        required=False,
        help_text=_("Enheter uten tiltaket, for eksempel resten av landet."),
    )
    field_order = (
        "key", "name", "kind", "unit", "unit_name", "better", "definition", "starts_on", "judge_from", "expected",
        "comparison_name", "season", "about_cost",
    )  # fmt: skip

    def leave_out_what_is_published(self) -> None:
        """Of a measure read from published figures: what the figure itself says is not said here."""
        for name in ("unit", "unit_name", "definition", "comparison_name"):
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class FiguresForm(forms.Form):
    """Pasted or as a file; which columns depends on the measure."""

    text = forms.CharField(
        label=_("Lim inn tall"), widget=forms.Textarea(attrs={"rows": 8}), required=False, max_length=200_000
    )
    file = forms.FileField(label=_("Eller velg en fil"), required=False, help_text=_("CSV eller Excel."))

    def __init__(self, *args: Any, needs_denominator: bool, **values: Any) -> None:
        super().__init__(*args, **values)
        self.needs_denominator = needs_denominator
        self.figures = Figures()
        columns = (
            _("Kolonner: periode, teller, nevner; og for sammenligningen teller, nevner. Én periode på hver linje.")
            if needs_denominator
            else _("Kolonner: periode, tall; og for sammenligningen tall. Én periode på hver linje.")
        )
        self.fields["text"].help_text = columns

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        rows = self._rows_of_file(said["file"]) if said.get("file") else rows_of_text(said.get("text") or "")
        self.figures = read_figures(rows, self.needs_denominator)
        name = "file" if said.get("file") else "text"
        for line, code, text in self.figures.faults[:10]:
            self.add_error(name, FAULTS[code] % {"line": line, "text": text})
        if not self.errors and not self.figures.own and not self.figures.comparison:
            self.add_error("text", _("Her er ingen tall. Lim inn noen linjer, eller velg en fil."))
        return said

    def _rows_of_file(self, file: Any) -> list[list[str]]:
        from samspill.apps.plans.words import of_unreadable

        try:
            source = source_of(file.read())
        except Unreadable as fault:
            self.add_error("file", of_unreadable(fault))
            return []
        tables = [block for block in source.blocks if isinstance(block, Table)]
        return [[cell.words for cell in row] for row in tables[0].rows] if tables else []


class DefinitionForm(forms.Form):
    on = day_field(_("Fra hvilken dag?"))
    what = forms.CharField(label=_("Hva er endret?"), max_length=300)


class JudgeForm(forms.Form):
    text = forms.CharField(label=_("Din vurdering"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)


class RolloutForm(forms.Form):
    key = key_field()
    name = forms.CharField(label=_("Hva rulles ut?"), max_length=160)
    aim = forms.CharField(label=_("Hva skal det føre til?"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class PlaceForm(forms.Form):
    phase = forms.ChoiceField(label=_("Fase"), choices=Phase.choices)
    on = day_field(_("Siden"))
    contact = forms.CharField(label=_("Kontakt"), max_length=160, required=False)
    obstacle = forms.CharField(label=_("Hva hindrer?"), max_length=300, required=False)


class FrameworkForm(forms.Form):
    key = key_field()
    template = forms.ChoiceField(label=_("Rammeverk"))
    owner = forms.CharField(label=_("Ansvarlig"), max_length=200, required=False)
    first_year = forms.IntegerField(label=_("Første år"), min_value=2000, max_value=2099)


class FrameworkTaskForm(forms.Form):
    activity = forms.CharField(label=_("Hva gjør vi i år?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    who = forms.CharField(label=_("Hvem?"), max_length=160, required=False)
    due = day_field(_("Innen"), required=False)
    done_on = day_field(_("Gjort"), required=False)


class ReviewForm(forms.Form):
    factor = forms.ChoiceField(label=_("Suksesskriterium"))
    grade = forms.TypedChoiceField(
        label=_("Hvor godt er det på plass?"), coerce=int, choices=[(n, str(n)) for n in range(1, 6)],
        help_text=_("1 er nesten ikke, 5 er helt."),
    )  # fmt: skip
    text = forms.CharField(label=_("Hvorfor?"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class ProjectForm(forms.Form):
    key = key_field()
    name = forms.CharField(label=_("Navn"), max_length=160)
    aim = forms.CharField(
        label=_("Mål"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Hva, for hvem, hvor mye og innen når.")
    )
    owner = forms.CharField(label=_("Eier"), max_length=200, required=False)
    state = forms.ChoiceField(label=_("Hvor langt er det kommet?"), choices=ProjectState.choices)
    starts_on = day_field(_("Starter"), required=False)
    must_show_cost = forms.BooleanField(
        label=_("Skal ha minst ett mål på kostnad eller kapasitet"), required=False, initial=True
    )
    result = forms.CharField(label=_("Resultat"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    spread = forms.CharField(label=_("Spredning til andre"), widget=forms.Textarea(attrs={"rows": 2}), required=False)


class CycleForm(forms.Form):
    begins = day_field(_("Starter"))
    plan = forms.CharField(
        label=_("Planlegg: hva prøver vi, og hva tror vi skjer?"), widget=forms.Textarea(attrs={"rows": 2})
    )
    do = forms.CharField(label=_("Utfør: hva gjorde vi?"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    study = forms.CharField(label=_("Studer: hva så vi?"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    act = forms.CharField(label=_("Handle: hva gjør vi nå?"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
