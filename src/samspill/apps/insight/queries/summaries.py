"""The index: every indicator with its latest number, and what is new since last time. Few queries for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samspill.apps.insight import periods
from samspill.apps.insight.models import Audience, Observation, Publication, PublishedIndicator
from samspill.apps.insight.queries.reading import COLUMNS, head_group, indicators_of, points_of, without_gaps
from samspill.apps.insight.series import Drawn, Point, drawn
from samspill.core import clock

YEARS_SHOWN = 3  # of the little curve on the index; charts read their own


@dataclass(frozen=True)
class Summary:
    """One indicator on the index: its series for the whole community by its finest kind of period."""

    indicator: PublishedIndicator
    made: Drawn
    hidden_everywhere: bool


@dataclass(frozen=True)
class Change:
    """An indicator that is not as it was in the publication before. before: None where it was not there."""

    indicator: PublishedIndicator
    before: Point | None
    now: Point | None
    redefined: bool
    corrected: int  # earlier periods whose number is another now


def summaries(publication: Publication, audience: Audience, place: str = "") -> list[Summary]:
    """Two queries."""
    rows = list(indicators_of(publication, audience))
    series = _series(rows, place)
    found = []
    for row in rows:
        points = series.get(row.pk, [])
        made = drawn(points, row.chart, float(row.card["per"]), str(row.card["better"]))
        hidden = bool(points) and all(point.state == "hidden" for point in points)
        found.append(Summary(row, made, hidden))
    return found


def _series(rows: Sequence[PublishedIndicator], place: str) -> dict[int, list[Point]]:
    since = str(clock.today().year - YEARS_SHOWN)
    heads = {row.pk: head_group(row) for row in rows}
    observed = Observation.objects.filter(indicator__in=rows, place=place, sector="", period__gte=since)
    observed = observed.filter(group__in=set(heads.values())).order_by("period")
    by_kind: dict[tuple[int, str], list[Point]] = {}
    for each in observed.values("indicator_id", "period_kind", "group", *COLUMNS[1:]):
        pk, kind, group = each.pop("indicator_id"), each.pop("period_kind"), each.pop("group")
        if group == heads[pk]:
            by_kind.setdefault((pk, kind), []).extend(points_of([each]))
    found = {}
    for row in rows:
        kind = next((kind for kind in periods.KINDS if (row.pk, kind) in by_kind), None)
        if kind:
            found[row.pk] = without_gaps(by_kind[row.pk, kind])
    return found


def changes(
    now: Publication, before: Publication, audience: Audience = Audience.COMMUNITY, only: str = ""
) -> list[Change]:
    """Whose latest number, definition or history is another than in the publication before. Six queries.

    only   the key of the one indicator to look at
    """
    wanted = {"key": only} if only else {}
    new = list(indicators_of(now, audience).filter(**wanted))
    old = {row.key: row for row in indicators_of(before, audience).filter(**wanted)}
    series_now, series_before = _series(new, ""), _series(list(old.values()), "")
    found = []
    for row in new:
        was = old.get(row.key)
        mine, theirs = series_now.get(row.pk, []), series_before.get(was.pk, []) if was else []
        corrected = _corrected(mine, theirs)
        latest, latest_before = _latest(mine), _latest(theirs)
        redefined = was is not None and was.version != row.version
        if redefined or corrected or latest != latest_before:
            found.append(Change(row, latest_before, latest, redefined, corrected))
    return found


def _latest(points: Iterable[Point]) -> Point | None:
    return next((point for point in reversed(list(points)) if point.value is not None), None)


def _corrected(now: Sequence[Point], before: Sequence[Point]) -> int:
    was = {point.period: point for point in before if point.value is not None}
    return sum(
        1
        for point in now
        if point.value is not None
        and (old := was.get(point.period)) is not None
        and abs((old.value or 0) - point.value) > 1e-9
    )
