"""A planning meeting as iCalendar: the file, and the invitations by e-mail. See `core.invitations`.

No patient in it: who it is about stands behind the link, for those who may see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from samspill.accounts.models import Account
from samspill.apps.discharge.models import Meeting, Stay
from samspill.apps.discharge.quiet_notices import kinds
from samspill.apps.discharge.quiet_notices.telling import those_who_answer_for
from samspill.apps.discharge.references import stay_reference
from samspill.core import invitations, notices
from samspill.core.invitations import Occasion
from samspill.stay import Side

MOST_COLLEAGUES = 60


def calendar_of(meeting: Meeting, address: str) -> bytes:
    """The bytes of an .ics file. address: the full address of the page of the stay."""
    event = invitations.event_of(occasion_of(meeting, address))
    method = "CANCEL" if meeting.cancelled else "PUBLISH"
    return bytes(invitations.calendar_of(method, [event], room="Planleggingsmote").to_ical())


def occasion_of(meeting: Meeting, address: str) -> Occasion:
    return Occasion(
        uid=str(meeting.pk),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts=meeting.starts,
        ends=meeting.ends,
        name=_("Planleggingsmøte (Samspill)"),
        url=address,
        place=meeting.place or meeting.link,
        lines=tuple(_lines(meeting)),
        organiser=meeting.by_name,
        status="CANCELLED" if meeting.cancelled else "CONFIRMED",
        private=True,
    )


def _lines(meeting: Meeting) -> Iterable[str]:
    yield _("Hvem det gjelder, står i Samspill.")
    if meeting.link:
        yield _("Video: %(link)s") % {"link": meeting.link}
    if meeting.invited:
        yield _("Invitert: %(names)s") % {"names": ", ".join(meeting.invited)}


def those_to_ask(stay: Stay) -> list[tuple[str, str]]:
    """(account, name and where) of the colleagues on both sides who answer for the patient now."""
    here = {Side.HOSPITAL: stay.trust.name, Side.MUNICIPALITY: stay.municipality.name if stay.municipality else ""}
    asked = {each: place for side, place in here.items() for each in those_who_answer_for(stay, side)}
    rows = Account.objects.filter(pk__in=asked).select_related("person")
    names = {row.pk: str(row.person) for row in rows}
    found = {str(each): f"{names[each]}, {place}" for each, place in asked.items() if each in names}
    return list(found.items())[:MOST_COLLEAGUES]


def send_invitations(meeting: Meeting, by: Any, text: str) -> None:
    """To the colleagues and addresses that were chosen, as the meeting stands now; and the notice on their page."""
    with override(settings.LANGUAGE_CODE):
        occasion = occasion_of(meeting, settings.ADDRESS + reverse("discharge:meeting", args=[meeting.pk]))
    accounts = [UUID(each) for each in meeting.accounts]
    if meeting.cancelled:
        going = invitations.call_off(occasion, community=meeting.community_id)
    else:
        going = invitations.invite(
            occasion,
            kind=kinds.MEETING,
            community=meeting.community_id,
            accounts=accounts,
            addresses=meeting.addresses,
        )
    notices.notify(
        kind=kinds.MEETING,
        to=accounts,
        community=meeting.community_id,
        about=stay_reference(meeting.stay_id),
        occasion=f"meeting:{meeting.pk}:{meeting.sequence}",
        url=reverse("discharge:meeting", args=[meeting.pk]),
        text=text,
        by=by,
        mailed_otherwise=going,
    )


CALLED = gettext_noop("Du er innkalt til planleggingsmøte.")
CHANGED = gettext_noop("Et planleggingsmøte du er innkalt til, er endret.")
CALLED_OFF = gettext_noop("Et planleggingsmøte du var innkalt til, er avlyst.")
