"""The doors: the first page of whoever is signed in, the open page of everybody else, and two pages of order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.core import audit, todays_figure, waiting
from samspill.core.doors import anyone, page
from samspill.portal import explaining
from samspill.portal.forms import AccessLogForm
from samspill.portal.permissions import check_read_access_log, check_signed_in
from samspill.portal.queries import AccessQuestion, access_rows, community_lines, role_of

PAGE = 50
SHOWN_FIRST = 25  # of what waits: the rest is a click away, so that the page can be taken in


@page(permission=anyone)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """*I dag* for whoever is signed in; what this is, for everybody else."""
    person: Any = request.person  # type: ignore[attr-defined]
    return today(request, person) if person.signed_in else about(request)


def today(request: HttpRequest, person: Any) -> HttpResponse:
    items = waiting.waiting_for(person)
    inner_only = request.headers.get("HX-Request") == "true"
    template = "portal/_waiting.html" if inner_only else "portal/today.html"
    shown = items if request.GET.get("vis") == "alle" else items[:SHOWN_FIRST]
    values = {
        "person": person,
        "count": len(items),
        "items": shown,
        "more": len(items) - len(shown),
        "broken": sum(item.broken for item in items),
        "figure": None if inner_only else todays_figure.figure_for(person),
    }
    return render(request, template, values)


def about(request: HttpRequest) -> HttpResponse:
    lines = community_lines()
    real = [line for line in lines if not line.fictional]
    invented = [line for line in lines if line.fictional]
    return render(
        request,
        "portal/about.html",
        {
            "real": real,
            "invented": invented,
            # A trust or a municipality may be in more than one community: each is counted once.
            "trusts": len({name for line in real for name in line.trusts}),
            "municipalities": len({pk for line in real for pk in line.municipalities}),
        },
    )


@page(permission=check_signed_in)
@require_safe
def what_can_i_do(request: HttpRequest) -> HttpResponse:
    """`side` is the address of a page that was refused: then it says what that page asks for, and who may."""
    person: Any = request.person  # type: ignore[attr-defined]
    shown = {
        "mine": explaining.open_deeds(person),
        "others": explaining.closed_deeds(person),
        "closed": explaining.why_closed(person, request.GET.get("side", "")),
    }
    return render(request, "portal/what_can_i_do.html", shown)


@page(permission=check_read_access_log)
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Reading the log leaves a row in the audit trail."""
    person: Any = request.person  # type: ignore[attr-defined]
    form = AccessLogForm(request.GET)
    asked = _question(form)
    rows = (
        access_rows(seen_by=person, asked=asked) if form.is_valid() else access_rows(seen_by=person, asked=asked).none()
    )
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    number = min(_page_number(request), pages)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    audit.record(by=person, deed="access_log.read")
    return render(
        request,
        "portal/access_log.html",
        {
            "form": form,
            "rows": [(row, role_of(row)) for row in shown],
            "total": total,
            "page": number,
            "pages": pages,
            "stay": asked.stay,
        },
    )


def _question(form: AccessLogForm) -> AccessQuestion:
    asked = form.cleaned_data if form.is_valid() else {}
    return AccessQuestion(
        first=asked.get("fra"), last=asked.get("til"), name=asked.get("hvem", ""), stay=asked.get("opphold")
    )


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("side", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1
