"""Every read of meetings, their agendas and minutes, cut to what the person may see."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from samspill.apps.governance.cases.queries import cases_seen_by, papers_seen_by
from samspill.apps.governance.meetings.rules import Quorum, quorum, times_of
from samspill.apps.governance.models import (
    Case,
    FollowUp,
    Meeting,
    MeetingBook,
    MeetingStatus,
    MinutesPart,
    MinutesStatus,
    OtherEvent,
    Paper,
    Presence,
)
from samspill.apps.governance.who import bodies_of
from samspill.core import clock
from samspill.directory.models import Person

LOCKED = (MinutesStatus.APPROVED, MinutesStatus.PUBLISHED)


def meetings_seen_by(person: Any) -> QuerySet[Meeting]:
    """When and where the bodies of the community meet."""
    if not person.signed_in or not person.may("governance.look"):
        return Meeting.objects.none()
    return Meeting.objects.filter(community=person.community_id)


def sits_in(person: Any, body_id: UUID) -> bool:
    return bool(person.signed_in and (person.may("governance.keep") or body_id in bodies_of(person)))


def meeting_list(person: Any, body: UUID | None, earlier: bool) -> QuerySet[Meeting]:
    rows = meetings_seen_by(person).select_related("body", "minutes")
    rows = rows.filter(body=body) if body else rows
    now = clock.now()
    return rows.filter(ends__lt=now).order_by("-starts") if earlier else rows.filter(ends__gte=now).order_by("starts")


def next_of(person: Any) -> Meeting | None:
    """The next meeting of a body that the person sits in."""
    rows = meetings_seen_by(person).filter(body__in=bodies_of(person), ends__gte=clock.now())
    return rows.exclude(status=MeetingStatus.CANCELLED).select_related("body").order_by("starts").first()


def agenda_of(meeting: Meeting, person: Any) -> list[dict[str, Any]]:
    """The points with their times; a case that the person may not see has no name, and no papers."""
    seen = cases_seen_by(person)
    papers = papers_seen_by(person).defer("file", "text")
    return _agenda(meeting, seen, papers)


def _agenda(meeting: Meeting, seen: QuerySet[Case], papers: QuerySet[Paper]) -> list[dict[str, Any]]:
    rows = list(meeting.items.filter(taken_off=False).prefetch_related("conflicts__seat"))
    on_it = seen.filter(pk__in=[row.case_id for row in rows if row.case_id])
    shown = {case.pk: case for case in on_it.prefetch_related("numbers__body", Prefetch("papers", papers))}
    starts = times_of(meeting.starts, [row.minutes for row in rows])
    return [
        {
            "item": row,
            "at": at,
            "number": number,
            "case": shown.get(row.case_id) if row.case_id else None,
            "hidden": bool(row.case_id) and row.case_id not in shown,
            "conflicts": list(row.conflicts.all()),
        }
        for number, (row, at) in enumerate(zip(rows, starts, strict=True), 1)
    ]


def attendance_of(meeting: Meeting) -> list[dict[str, Any]]:
    """The seats as they were on the day, with whoever sat there and whether they came."""
    day = meeting.starts.astimezone(clock.OSLO).date()
    noted = {row.seat_id: row for row in meeting.attendance.all()}
    seats = meeting.body.seats.on(day).prefetch_related("tenures__holder", "tenures__alternate")
    return [
        {
            "seat": seat,
            "term": next((term for term in seat.tenures.all() if term.holds_on(day)), None),
            "noted": noted.get(seat.pk),
        }
        for seat in seats
    ]


def quorum_of(meeting: Meeting, rows: list[dict[str, Any]]) -> Quorum:
    body = meeting.body
    there = (Presence.PRESENT, Presence.ALTERNATE)
    present = [(row["seat"].side, bool(row["noted"] and row["noted"].presence in there)) for row in rows]
    return quorum(present, body.quorum, body.quorum_a_side, parity=False)


def to_put_on(meeting: Meeting) -> QuerySet[Case]:
    """Cases of the body that are ready and on no agenda."""
    ready = Case.objects.filter(body=meeting.body_id, status__in=["prepared", "postponed", "written"])
    return ready.prefetch_related("numbers__body").order_by("title")


def asked_again(meeting: Meeting, person: Any) -> QuerySet[FollowUp]:
    """Tasks from the body's decisions that were not done when the meeting was: they are asked for again.

    Those of a case that the person may not see are left out.
    """
    day = meeting.starts.astimezone(clock.OSLO).date()
    seen = cases_seen_by(person).values("pk")
    rows = FollowUp.objects.filter(decision__body=meeting.body_id, decision__decided_on__lt=day)
    rows = rows.filter(decision__case__in=seen)
    open_then = Q(done_on=None) | Q(done_on__gte=day)
    return rows.filter(open_then).select_related("decision__case", "owner").prefetch_related("notes").order_by("due")


def called_people(meeting: Meeting) -> list[Person]:
    """Those who sit in the body on the day."""
    return [row["term"].holder for row in attendance_of(meeting) if row["term"]]


def collisions(meeting: Meeting) -> list[str]:
    """What else is at the same time: other bodies' meetings with the same people, and events of other calendars."""
    at_once = Q(starts__lt=meeting.ends, ends__gt=meeting.starts)
    others = Meeting.objects.filter(at_once, community=meeting.community_id).exclude(pk=meeting.pk)
    others = others.exclude(status=MeetingStatus.CANCELLED).select_related("body")
    events = OtherEvent.objects.filter(at_once, community=meeting.community_id)
    return [f"{row.body.name}" for row in others] + [f"{event.title} ({event.source})" for event in events]


def meetings_this_year(community: UUID, year: int) -> Counter[UUID]:
    first, after = (datetime.combine(date(each, 1, 1), time(), clock.OSLO) for each in (year, year + 1))
    rows = Meeting.objects.filter(community=community, starts__gte=first, starts__lt=after)
    return Counter(rows.exclude(status=MeetingStatus.CANCELLED).values_list("body", flat=True))


def parts_seen_by(person: Any, meeting: Meeting) -> QuerySet[MinutesPart]:
    """Of minutes that are being written, for those who sit there; of approved ones for all, without what is exempt."""
    rows = MinutesPart.objects.filter(minutes__meeting=meeting).select_related("minutes", "item__case")
    if sits_in(person, meeting.body_id):
        return rows
    visible = rows.filter(minutes__status__in=LOCKED, exempt=False)
    return visible.filter(Q(item__case=None) | Q(item__case__in=cases_seen_by(person).values("pk")))


def books_seen_by(person: Any, meeting: Meeting) -> QuerySet[MeetingBook]:
    rows = meeting.books.defer("content")
    return rows if sits_in(person, meeting.body_id) else rows.filter(whole=False)
