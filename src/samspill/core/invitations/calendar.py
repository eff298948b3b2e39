"""A meeting as iCalendar (RFC 5545): as an entry, and as an invitation to it, its updates and its end (RFC 5546).

Times are written in Europe/Oslo with its rules, so that ten o'clock stays ten when the clocks change. `UID` is the
meeting's own for ever; `SEQUENCE` grows with each change that calendars must follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from samspill.core.clock import OSLO

NO_ADDRESS = "noreply@samspill.invalid"
# Written out: summer time as it has been since 1996, by rule and not as a list that ends in some year.
OSLO_RULES = """BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A meeting as calendars know it. url: a full address. lines: what the entry says beneath its name."""

    uid: str
    sequence: int
    changed_at: datetime
    starts: datetime
    ends: datetime
    name: str
    url: str
    place: str = ""
    lines: tuple[str, ...] = ()
    organiser: str = "Samspill"
    status: str = "CONFIRMED"  # TENTATIVE, or CANCELLED
    private: bool = False

    @property
    def cancelled(self) -> bool:
        return self.status == "CANCELLED"


def event_of(occasion: Occasion) -> Event:
    event = Event()
    event.add("uid", f"{occasion.uid}@samspill")
    event.add("dtstamp", occasion.changed_at)
    event.add("last-modified", occasion.changed_at)
    event.add("sequence", occasion.sequence)
    event.add("dtstart", occasion.starts.astimezone(OSLO))
    event.add("dtend", occasion.ends.astimezone(OSLO))
    event.add("summary", _("Avlyst: %(name)s") % {"name": occasion.name} if occasion.cancelled else occasion.name)
    event.add("status", occasion.status)
    if occasion.private:
        event.add("class", "PRIVATE")
    if occasion.place:
        event.add("location", occasion.place)
    if occasion.lines:
        event.add("description", "\n".join(occasion.lines))
    event.add("url", occasion.url)
    return event


def calendar_of(method: str, events: Iterable[Event] = (), *, room: str = "Moter") -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//Samspill//{room}//NO")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Calendar.from_ical(OSLO_RULES))
    for event in events:
        calendar.add_component(event)
    return calendar


def feed_of(events: Iterable[Event], *, name: str, refresh: timedelta, room: str = "Moter") -> bytes:
    """What calendar programs subscribe to; they ask again after `refresh`."""
    calendar = calendar_of("PUBLISH", room=room)
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", refresh, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", f"PT{refresh // timedelta(hours=1)}H")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def invitation_of(occasion: Occasion, guests: Iterable[tuple[str, str]], *, cancel: bool | None = None) -> bytes:
    """A request to the guests (name, e-mail address), or its cancellation: of the meeting, or (`cancel`) for them only.

    A higher SEQUENCE replaces what was sent. No answer is asked for: whoever is coming is settled in the rooms.
    """
    over = occasion.cancelled if cancel is None else cancel
    event = event_of(occasion)
    sender = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or NO_ADDRESS}")
    sender.params["cn"] = vText(occasion.organiser)
    event["organizer"] = sender
    for name, address in guests:
        event.add("attendee", _attendee(name, address), encode=False)
    return bytes(calendar_of("CANCEL" if over else "REQUEST", [event]).to_ical())


def _attendee(name: str, address: str) -> Any:
    guest = vCalAddress(f"mailto:{address or NO_ADDRESS}")
    guest.params["cn"] = vText(name)
    guest.params["role"] = vText("REQ-PARTICIPANT")
    guest.params["partstat"] = vText("NEEDS-ACTION")
    guest.params["rsvp"] = vText("FALSE")
    return guest
