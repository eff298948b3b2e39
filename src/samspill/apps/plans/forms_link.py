"""What people fill in to tie a measure to a published figure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.insight.queries.published import Offered
from samspill.apps.plans.actions.linking import Choice
from samspill.apps.plans.forms_effect import ExpectedForm
from samspill.directory.edits import key_field

ALL_OTHERS = "alle"
GROUP = "|"  # between the key of an indicator and its group


class BesideForm(forms.Form):
    """The municipalities to compare with."""

    beside = forms.MultipleChoiceField(
        label=_("Sammenlign med"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kommuner uten tiltaket. Da ser vi om det samme skjedde der også."),
    )

    def offer_places(self, names: Mapping[str, str], begun: Collection[str] = (), own: str = "") -> None:
        """begun: those that have the action too, which «all others» leaves out. own: the place itself."""
        self._others = [number for number in names if number and number not in begun and number != own]
        choices = [(number, name) for number, name in names.items() if number and number != own]
        every = [(ALL_OTHERS, _("Alle andre kommuner som ikke har begynt"))]
        self.fields["beside"].choices = [*every, *choices]  # type: ignore[attr-defined]

    def places(self, own: str) -> tuple[str, ...]:
        """Numbers; never the place itself, and none where the whole community is measured."""
        said = self.cleaned_data["beside"]
        chosen = self._others if ALL_OTHERS in said else said
        return tuple(number for number in chosen if own and number != own)


class LinkForm(BesideForm, ExpectedForm):
    key = key_field()
    indicator = forms.ChoiceField(label=_("Hvilket tall?"))
    place = forms.ChoiceField(label=_("Hvor?"), required=False)
    period_kind = forms.ChoiceField(
        label=_("Per"), choices=[("month", _("måned")), ("quarter", _("kvartal")), ("year", _("år"))]
    )
    better = forms.ChoiceField(
        label=_("Hva er bra?"),
        required=False,
        choices=[("", _("Slik tallet selv sier")), ("down", _("Lavere er bedre")), ("up", _("Høyere er bedre"))],
    )
    field_order = (
        "key", "indicator", "place", "period_kind", "beside", "kind", "better", "starts_on", "judge_from", "expected",
        "season", "about_cost",
    )  # fmt: skip

    def offer(self, indicators: Sequence[Offered], names: Mapping[str, str], begun: Collection[str] = ()) -> None:
        self._better: dict[str, str] = {each.key: each.better for each in indicators}
        self._by_place = {each.key for each in indicators if each.by_place}
        choices: list[tuple[str, Any]] = []
        for each in indicators:
            grouped = [(f"{each.key}{GROUP}{code}", f"{each.title}: {name}") for code, name in each.groups]
            choices += grouped or [(each.key, each.title)]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]
        self.fields["place"].choices = list(names.items())  # type: ignore[attr-defined]
        self.offer_places(names, begun)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        key = str(said.get("indicator", "")).partition(GROUP)[0]
        if key and said.get("place") and key not in self._by_place:
            self.add_error("place", _("Dette tallet finnes bare for hele fellesskapet."))
        if key and not said.get("better") and self._better.get(key) not in ("down", "up"):
            self.add_error("better", _("Tallet sier ikke selv hva som er bra. Velg det her."))
        first, judged = said.get("starts_on"), said.get("judge_from")
        if first and judged and judged < first:
            self.add_error("judge_from", _("Kan ikke vurderes før tiltaket kan virke."))
        return said

    def choice(self) -> Choice:
        said = self.cleaned_data
        key, _mark, group = said["indicator"].partition(GROUP)
        return Choice(
            key=key,
            group=group,
            place=said["place"],
            period_kind=said["period_kind"],
            beside=self.places(said["place"]),
        )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("kind", "starts_on", "judge_from", "expected", "season", "about_cost")
        return {**{name: said[name] for name in names}, "better": said["better"] or self._better[self.choice().key]}
