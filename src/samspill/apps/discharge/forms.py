"""What people fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination.fields import Marked, OneOfSeveral, day_field
from samspill.apps.discharge.models import EMERGENCIES, Ground, Verdict

DAY_HELP = _("Tomt felt betyr i dag ved ja, og at dagen ikke er kjent ved nei.")
REASON_HELP = _("Med dine egne ord. Leses bare av den som kontrollerer tilgangen.")


class AnswerForm(Marked, OneOfSeveral):
    """The municipality's answer: can, or cannot; and a day."""

    on_page = "answer"

    answer = forms.ChoiceField(
        label=_("Kan kommunen ta imot pasienten?"),
        choices=[("can", _("Ja, vi kan ta imot")), ("cannot", _("Nei, ikke nå"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ja eller nei.")},
    )
    day = day_field(_("Fra hvilken dag?"), required=False, help_text=DAY_HELP)


class BulkAnswerForm(forms.Form):
    """The same answer for several patients."""

    answer = forms.ChoiceField(
        label=_("Kan kommunen ta imot dem?"),
        choices=[("can", _("Ja, vi kan ta imot")), ("cannot", _("Nei, ikke nå"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg ja eller nei.")},
    )
    day = day_field(_("Fra hvilken dag?"), required=False, help_text=DAY_HELP)


class EmergencyForm(forms.Form):
    """Who, why, and a reason in one's own words."""

    number = forms.CharField(
        label=_("Pasientens fødselsnummer"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Elleve siffer. D-nummer og hjelpenummer går også."),
    )
    ground = forms.ChoiceField(
        label=_("Hvorfor?"), choices=[(g.value, g.label) for g in EMERGENCIES], widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Begrunnelse"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, help_text=REASON_HELP
    )


class AfterwardsForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("Hvorfor?"),
        choices=[(g.value, g.label) for g in Ground if g not in EMERGENCIES],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Begrunnelse"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, help_text=REASON_HELP
    )


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Vurdering"), choices=Verdict, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Merknad"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )
