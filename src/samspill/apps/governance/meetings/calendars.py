"""Meetings as iCalendar (RFC 5545): a feed of many, or an invitation to one, its updates and its end (RFC 5546).

Times are written in Europe/Oslo with its rules, so that ten o'clock stays ten when the clocks change. `UID` is the
meeting's own for ever; `SEQUENCE` grows with each change that calendars must follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from samspill.apps.governance.models import Meeting, MeetingStatus
from samspill.core.clock import OSLO
from samspill.directory.models import Person
from samspill.directory.offers.calendar import OSLO_RULES

REFRESH = timedelta(hours=2)
NO_ADDRESS = "noreply@samspill.invalid"


def feed_of(meetings: Iterable[Meeting], *, name: str, address_of: Callable[[Meeting], str]) -> bytes:
    """The meetings (with their bodies at hand), cancelled ones too, for whoever subscribes."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT2H")
    for meeting in meetings:
        calendar.add_component(event_of(meeting, address_of(meeting)))
    return bytes(calendar.to_ical())


def invitation_of(meeting: Meeting, people: Iterable[Person], *, address: str, organiser: str) -> bytes:
    """A request to those people, or the cancellation of it. A higher SEQUENCE replaces what was sent."""
    cancelled = meeting.status == MeetingStatus.CANCELLED
    calendar = _calendar("CANCEL" if cancelled else "REQUEST")
    event = event_of(meeting, address)
    sender = vCalAddress(f"mailto:{NO_ADDRESS}")
    sender.params["cn"] = vText(organiser)
    event["organizer"] = sender
    for person in people:
        event.add("attendee", _attendee(person), encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Samspill//Moter//NO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Calendar.from_ical(OSLO_RULES))
    return calendar


def _attendee(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email or NO_ADDRESS}")
    address.params["cn"] = vText(str(person))
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText("NEEDS-ACTION")
    address.params["rsvp"] = vText("TRUE")
    return address


def event_of(meeting: Meeting, address: str) -> Event:
    cancelled = meeting.status == MeetingStatus.CANCELLED
    name = _("Møte i %(body)s") % {"body": meeting.body.name}
    event = Event()
    event.add("uid", f"{meeting.pk}@samspill")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts.astimezone(OSLO))
    event.add("dtend", meeting.ends.astimezone(OSLO))
    event.add("summary", _("Avlyst: %(name)s") % {"name": name} if cancelled else name)
    event.add("status", _status(meeting))
    if meeting.place:
        event.add("location", meeting.place)
    lines: list[Any] = [meeting.status_note, meeting.link, _("Sakliste og papirer: %(url)s") % {"url": address}]
    event.add("description", "\n".join(str(line) for line in lines if line))
    event.add("url", address)
    return event


def _status(meeting: Meeting) -> str:
    if meeting.status == MeetingStatus.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if meeting.status == MeetingStatus.PLANNED else "CONFIRMED"
