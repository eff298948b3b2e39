"""Published series for another room that ties something of its own to them, such as an action of the plan.

Only what came out of the disclosure exit for that audience, of opened editions. A handful of questions for any number
of series.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.apps.insight import periods
from samspill.apps.insight.models import Audience, Observation, Publication, PublishedIndicator
from samspill.apps.insight.places import OTHER, names_of
from samspill.apps.insight.queries.reading import COLUMNS, head_group, points_of, without_gaps
from samspill.apps.insight.queries.showing import translated
from samspill.apps.insight.series import Point
from samspill.apps.insight.states import PublicationState
from samspill.core import clock

KIND_WORDS = {"month": "maned", "quarter": "kvartal", "year": "ar"}  # as the addresses of this room have them


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One series: place "" is the whole community; group only of an indicator that has groups alone."""

    key: str
    place: str = ""
    group: str = ""
    kind: str = "month"


@dataclass(frozen=True, kw_only=True)
class PublishedSeries:
    """points oldest first, a period without a row as absent. version is that of the definition behind all of them.

    is_newest: of the open edition; else of the last one that had the indicator.
    """

    wanted: Wanted
    card: dict[str, Any]
    chart: str
    version: str
    edition: int
    opened_on: date
    data_until: date | None
    is_newest: bool
    points: tuple[Point, ...]

    @property
    def url(self) -> str:
        asked = {"sted": self.wanted.place, "gruppe": self.wanted.group, "periode": KIND_WORDS[self.wanted.kind]}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('insight:indicator', args=[self.wanted.key])}?{query}"


@dataclass(frozen=True, kw_only=True)
class Redefined:
    """The edition that came with another version of a definition than the one before it."""

    edition: int
    on: date
    before: str
    now: str


@dataclass(frozen=True, kw_only=True)
class Offered:
    """An indicator one may tie something to; groups only where it is not given without one."""

    key: str
    title: str
    better: str
    groups: tuple[tuple[str, str], ...]
    by_place: bool


def audience_of(person: Any) -> Audience:
    return Audience.COMMUNITY if person.signed_in and person.may("insight.see") else Audience.PUBLIC


def series(community_id: UUID, audience: Audience, wanted: Iterable[Wanted]) -> dict[Wanted, PublishedSeries]:
    """Those that were published; two questions, and one more where an indicator is not in the open edition."""
    wanted = set(wanted)
    rows = _newest(community_id, audience, {each.key for each in wanted})
    points = _points(rows.values(), wanted)
    return {
        each: _series(each, rows[each.key], points[rows[each.key].pk, each])
        for each in wanted
        if each.key in rows and (rows[each.key].pk, each) in points
    }


def _series(wanted: Wanted, row: PublishedIndicator, points: list[Point]) -> PublishedSeries:
    of = row.publication
    assert of.opened_at is not None
    return PublishedSeries(
        wanted=wanted,
        card=translated(row.card),
        chart=row.chart,
        version=row.version,
        edition=of.number,
        opened_on=of.opened_at.astimezone(clock.OSLO).date(),
        data_until=of.data_until,
        is_newest=of.state == PublicationState.OPEN,
        points=tuple(without_gaps(points)),
    )


def _opened(community_id: UUID, audience: Audience) -> QuerySet[PublishedIndicator]:
    return PublishedIndicator.objects.filter(
        audience=audience,
        publication__community=community_id,
        publication__state__in=(PublicationState.OPEN, PublicationState.REPLACED),
        publication__opened_at__isnull=False,
    )


def _newest(community_id: UUID, audience: Audience, keys: set[str]) -> dict[str, PublishedIndicator]:
    """By key: as it is in the open edition, else in the last that had it."""
    if not keys:
        return {}
    there = _opened(community_id, audience).select_related("publication")
    found = {row.key: row for row in there.filter(key__in=keys, publication__state=PublicationState.OPEN)}
    if missing := keys - set(found):
        for row in there.filter(key__in=missing).order_by("publication__number"):
            found[row.key] = row
    return found


def _points(rows: Iterable[PublishedIndicator], wanted: set[Wanted]) -> dict[tuple[int, Wanted], list[Point]]:
    keys = {row.pk: row.key for row in rows}
    observed = Observation.objects.filter(
        indicator__in=list(keys),
        place__in={each.place for each in wanted},
        group__in={each.group for each in wanted},
        period_kind__in={each.kind for each in wanted},
        sector="",
    ).order_by("period")
    found: dict[tuple[int, Wanted], list[Point]] = {}
    for row in observed.values("indicator_id", "period_kind", "group", *COLUMNS):
        pk, kind, group = row.pop("indicator_id"), row.pop("period_kind"), row.pop("group")
        each = Wanted(key=keys[pk], place=row["place"], group=group, kind=kind)
        if each in wanted:
            found.setdefault((pk, each), []).extend(points_of([row]))
    return found


def redefined(community_id: UUID, audience: Audience, keys: Iterable[str]) -> dict[str, list[Redefined]]:
    """By key: the opened editions in which the definition became another, oldest first. One question."""
    rows = _opened(community_id, audience).filter(key__in=set(keys)).order_by("publication__number")
    found: dict[str, list[Redefined]] = {}
    last: dict[str, str] = {}
    for key, version, number, at in rows.values_list("key", "version", "publication__number", "publication__opened_at"):
        if at is not None and last.get(key, version) != version:
            change = Redefined(edition=number, on=at.astimezone(clock.OSLO).date(), before=last[key], now=version)
            found.setdefault(key, []).append(change)
        last[key] = version
    return found


def kinds_published(community_id: UUID, audience: Audience, wanted: Wanted) -> list[str]:
    """The kinds of period by which this place has numbers to show, finest first."""
    row = _newest(community_id, audience, {wanted.key}).get(wanted.key)
    rows = Observation.objects.filter(
        indicator=row, place=wanted.place, group=wanted.group, sector="", value__isnull=False
    )
    there = set(rows.values_list("period_kind", flat=True).distinct()) if row else set()
    return [kind for kind in periods.KINDS if kind in there]


def offered(community_id: UUID, audience: Audience) -> list[Offered]:
    """The indicators of the open edition, in its order. One question."""
    rows = PublishedIndicator.objects.filter(
        publication__in=Publication.objects.filter(community=community_id, state=PublicationState.OPEN),
        audience=audience,
    ).order_by("place_in_order")
    return [_offered(row) for row in rows]


def _offered(row: PublishedIndicator) -> Offered:
    card = translated(row.card)
    return Offered(
        key=row.key,
        title=card["title"],
        better=str(card["better"]),
        groups=tuple(card["groups"].items()) if head_group(row) else (),
        by_place=bool(row.summary),
    )


def place_names(community_id: UUID) -> dict[str, str]:
    """Number and name of the whole (empty number) and of each municipality, in order; not those from elsewhere."""
    return {number: name for number, name in names_of(community_id).items() if number != OTHER}


def kind_said(kind: str) -> str:
    return {"month": _("måned"), "quarter": _("kvartal"), "year": _("år")}[kind]
