"""Pages of those who publish: editions, one edition on its way, and decisions about charts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.analysis.indicators import INDICATORS
from samspill.apps.insight import permissions
from samspill.apps.insight.actions import book, deciding, publishing
from samspill.apps.insight.forms import PublishForm, WatchForm, WithdrawForm
from samspill.apps.insight.models import Audience, ChartDecision, Publication, PublishedIndicator
from samspill.apps.insight.places import names_of, places_of
from samspill.apps.insight.queries import reading, showing, summaries
from samspill.apps.insight.tasks import make_in_background
from samspill.apps.insight.views import asking
from samspill.apps.insight.views.asking import person_of
from samspill.apps.insight.views.reading import change_said, decision_form, indicator_page
from samspill.core.doors import page
from samspill.core.refusal import Refused
from samspill.directory.models import Community


@page(permission=permissions.check_see_drafts)
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    return _editions(request, _publish_form(request))


def _publish_form(request: HttpRequest, data: Any = None) -> PublishForm:
    last = Publication.objects.visible_to(person_of(request)).order_by("-number").first()
    form = PublishForm(data, initial={"public_keys": last.public_keys if last else []})
    form.offer([(name, _(each.title)) for name, each in INDICATORS.items()])
    return form


def _editions(request: HttpRequest, form: PublishForm, status: int = 200) -> HttpResponse:
    person = person_of(request)
    rows = Publication.objects.visible_to(person).order_by("-number")[:30]
    making = any(row.state == "making" for row in rows)
    values = {
        "rows": [(row, TONES.get(row.state, "neutral")) for row in rows],
        "form": form,
        "why_not": permissions.check_publish.why_not(person),
        "making": making,
    }
    return render(request, "insight/editions.html", values, status=status)


TONES = {"open": "done", "draft": "waiting", "making": "info", "failed": "broken", "cancelled": "stopped"}


@page(permission=permissions.check_publish)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    form = _publish_form(request, request.POST)
    if not form.is_valid():
        return _editions(request, form, status=422)
    community = Community.objects.get(pk=person_of(request).community_id)
    try:
        made = publishing.begin(
            by=person_of(request), community=community, public_keys=form.cleaned_data["public_keys"]
        )
    except Refused as no:
        form.add_error(None, str(no))
        return _editions(request, form, status=422)
    make_in_background(made)
    return redirect("insight:edition", pk=made.pk)


@page(permission=permissions.check_see_drafts)
@require_safe
def edition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One edition: how far it has come; then what is new in it, and the button that opens it."""
    person = person_of(request)
    row = _edition(request, pk)
    before = reading.publication_before(row)
    rows = list(reading.indicators_of(row, Audience.COMMUNITY))
    values = {
        "row": row,
        "tone": TONES.get(row.state, "neutral"),
        "indicators": [(each, showing.translated(each.card)) for each in rows],
        "public": set(reading.indicators_of(row, Audience.PUBLIC).values_list("key", flat=True)),
        "warnings": _warnings(row, rows),
        "edition": f"?utgave={row.number}",
        "before": before,
        "changes": [change_said(c, before) for c in summaries.changes(row, before)] if before and rows else [],
        "why_not": permissions.check_open.why_not(person, row),
        "list_url": reverse("insight:editions"),
        "index_url": reverse("insight:index"),
    }
    return render(request, "insight/edition.html", values)


def _warnings(edition: Publication, rows: list[PublishedIndicator]) -> list[str]:
    """Once each, with the community's name where the ledger knows it by its key."""
    key, name = book.receiver_of(edition.community), edition.community.name
    return list(dict.fromkeys(text.replace(key, name) for row in rows for text in row.warnings))


@page(permission=permissions.check_publish)
@require_POST
def open_edition(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _edition(request, pk)
    try:
        publishing.open_(by=person_of(request), publication=row)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("insight:edition", pk=pk)
    messages.success(request, _("Utgave %(number)s er åpen for helsefellesskapet.") % {"number": row.number})
    return redirect("insight:index")


@page(permission=permissions.check_publish)
@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _edition(request, pk)
    try:
        publishing.cancel(by=person_of(request), publication=row)
    except Refused as no:
        messages.error(request, str(no))
        return redirect("insight:edition", pk=pk)
    messages.success(request, _("Utregningen er avbrutt. Ingenting av den er lagret."))
    return redirect("insight:editions")


def _edition(request: HttpRequest, pk: UUID) -> Publication:
    row = Publication.objects.visible_to(person_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@page(permission=permissions.check_decide)
@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze the lines of a chart, or let them begin anew."""
    person = person_of(request)
    publication = asking.publication_or_404(request)
    row = asking.indicator_or_404(publication, key, Audience.COMMUNITY)
    places = places_of(person.community_id)
    asked, _kinds = asking.asked_in(request, row, places)
    shown = showing.show(publication, row, asked, places, names_of(person.community_id))
    form = decision_form(shown, request.POST)
    if not form.is_valid():
        return indicator_page(request, key, form=form, status=422)
    said = form.cleaned_data
    try:
        deciding.decide(
            by=person,
            key=row.key,
            place=asked.place,
            sector=asked.sector,
            kind=said["kind"],
            period=said["period"],
            reason=said["reason"],
            periods=[point.period for point in shown.made.points],
        )
    except Refused as no:
        form.add_error(None, str(no))
        return indicator_page(request, key, form=form, status=422)
    messages.success(request, _("Linjene er endret. Begrunnelsen står under diagrammet."))
    return redirect(f"{reverse('insight:indicator', args=[key])}?{asking.address_of(asked)}")


@page(permission=permissions.check_decide)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what was decided about a chart."""
    row = ChartDecision.objects.filter(pk=pk, community=person_of(request).community_id).first()
    if row is None:
        raise Http404
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Skriv hvorfor det trekkes tilbake."))
    else:
        deciding.withdraw(by=person_of(request), decision=row, reason=form.cleaned_data["reason"])
        messages.success(request, _("Avgjørelsen er trukket tilbake."))
    return redirect(f"{reverse('insight:indicator', args=[row.key])}?sted={row.place}&sektor={row.sector}")


@page(permission=permissions.check_watch)
@require_POST
def watch(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the figure that the community watches."""
    person = person_of(request)
    row = asking.indicator_or_404(asking.publication_or_404(request), key, Audience.COMMUNITY)
    form = WatchForm(request.POST)
    known = names_of(person.community_id)
    if not form.is_valid() or form.cleaned_data["place"] not in known:
        raise Http404
    deciding.watch(by=person, key=row.key, place=form.cleaned_data["place"], why=form.cleaned_data["why"])
    messages.success(request, _("Tallet står nå på «I dag» for alle i helsefellesskapet."))
    return redirect(f"{reverse('insight:indicator', args=[key])}?sted={form.cleaned_data['place']}")
