"""The municipality's answer to a ready notice: an event on the stay, and the national message to the hospital."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from samspill.apps.discharge import permissions, rules
from samspill.apps.discharge.actions.recording import record_events
from samspill.apps.discharge.coordination.acting import held
from samspill.apps.discharge.models import OutgoingMessage, ReceivedMessage, Stay
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.registering.since import check_not_overtaken
from samspill.apps.discharge.registering.telling import office_of, party, told
from samspill.core import clock
from samspill.core.deeds import deed
from samspill.core.refusal import Refused
from samspill.messages import Envelope, Party, write_answer
from samspill.stay import Event, Kind, Period, Side, State, fold


@deed("discharge.answer", permission=permissions.check_answer)
def answer(*, by: Any, stay: Stay, can: bool, day: date | None, seen: int | None = None) -> Stay:
    """Answer that the municipality can receive the patient from `day` (empty: today), or that it cannot, and thinks it
    can on `day` (empty: not known).

    `seen`: the last event that the person saw (`registering.since`). Raises Refused, Overtaken when it has moved since.
    """
    stay = held(stay)
    rules.check_answer_date(day, clock.today())
    day = day or clock.today() if can else day
    period = present_period(stay)
    if period and rules.says_the_same(period.answers, can, day, clock.today()):
        return stay  # a double click
    check_not_overtaken(stay, seen)
    rules.check_can_be_answered(State(stay.state))
    event = Event(
        kind=Kind.CAN if can else Kind.CANNOT,
        at=clock.now(),
        said_at=clock.now(),
        by=Side.MUNICIPALITY,
        source=str(uuid.uuid4()),
        refers_to=period.notices[-1].source if period and period.notices else "",
        municipality=stay.municipality.number if stay.municipality else "",
        expected=day,
    )
    record_events(patient=stay.patient, trust=stay.trust, events=[event], recorded_by=by.audit_id)
    _send(stay, event)
    stay.refresh_from_db()
    return stay


def present_period(stay: Stay) -> Period | None:
    """The ready period that runs now, with the notice that an answer is about."""
    events = [row.event for row in events_of([stay])[stay.pk]]
    return fold(events, next_admission=stay.next_admission).period


def _send(stay: Stay, event: Event) -> None:
    """Put the answer in the outbox as a dialogue message, when both ends have an electronic address."""
    hospital, municipality = _hospital(stay, event), _office(stay)
    if not (event.refers_to and hospital.organisation_her and municipality.organisation_her):
        return  # the hospital sees it on the board all the same
    OutgoingMessage.objects.create(
        community_id=stay.community_id,
        type="DIALOG_NOTAT",
        to_name=hospital.organisation_name,
        body=write_answer(
            Envelope(
                message_id=event.source,
                generated_at=event.said_at,
                sender=municipality,
                receiver=hospital,
                patient=told(stay.patient),
                parent=event.refers_to,
            ),
            can=event.kind is Kind.CAN,
            expected=event.expected,
        ),
        stay=stay,
        written_at=event.said_at,
    )


def _hospital(stay: Stay, event: Event) -> Party:
    """Whoever sent the ready notice; for a notice that was no message, the ward in the directory."""
    notice = ReceivedMessage.objects.filter(
        community=stay.community_id, message_id=event.refers_to, outcome="accepted"
    ).first()
    if notice is not None and stay.ward is None:
        return Party(organisation_her=notice.sender_her, organisation_name=notice.sender_name)
    return party(stay.trust, stay.ward)


def _office(stay: Stay) -> Party:
    office = office_of(stay)
    if office is None:
        raise Refused("Pasienten har ingen oppholdskommune; svaret kan ikke sendes.")
    return office
