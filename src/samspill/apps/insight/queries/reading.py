"""What a page of figures reads: the small published tables, a few hundred rows at most, whatever lies behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from samspill.apps.insight import periods
from samspill.apps.insight.models import Audience, ChartDecision, Observation, Publication, PublishedIndicator
from samspill.apps.insight.series import Decision, Drawn, Point, drawn
from samspill.apps.insight.states import PublicationState
from samspill.core import clock

COLUMNS = ("place", "period", "state", "value", "numerator", "denominator", "persons", "low", "high")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the address of a page asks for; it is all there is to know, so a link keeps it."""

    place: str = ""
    sector: str = ""
    group: str = ""
    kind: str = "month"
    beside: str = ""  # number of another place, or slug of another community after "f:"
    edition: int | None = None


def open_publication(community_id: UUID) -> Publication | None:
    return Publication.objects.filter(community=community_id, state=PublicationState.OPEN).first()


def publication_for(person: Any, edition: int | None) -> Publication | None:
    """The open one; or the edition asked for, where the person may see it."""
    visible = Publication.objects.visible_to(person)
    if edition is not None:
        made = visible.filter(number=edition).exclude(
            state__in=(PublicationState.MAKING, PublicationState.FAILED, PublicationState.CANCELLED)
        )
        return made.first()
    return visible.filter(state=PublicationState.OPEN).first()


def publication_before(publication: Publication) -> Publication | None:
    """The one that was open before this: for what has changed since last time."""
    return (
        Publication.objects.filter(community=publication.community_id, number__lt=publication.number)
        .exclude(opened_at=None)
        .order_by("-number")
        .first()
    )


def indicators_of(publication: Publication, audience: Audience) -> QuerySet[PublishedIndicator]:
    return PublishedIndicator.objects.filter(publication=publication, audience=audience).order_by("place_in_order")


def indicator_in(publication: Publication, audience: Audience, key: str) -> PublishedIndicator | None:
    return PublishedIndicator.objects.filter(publication=publication, audience=audience, key=key).first()


def points_of(rows: Iterable[dict[str, Any]]) -> list[Point]:
    return [Point(**{name: value for name, value in row.items() if name != "place"}) for row in rows]


def series_of(indicator: PublishedIndicator, asked: Asked) -> list[Point]:
    """One place, sector and group, oldest first, with a gap where a period has no row."""
    rows = Observation.objects.filter(
        indicator=indicator, place=asked.place, period_kind=asked.kind, sector=asked.sector, group=asked.group
    ).order_by("period")
    return without_gaps(points_of(rows.values(*COLUMNS)))


def without_gaps(points: list[Point]) -> list[Point]:
    """A period that is missing between two others is there as absent, so that a line does not jump over it."""
    if not points:
        return []
    by_period = {point.period: point for point in points}
    period, found = points[-1].period, []
    while period >= points[0].period:
        found.append(by_period.get(period) or Point(period=period, state="absent"))
        period = periods.before(period)
    return found[::-1]


def places_in(indicator: PublishedIndicator, kind: str, period: str) -> dict[str, Point]:
    """Every place in one period, the whole community as ""."""
    rows = Observation.objects.filter(indicator=indicator, period_kind=kind, period=period, sector="", group="")
    return {row["place"]: points_of([row])[0] for row in rows.values(*COLUMNS)}


def parts_of(indicator: PublishedIndicator, column: str, since: str) -> dict[str, Point]:
    """The whole community by sector or by group: in the latest period of the kind by which most parts are given."""
    rows = Observation.objects.filter(indicator=indicator, place="", period__gte=since).exclude(**{column: ""})
    found: dict[str, dict[str, dict[str, Point]]] = {kind: {} for kind in periods.KINDS}
    for row in rows.values("period_kind", column, *COLUMNS[1:]):
        part, kind = row.pop(column), row.pop("period_kind")
        point = points_of([row])[0]
        if point.state != "absent":
            found[kind].setdefault(point.period, {})[part] = point
    latest = [(len(by_period[max(by_period)]), by_period[max(by_period)]) for by_period in found.values() if by_period]
    return max(latest, key=lambda pair: pair[0])[1] if latest else {}


def head_group(indicator: PublishedIndicator) -> str:
    """The group shown first, of an indicator that has groups only; else none."""
    card = indicator.card
    return next(iter(card.get("groups", {})), "") if card.get("mode") == "parts" else ""


def kinds_of(indicator: PublishedIndicator, place: str, group: str | None = None) -> list[str]:
    """The kinds of period that a place has numbers for, finest first."""
    group = head_group(indicator) if group is None else group
    rows = Observation.objects.filter(indicator=indicator, place=place, sector="", group=group)
    there = set(rows.values_list("period_kind", flat=True).distinct())
    return [kind for kind in periods.KINDS if kind in there]


def decisions_about(community_id: UUID, key: str, asked: Asked, as_of: datetime | None = None) -> list[ChartDecision]:
    """What was decided about the lines of this series and holds (or held at `as_of`), oldest first. Of months only."""
    if asked.kind != "month" or asked.group:
        return []
    rows = ChartDecision.objects.filter(community=community_id, key=key, place=asked.place, sector=asked.sector)
    if as_of is None:
        rows = rows.filter(withdrawn_at=None)
    else:
        rows = rows.filter(at__lte=as_of).filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=as_of))
    return list(rows.order_by("period", "at"))


def drawn_for(indicator: PublishedIndicator, asked: Asked, decisions: Iterable[ChartDecision] = ()) -> Drawn:
    """The series with its chart. Counts are read for signals only by month."""
    card = indicator.card
    said = [
        Decision(
            kind=row.kind, period=row.period, reason=row.reason, by=row.by_name, on=row.at.astimezone(clock.OSLO).date()
        )
        for row in decisions
    ]
    return drawn(series_of(indicator, asked), indicator.chart, float(card["per"]), str(card["better"]), said)
