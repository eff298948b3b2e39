"""The card of one's own community, its map, and the communities of the country."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.core.doors import page
from samspill.directory.cards.communities import community_card
from samspill.directory.cards.maps import HEIGHT, WIDTH, map_of
from samspill.directory.cards.norway import communities_of_norway
from samspill.directory.cards.permissions import check_look
from samspill.directory.cards.views.asking import day_asked, reader
from samspill.directory.models import Community


@page(permission=check_look)
@require_safe
def community(request: HttpRequest) -> HttpResponse:
    on, no_day = day_asked(request)
    card = community_card(Community.objects.get(pk=reader(request).community_id), on)
    return render(request, "directory/cards/community.html", {"card": card, "no_day": no_day})


@page(permission=check_look)
@require_safe
def community_map(request: HttpRequest) -> HttpResponse:
    """One's own community; with `?fellesskap=` any real one, whose members are official facts."""
    shown = _community_asked(request)
    card = community_card(shown)
    values = {
        "card": card,
        "map": map_of(card),
        "tile_width": WIDTH,
        "tile_height": HEIGHT,
        "own": shown.pk == reader(request).community_id,
        "may_place": reader(request).may("directory.administer") and shown.pk == reader(request).community_id,
    }
    return render(request, "directory/cards/map.html", values)


def _community_asked(request: HttpRequest) -> Community:
    slug, own = request.GET.get("fellesskap", ""), reader(request).community_id
    if not slug:
        return Community.objects.get(pk=own)
    found = Community.objects.filter(slug=slug).first()
    if found is None or (found.fictional and found.pk != own):
        raise Http404
    return found


@page(permission=check_look)
@require_safe
def norway(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("sok", "")[:80]
    lines = communities_of_norway(asked, own=reader(request).community_id)
    return render(request, "directory/cards/norway.html", {"lines": lines, "asked": asked})
