"""Pages that read the catalogue: the list, one offer, and calendars."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.core import clock, walls
from samspill.core.doors import anyone, page
from samspill.directory.models import OfferDate, OfferKind, OfferLevel, ServiceOffer, Unit
from samspill.directory.offers import actions, feeds, permissions, queries, rules
from samspill.directory.offers.calendar import calendar_of
from samspill.directory.offers.forms import CancelForm, EndForm, FilterForm
from samspill.directory.offers.queries import Question

CALENDAR = "text/calendar; charset=utf-8"


@page(permission=permissions.check_look)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    areas, providers = queries.areas_to_choose(person.community_id), queries.providers_in(person)
    form = FilterForm(request.GET)
    form.offer(areas, providers)
    question = question_in(request, areas, providers)
    found = queries.catalogue(person, question)
    shown = Paginator(found, queries.PAGE).get_page(request.GET.get("side"))
    values = {
        "form": form,
        "question": question,
        "page": shown,
        "rows": [(each, "" if each.near is None else rules.NEARNESS_WORDS[each.near]) for each in shown.object_list],
        "views": _views(request, queries.counts(person), question.view),
        "sorted_by": f"-{question.order}" if question.backwards else question.order,
        "why_not_new": permissions.check_keep.why_not(person),
        "may_keep": person.may("offers.keep"),
        "narrowed": any((question.text, question.kind, question.level, question.near, question.provider)),
    }
    return render(request, "offers/list.html", values)


def question_in(request: HttpRequest, areas: list[Unit], providers: list[Unit]) -> Question:
    """The address, read kindly: what cannot be understood is left out."""
    asked = request.GET
    near = next((area for area in areas if str(area.pk) == asked.get("nar")), None)
    order = asked.get("sorter", "")
    backwards, order = order.startswith("-"), order.removeprefix("-")
    kind, level, view = asked.get("type", ""), asked.get("niva", ""), asked.get("vis", "now")
    known = order in queries.ORDERS and (near is not None or order != "near")
    return Question(
        text=asked.get("sok", "").strip()[:100],
        kind=kind if kind in OfferKind.values else "",
        level=level if level in OfferLevel.values else "",
        near=near,
        provider=next((each.pk for each in providers if str(each.pk) == asked.get("fra")), None),
        view=view if view in queries.VIEWS else "now",
        order=order if known else ("near" if near else "name"),
        backwards=backwards and known,
    )


def _views(request: HttpRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    words = {"now": _("Gjelder nå"), "coming": _("Kommer"), "ended": _("Avsluttet")}
    asked = request.GET.copy()
    items = []
    for view in queries.VIEWS:
        asked["vis"], asked["side"] = view, "1"
        items.append(
            {"text": words[view], "href": f"?{asked.urlencode()}", "current": view == current, "count": counts[view]}
        )
    return items


@page(permission=permissions.check_look)
@require_safe
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, pk)


def show(request: HttpRequest, pk: UUID, *, end_form: EndForm | None = None, status: int = 200) -> HttpResponse:
    """The page of one offer, perhaps with a form on it that was not filled in right."""
    person = person_of(request)
    shown: Any = queries.with_all(queries.offers_seen_by(person)).filter(pk=pk).first()
    if shown is None:
        raise Http404
    values = {
        "offer": shown,
        "provider_ways": shown.provider.contactways.all(),
        "topics": [topic.strip() for topic in shown.topics.split(",") if topic.strip()],
        "counterparts": queries.counterparts(shown),
        "may_keep": person.may("offers.keep"),
        "why_not": permissions.check_keep_offer.why_not(person, shown),
        "ended": rules.check_not_ended.why_not(shown.valid_to, clock.today()),
        "end_form": end_form or EndForm(initial={"last_day": clock.today()}),
        "cancel_form": CancelForm(auto_id=False),
        "list_url": reverse("offers:list"),
    }
    return render(request, "offers/offer.html", values, status=status)


@page(permission=permissions.check_look)
@require_safe
def offer_calendar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The occasions of one offer, to be opened in a calendar program."""
    shown = visible(request, pk)
    rows = shown.dates.select_related("offer__provider").order_by("starts", "pk")
    answer = HttpResponse(calendar_of(rows, name=shown.name, address_of=_address_in(request)), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="tilbud-{shown.pk}.ics"'
    return answer


@page(permission=permissions.check_look)
@require_safe
def my_feed(request: HttpRequest) -> HttpResponse:
    """The person's own address for their calendar program, if they have made one."""
    feed = feeds.feed_of(person_of(request))
    address = ""
    if feed is not None:
        address = request.build_absolute_uri(reverse("offers:feed", args=[feeds.token_of(feed)]))
    answer = render(request, "offers/feed.html", {"feed": feed, "address": address, "list_url": reverse("offers:list")})
    answer["Cache-Control"] = "no-store"
    return answer


@page(permission=permissions.check_look)
@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    if request.POST.get("do") == "drop":
        actions.drop_feed(by=person_of(request))
    else:
        actions.make_feed(by=person_of(request))
    return redirect("offers:my-feed")


@page(permission=anyone)
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs: the signed address is the key. Courses only."""
    community = feeds.community_in(token)
    with walls.within(community) if community else walls.the_public():
        found = feeds.feed_behind(token)
        if found is None:
            return HttpResponse(_("Adressen til kalenderen gjelder ikke."), status=403, content_type="text/plain")
        name = _("Kurs i %(community)s") % {"community": found.community.name}
        body = calendar_of(feeds.occasions_of(found.community_id), name=name, address_of=_address_in(request))
    answer = HttpResponse(body, content_type=CALENDAR)
    answer["Cache-Control"] = "private, max-age=900"
    return answer


def _address_in(request: HttpRequest) -> Any:
    def address(occasion: OfferDate) -> str:
        return request.build_absolute_uri(reverse("offers:offer", args=[occasion.offer_id]))

    return address


def visible(request: HttpRequest, pk: UUID) -> ServiceOffer:
    """The offer, if it is the person's community's; otherwise it does not exist, as far as they can tell."""
    found = queries.offers_seen_by(person_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def person_of(request: HttpRequest) -> Any:
    return request.person  # type: ignore[attr-defined]
