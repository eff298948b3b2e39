"""The report to the strategic body: begun from the open figures, written by the analysis group, then finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.insight import permissions
from samspill.apps.insight.models import Audience, Publication, PublishedIndicator, Report, ReportSection
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused

MOST_SECTIONS = 40


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written about one indicator."""

    text: str
    place: str
    with_places: bool


@deed("insight.begin_report", permission=permissions.check_write_report)
def begin(*, by: Any, title: str, receiver: str, keys: Sequence[str]) -> Report:
    """Tied to the figures that are open now. Raises Refused where none are."""
    publication = Publication.objects.filter(community=by.community_id, state="open").first()
    if publication is None:
        raise Refused(_("Åpne en utgave av tallene før rapporten skrives."))
    if not keys:
        raise Refused(_("Velg minst én indikator."))
    _check_keys(keys, publication)
    report = Report.objects.create(
        community_id=by.community_id,
        publication=publication,
        title=title,
        receiver=receiver,
        made_at=clock.now(),
        made_by=by.name,
    )
    ReportSection.objects.bulk_create(
        ReportSection(report=report, order=order, key=key) for order, key in enumerate(keys[:MOST_SECTIONS], 1)
    )
    return report


def _check_keys(keys: Sequence[str], publication: Publication) -> None:
    rows = PublishedIndicator.objects.filter(publication=publication, audience=Audience.COMMUNITY)
    if unknown := sorted(set(keys) - set(rows.values_list("key", flat=True))):
        raise Refused(_("Utgaven har ikke indikatoren %(key)s."), key=unknown[0])


@deed("insight.write_report", permission=permissions.check_write_this_report)
def write(
    *, by: Any, report: Report, title: str, receiver: str, summary: str, sections: Mapping[UUID, Written], seen: int
) -> Report:
    """Save all that was written. Raises Refused when it is finished, or somebody else saved meanwhile."""
    now = _open(report)
    if now.version != seen:
        raise Refused(_("Noen andre har lagret rapporten mens du skrev. Kopier teksten din, og last siden på nytt."))
    now.title, now.receiver, now.summary = title, receiver, summary
    now.version += 1
    now.save()
    for row in now.sections.all():
        said = sections.get(row.pk)
        if said is not None:
            row.text, row.place, row.with_places = said.text, said.place, said.with_places
            row.save()
    return now


@deed("insight.change_report", permission=permissions.check_write_this_report)
def change_sections(*, by: Any, report: Report, deed_: str, section: UUID | None = None, key: str = "") -> Report:
    """Add an indicator, take one out, or move one up."""
    now = _open(report)
    rows = list(now.sections.all())
    place = next((number for number, row in enumerate(rows) if row.pk == section), None)
    if deed_ == "add" and key:
        _check_keys([key], now.publication)
        if len(rows) >= MOST_SECTIONS:
            raise Refused(_("En rapport har høyst %(n)s indikatorer."), n=MOST_SECTIONS)
        rows.append(ReportSection(report=now, order=len(rows) + 1, key=key))
        rows[-1].save()
    elif deed_ == "remove" and place is not None:
        rows.pop(place).delete()
    elif deed_ == "up" and place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for order, row in enumerate(rows, 1):
        row.order = order
    ReportSection.objects.bulk_update(rows, ["order"])
    now.version += 1
    now.save(update_fields=["version"])
    return now


@deed("insight.finish_report", permission=permissions.check_write_this_report)
def finish(*, by: Any, report: Report) -> Report:
    """From now on it is read by everybody in the community, and changed by nobody."""
    now = Report.objects.select_for_update().get(pk=report.pk)
    if now.finished_at is None:
        now.finished_at, now.finished_by = clock.now(), by.name
        now.save()
    return now


def _open(report: Report) -> Report:
    now = Report.objects.select_for_update().get(pk=report.pk)
    if now.finished_at is not None:
        raise Refused(_("Rapporten er ferdig og kan ikke endres. Begynn på en ny."))
    return now
