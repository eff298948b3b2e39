"""What the component page shows: the parts with invented content, none of it from the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core import clock
from samspill.ui.components.marks import TONES


class ExampleForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Kan dere ta imot?"),
        choices=[("can", gettext_lazy("Ja, vi har plass")), ("cannot", gettext_lazy("Nei, ikke ennå"))],
        widget=forms.RadioSelect,
    )
    from_day = forms.DateField(
        label=gettext_lazy("Fra hvilken dag?"),
        help_text=gettext_lazy("Første dag dere kan ta imot."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Hvor?"),
        choices=[("short", gettext_lazy("Korttidsplass")), ("home", gettext_lazy("Hjem med tjenester"))],
    )
    comment = forms.CharField(label=gettext_lazy("Beskjed"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sure = forms.BooleanField(label=gettext_lazy("Pårørende er orientert"), required=False)


TONE_TEXTS = {
    "neutral": gettext_lazy("Innlagt"),
    "info": gettext_lazy("Ny melding"),
    "ours": gettext_lazy("Vår tur"),
    "waiting": gettext_lazy("Venter på svar"),
    "broken": gettext_lazy("Over frist"),
    "done": gettext_lazy("Kan ta imot"),
    "leaving": gettext_lazy("Reiser i dag"),
    "stopped": gettext_lazy("Avmeldt"),
}


def examples(answers: Any) -> dict[str, Any]:
    """The context of the page; `answers` fills the form and shows its errors."""
    now = clock.now()
    return {
        "tones": [(tone, TONE_TEXTS[tone]) for tone in TONES],
        "form": ExampleForm(answers),
        "broken_form": ExampleForm({"answer": "", "from_day": _("i morgen"), "place": "short"}, auto_id="broken_%s"),
        "now": now,
        "soon": now + timedelta(hours=2),
        "earlier": now - timedelta(days=3, hours=4),
        "a_day": date(2026, 3, 3),
        "events": _events(now),
        "rows": _rows(now),
        "segments": [
            {"text": _("Klare"), "href": "?visning=klare", "current": True, "count": 12},
            {"text": _("Innlagt"), "href": "?visning=innlagt", "count": 48},
            {"text": _("Reist"), "href": "?visning=reist"},
        ],
    }


def _events(now: Any) -> list[dict[str, Any]]:
    return [
        {
            "at": now - timedelta(hours=1),
            "title": _("Kommunen kan ta imot"),
            "tone": "done",
            "icon": "Checkmark",
            "text": _("Fra 23. november, korttidsplass."),
        },
        {"at": now - timedelta(days=1), "title": _("Meldt utskrivningsklar"), "tone": "waiting", "icon": "Hourglass"},
        {"at": now - timedelta(days=6), "title": _("Innlagt"), "icon": "Bed", "text": _("Geriatri 2")},
    ]


def _rows(now: Any) -> list[dict[str, Any]]:
    return [
        {
            "who": _("K.N., 84 år"),
            "ward": "Geriatri 2",
            "ready": now - timedelta(days=3),
            "days": 3,
            "tone": "broken",
            "state": _("Over frist"),
            "step": _("Svar på varsel"),
            "due": now - timedelta(hours=2),
        },
        {
            "who": _("A.S., 77 år"),
            "ward": "Kirurgi 1",
            "ready": now - timedelta(days=2),
            "days": 2,
            "tone": "done",
            "state": _("Kan ta imot"),
            "step": _("Avtal transport"),
            "due": None,
        },
        {
            "who": _("M.O., 69 år"),
            "ward": "Lunge",
            "ready": now - timedelta(hours=5),
            "days": 0,
            "tone": "waiting",
            "state": _("Venter på svar"),
            "step": _("Svar på varsel"),
            "due": now + timedelta(days=1),
        },
    ]
