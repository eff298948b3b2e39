"""What every form that keeps something of the directory carries: a key of its own, and how new its picture is.

The key is made when an empty form is shown and becomes the id of what is made, so that the same form sent twice makes
one thing. `seen` is when the row was last changed as the form was shown; whoever saves on top of a newer row is told.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused

Row = TypeVar("Row", bound=models.Model)


class ChangedMeanwhile(Refused):
    """Somebody else saved first. `now` is the row as it stands."""

    def __init__(self, now: models.Model) -> None:
        super().__init__(
            _(
                "Noen andre har lagret endringer her mens du skrev. Det du skrev, står fortsatt i skjemaet. "
                "Se hva som er lagret nå, og lagre på nytt hvis ditt skal gjelde."
            )
        )
        self.now = now


def day_field(label: Any, **values: Any) -> forms.DateField:
    # Browsers send and want ISO dates in a date input, whatever the language.
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Skriv datoen som dag.måned.år, for eksempel 3.2.2026.")},
        **values,
    )


class PeriodForm(forms.Form):
    """From a day and until a day that is counted in, as people say it; `valid_to` is then the day after."""

    valid_from = day_field(_("Fra og med"), required=False)
    last_day = day_field(_("Til og med"), required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        first, last = answers.get("valid_from"), answers.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Siste dag må være samme dag som den første, eller senere."))
        answers["valid_to"] = last + timedelta(days=1) if last and last < date.max else None
        return answers


def key_field() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def seen_field() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


def seen_of(row: Any) -> str:
    """What `seen` holds for this row as it is now."""
    return str(row.changed_at.isoformat())


def locked(row: Row) -> Row:
    """The row as it stands in the database, held until the deed is done."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def differing(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """The names of those values that the row does not have already."""
    return [name for name, value in values.items() if getattr(row, name) != value]


def check_not_changed_since(row: Any, seen: str) -> None:
    """Raises ChangedMeanwhile when the row is newer than the form that is sent."""
    try:
        fresh = datetime.fromisoformat(seen) == row.changed_at
    except (TypeError, ValueError):
        fresh = False
    if not fresh:
        raise ChangedMeanwhile(row)


def tell_of_conflict(form: forms.Form, conflict: ChangedMeanwhile, saved: forms.Form) -> list[tuple[str, str]]:
    """Show the sentence in the form and let the next press win. (label, what is stored now) of each field that differs.

    saved: an unbound form filled with the row as it is stored.
    """
    sent: Any = form.data
    data = sent.copy()
    data["seen"] = seen_of(conflict.now)
    form.data = data
    form.add_error(None, str(conflict))
    pairs = [(bound, form[bound.name]) for bound in saved.visible_fields()]
    return [(str(theirs.label), _as_text(theirs)) for theirs, ours in pairs if _as_text(theirs) != _as_text(ours)]


def _as_text(bound: forms.BoundField) -> str:
    """What stands in a field, as the reader sees it."""
    shown = bound.field.widget.format_value(bound.value())
    choices = getattr(bound.field.widget, "choices", None)
    if choices is None:
        return str(shown or "")
    flat = dict(pair for value, label in choices for pair in (label if isinstance(label, list) else [(value, label)]))
    picked = shown if isinstance(shown, list) else [shown]
    return ", ".join(str(flat.get(each, "")) for each in picked if each)
