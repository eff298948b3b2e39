"""The keeper's first page: find what is to be kept, or make it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.core.doors import page
from samspill.directory.keeping.permissions import check_keep_units
from samspill.directory.keeping.queries import find, kept_tree, newcomers
from samspill.directory.keeping.views.sending import keeper


@page(permission=check_keep_units)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All of it for an administrator; for a leader the own unit and its parts."""
    who = keeper(request)
    administers = who.may("directory.administer")
    asked = request.GET.get("sok", "").strip()[:80]
    shown = {
        "administers": administers,
        "asked": asked,
        "found": find(who, asked) if asked and administers else None,
        "rows": kept_tree(who),
        "newcomers": newcomers(who) if administers else [],
    }
    return render(request, "directory/keeping/overview.html", shown)
