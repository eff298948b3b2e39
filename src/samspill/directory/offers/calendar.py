"""Occasions as iCalendar (RFC 5545), for people's own calendar programs. Nothing about persons is in it.

Times are written in Europe/Oslo with its rules, so that noon stays noon when the clocks change. `UID` is the occasion's
own id for ever; `SEQUENCE` grows when it is cancelled or set up again, and a cancelled one says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Event

from samspill.core import invitations
from samspill.core.clock import OSLO
from samspill.directory.models import OfferDate

REFRESH = timedelta(hours=6)


def calendar_of(occasions: Iterable[OfferDate], *, name: str, address_of: Callable[[OfferDate], str]) -> bytes:
    """The occasions (with their offer and its provider at hand) as the bytes of an .ics file.

    address_of: the full address of the occasion's page.
    """
    events = (_event(occasion, address_of(occasion)) for occasion in occasions)
    return invitations.feed_of(events, name=name, refresh=REFRESH, room="Kurs og tilbud")


def _event(occasion: OfferDate, address: str) -> Event:
    offer = occasion.offer
    event = Event()
    event.add("uid", f"{occasion.pk}@samspill")
    event.add("dtstamp", occasion.changed_at)
    event.add("last-modified", max(occasion.changed_at, offer.changed_at))
    event.add("sequence", occasion.sequence)
    event.add("dtstart", occasion.starts.astimezone(OSLO))
    event.add("dtend", occasion.ends.astimezone(OSLO))
    event.add("summary", _("Avlyst: %(name)s") % {"name": offer.name} if occasion.cancelled else offer.name)
    event.add("status", "CANCELLED" if occasion.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # to know of, not to be busy with
    event.add("categories", [str(offer.get_kind_display())])
    if occasion.place:
        event.add("location", occasion.place)
    event.add("description", _description(occasion))
    event.add("url", address)
    return event


def _description(occasion: OfferDate) -> str:
    offer = occasion.offer
    lines: list[Any] = [
        occasion.note,
        _("Arrangør: %(provider)s") % {"provider": offer.provider.name},
        _("For hvem: %(whom)s") % {"whom": offer.for_whom},
        _("Henvisning: %(how)s") % {"how": offer.how_to_refer},
    ]
    return "\n".join(str(line) for line in lines if line)
