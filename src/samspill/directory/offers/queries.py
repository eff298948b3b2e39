"""Every read of the catalogue: the list, one offer, and what is near a place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Min, Prefetch, Q, QuerySet

from samspill.core import clock
from samspill.directory.lookup import hospital_of
from samspill.directory.models import ClusterMember, OfferDate, OfferKind, ServiceOffer, Unit, UnitKind
from samspill.directory.offers.rules import Nearness, nearest
from samspill.directory.plain_words import answers_to
from samspill.directory.seen import units_in

PAGE = 30
VIEWS = ("now", "coming", "ended")
ORDERS = ("name", "kind", "provider", "next", "near")
AREA_KINDS = (UnitKind.CITY_DISTRICT, UnitKind.MUNICIPALITY)
# What is asked for when somebody is about to leave hospital, the most pressing first.
AFTER_HOSPITAL = (
    OfferKind.SHORT_TERM_PLACE,
    OfferKind.REHABILITATION,
    OfferKind.HOME_SERVICE,
    OfferKind.HOME_FOLLOW_UP,
    OfferKind.SPEECH_THERAPY,
    OfferKind.LEARNING_AND_COPING,
    OfferKind.HEALTHY_LIFE,
)


@dataclass(frozen=True)
class Question:
    """What the address asks for. Empty means all. `near` is a municipality or a district of the community."""

    text: str = ""
    kind: str = ""
    level: str = ""
    near: Unit | None = None
    provider: UUID | None = None
    view: str = "now"
    order: str = "name"
    backwards: bool = False


@dataclass(frozen=True)
class Found:
    """An offer in a list; `near` only where a place was asked for, `next_date` is its next occasion."""

    offer: ServiceOffer
    near: Nearness | None = None

    @property
    def next_date(self) -> Any:
        return getattr(self.offer, "next_date", None)


def offers_seen_by(person: Any) -> QuerySet[ServiceOffer]:
    """Those of the person's own community; none for the public."""
    rows = ServiceOffer.objects.select_related("provider__parent__parent__parent__parent")
    return rows.filter(community_id=person.community_id) if person.signed_in else rows.none()


def dates_seen_by(person: Any) -> QuerySet[OfferDate]:
    rows = OfferDate.objects.select_related("offer__provider__parent__parent__parent__parent")
    return rows.filter(offer__community_id=person.community_id) if person.signed_in else rows.none()


def offers_for(
    area: Unit, *, community: UUID, kinds: Collection[str] | None = None, on: date | None = None
) -> list[Found]:
    """What those who live in `area` may be offered on that day, of what the community has: nearest first.

    area: a municipality or a city district, or a unit below one. An offer is for them when its areas hold the area or
    one above it (its city), their cluster or their hospital, or when none are stated. Asks a constant number of times.
    """
    day = on or clock.today()
    how_near = nearness(area, day)
    rows = (
        ServiceOffer.objects.on(day)
        .filter(community_id=community)
        .select_related("provider__parent__parent__parent__parent")
    )
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    reaching = rows.filter(Q(areas=None) | Q(areas__in=how_near)).distinct().prefetch_related("areas")
    found = [Found(offer, nearest((a.pk for a in offer.areas.all()), how_near)) for offer in reaching]
    order = list(kinds or OfferKind.values)
    return sorted(found, key=lambda each: (_rank(each), order.index(each.offer.kind), each.offer.name, each.offer.pk))


def nearness(area: Unit, day: date) -> dict[UUID, Nearness]:
    """How near the offers stated for each unit are to those who live in `area`."""
    near: dict[UUID, Nearness] = {}
    line = [unit for unit in area.line() if unit.kind in AREA_KINDS]
    for unit in line:
        near[unit.pk] = Nearness.OWN_DISTRICT if unit.kind == UnitKind.CITY_DISTRICT else Nearness.OWN_MUNICIPALITY
    for cluster in ClusterMember.objects.on(day).filter(municipality__in=line).values_list("cluster_id", flat=True):
        near[cluster] = Nearness.CLUSTER
    hospital = hospital_of(line[0], day) if line else None
    if hospital is not None:
        near[hospital.pk] = Nearness.HOSPITAL
    return near


def _rank(found: Found) -> int:
    return Nearness.COMMUNITY if found.near is None else found.near


def catalogue(person: Any, question: Question) -> list[Found]:
    """All that the question finds, in its order. A community has some hundreds of offers at the most."""
    today = clock.today()
    rows = _in_view(offers_seen_by(person), question.view, today)
    for field, wanted in (("kind", question.kind), ("level", question.level), ("provider_id", question.provider)):
        if wanted:
            rows = rows.filter(**{field: wanted})
    rows = rows.annotate(next_date=Min("dates__starts", filter=_to_come())).prefetch_related("areas")
    found = [offer for offer in rows if not question.text or answers_to(question.text, searchable(offer))]
    if question.near is None:
        return _sorted([Found(offer) for offer in found], question)
    how_near = nearness(question.near, today)
    placed = [Found(offer, nearest((a.pk for a in offer.areas.all()), how_near)) for offer in found]
    return _sorted([each for each in placed if each.near is not None], question)


def _to_come() -> Q:
    return Q(dates__cancelled=False, dates__starts__gte=clock.now())


def _in_view(rows: QuerySet[ServiceOffer], view: str, today: date) -> QuerySet[ServiceOffer]:
    if view == "ended":
        return rows.filter(valid_to__lte=today)
    if view == "coming":
        return rows.filter(valid_from__gt=today).exclude(valid_to__lte=today)
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gt=today))


def searchable(offer: ServiceOffer) -> str:
    """All the words that an offer is found by."""
    parts = (offer.name, offer.description, offer.for_whom, offer.topics, offer.get_kind_display(), offer.provider.name)
    return " ".join(str(part) for part in (*parts, offer.provider.top.name))


def _sorted(found: list[Found], question: Question) -> list[Found]:
    kinds = OfferKind.values
    keys: dict[str, Any] = {
        "name": lambda each: each.offer.name.casefold(),
        "kind": lambda each: kinds.index(each.offer.kind),
        "provider": lambda each: (each.offer.provider.top.name.casefold(), each.offer.provider.name.casefold()),
        "near": _rank,
    }
    by_name = sorted(found, key=lambda each: (each.offer.name.casefold(), str(each.offer.pk)))
    if question.order == "next":  # those without a date last, whichever way
        dated = sorted((f for f in by_name if f.next_date), key=lambda f: f.next_date, reverse=question.backwards)
        return dated + [each for each in by_name if not each.next_date]
    return sorted(by_name, key=keys[question.order], reverse=question.backwards)


def counts(person: Any) -> dict[str, int]:
    """How many offers there are in each view."""
    today = clock.today()
    return {view: _in_view(offers_seen_by(person), view, today).count() for view in VIEWS}


def areas_to_choose(community: UUID) -> list[Unit]:
    """The municipalities and districts of the community today, by name; a district after its city."""
    today = clock.today()
    found = Unit.objects.filter(pk__in=units_in(community, today), kind__in=AREA_KINDS).select_related("parent")
    return sorted((u for u in found if u.holds_on(today)), key=lambda u: (u.top.name, u.pk != u.top.pk, u.name))


def coverage_to_choose(community: UUID) -> list[Unit]:
    """What an offer may be stated for: clusters, municipalities and districts, and the hospitals, in that order."""
    today = clock.today()
    kinds = (UnitKind.MUNICIPALITY_CLUSTER, UnitKind.HOSPITAL_TRUST)
    wide = [u for u in Unit.objects.filter(pk__in=units_in(community, today), kind__in=kinds) if u.holds_on(today)]
    wide.sort(key=lambda unit: unit.name)
    return [
        *(unit for unit in wide if unit.kind == UnitKind.MUNICIPALITY_CLUSTER),
        *areas_to_choose(community),
        *(unit for unit in wide if unit.kind == UnitKind.HOSPITAL_TRUST),
    ]


def providers_in(person: Any) -> list[Unit]:
    """Those that offer something now, by name."""
    here = offers_seen_by(person).order_by().values("provider")
    return list(
        Unit.objects.filter(pk__in=here).select_related("parent__parent__parent__parent").order_by("name", "pk")
    )


def with_all(rows: QuerySet[ServiceOffer]) -> QuerySet[ServiceOffer]:
    """What the page of one offer shows."""
    since = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    coming = OfferDate.objects.filter(ends__gte=since)
    return rows.prefetch_related(
        "areas", "provider__contactways", Prefetch("dates", queryset=coming, to_attr="coming_dates")
    )


def counterparts(offer: ServiceOffer) -> Sequence[ServiceOffer]:
    """Offers of the same kind at another level: what to weigh it against."""
    rows = ServiceOffer.objects.on(clock.today()).filter(community_id=offer.community_id, kind=offer.kind)
    return list(
        rows.exclude(level=offer.level)
        .select_related("provider__parent__parent__parent__parent")
        .order_by("level", "name")[:8]
    )
