"""Series of meetings: planned together, and made anew for the year after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from samspill.apps.governance.meetings.actions import usual_points
from samspill.apps.governance.meetings.rules import check_times
from samspill.apps.governance.meetings.series import MOST, next_year
from samspill.apps.governance.models import AgendaItem, Body, Meeting, MeetingSeries, MeetingStatus
from samspill.apps.governance.permissions import check_keep_body
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused


@deed("governance.plan_series", permission=check_keep_body)
def plan_series(
    *, by: Any, body: Body, key: UUID, rhythm: str, on: Sequence[date], first: time, last: time, place: str, link: str
) -> MeetingSeries:
    """A meeting on each of the days, with the points that each has. Raises Refused; IntegrityError when sent twice."""
    if not on:
        raise Refused(_("Det blir ingen møter mellom de to datoene."))
    if len(on) > MOST:
        raise Refused(_("En møterekke kan ha høyst %(most)s møter."), most=MOST)
    series = MeetingSeries(pk=key, community_id=body.community_id, body=body, rhythm=rhythm, made_at=clock.now())
    series.by_name = by.name
    series.save(force_insert=True)
    rows = [
        Meeting(
            community_id=body.community_id,
            body=body,
            series=series,
            starts=datetime.combine(day, first, clock.OSLO),
            ends=datetime.combine(day, last, clock.OSLO),
            place=place,
            link=link,
        )
        for day in on
    ]
    check_times(rows[0].starts, rows[0].ends)
    make_all(rows)
    return series


def make_all(rows: Sequence[Meeting]) -> None:
    Meeting.objects.bulk_create(rows)
    AgendaItem.objects.bulk_create(point for meeting in rows for point in usual_points(meeting))


def repeat_series(community: UUID, year: int) -> bool:
    """The year after gets the same meetings of every series, on the same weekdays at the same time. Any to repeat?

    What was made before is left as it is, and cancelled meetings do not come again. Within a deed.
    """
    first, after = (datetime.combine(date(each, 1, 1), time(), clock.OSLO) for each in (year, year + 1))
    rows = Meeting.objects.filter(community=community, starts__gte=first, starts__lt=after).exclude(series=None)
    of_series = list(rows.exclude(status=MeetingStatus.CANCELLED).select_related("series").order_by("starts"))
    repeated = set(Meeting.objects.filter(origin__in=of_series).values_list("origin", flat=True))
    make_all([_a_year_later(row, row.series) for row in of_series if row.series and row.pk not in repeated])
    return bool(of_series)


def _a_year_later(row: Meeting, series: MeetingSeries) -> Meeting:
    starts, ends = (each.astimezone(clock.OSLO) for each in (row.starts, row.ends))
    day = next_year(starts.date(), series.rhythm)
    return Meeting(
        community_id=row.community_id,
        body_id=row.body_id,
        series=series,
        origin=row,
        starts=datetime.combine(day, starts.time(), clock.OSLO),
        ends=datetime.combine(day + (ends.date() - starts.date()), ends.time(), clock.OSLO),
        place=row.place,
        link=row.link,
    )
