"""What all forms here do alike: a refusal stands in the form, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from samspill.core.refusal import Refused
from samspill.directory.edits import ChangedMeanwhile


def keeper(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]


def sent(form: forms.Form, do: Callable[[], Any], new_edition: Callable[[], str] | None = None) -> Any:
    """Do the deed; None when it was refused, and then the form says why.

    After ChangedMeanwhile the form carries `new_edition`, so that whoever has read the notice may save on top.
    """
    try:
        return do()
    except ChangedMeanwhile as no:
        if new_edition is not None:
            carry(form, new_edition())
        form.add_error(None, str(no))
    except Refused as no:
        form.add_error(None, str(no))
    except ValidationError as error:
        _explain(form, error)
    return None


def _explain(form: forms.Form, error: ValidationError) -> None:
    """A model's own complaint stands at the field it is about, or on top where the form has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, messages in error.message_dict.items():
        form.add_error(name if name in form.fields else None, messages)


def carry(form: forms.BaseForm, seen: str) -> None:
    """Let a form that was sent hold a newer edition than the one it came with."""
    sent_values: Any = form.data
    values = sent_values.copy()
    values["seen"] = seen
    form.data = values
