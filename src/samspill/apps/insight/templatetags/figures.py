"""How numbers of an indicator are written in templates: by its own unit and decimals."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from samspill.apps.insight import periods, permissions
from samspill.apps.insight.views.reading import cell_said

register = template.Library()


@register.filter
def period(code: str) -> str:
    """2026-03 → mars 2026"""
    return periods.said(code)


@register.filter
def cell(point: Any, card: dict[str, Any]) -> str:
    """A point in a table: its number, «skjult», or a dash."""
    return cell_said(card, point)


@register.filter
def figure_doors(person: Any) -> list[tuple[str, str]]:
    """The doors of the room that are not for everybody: (name of the address, what it is called)."""
    doors = [
        ("insight:lists", _("Pasientlister"), permissions.check_see_lists),
        ("insight:editions", _("Utgaver"), permissions.check_see_drafts),
        ("insight:register", _("Utleveringer"), permissions.check_see_register),
        ("insight:openings", _("Navnelister"), permissions.check_see_openings),
    ]
    return [(name, label) for name, label, check in doors if person is not None and check.can(person)]
