"""Cards to print and to take into a phone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from samspill.core import clock
from samspill.core.doors import page
from samspill.directory.cards.permissions import check_look
from samspill.directory.cards.reaching import PREFETCH, reach_of
from samspill.directory.cards.vcards import VERSIONS, person_vcard, unit_vcard
from samspill.directory.cards.views import person as person_page
from samspill.directory.cards.views import unit as unit_page
from samspill.directory.models import Person


@page(permission=check_look)
@require_safe
def person_on_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(
        request,
        "directory/cards/person_on_paper.html",
        {"card": person_page.card_of(request, pk), "today": clock.today()},
    )


@page(permission=check_look)
@require_safe
def unit_on_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The unit's own card, and one for each who works there."""
    card = unit_page.card_of(request, pk)
    everybody = card.everybody
    people = Person.objects.filter(pk__in=[row.person_id for row in everybody]).prefetch_related(*PREFETCH)
    reaches = {person.pk: reach_of(person) for person in people}
    shown = {"card": card, "people": [(row, reaches[row.person_id]) for row in everybody], "today": clock.today()}
    return render(request, "directory/cards/unit_on_paper.html", shown)


@page(permission=check_look)
@require_safe
def person_download(request: HttpRequest, pk: UUID) -> HttpResponse:
    card = person_page.card_of(request, pk)
    return _file(person_vcard(card, _version(request)), str(card.person))


@page(permission=check_look)
@require_safe
def unit_download(request: HttpRequest, pk: UUID) -> HttpResponse:
    card = unit_page.card_of(request, pk)
    return _file(unit_vcard(card, _version(request)), card.name)


def _version(request: HttpRequest) -> str:
    """3.0 is what every phone and mail program reads; 4.0 for whoever asks."""
    asked = request.GET.get("versjon", "")
    return asked if asked in VERSIONS else VERSIONS[0]


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/vcard; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "kontakt"}.vcf"'
    return answer
