"""Meetings as iCalendar: a feed of many, or an invitation to one, its updates and its end. See `core.invitations`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Event

from samspill.apps.governance.models import Meeting, MeetingStatus
from samspill.core import invitations
from samspill.core.invitations import Occasion
from samspill.directory.models import Person

REFRESH = timedelta(hours=2)


def feed_of(meetings: Iterable[Meeting], *, name: str, address_of: Callable[[Meeting], str]) -> bytes:
    """The meetings (with their bodies at hand), cancelled ones too, for whoever subscribes."""
    events = (event_of(meeting, address_of(meeting)) for meeting in meetings)
    return invitations.feed_of(events, name=name, refresh=REFRESH)


def invitation_of(meeting: Meeting, people: Iterable[Person], *, address: str, organiser: str) -> bytes:
    """A request to those people, or the cancellation of it. A higher SEQUENCE replaces what was sent."""
    guests = [(str(person), person.email) for person in people]
    return invitations.invitation_of(occasion_of(meeting, address, organiser=organiser), guests)


def event_of(meeting: Meeting, address: str) -> Event:
    return invitations.event_of(occasion_of(meeting, address))


def occasion_of(meeting: Meeting, address: str, *, organiser: str = "Samspill") -> Occasion:
    """The meeting as calendars know it. address: the full address of its page."""
    lines: list[Any] = [meeting.status_note, meeting.link, _("Sakliste og papirer: %(url)s") % {"url": address}]
    return Occasion(
        uid=str(meeting.pk),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts=meeting.starts,
        ends=meeting.ends,
        name=_("Møte i %(body)s") % {"body": meeting.body.name},
        url=address,
        place=meeting.place,
        lines=tuple(str(line) for line in lines if line),
        organiser=organiser,
        status=_status(meeting),
    )


def _status(meeting: Meeting) -> str:
    if meeting.status == MeetingStatus.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if meeting.status == MeetingStatus.PLANNED else "CONFIRMED"
