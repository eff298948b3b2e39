"""A measure read from published figures: tied to them, its new definition accepted, loosened again; and what Samspill
said when an edition was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.insight.queries import published
from samspill.apps.insight.queries.published import PublishedSeries, Wanted
from samspill.apps.plans import permissions
from samspill.apps.plans.models import (
    Action,
    EditionVerdict,
    ImprovementProject,
    Measure,
    MeasurePoint,
    MeasureUnit,
    PublishedLink,
)
from samspill.apps.plans.queries.published import link_of, unit_of
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.doer import Machine
from samspill.core.refusal import Refused
from samspill.directory.edits import locked

FOLLOWER = Machine(name="plans", deeds=frozenset({"plans.follow_edition"}))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The series, and the places to compare with."""

    key: str
    place: str
    group: str
    period_kind: str
    beside: tuple[str, ...] = ()

    @property
    def wanted(self) -> Wanted:
        return Wanted(key=self.key, place=self.place, group=self.group, kind=self.period_kind)


@deed("plans.link_measure", permission=permissions.check_measure_action)
def link_measure(*, by: Any, action: Action, key: UUID, choice: Choice, values: Mapping[str, Any]) -> Measure:
    """`key` becomes its id: the same form sent twice makes one."""
    return _made(by, key, choice, {**values, "action": action})


@deed("plans.link_project_measure", permission=permissions.check_project)
def link_project_measure(
    *, by: Any, project: ImprovementProject, key: UUID, choice: Choice, values: Mapping[str, Any]
) -> Measure:
    permissions.check_measure(by)
    return _made(by, key, choice, {**values, "project": project})


def published_or_refused(person: Any, choice: Choice) -> PublishedSeries:
    """What the person's audience has of it; else a sentence about what there is instead."""
    community, audience = person.community_id, published.audience_of(person)
    found = published.series(community, audience, [choice.wanted]).get(choice.wanted)
    if found is not None and any(point.value is not None for point in found.points):
        return found
    kinds = published.kinds_published(community, audience, choice.wanted)
    if not kinds:
        raise Refused(_("Dette tallet er ikke publisert for stedet du valgte. Velg hele fellesskapet, eller et annet."))
    said = ", ".join(published.kind_said(kind) for kind in kinds)
    raise Refused(_("Her er ingen tall per %(kind)s. De finnes per: %(kinds)s."),
                  kind=published.kind_said(choice.period_kind), kinds=said)  # fmt: skip


def _made(by: Any, key: UUID, choice: Choice, values: Mapping[str, Any]) -> Measure:
    series = published_or_refused(by, choice)
    if choice.place in choice.beside:
        raise Refused(_("En kommune kan ikke sammenlignes med seg selv."))
    unit = unit_of(series.card)
    own = {
        "name": f"{series.card['title']}, {published.place_names(by.community_id).get(choice.place, choice.place)}",
        "unit": unit,
        "unit_name": "" if unit == MeasureUnit.SHARE else series.card["unit"],
        "created_at": clock.now(),
    }
    measure, new = Measure.objects.get_or_create(pk=key, defaults={**own, **values, "community_id": by.community_id})
    if measure.community_id != by.community_id:
        raise Refused(permissions.ELSEWHERE)
    if new:
        said = {**asdict(choice), "beside": list(choice.beside), "version": series.version}
        PublishedLink.objects.create(measure=measure, accepted_by=by.name, accepted_at=clock.now(), **said)
    return measure


@deed("plans.compare_with", permission=permissions.check_measure_it)
def compare_with(*, by: Any, measure: Measure, beside: tuple[str, ...]) -> Measure:
    """Other municipalities to compare with."""
    link = _link(measure)
    if link.place in beside:
        raise Refused(_("En kommune kan ikke sammenlignes med seg selv."))
    link.beside = list(beside)
    link.save(update_fields=["beside"])
    return measure


@deed("plans.accept_definition", permission=permissions.check_measure_it)
def accept_definition(*, by: Any, measure: Measure, version: str) -> Measure:
    """A person has read the definition as it is now and found that it still measures what the action should change.

    `version` is the one they read; another may have come meanwhile.
    """
    link = _link(measure)
    choice = Choice(key=link.key, place=link.place, group=link.group, period_kind=link.period_kind)
    now = published_or_refused(by, choice)
    if version != now.version:
        raise Refused(_("Definisjonen er endret igjen siden du leste den. Les den som gjelder nå."))
    link.version, link.accepted_by, link.accepted_at = version, by.name, clock.now()
    link.save(update_fields=["version", "accepted_by", "accepted_at"])
    return measure


@deed("plans.unlink_measure", permission=permissions.check_measure_it)
def unlink(*, by: Any, measure: Measure) -> Measure:
    """From now on by hand. The figures as they stand go along; what is hidden does not."""
    from samspill.apps.plans.queries import published as reading

    now = locked(measure)
    link = _link(now)
    reading.read([now], by)
    for is_comparison, series in ((False, now.linked.series), (True, now.linked.comparison)):
        rows = zip(series.periods, series.y, series.n or [None] * len(series.periods), strict=True) if series else ()
        MeasurePoint.objects.bulk_create(
            MeasurePoint(measure=now, comparison=is_comparison, period=period, y=y, n=n)
            for period, y, n in rows
            if y is not None
        )
    now.comparison_name = ", ".join(now.linked.compared)[:200] or now.comparison_name
    now.save(update_fields=["comparison_name"])
    link.delete()
    return now


def _link(measure: Measure) -> PublishedLink:
    link = link_of(measure)
    if link is None:
        raise Refused(_("Målet er ikke knyttet til et publisert tall."))
    return locked(link)


@deed("plans.follow_edition", permission=permissions.check_follow)
def follow_edition(
    *, by: Any, measure: Measure, edition: int, version: str, verdict: str, figures: str
) -> EditionVerdict:
    """Keep what is said of a measure with this edition; the first time stands."""
    kept, _new = EditionVerdict.objects.get_or_create(
        measure=measure,
        edition=edition,
        defaults={"version": version, "verdict": verdict, "figures": figures, "at": clock.now()},
    )
    return kept
