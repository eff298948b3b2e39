"""The page about the data itself: what to know before anybody reads figures made of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.apps.insight import permissions, saying_quality
from samspill.apps.insight.queries import reading
from samspill.apps.insight.views import asking, files
from samspill.core.doors import page


@page(permission=permissions.check_see)
@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    publication = reading.publication_for(asking.person_of(request), asking.edition_in(request))
    kept: dict[str, Any] = publication.quality if publication else {}
    values = {
        "publication": publication,
        "looked": bool(kept),
        "groups": saying_quality.groups(kept.get("findings", [])),
        "filled": saying_quality.by_table(kept.get("filled", [])),
        "asked_of": [_(text) for text in saying_quality.ASKED],
        "source": files.source_said(publication) if publication else "",
    }
    return render(request, "insight/quality.html", values)
