"""Every write to meetings: planned, called, cancelled, held; the agenda; who was there; conflicts of interest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from samspill.apps.governance import telling
from samspill.apps.governance.cases.moving import held as held_case
from samspill.apps.governance.cases.moving import step
from samspill.apps.governance.meetings import rules
from samspill.apps.governance.models import (
    AgendaItem,
    Attendance,
    Body,
    Case,
    Conflict,
    ItemKind,
    Meeting,
    MeetingStatus,
    OtherEvent,
    Presence,
    Seat,
)
from samspill.apps.governance.permissions import (
    check_keep,
    check_keep_body,
    check_lead,
    check_sit_in,
    same_community,
)
from samspill.apps.governance.who import seats_in
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused, answers_twice
from samspill.directory.edits import check_not_changed_since, differing, locked
from samspill.directory.models import Community

IN_CALENDARS = {"starts", "ends", "place", "link"}
FIRST = ((ItemKind.OPENING, 5), (ItemKind.EARLIER_MINUTES, 5), (ItemKind.FOLLOW_UP, 10))


@answers_twice
def check_keep_meeting(person: Any, meeting: Meeting) -> None:
    check_keep(person)
    same_community(person, meeting)


@answers_twice
def check_put_on_agenda(person: Any, meeting: Meeting, case: Case) -> None:
    check_keep(person)
    same_community(person, meeting, case)


@deed("governance.plan_meeting", permission=check_keep_body)
def plan(*, by: Any, body: Body, key: UUID, values: Mapping[str, Any]) -> Meeting:
    """A meeting with the points that each has. Raises Refused; IntegrityError when sent twice."""
    rules.check_times(values["starts"], values["ends"])
    meeting = Meeting(pk=key, community_id=body.community_id, body=body, **values)
    meeting.save(force_insert=True)
    AgendaItem.objects.bulk_create(usual_points(meeting))
    return meeting


def usual_points(meeting: Meeting) -> list[AgendaItem]:
    """The points that each meeting has."""
    return [
        AgendaItem(meeting=meeting, kind=kind, minutes=minutes, order=1000 if kind == ItemKind.OTHER else number)
        for number, (kind, minutes) in enumerate([*FIRST, (ItemKind.OTHER, 5)], 1)
    ]


@deed("governance.change_meeting", permission=check_keep_meeting)
def change(*, by: Any, meeting: Meeting, values: Mapping[str, Any], seen: str) -> Meeting:
    """Raises Refused; ChangedMeanwhile when somebody else saved first."""
    now = locked(meeting)
    rules.check_open(now.status)
    changed = differing(now, values)
    if not changed:
        return now
    check_not_changed_since(now, seen)
    for name in changed:
        setattr(now, name, values[name])
    rules.check_times(now.starts, now.ends)
    in_calendars = bool(IN_CALENDARS & set(changed))
    now.sequence += in_calendars
    now.save()
    if in_calendars and now.status == MeetingStatus.CALLED:
        telling.moved(now, by)
    return now


@deed("governance.call_meeting", permission=check_keep_meeting)
def call(*, by: Any, meeting: Meeting) -> Meeting:
    """Everybody is called. Twice is once."""
    now = locked(meeting)
    rules.check_open(now.status)
    if now.status == MeetingStatus.PLANNED:
        now.status = MeetingStatus.CALLED
        now.sequence += 1
        now.save()
        telling.called(now, by)
    return now


@deed("governance.cancel_meeting", permission=check_keep_meeting)
def cancel(*, by: Any, meeting: Meeting, reason: str) -> Meeting:
    """Its cases go back to where they can be put on another agenda. Calendars are told."""
    now = locked(meeting)
    rules.check_open(now.status)
    for item in now.items.filter(taken_off=False).exclude(case=None):
        case = held_case(item.case)  # type: ignore[arg-type]  # those without are left out above
        if case.status == "on_agenda":
            step(case, "take_off_agenda", by=by, reason=reason)
    now.status, now.status_note = MeetingStatus.CANCELLED, reason[:200]
    now.sequence += 1
    now.save()
    telling.cancelled(now, by)
    return now


@deed("governance.meeting_held", permission=check_keep_meeting)
def held(*, by: Any, meeting: Meeting) -> Meeting:
    """The meeting has been. The agenda is locked; the minutes go on."""
    now = locked(meeting)
    rules.check_not_cancelled(now.status)
    if now.starts > clock.now():
        raise Refused(_("Møtet har ikke begynt ennå."))
    if now.status != MeetingStatus.HELD:
        now.status = MeetingStatus.HELD
        now.save()
    return now


@deed("governance.put_on_agenda", permission=check_put_on_agenda)
def put_on_agenda(*, by: Any, meeting: Meeting, case: Case, minutes: int, speaker: str) -> AgendaItem:
    """Raises Refused when the case is not with the body, or not ready."""
    now = locked(meeting)
    rules.check_open(now.status)
    matter = held_case(case)
    if matter.body_id != now.body_id:
        raise Refused(_("Saken er ikke hos dette organet nå."))
    step(matter, "put_on_agenda", by=by)
    last = now.items.filter(order__lt=1000).aggregate(last=Max("order"))["last"] or 0
    wanted = {"minutes": minutes, "speaker": speaker, "order": last + 1, "taken_off": False, "kind": ItemKind.CASE}
    item, _new = AgendaItem.objects.update_or_create(meeting=now, case=matter, defaults=wanted)
    return item


@answers_twice
def check_keep_item(person: Any, item: AgendaItem) -> None:
    check_keep(person)
    same_community(person, item.meeting)


@deed("governance.take_off_agenda", permission=check_keep_item)
def take_off_agenda(*, by: Any, item: AgendaItem, reason: str) -> AgendaItem:
    """The case is ready for another meeting; that it was on this agenda can be seen."""
    row = locked(item)
    rules.check_open(row.meeting.status)
    if row.case is None:
        raise Refused(_("Dette punktet hører til hvert møte."))
    case = held_case(row.case)
    if case.status == "on_agenda":
        step(case, "take_off_agenda", by=by, reason=reason)
    row.taken_off = True
    row.save()
    return row


@deed("governance.change_item", permission=check_keep_item)
def change_item(*, by: Any, item: AgendaItem, minutes: int, speaker: str, place: int | None) -> AgendaItem:
    """Its time and speaker; and its place among the cases, counted from 1."""
    row = locked(item)
    rules.check_open(row.meeting.status)
    row.minutes, row.speaker = minutes, speaker
    row.save()
    if place is not None and row.case_id:
        others = list(row.meeting.items.exclude(case=None).exclude(pk=row.pk).order_by("order"))
        others.insert(max(0, place - 1), row)
        for number, each in enumerate(others, len(FIRST) + 1):
            each.order = number
            each.save(update_fields=["order"])
    return row


@deed("governance.note_attendance", permission=check_keep_meeting)
def note_attendance(*, by: Any, meeting: Meeting, presences: Mapping[UUID, str]) -> Meeting:
    """Each seat's presence by its id; an empty one takes the note away. Names are kept as they are now."""
    now = locked(meeting)
    rules.check_not_cancelled(now.status)
    day = now.starts.astimezone(clock.OSLO).date()
    seats = {
        seat.pk: seat
        for seat in now.body.seats.filter(pk__in=presences).prefetch_related("tenures__holder", "tenures__alternate")
    }
    for pk, presence in presences.items():
        seat = seats.get(pk)
        if seat is None:
            raise Refused(_("Setet hører ikke til dette organet."))
        if not presence:
            now.attendance.filter(seat=seat).delete()
            continue
        values = {"presence": presence, "who_name": _who(seat, presence, day)}
        Attendance.objects.update_or_create(meeting=now, seat=seat, defaults=values)
    return now


def _who(seat: Seat, presence: str, day: Any) -> str:
    term = next((each for each in seat.tenures.all() if each.holds_on(day)), None)
    if term is None:
        return ""
    return str(term.alternate or "") if presence == Presence.ALTERNATE else str(term.holder)


@answers_twice
def check_declare(person: Any, item: AgendaItem) -> None:
    same_community(person, item.meeting)
    check_sit_in(person, item.meeting.body)


@deed("governance.declare_conflict", permission=check_declare)
def declare_conflict(*, by: Any, item: AgendaItem, reason: str) -> Conflict:
    """The person may have a conflict of interest in the point. Raises Refused for those without a seat of their own."""
    seats = seats_in(by, item.meeting.body)
    if not seats:
        raise Refused(_("Dette sier den som sitter i setet, selv."))
    wanted = {"reason": reason.strip(), "said_by": by.name, "leaves": None, "settled_by": ""}
    row, _new = Conflict.objects.update_or_create(item=item, seat=seats[0], defaults=wanted)
    return row


@answers_twice
def check_settle(person: Any, conflict: Conflict) -> None:
    same_community(person, conflict.item.meeting)
    check_lead(person, conflict.item.meeting.body)


@deed("governance.settle_conflict", permission=check_settle)
def settle_conflict(*, by: Any, conflict: Conflict, leaves: bool) -> Conflict:
    """The leader, or the secretariat for them: whoever declared it leaves, or may stay."""
    row = locked(conflict)
    row.leaves, row.settled_by = leaves, by.name
    row.save()
    return row


@deed("governance.keep_clear_of", permission=check_keep)
def keep_clear_of(*, by: Any, source: str, events: Iterable[tuple[str, str, datetime, datetime]]) -> Community:
    """Another calendar, whole: (uid, title, starts, ends). It takes the place of what came from the source before."""
    OtherEvent.objects.filter(community=by.community_id, source=source).delete()
    rows = {
        (uid, starts): OtherEvent(
            community_id=by.community_id, source=source, uid=uid, title=title, starts=starts, ends=ends
        )
        for uid, title, starts, ends in events
    }
    OtherEvent.objects.bulk_create(rows.values())
    return Community.objects.get(pk=by.community_id)
