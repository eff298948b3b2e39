"""Fields that the forms of the room share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samspill.core.clock import OSLO

DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M", "%Y-%m-%d %H:%M"]
WRONG_DAY = _("Skriv datoen som dag.måned.år, for eksempel 3.2.2026.")
WRONG_MOMENT = _("Skriv dato og klokkeslett, for eksempel 3.2.2026 12:00.")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=DAY_FORMATS,
        error_messages={"invalid": WRONG_DAY},
    )


class MomentField(forms.DateTimeField):
    """A date with a time of day in Norway. An hour that comes twice in October is the first of the two."""

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        return found.replace(tzinfo=OSLO) if found else None


def moment_field(label: Any, *, required: bool = True, help_text: Any = "") -> MomentField:
    return MomentField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=MOMENT_FORMATS,
        error_messages={"invalid": WRONG_MOMENT},
    )


def text_field(label: Any, *, rows: int = 3, required: bool = True, most: int = 2000, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Skriv noe først.")},
    )


class OneOfSeveral(forms.Form):
    """A form that shares its page with others: its fields have ids of their own, and each label leads to its field."""

    on_page = ""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.on_page}_%s", **values})


class Marked(forms.Form):
    """A form that says what its reader had seen, so that whoever was second is told and loses nothing."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    def see_anew(self, mark: object) -> None:
        """What was typed stays; the next press is about what is there now."""
        typed: Any = self.data
        again = typed.copy()
        again["seen"] = str(mark)
        self.data = again
