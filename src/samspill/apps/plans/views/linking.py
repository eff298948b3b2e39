"""A measure from published figures: tied, compared with others, its new definition read, and loosened again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspill.apps.insight.queries import published as figures
from samspill.apps.plans import permissions
from samspill.apps.plans.actions import linking
from samspill.apps.plans.forms_link import BesideForm, LinkForm
from samspill.apps.plans.models import Action, ImprovementProject, Measure
from samspill.apps.plans.queries import actions as of_actions
from samspill.apps.plans.queries import effects, published, spreading
from samspill.apps.plans.views.one_form import form_page, found, person_of
from samspill.core import clock
from samspill.core.doors import page
from samspill.core.refusal import Refused


@page(permission=permissions.check_measure)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    action = found(of_actions.actions_seen_by(person_of(request)), pk)

    def link(**said: Any) -> Measure:
        return linking.link_measure(by=person_of(request), action=action, **said)

    return _form_page(request, link, reverse("plans:action", args=[pk]), str(action), action=action)


@page(permission=permissions.check_measure)
@require_http_methods(["GET", "POST"])
def new_for_project(request: HttpRequest, pk: UUID) -> HttpResponse:
    project: ImprovementProject = found(spreading.projects_seen_by(person_of(request)), pk)

    def link(**said: Any) -> Measure:
        return linking.link_project_measure(by=person_of(request), project=project, **said)

    return _form_page(request, link, reverse("plans:project", args=[pk]), str(project), action=project.action)


def _form_page(request: HttpRequest, link: Any, back: str, back_text: str, action: Action | None) -> HttpResponse:
    person, title = person_of(request), _("Mål fra Tall")
    offered = figures.offered(person.community_id, figures.audience_of(person))
    form = LinkForm(request.POST or None, initial={"starts_on": clock.today()})
    form.offer(offered, figures.place_names(person.community_id), published.begun_with(action))
    lead = _("Tallet leses fra den utgaven av Tall som er åpen. Når en ny åpnes, vurderes tiltaket på nytt.")
    given: dict[str, Any] = {"lead": lead, "back_text": back_text, "more": {"nothing_published": not offered}}
    if request.method == "GET" or not form.is_valid():
        return form_page(request, form, title, back, status=200 if request.method == "GET" else 422, **given)
    try:
        measure = link(key=form.cleaned_data["key"], choice=form.choice(), values=form.values())
    except Refused as no:
        form.add_error("indicator", str(no))
        return form_page(request, form, title, back, status=422, **given)
    return redirect("plans:measure", pk=measure.pk)


def beside_form(request: HttpRequest, measure: Measure) -> BesideForm | None:
    """For the page of a linked measure; None where there is nothing to compare with."""
    link = published.link_of(measure)
    if link is None or not link.place:
        return None
    sent = request.POST if request.method == "POST" and "beside-sent" in request.POST else None
    form = BesideForm(sent, initial={"beside": link.beside})
    names = figures.place_names(measure.community_id)
    form.offer_places(names, published.begun_with(measure.action), own=link.place)
    return form


def _linked(request: HttpRequest, pk: UUID) -> Measure:
    return found(effects.measures_seen_by(person_of(request)), pk)


@page(permission=permissions.check_measure)
@require_POST
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    measure = _linked(request, pk)
    form, link = beside_form(request, measure), published.link_of(measure)
    if form is not None and link is not None and form.is_valid():
        linking.compare_with(by=person_of(request), measure=measure, beside=form.places(link.place))
        messages.success(request, _("Sammenligningen er endret."))
    return redirect("plans:measure", pk=pk)


@page(permission=permissions.check_measure)
@require_POST
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        linking.accept_definition(
            by=person_of(request), measure=_linked(request, pk), version=request.POST.get("version", "")
        )
        messages.success(request, _("Den nye definisjonen er godtatt."))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("plans:measure", pk=pk)


@page(permission=permissions.check_measure)
@require_POST
def unlink(request: HttpRequest, pk: UUID) -> HttpResponse:
    linking.unlink(by=person_of(request), measure=_linked(request, pk))
    messages.success(request, _("Målet føres nå for hånd. Tallene slik de sto, er med."))
    return redirect("plans:measure", pk=pk)
