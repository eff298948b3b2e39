"""A patient whom the municipality does not know: what it was told is answered, and the hospital puts it right.

Three ways on: another municipality of stay (`MUNICIPALITY_CHANGED`), the hospital stands by it
(`MUNICIPALITY_CONFIRMED`), or all of it was about the wrong person: then everything told is cancelled, and told anew
about the right one. Who pays until then is for the rules and for an objection to the settlement, not for this.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from samspill.apps.discharge.actions.recording import record_events
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.registering.telling import party, tell_the_hospital, tell_the_municipality
from samspill.core import clock
from samspill.messages import Status
from samspill.stay import Event, Kind, Side, living

# What the hospital's own system hears: a note in words, since no message of the standard says it.
_SENTENCES = {
    "elsewhere": "Kommunen melder at pasienten ikke bor eller oppholder seg i kommunen. Rett oppholdskommunen.",
    "no_such_person": "Kommunen finner ingen med dette navnet og nummeret. Kontroller identiteten.",
}
# Which message told the municipality of what, for those that must be told as cancelled.
_MESSAGES = {Kind.READY_NOTICE: "LOG_UTSKRIVNINGSKLAR", Kind.ADMITTED: "LOG_INNLAGT"}


def about_what_was_told(stay: Stay, event: Event) -> Event:
    """The event, as a reply to the last that the municipality was told: the ready notice, or else the admission."""
    told = _living(stay)
    for kind in (Kind.READY_NOTICE, Kind.ADMITTED):
        sources = [each.source for each in told if each.kind is kind]
        if sources:
            return replace(event, refers_to=sources[-1])
    return event


def say_not_known(stay: Stay, event: Event) -> None:
    if event.refers_to:
        tell_the_hospital(stay, event, party(stay.trust, stay.ward), _SENTENCES[event.note])


def never_was(by: Any, stay: Stay) -> Stay:
    """All that was told of the stay was about somebody else: every source is cancelled, and so are the messages."""
    told, now, source = _living(stay), clock.now(), str(uuid.uuid4())
    common: dict[str, Any] = {"kind": Kind.CANCELLED, "at": now, "said_at": now, "by": Side.HOSPITAL, "source": source}
    events = [Event(**common, refers_to=each) for each in dict.fromkeys(event.source for event in told)]
    _cancel_messages(stay, told, events[0])
    record_events(patient=stay.patient, trust=stay.trust, events=events, recorded_by=by.audit_id)
    stay.refresh_from_db()
    return stay


def _living(stay: Stay) -> list[Event]:
    return living(row.event for row in events_of([stay])[stay.pk])


def _cancel_messages(stay: Stay, told: Sequence[Event], event: Event) -> None:
    """Each notice by its own cancellation; one message may have told both, and is cancelled once."""
    done: set[str] = set()
    for kind, type_ in _MESSAGES.items():
        for each in told:
            if each.kind is not kind or each.source in done:
                continue
            done.add(each.source)
            cancellation = replace(event, refers_to=each.source)
            what = {Kind.READY: each.day} if kind is Kind.READY_NOTICE else {Kind.ADMITTED: each.at}
            tell_the_municipality(
                stay, cancellation, type_, what, status=Status.CANCELLATION, message_id=str(uuid.uuid4())
            )
