"""A planning meeting as iCalendar (RFC 5545). No patient in it: who it is about stands behind the link.

`UID` is the meeting's own for ever, `SEQUENCE` grows with each change, and one that is called off says CANCELLED: so a
calendar that takes the file in again changes the entry it has.
"""

from __future__ import annotations

from datetime import UTC

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from samspill.apps.discharge.models import Meeting


def calendar_of(meeting: Meeting, address: str) -> bytes:
    """The bytes of an .ics file. address: the full address of the page of the stay."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samspill//Planleggingsmote//NO")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if meeting.cancelled else "PUBLISH")
    calendar.add_component(_event(meeting, address))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, address: str) -> Event:
    event = Event()
    event.add("uid", f"{meeting.pk}@samspill")
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("last-modified", meeting.changed_at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts.astimezone(UTC))
    event.add("dtend", meeting.ends.astimezone(UTC))
    event.add("summary", _("Planleggingsmøte (Samspill)"))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if meeting.place or meeting.link:
        event.add("location", meeting.place or meeting.link)
    event.add("description", "\n".join(_lines(meeting)))
    event.add("url", address)
    return event


def _lines(meeting: Meeting) -> list[str]:
    lines = [_("Hvem det gjelder, står i Samspill.")]
    if meeting.link:
        lines.append(_("Video: %(link)s") % {"link": meeting.link})
    if meeting.invited:
        lines.append(_("Invitert: %(names)s") % {"names": ", ".join(meeting.invited)})
    return lines
