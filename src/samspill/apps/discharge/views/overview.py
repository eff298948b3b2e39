"""The whole community at a glance, without anybody's identity."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.apps.discharge.permissions import check_see_overview
from samspill.apps.discharge.queries.overview import LONG, TOTAL, overview
from samspill.core import clock
from samspill.core.doors import page


@page(permission=check_see_overview)
@require_safe
def community(request: HttpRequest) -> HttpResponse:
    person: Any = request.person  # type: ignore[attr-defined]
    values = {"found": overview(person.community_id), "long": LONG, "TOTAL": TOTAL, "now": clock.now()}
    return render(request, "discharge/overview.html", values)
