"""The national messages that go with what a hospital registers by form: into the outbox, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from samspill.apps.discharge.models import OutgoingMessage, Patient, Stay
from samspill.directory.models import Unit, UnitKind
from samspill.messages import Contact, Envelope, Party, Status, message, write_logistics, write_note
from samspill.stay import Event, Kind


def party(organisation: Unit, part: Unit | None) -> Party:
    return Party(
        organisation_her=organisation.her_id,
        organisation_name=organisation.name,
        unit_her=part.her_id if part else "",
        unit_name=part.name if part else "",
    )


def office_of(stay: Stay) -> Party | None:
    """The allocation office that answers for the patient, of the city district or of its municipality."""
    if stay.municipality is None:
        return None
    for place in stay.municipality.line():
        office = Unit.objects.filter(parent=place, kind=UnitKind.ALLOCATION_OFFICE).exclude(her_id="").first()
        if office is not None:
            return party(stay.municipality.top, office)
    return party(stay.municipality.top, None)


def told(patient: Patient) -> message.Patient:
    who = patient.identity
    return message.Patient(
        number=who["number"],
        number_kind=who["kind"],
        family_name=who["family"],
        given_name=who["given"],
        born=date.fromisoformat(who["born"]) if who["born"] else None,
        sex=who["sex"],
    )


def tell_the_municipality(
    stay: Stay,
    event: Event,
    type_: str,
    happened: Mapping[Kind, date | datetime],
    *,
    died: bool = False,
    status: Status = Status.NEW,
    message_id: str = "",
) -> None:
    """Put a logistics message in the outbox, when both ends have an electronic address; the board tells it anyway."""
    hospital, municipality = party(stay.trust, stay.ward), office_of(stay)
    if not (municipality and hospital.organisation_her and municipality.organisation_her):
        return
    envelope = Envelope(
        message_id=message_id or event.source,
        generated_at=event.said_at,
        sender=hospital,
        receiver=municipality,
        patient=told(stay.patient),
        parent=event.refers_to,
    )
    ward = stay.ward
    body = write_logistics(
        envelope,
        type_,
        happened,
        status=status,
        contact=Contact(unit=ward.name if ward else stay.ward_name, phone=ward.phone if ward else ""),
        discharged_to=event.discharged_to or "1",
        died=died,
    )
    _put(stay, type_, municipality, body, event)


def tell_the_hospital(stay: Stay, event: Event, hospital: Party, text: str) -> None:
    """A note in words, about the ready notice: what no structured answer can say."""
    municipality = office_of(stay)
    if not (municipality and hospital.organisation_her and municipality.organisation_her):
        return
    envelope = Envelope(
        message_id=event.source,
        generated_at=event.said_at,
        sender=municipality,
        receiver=hospital,
        patient=told(stay.patient),
        parent=event.refers_to,
    )
    _put(stay, "DIALOG_NOTAT", hospital, write_note(envelope, text), event)


def _put(stay: Stay, type_: str, to: Party, body: bytes, event: Any) -> None:
    OutgoingMessage.objects.create(
        community_id=stay.community_id,
        type=type_,
        to_name=to.organisation_name,
        body=body,
        stay=stay,
        written_at=event.said_at,
    )
