"""What an address asks for, read kindly: what cannot be understood is left out. And how a page asks for it again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from samspill.apps.insight.forms import FilterForm
from samspill.apps.insight.models import Audience, Publication, PublishedIndicator
from samspill.apps.insight.places import Place
from samspill.apps.insight.queries import comparing, reading
from samspill.apps.insight.queries.reading import Asked
from samspill.apps.insight.queries.showing import SECTORS

KIND_WORDS = {"month": "maned", "quarter": "kvartal", "year": "ar"}
LONGEST = 80  # letters of a value in an address


def person_of(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]


def edition_in(request: HttpRequest) -> int | None:
    text = request.GET.get("utgave", "")
    return int(text) if text.isdecimal() and len(text) < 7 else None


def asked_in(request: HttpRequest, indicator: PublishedIndicator, places: tuple[Place, ...]) -> tuple[Asked, list[str]]:
    """What is asked for, and the kinds of period that may be chosen there. Without a choice the finest one."""
    known = {place.number for place in places}
    get = request.GET
    place = get.get("sted", "") if get.get("sted", "") in known else ""
    sector = get.get("sektor", "") if get.get("sektor", "") in SECTORS and not place else ""
    groups = indicator.card.get("groups", {})
    group = get.get("gruppe", "") if get.get("gruppe", "") in groups and not place and not sector else ""
    group = group or reading.head_group(indicator)
    kinds = reading.kinds_of(indicator, place, group)
    wanted = {word: kind for kind, word in KIND_WORDS.items()}.get(get.get("periode", ""))
    kind = wanted if wanted in kinds else kinds[0] if kinds else "month"
    beside = get.get("mot", "")[:LONGEST]
    asked = Asked(place=place, sector=sector, group=group, kind=kind, beside=beside, edition=edition_in(request))
    return asked, kinds


def address_of(asked: Asked, **other: str) -> str:
    """The query that asks for the same; `other` changes a part of it."""
    values = {
        "sted": asked.place,
        "sektor": asked.sector,
        "gruppe": asked.group,
        "periode": KIND_WORDS[asked.kind],
        "mot": asked.beside,
        "utgave": str(asked.edition) if asked.edition else "",
        **other,
    }
    return urlencode({key: value for key, value in values.items() if value})


def filter_form(
    asked: Asked,
    kinds: list[str],
    places: tuple[Place, ...],
    has_sectors: bool,
    beside: list[tuple[str, str]],
    card: dict[str, Any],
) -> FilterForm:
    words = {"month": _("måned"), "quarter": _("kvartal"), "year": _("år")}
    form = FilterForm(
        {
            "sted": asked.place,
            "sektor": asked.sector,
            "gruppe": asked.group,
            "periode": KIND_WORDS[asked.kind],
            "mot": asked.beside,
        }
    )
    parts_only = card.get("mode") == "parts"
    groups = [] if asked.place or asked.sector else list(card["groups"].items())
    sectors = [("", _("alle")), *((code, _(said)) for code, said in SECTORS.items())] if has_sectors else []
    form.offer(
        [] if parts_only else [("", _("hele fellesskapet")), *((place.number, place.name) for place in places)],
        [] if asked.place or parts_only else sectors,
        [*([] if parts_only or not groups else [("", _("alle"))]), *groups],
        [(KIND_WORDS[kind], words[kind]) for kind in kinds],
        [] if parts_only else beside,
    )
    return form


def publication_or_404(request: HttpRequest) -> Publication:
    found = reading.publication_for(person_of(request), edition_in(request))
    if found is None:
        raise Http404
    return found


def indicator_or_404(publication: Publication, key: str, audience: Audience) -> PublishedIndicator:
    found = reading.indicator_in(publication, audience, key)
    if found is None:
        raise Http404
    return found


def choices_beside(places: tuple[Place, ...], asked: Asked, community: Any) -> list[tuple[str, str]]:
    return comparing.choices(places, asked, community)
