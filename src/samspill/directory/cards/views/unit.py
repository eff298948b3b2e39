"""The card of a unit, now or on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.core.doors import page
from samspill.directory.cards.permissions import check_look
from samspill.directory.cards.units import UnitCard, unit_card, unit_seen
from samspill.directory.cards.views.asking import day_asked, reader
from samspill.directory.keeping.permissions import check_keep_unit, check_keep_unit_contact


@page(permission=check_look)
@require_safe
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    on, no_day = day_asked(request)
    card = card_of(request, pk, on)
    shown = {
        "card": card,
        "no_day": no_day,
        "may_keep_contact": check_keep_unit_contact.can(reader(request), card.unit),
        "may_keep": check_keep_unit.can(reader(request), card.unit),
    }
    return render(request, "directory/cards/unit.html", shown)


def card_of(request: HttpRequest, pk: UUID, on: date | None = None) -> UnitCard:
    """404 for a unit of another community: whether it exists is not told."""
    found = unit_seen(pk, reader(request))
    if found is None:
        raise Http404
    return unit_card(found, reader(request), on)
