"""Those who wait long and those who come often: in groups for those who coordinate them, by name when they say why."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.apps.insight import permissions
from samspill.apps.insight.actions import listing
from samspill.apps.insight.forms import ListForm
from samspill.apps.insight.models import ListOpening
from samspill.apps.insight.people import GROUNDS, LEAST, MOST, QUESTIONS, TITLES, rule_of
from samspill.apps.insight.views.asking import person_of
from samspill.core import audit, identified
from samspill.core.doors import page
from samspill.core.identified import Identified
from samspill.core.refusal import Refused

PAGE = 30


@page(permission=permissions.check_see_lists)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    rows = [{"kind": kind, "title": title, "question": QUESTIONS[kind]} for kind, title in TITLES.items()]
    return render(request, "insight/lists.html", {"rows": rows, "owner": person_of(request).top_name})


@page(permission=permissions.check_see_lists)
@require_safe
def one(request: HttpRequest, kind: str) -> HttpResponse:
    return _show(request, kind, ListForm())


@page(permission=permissions.check_see_lists)
@require_POST
def names(request: HttpRequest, kind: str) -> HttpResponse:
    """The names are shown in the answer to the form, and nowhere else: no address leads to them."""
    if kind not in TITLES:
        raise Http404
    form = ListForm(request.POST)
    if not form.is_valid():
        return _show(request, kind, form, status=422)
    found: list[Identified] = []
    try:
        listing.open_list(
            by=person_of(request), rule=rule_of(kind, request.GET.get("grense")), found=found, **form.cleaned_data
        )
    except Refused as no:
        form.add_error(None, str(no))
        return _show(request, kind, form, status=422)
    return _show(request, kind, form, found=found)


def _show(
    request: HttpRequest, kind: str, form: ListForm, found: list[Identified] | None = None, status: int = 200
) -> HttpResponse:
    if kind not in TITLES:
        raise Http404
    person, owner = person_of(request), identified.owner()
    rule = rule_of(kind, request.GET.get("grense"))
    values: dict[str, Any] = {
        "kind": kind,
        "title": TITLES[kind],
        "question": QUESTIONS[kind],
        "rule": rule,
        "least": LEAST[kind],
        "most": MOST,
        "unit": _("døgn klar på sykehuset") if kind == "long_wait" else _("opphold"),
        "groups": owner.groups(person, rule) if owner else [],
        "form": form,
        "found": found,
        "owner": person.top_name,
    }
    return render(request, "insight/list.html", values, status=status)


@page(permission=permissions.check_see_openings)
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """For the privacy officer. Reading it leaves a row in the audit trail."""
    person = person_of(request)
    rows = ListOpening.objects.filter(community=person.community_id).select_related("owner").order_by("-at")
    paged = Paginator(rows, PAGE).get_page(request.GET.get("side"))
    audit.record(by=person, deed="insight.read_openings")
    grounds = dict(GROUNDS)
    shown = [(row, TITLES.get(row.kind, row.kind), grounds.get(row.ground, row.ground)) for row in paged]
    return render(request, "insight/openings.html", {"page": paged, "rows": shown})
