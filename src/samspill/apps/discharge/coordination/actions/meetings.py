"""Planning meetings: called, moved, called off. Calendars are told by the sequence number of the very same meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.coordination import rules
from samspill.apps.discharge.coordination.acting import changed, held, signature
from samspill.apps.discharge.coordination.calendar import CALLED, CALLED_OFF, CHANGED, send_invitations
from samspill.apps.discharge.coordination.permissions import check_coordinate, check_meeting
from samspill.apps.discharge.models import Meeting, Stay
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused

SHORTEST, LONGEST = 10, 8 * 60


@deed("discharge.call_meeting", permission=check_coordinate)
def call_meeting(*, by: Any, stay: Stay, **what: Any) -> Meeting:
    """starts, minutes, place, link, invited (names of parties), agenda; accounts and addresses that invitations go to.
    Raises Refused."""
    what = _whole(what)
    _check(**what)
    stay = held(stay)
    rules.check_is_open(stay.is_open)
    there = Meeting.objects.filter(stay=stay, starts=what["starts"], cancelled=False).first()
    if there is not None:
        return there  # a double click
    meeting = Meeting.objects.create(**signature(by, stay), **_columns(**what), changed_at=clock.now())
    send_invitations(meeting, by, CALLED)
    changed(stay)
    return meeting


@deed("discharge.move_meeting", permission=check_meeting)
def move_meeting(*, by: Any, meeting: Meeting, seen: int, **what: Any) -> Meeting:
    """The same meeting otherwise. `seen`: the sequence that the person saw. Raises Refused, Overtaken."""
    what = _whole(what)
    _check(**what)
    stay = held(meeting.stay)
    meeting = Meeting.objects.get(pk=meeting.pk)
    _check_not_overtaken(meeting, seen)
    for name, value in _columns(**what).items():
        setattr(meeting, name, value)
    _save(meeting)
    send_invitations(meeting, by, CHANGED)
    changed(stay)
    return meeting


@deed("discharge.call_off_meeting", permission=check_meeting)
def call_off_meeting(*, by: Any, meeting: Meeting) -> Meeting:
    """Called off; those who were invited by e-mail are told, and their calendars with them. Raises Refused."""
    stay = held(meeting.stay)
    meeting = Meeting.objects.get(pk=meeting.pk)
    if not meeting.cancelled:
        meeting.cancelled = True
        _save(meeting)
        send_invitations(meeting, by, CALLED_OFF)
        changed(stay)
    return meeting


def _save(meeting: Meeting) -> None:
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    meeting.save()


def _whole(what: Mapping[str, Any]) -> dict[str, Any]:
    return {"accounts": (), "addresses": (), **what}


def _columns(
    *,
    starts: datetime,
    minutes: int,
    place: str,
    link: str,
    invited: Iterable[str],
    agenda: str,
    accounts: Iterable[str],
    addresses: Iterable[str],
) -> Mapping[str, Any]:
    return {
        "starts": starts,
        "minutes": minutes,
        "place": place.strip(),
        "link": link.strip(),
        "invited": [name.strip() for name in invited if name.strip()],
        "agenda": {"text": agenda.strip()} if agenda.strip() else None,
        "accounts": sorted(set(accounts)),
        "addresses": sorted({each.strip().lower() for each in addresses if each.strip()}),
    }


def _check(
    *,
    starts: datetime,
    minutes: int,
    place: str,
    link: str,
    invited: Iterable[str],
    addresses: Iterable[str],
    **_beside: Any,
) -> None:
    rules.check_ahead(starts, clock.now())
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(_("Et møte varer fra %(least)s til %(most)s minutter."), least=SHORTEST, most=LONGEST)
    if link.strip() and urlsplit(link.strip()).scheme != "https":
        raise Refused(_("Videolenken må begynne med https://."))
    if not (place.strip() or link.strip()):
        raise Refused(_("Si hvor møtet er, eller gi en videolenke."))
    for text in (place, *invited, *addresses):
        rules.check_no_identity_number(text)
    for address in addresses:
        rules.check_address(address)


def _check_not_overtaken(meeting: Meeting, seen: int) -> None:
    if meeting.cancelled:
        raise rules.Overtaken(_("Møtet er alt avlyst."))
    if meeting.sequence != seen:
        raise rules.Overtaken(_("Møtet ble endret mens du skrev. Se over og lagre på nytt."))
