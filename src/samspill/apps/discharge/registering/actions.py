"""Registering what happened, by form: events of the stay, and the national message that goes with them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from samspill.apps.discharge.actions.recording import record_events
from samspill.apps.discharge.coordination.acting import held
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.registering.kinds import REGISTRABLE, Registrable
from samspill.apps.discharge.registering.not_known import about_what_was_told, never_was, say_not_known
from samspill.apps.discharge.registering.permissions import check_register, check_side
from samspill.apps.discharge.registering.since import check_not_overtaken
from samspill.apps.discharge.registering.telling import tell_the_municipality
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.stay import Event, Kind, fold
from samspill.stay import Stay as Folded
from samspill.stay.events import norwegian_day


@deed("discharge.register", permission=check_register)
def register(
    *, by: Any, stay: Stay, kind: Kind, at: date | datetime | None = None, seen: int | None = None, **said: Any
) -> Stay:
    """Take down that it happened (`at`: now, if empty).

    said: expected, unit, municipality or discharged_to, as the kind asks for.
    Raises Refused, Overtaken when the stay has moved since `seen`.
    """
    what = REGISTRABLE[kind]
    check_side(by, what)
    stay = held(stay)
    folded = _folded(stay)
    check_not_overtaken(stay, seen)
    what.check_now(folded)
    at = at or clock.now()
    _check_when(folded, at)
    if what.kind is Kind.CANCELLED:
        return never_was(by, stay)
    events = _events(what, stay, at, {name: said[name] for name in what.asks})
    if what.kind is Kind.NOT_KNOWN:
        events = [about_what_was_told(stay, events[0])]
    record_events(patient=stay.patient, trust=stay.trust, events=events, recorded_by=by.audit_id)
    stay.refresh_from_db()
    if what.kind is Kind.NOT_KNOWN:
        say_not_known(stay, events[0])
    if what.message:
        tell_the_municipality(stay, events[-1], what.message, _happened(what, folded, at), died=kind is Kind.DIED)
    return stay


def _folded(stay: Stay) -> Folded:
    return fold([row.event for row in events_of([stay])[stay.pk]], next_admission=stay.next_admission)


def _check_when(folded: Folded, at: date | datetime) -> None:
    day = norwegian_day(at) if isinstance(at, datetime) else at
    if day > clock.today() or (isinstance(at, datetime) and at > clock.now()):
        raise Refused(_("Det kan ikke ha skjedd i framtiden."))
    if folded.admitted_on and day < folded.admitted_on:
        raise Refused(_("Det kan ikke ha skjedd før pasienten ble innlagt."))


def _events(what: Registrable, stay: Stay, at: date | datetime, said: Mapping[str, Any]) -> list[Event]:
    source = str(uuid.uuid4())
    number = stay.municipality.number if stay.municipality else ""
    now = clock.now()
    day = norwegian_day(at) if isinstance(at, datetime) else at
    common: dict[str, Any] = {"by": what.side, "source": source, "said_at": now, "municipality": number}
    if what.kind is Kind.READY:  # the day it holds from, and the moment the municipality was told
        return [Event(kind=Kind.READY, at=day, **common), Event(kind=Kind.READY_NOTICE, at=now, **common)]
    return [Event(kind=what.kind, at=at, **{**common, **said})]


def _happened(what: Registrable, folded: Folded, at: date | datetime) -> dict[Kind, date | datetime]:
    """What the message tells, in the order of the standard."""
    if what.kind is Kind.READY:
        day = norwegian_day(at) if isinstance(at, datetime) else at
        before: dict[Kind, date | datetime] = {Kind.ADMITTED: folded.admitted_at} if folded.admitted_at else {}
        return {**before, Kind.READY: day}
    return {Kind.DISCHARGED if what.kind is Kind.DIED else what.kind: at}
