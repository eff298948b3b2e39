"""What the room's views share: who asks, a form page, and an attempt that ends in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from samspill.core.refusal import Refused

Row = TypeVar("Row", bound=Model)


def person_of(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]


def found(rows: QuerySet[Row], **values: Any) -> Row:
    """The one row, or a page that is not there: what a person may not see does not exist."""
    row = rows.filter(**values).first()
    if row is None:
        raise Http404
    return row


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("side", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def attempt(request: HttpRequest, do: Callable[[], object], back: str, said: Any) -> HttpResponse:
    """Do it and say so; or say why not, on the page it was pressed on."""
    try:
        do()
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, str(said))
    return redirect(back)


def form_page(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
    *,
    title: Any,
    back: str,
    lead: Any = "",
    save: Any = "",
    parts: list[tuple[Any, str]] | None = None,
    above: str = "",
) -> HttpResponse:
    """A page with one form. `do` gets what was filled in, does it, and gives the address to go on to."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return redirect(do(form.cleaned_data))
            except Refused as no:
                form.add_error(None, str(no))
    people = next((field for field in form.fields.values() if hasattr(field, "suggestions")), None)
    values = {"form": form, "title": title, "lead": lead, "back": back, "save": save, "parts": parts or []}
    return render(request, "governance/form.html", {**values, "people": people, "above": above}, status=status)
