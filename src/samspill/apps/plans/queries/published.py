"""Measures that are read from published figures: their series as the reader's audience has it today, the municipalities
to compare with, and what weakens it. Nothing is copied, so a new edition is read at once.

A municipality counts in the comparison only when it has a number in every period that the measured one has: one that
comes and goes would move the sum by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from samspill.analysis.effect import Ground, Series, Verdict
from samspill.apps.insight import periods
from samspill.apps.insight.models import Audience
from samspill.apps.insight.queries import published
from samspill.apps.insight.queries.published import PublishedSeries, Redefined, Wanted
from samspill.apps.insight.series import Point
from samspill.apps.plans.models import Action, Measure, MeasureUnit, PublishedLink, RolloutPlace
from samspill.apps.plans.queries.spreading import BEGUN

UNITS = {"share": MeasureUnit.SHARE, "parts": MeasureUnit.SHARE, "known": MeasureUnit.RATE, "count": MeasureUnit.COUNT}
WITH_DENOMINATOR = (MeasureUnit.SHARE, MeasureUnit.RATE)


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What is known of a linked measure today. `published` is None where no opened edition has the series.

    compared, left_out: names of the municipalities that are in the comparison, and of those that could not be.
    also_begun: those of them that have begun with the action themselves.
    redefined: editions with another definition than the one that people have read.
    """

    link: PublishedLink
    published: PublishedSeries | None
    place_name: str
    series: Series
    comparison: Series | None = None
    compared: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    also_begun: tuple[str, ...] = ()
    hidden: int = 0
    redefined: tuple[Redefined, ...] = ()

    @property
    def changed(self) -> bool:
        return self.published is not None and self.published.version != self.link.version


def link_of(measure: Measure) -> PublishedLink | None:
    return getattr(measure, "link", None)


def unit_of(card: dict[str, Any]) -> MeasureUnit:
    """What one number is, for chart and model. Sums of days and means are values, as their own charts have them."""
    return UNITS.get(str(card["mode"]), MeasureUnit.VALUE)


def read(measures: Iterable[Measure], person: Any) -> None:
    """Give each linked measure its `linked`, as this person's audience has it. Four questions however many."""
    read_for(measures, person.community_id, published.audience_of(person))


def read_for(measures: Iterable[Measure], community_id: UUID, audience: Audience) -> None:
    linked = [(measure, link) for measure in measures if (link := link_of(measure)) is not None]
    if not linked:
        return
    found = published.series(community_id, audience, {each for _m, link in linked for each in _wanted(link)})
    changes = published.redefined(community_id, audience, {link.key for _m, link in linked})
    names = published.place_names(community_id)
    begun = _begun(measure for measure, _link in linked)
    for measure, link in linked:
        now = _linked(measure, link, found, names)
        measure.linked = replace(
            now,
            redefined=_since(link, changes.get(link.key, [])),
            also_begun=tuple(names[p] for p in link.beside if p in begun.get(measure.action_id, ()) and p in names),
        )


def _wanted(link: PublishedLink) -> list[Wanted]:
    """Its own series first, then those to compare with."""
    places = (link.place, *link.beside)
    return [Wanted(key=link.key, place=place, group=link.group, kind=link.period_kind) for place in places]


def begun_with(action: Action | None) -> set[str]:
    """Numbers of the municipalities in which a rollout of the action has begun."""
    return _begun_by_action({action.pk}).get(action.pk, set()) if action else set()


def _begun(measures: Iterable[Measure]) -> dict[UUID | None, set[str]]:
    return _begun_by_action({measure.action_id for measure in measures if measure.action_id})


def _begun_by_action(actions: set[UUID]) -> dict[UUID | None, set[str]]:
    rows = RolloutPlace.objects.filter(rollout__action__in=actions, phase__in=BEGUN)
    found: dict[UUID | None, set[str]] = {}
    for action, number in rows.values_list("rollout__action", "place__number"):
        found.setdefault(action, set()).add(number)
    return found


def _since(link: PublishedLink, changes: Sequence[Redefined]) -> tuple[Redefined, ...]:
    """What came after the version that people have read; all of it where that version is gone."""
    known = [place for place, change in enumerate(changes) if change.now == link.version]
    return tuple(changes[known[-1] + 1 :] if known else changes)


def _linked(
    measure: Measure, link: PublishedLink, found: dict[Wanted, PublishedSeries], names: dict[str, str]
) -> Linked:
    own_key, *others = _wanted(link)
    own = found.get(own_key)
    place = names.get(link.place, link.place)
    if own is None:
        return Linked(link=link, published=None, place_name=place, series=_series_of(measure, 1, ()))
    per = float(own.card["per"])
    needed = {point.period for point in own.points if point.value is not None}
    usable = [found[each] for each in others if each in found and _covers(found[each], own, needed)]
    used = {each.wanted.place for each in usable}
    return Linked(
        link=link,
        published=own,
        place_name=place,
        series=_series_of(measure, per, own.points),
        comparison=_together(measure, per, [each.points for each in usable], needed) if usable else None,
        compared=tuple(names.get(each.wanted.place, each.wanted.place) for each in usable),
        left_out=tuple(names.get(each.place, each.place) for each in others if each.place not in used),
        hidden=sum(point.state == "hidden" for point in own.points),
    )


def _covers(other: PublishedSeries, own: PublishedSeries, needed: set[str]) -> bool:
    """By the same definition and in every period: what is not there cannot be compared with."""
    there = {point.period for point in other.points if point.value is not None}
    return other.version == own.version and needed <= there


def _series_of(measure: Measure, per: float, points: Sequence[Point]) -> Series:
    """A hidden number is missing, never zero. Denominators are in the unit that the indicator is given per."""
    days = [periods.first_day(point.period) for point in points]
    if measure.unit not in WITH_DENOMINATOR:
        return Series(days, [point.value for point in points])
    scale = per if measure.unit == MeasureUnit.RATE else 1.0
    shown = [point.value is not None and bool(point.denominator) for point in points]
    y = [point.numerator if there else None for point, there in zip(points, shown, strict=True)]
    n = [(point.denominator or 0) / scale if there else None for point, there in zip(points, shown, strict=True)]
    return Series(days, y, n)


def _together(measure: Measure, per: float, series: Sequence[Sequence[Point]], needed: set[str]) -> Series:
    """Those to compare with as one: numerators and denominators added up; of values the mean."""
    each = [_series_of(measure, per, [point for point in points if point.period in needed]) for points in series]
    whole = range(len(needed))
    parts = [[one.y[place] or 0.0 for one in each] for place in whole]
    days = list(each[0].periods)
    if measure.unit == MeasureUnit.VALUE:
        return Series(days, [sum(values) / len(values) for values in parts])
    if measure.unit == MeasureUnit.COUNT:
        return Series(days, [sum(values) for values in parts])
    n = [sum(one.n[place] or 0.0 for one in each if one.n is not None) for place in whole]
    return Series(days, [sum(values) for values in parts], n)


def weighed(verdict: Verdict, linked: Linked) -> Verdict:
    """With what weakens an answer that rests on published figures."""
    found = [each for each in verdict.warnings if not (each.code == "missing" and _all_hidden(each, linked))]
    if linked.changed:
        found.insert(0, Ground("redefined", {"before": linked.link.version, "now": linked.published.version}))  # type: ignore[union-attr]
    if linked.published and not linked.published.is_newest:
        found.append(Ground("old_edition", {"edition": linked.published.edition}))
    for code, names in (("left_out", linked.left_out), ("also_begun", linked.also_begun)):
        if names and (linked.published or code != "left_out"):
            found.append(Ground(code, {"names": list(names)}))
    if linked.hidden:
        found.append(Ground("hidden", {"points": linked.hidden}))
    return replace(verdict, warnings=tuple(found))


def _all_hidden(ground: Ground, linked: Linked) -> bool:
    return bool(ground.values.get("points") == linked.hidden)
