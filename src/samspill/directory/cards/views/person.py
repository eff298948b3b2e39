"""The card of a person."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.core.doors import page
from samspill.directory.cards.permissions import check_look
from samspill.directory.cards.persons import PersonCard, person_card, person_seen
from samspill.directory.cards.views.asking import reader
from samspill.directory.keeping.permissions import own_person_id


@page(permission=check_look)
@require_safe
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    card = card_of(request, pk)
    shown = {
        "card": card,
        "mine": card.person.pk == own_person_id(who),
        "may_administer": who.may("directory.administer"),
    }
    return render(request, "directory/cards/person.html", shown)


def card_of(request: HttpRequest, pk: UUID) -> PersonCard:
    """404 for a person the reader does not see: whether they exist is not told."""
    found = person_seen(pk, reader(request))
    if found is None:
        raise Http404
    return person_card(found, reader(request))
