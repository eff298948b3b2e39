"""What the views share: whose request it is, one thing of the community or nothing, and a page with one form."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from samspill.apps.plans.forms import BodyField

Row = TypeVar("Row", bound=Model)


def person_of(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]


def found(rows: QuerySet[Row], pk: UUID) -> Row:
    """Of rows that are cut to the person's community; what is not there does not exist, as far as they can tell."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def day_in(request: HttpRequest, name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return otherwise


def with_bodies(form: forms.Form, person: Any) -> forms.Form:
    for field in form.fields.values():
        if isinstance(field, BodyField):
            field.offer(person)
    return form


def body_id_of(form: forms.Form) -> UUID | None:
    field = form.fields["body"]
    assert isinstance(field, BodyField)
    return field.id_of(form.cleaned_data["body"])


def form_page(
    request: HttpRequest,
    form: forms.Form,
    title: str,
    back: str,
    *,
    lead: str = "",
    button: str = "",
    upload: bool = False,
    back_text: str = "",
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    values = {
        "form": form,
        "title": title,
        "lead": lead,
        "back": back,
        "back_text": back_text or _("Handlingsplan"),
        "button_text": button or _("Lagre"),
        "upload": upload,
        "bodies": next((list(f.known) for f in form.fields.values() if isinstance(f, BodyField)), []),
        **(more or {}),
    }
    return render(request, "plans/form.html", values, status=status)
