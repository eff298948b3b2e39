"""What the address asks for, read kindly."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _


def reader(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]


def day_asked(request: HttpRequest) -> tuple[date | None, str]:
    """The day in `?dato=`, and a sentence when what stands there is no day."""
    text = request.GET.get("dato", "").strip()
    if not text:
        return None, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return None, _("«%(text)s» er ingen dato. Her vises det som gjelder i dag.") % {"text": text[:20]}
