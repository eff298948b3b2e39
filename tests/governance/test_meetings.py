"""Meetings: agenda, attendance, quorum, conflicts of interest; calendars that follow, and foreign ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from icalendar import Calendar
from tests.cast import CAST, actor
from tests.governance.ground import a_body, a_case, sits
from tests.signing_in import signed_in

from samspill.apps.governance.meetings import actions, feeds, queries
from samspill.apps.governance.meetings.calendars import feed_of, invitation_of
from samspill.apps.governance.meetings.foreign import read_calendar
from samspill.apps.governance.meetings.rules import quorum, times_of
from samspill.apps.governance.models import AgendaItem, Body, Case, Conflict, Meeting, OtherEvent
from samspill.core import clock
from samspill.core.clock import OSLO
from samspill.core.refusal import Refused
from samspill.directory.models import Community


def a_meeting(body: Body, starts: datetime | None = None, hours: int = 2) -> Meeting:
    starts = starts or clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=14)
    values = {"starts": starts, "ends": starts + timedelta(hours=hours), "place": "Rådhuset", "link": ""}
    return actions.plan(by=actor("siri"), body=body, key=uuid4(), values=values)


def put_on(meeting: Meeting, case: Case) -> AgendaItem:
    return actions.put_on_agenda(by=actor("siri"), meeting=meeting, case=case, minutes=20, speaker="Tone Berg")


@pytest.mark.once
@pytest.mark.parametrize(
    ("rows", "reached", "said"),
    [
        ([("hospital", True), ("municipality", True), ("user", False)], True, ""),
        ([("hospital", True), ("municipality", False), ("user", False)], False, "1 av 3"),
        ([("hospital", True), ("hospital", True), ("municipality", False)], False, "0 fra kommunene"),
        ([("hospital", True), ("municipality", True), ("observer", False), ("observer", False)], True, ""),
        ([], True, ""),
    ],
)
def test_quorum(rows: list[tuple[str, bool]], reached: bool, said: str) -> None:
    found = quorum(rows, 50, 1, parity=False)
    assert found.reached is reached and said in " ".join(found.lacking)


@pytest.mark.once
def test_parity_of_those_who_came() -> None:
    rows = [("hospital", True), ("hospital", True), ("municipality", True)]
    assert "ikke like mange" in quorum(rows, 50, 1, parity=True).lacking[0]


@pytest.mark.once
def test_the_points_follow_one_another() -> None:
    at = datetime(2026, 3, 3, 9, tzinfo=OSLO)
    assert [f"{each:%H:%M}" for each in times_of(at, [5, 20, 5])] == ["09:00", "09:05", "09:25"]


@pytest.mark.django_db
def test_an_agenda_is_built_from_cases(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    meeting = a_meeting(body)
    first, second = a_case(body, "prepared"), a_case(body, "prepared", title="Nummer to")
    put_on(meeting, first)
    item = put_on(meeting, second)
    actions.change_item(by=actor("siri"), item=item, minutes=30, speaker="", place=1)
    agenda = queries.agenda_of(meeting, actor("ola"))
    assert [row["case"].title for row in agenda if row["case"]] == ["Nummer to", first.title]
    assert [row["item"].kind for row in agenda] == ["opening", "earlier_minutes", "follow_up", "case", "case", "other"]
    assert [f"{row['at'].astimezone(OSLO):%H:%M}" for row in agenda][3:] == ["09:20", "09:50", "10:10"]
    with pytest.raises(Refused):
        put_on(a_meeting(body), first)  # on an agenda already
    with pytest.raises(Refused, match="ikke hos dette organet"):
        put_on(meeting, a_case(a_body(actor("siri"), "FSU"), "prepared"))


@pytest.mark.django_db
def test_cancelling_gives_the_cases_back_and_says_so_to_calendars(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    meeting, case = a_meeting(body), a_case(body, "prepared")
    put_on(meeting, case)
    meeting = actions.call(by=actor("siri"), meeting=meeting)
    meeting = actions.cancel(by=actor("siri"), meeting=meeting, reason="Snøstorm")
    assert Case.objects.get(pk=case.pk).status == "prepared" and meeting.sequence == 2
    with pytest.raises(Refused, match="avlyst"):
        put_on(meeting, case)


@pytest.mark.django_db
def test_who_came_is_kept_by_name(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    seat = sits("per", body, "gp")
    meeting = a_meeting(body)
    assert not queries.quorum_of(meeting, queries.attendance_of(meeting)).reached
    presences = dict.fromkeys(body.seats.values_list("pk", flat=True), "present")
    actions.note_attendance(by=actor("siri"), meeting=meeting, presences=presences)
    assert queries.quorum_of(meeting, queries.attendance_of(meeting)).reached
    assert meeting.attendance.get(seat=seat).who_name == "Per Moen"
    actions.note_attendance(by=actor("siri"), meeting=meeting, presences={seat.pk: ""})
    assert not meeting.attendance.filter(seat=seat).exists()
    with pytest.raises(Refused, match="hører ikke til"):
        actions.note_attendance(by=actor("siri"), meeting=meeting, presences={uuid4(): "present"})


@pytest.mark.django_db
def test_a_conflict_of_interest_is_said_by_oneself_and_settled_by_the_leader(fjordheim: Community) -> None:
    from samspill.apps.governance.bodies.actions import elect_leader

    body = a_body(actor("siri"))
    sits("per", body, "gp")
    seat = sits("tone", body, "hospital")
    elect_leader(by=actor("siri"), body=body, seat=seat, first=date(2026, 1, 1), after=None)
    meeting = a_meeting(body)
    item = put_on(meeting, a_case(body, "prepared"))
    row = actions.declare_conflict(by=actor("per"), item=item, reason="Min egen praksis")
    for name in CAST:
        if name not in {"siri", "tone"}:
            with pytest.raises(Refused):
                actions.settle_conflict(by=actor(name), conflict=row, leaves=True)
    actions.settle_conflict(by=actor("tone"), conflict=row, leaves=True)
    assert Conflict.objects.get().leaves is True and Conflict.objects.get().settled_by == "Tone Berg"
    for name in ("ola", "siri"):  # not in the body; for the secretariat's own part
        with pytest.raises(Refused):
            actions.declare_conflict(by=actor(name), item=item, reason="x")
    assert "Min egen praksis" not in signed_in("ola").get(f"/saker/moter/{meeting.pk}").content.decode()


def events_in(content: bytes) -> list[Any]:
    return Calendar.from_ical(content).walk("VEVENT")


@pytest.mark.django_db
def test_ten_oclock_stays_ten_over_the_change_of_clocks(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    days = [date(2026, 3, 28), date(2026, 3, 30), date(2026, 10, 24), date(2026, 10, 26)]
    meetings = [a_meeting(body, datetime(day.year, day.month, day.day, 10, tzinfo=OSLO)) for day in days]
    events = events_in(feed_of(meetings, name="SSU", address_of=lambda _meeting: "https://example.org/"))
    starts = [event.decoded("dtstart") for event in events]
    assert [each.astimezone(OSLO).hour for each in starts] == [10] * 4
    assert [each.utcoffset() for each in starts] == [timedelta(hours=hours) for hours in (1, 2, 2, 1)]


@pytest.mark.django_db
def test_an_invitation_its_update_and_its_end(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    sits("per", body, "gp")
    meeting = actions.call(by=actor("siri"), meeting=a_meeting(body))

    def invitation() -> Any:
        people = queries.called_people(meeting)
        return Calendar.from_ical(invitation_of(meeting, people, address="https://x.no/", organiser="Fjordheim"))

    first = invitation()
    assert str(first["method"]) == "REQUEST" and "Per Moen" in first.to_ical().decode()
    from samspill.directory.edits import seen_of

    values = {"starts": meeting.starts + timedelta(days=1), "ends": meeting.ends + timedelta(days=1)}
    meeting = actions.change(by=actor("siri"), meeting=meeting, values=values, seen=seen_of(meeting))
    second = invitation()
    meeting = actions.cancel(by=actor("siri"), meeting=meeting, reason="Avlyst")
    third = invitation()
    events = [each.walk("VEVENT")[0] for each in (first, second, third)]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [int(event["sequence"]) for event in events] == [1, 2, 3]
    assert str(third["method"]) == "CANCEL" and str(events[2]["status"]) == "CANCELLED"


@pytest.mark.django_db
def test_a_feed_is_ones_own_and_stops_with_the_position(fjordheim: Community) -> None:
    body, other = a_body(actor("siri")), a_body(actor("siri"), "FSU")
    sits("per", body, "gp")
    mine, theirs = a_meeting(body), a_meeting(other)
    feed = feeds.make_feed(by=actor("per"), body=None)
    address = f"/saker/moter/kalender/{feeds.token_of(feed)}"
    content = Client().get(address).content
    assert [str(event["uid"]) for event in events_in(content)] == [f"{mine.pk}@samspill"]
    whole = feeds.make_feed(by=actor("per"), body=other)
    assert str(theirs.pk) in Client().get(f"/saker/moter/kalender/{feeds.token_of(whole)}").content.decode()
    assert Client().get(f"{address}x").status_code == 403
    feeds.make_feed(by=actor("per"), body=None)  # a new address: the old one is dead
    assert Client().get(address).status_code == 403


FOREIGN = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a
SUMMARY:Kommunestyre
DTSTART;TZID=Europe/Oslo:20260323T100000
DTEND;TZID=Europe/Oslo:20260323T120000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Europe/Oslo:20260330T100000
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:Fri
DTSTART;VALUE=DATE:20260401
END:VEVENT
BEGIN:VEVENT
UID:c
SUMMARY:Uten start
END:VEVENT
BEGIN:VEVENT
UID:d
SUMMARY:Avlyst
STATUS:CANCELLED
DTSTART:20260401T080000Z
END:VEVENT
BEGIN:VEVENT
UID:e
DTSTART;TZID=W. Europe Standard Time:20260402T080000
DURATION:PT1H
RRULE:FREQ=DAILY;UNTIL=20260403T235959Z
END:VEVENT
BEGIN:VEVENT
UID:f
SUMMARY:For alltid
DTSTART:20260101T080000
RRULE:FREQ=SECONDLY
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.once
def test_a_foreign_calendar_is_read_kindly() -> None:
    found = read_calendar(FOREIGN.replace("\n", "\r\n").encode(), date(2026, 3, 1))
    said = [(title, f"{starts.astimezone(OSLO):%m-%d %H}", ends - starts) for _uid, title, starts, ends in found.events]
    assert ("Kommunestyre", "03-23 10", timedelta(hours=2)) in said
    assert ("Kommunestyre", "04-06 10", timedelta(hours=2)) in said  # summer time has come meanwhile
    assert ("Kommunestyre", "03-30 10", timedelta(hours=2)) not in said
    assert ("Fri", "04-01 00", timedelta(days=1)) in said
    assert ("Opptatt", "04-03 08", timedelta(hours=1)) in said
    assert found.skipped == 2 and not found.fault  # without a beginning, and every second


@pytest.mark.once
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR",
        b"hei",
        b"BEGIN:VEVENT\r\nDTSTART:99999999\r\nEND:VEVENT",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260101T000000\r\nRRULE:FREQ=NEVER\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Nowhere/Such:20260101T000000\r\nEND:VEVENT\r\nEND:VCALENDAR",
        b"x" * 5_000_001,
    ],
)
def test_what_is_no_calendar_is_never_a_crash(content: bytes) -> None:
    found = read_calendar(content, date(2026, 1, 1))
    assert found.fault or found.skipped or found.events


@pytest.mark.django_db
def test_meetings_keep_clear_of_other_calendars(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    meeting = a_meeting(body)
    events = [
        ("1", "Kommunestyre", meeting.starts, meeting.ends),
        ("2", "Annet", meeting.ends, meeting.ends + timedelta(hours=1)),
    ]
    actions.keep_clear_of(by=actor("siri"), source="Fjordby", events=events)
    actions.keep_clear_of(by=actor("siri"), source="Fjordby", events=events)  # again, from a new file
    assert OtherEvent.objects.count() == 2
    assert queries.collisions(meeting) == ["Kommunestyre (Fjordby)"]
    a_meeting(a_body(actor("siri"), "FSU"), meeting.starts)
    assert len(queries.collisions(meeting)) == 2


@pytest.mark.django_db
def test_the_pages_of_a_meeting_hide_an_exempt_case(fjordheim: Community) -> None:
    body = a_body(actor("siri"))
    sits("per", body, "gp")
    meeting = a_meeting(body)
    put_on(meeting, a_case(body, "prepared", access="confidential", ground="fvl. § 13", title="Hemmelig sak"))
    for name in CAST:
        page = signed_in(name).get(f"/saker/moter/{meeting.pk}").content.decode()
        assert ("Hemmelig sak" in page) is (name in {"per", "siri"}), name
        assert ("Unntatt sak" in page) is (name not in {"per", "siri"}), name


@pytest.mark.django_db
def test_the_paper_for_the_next_case_is_two_taps_away(fjordheim: Community) -> None:
    from samspill.apps.governance.cases.actions import add_paper

    body = a_body(actor("siri"))
    sits("berit", body, "user")
    meeting, case = a_meeting(body), a_case(body, "prepared")
    values = {"title": "Notat", "text": "Les dette.", "file": b"", "pages": 0, "access": "open", "ground": ""}
    paper = add_paper(by=actor("siri"), case=case, key=uuid4(), values=values)
    put_on(meeting, case)
    client = signed_in("berit")
    assert f'href="/saker/moter/{meeting.pk}"' in client.get("/saker/").content.decode()
    assert f'href="/saker/{case.pk}/papirer/{paper.pk}"' in client.get(f"/saker/moter/{meeting.pk}").content.decode()
