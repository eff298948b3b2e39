"""Figures that are open to everybody, signed in or not."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from samspill.apps.insight.models import Audience, Publication
from samspill.apps.insight.places import names_of, places_of
from samspill.apps.insight.queries import comparing, showing
from samspill.apps.insight.views import asking, files
from samspill.apps.insight.views.reading import index_rows, page_values
from samspill.core import walls
from samspill.core.doors import anyone, page
from samspill.directory.models import Community


@page(permission=anyone)
@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    return render(request, "insight/open/communities.html", {"rows": comparing.others_with_public_figures(None)})


@page(permission=anyone)
@require_safe
def index(request: HttpRequest, slug: str) -> HttpResponse:
    community, publication = _found(slug)
    with walls.within(community.pk):
        rows = index_rows(publication, Audience.PUBLIC)
    if not rows:
        raise Http404
    values = {
        "community": community,
        "publication": publication,
        "rows": rows,
        "source": files.source_said(publication),
    }
    return render(request, "insight/open/index.html", values)


@page(permission=anyone)
@require_safe
def indicator(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    community, publication = _found(slug)
    with walls.within(community.pk):
        row = asking.indicator_or_404(publication, key, Audience.PUBLIC)
        places, names = places_of(community.pk), names_of(community.pk)
        asked, kinds = asking.asked_in(request, row, places)
        beside = comparing.beside(row, asked, community.pk)
        shown = showing.show(publication, row, asked, places, names, beside)
        choices = comparing.choices(places, asked, community.pk)
        values = page_values(shown, kinds, places, choices, reverse("insight:open-indicator", args=[slug, key]))
    more: dict[str, Any] = {
        "community": community,
        "community_name": community.name,
        "source": files.source_said(publication),
        "open_url": reverse("insight:open-index", args=[slug]),
    }
    return render(request, "insight/open/indicator.html", {**values, **more})


@page(permission=anyone)
@require_safe
def file(request: HttpRequest, slug: str, key: str, ending: str) -> HttpResponse:
    community, publication = _found(slug)
    with walls.within(community.pk):
        row = asking.indicator_or_404(publication, key, Audience.PUBLIC)
        places, names = places_of(community.pk), names_of(community.pk)
        asked, _kinds = asking.asked_in(request, row, places)
        return files.file_of(publication, row, asked, places, names, community.name, ending)


def _found(slug: str) -> tuple[Community, Publication]:
    found = comparing.public_publication(slug)
    if found is None:
        raise Http404
    return found
