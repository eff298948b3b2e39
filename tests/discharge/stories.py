"""Stories told as official-format messages, between the hospital and the municipalities of the demo community."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from samspill.apps.discharge.actions.receiving import receive
from samspill.apps.discharge.models import Patient as Patients
from samspill.apps.discharge.models import ReceivedMessage, Stay
from samspill.apps.discharge.models.patients import number_index
from samspill.apps.discharge.receiver import RECEIVER
from samspill.directory.models import Community, Unit, UnitKind
from samspill.messages import Envelope, Party, Patient, Status, synthetic_number, write_logistics
from samspill.stay import OSLO, Kind


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


def party(unit: Unit) -> Party:
    return Party(
        organisation_her=unit.top.her_id, organisation_name=unit.top.name, unit_her=unit.her_id, unit_name=unit.name
    )


def office_of(number: str) -> Unit:
    return Unit.objects.get(parent__number=number, kind=UnitKind.ALLOCATION_OFFICE)


def ward(name: str) -> Unit:
    return Unit.objects.get(name=name, kind=UnitKind.WARD)


@dataclass
class Story:
    """One patient, one ward, one municipality; each method is a message, received at once."""

    municipality: str = "9901"
    ward_name: str = "Geriatri 2"
    serial: int = 0
    messages: list[bytes] = field(default_factory=list)
    born: date = date(1942, 5, 17)
    given_name: str = "Sporadisk"
    family_name: str = "Hatt"

    def patient(self) -> Patient:
        return Patient(
            number=synthetic_number(self.born, self.serial, "2"),
            number_kind="FNR",
            family_name=self.family_name,
            given_name=self.given_name,
            born=self.born,
            sex="2",
        )

    def write(
        self,
        type_: str,
        said: str,
        happened: Mapping[Kind, date | datetime],
        *,
        status: Status = Status.NEW,
        parent: str = "",
        message_id: str = "",
    ) -> bytes:
        envelope = Envelope(
            message_id=message_id or str(uuid.uuid4()),
            generated_at=at(said),
            sender=party(ward(self.ward_name)),
            receiver=party(office_of(self.municipality)),
            patient=self.patient(),
            parent=parent,
        )
        body = write_logistics(envelope, type_, happened, status=status)
        self.messages.append(body)
        return body

    def tell(self, *args: object, **values: object) -> ReceivedMessage:
        return receive(by=RECEIVER, body=self.write(*args, **values), channel="file")  # type: ignore[arg-type]

    def admitted(self, when: str) -> ReceivedMessage:
        return self.tell("LOG_INNLAGT", when, {Kind.ADMITTED: at(when)})

    def ready(self, admitted: str, when: str) -> ReceivedMessage:
        happened = {Kind.ADMITTED: at(admitted), Kind.READY: date.fromisoformat(when[:10])}
        return self.tell("LOG_UTSKRIVNINGSKLAR", when, happened)

    def withdrawn(self, when: str) -> ReceivedMessage:
        return self.tell("LOG_AVMELDING", when, {Kind.WITHDRAWN: date.fromisoformat(when[:10])})

    def discharged(self, when: str) -> ReceivedMessage:
        return self.tell("LOG_UTSKREVET", when, {Kind.DISCHARGED: date.fromisoformat(when[:10])})

    def stay(self) -> Stay:
        """The patient's latest stay."""
        patient = Patients.objects.get(
            number_index=number_index(Community.objects.get(slug="fjordheim"), self.patient())
        )
        return Stay.objects.real().filter(patient=patient).latest("admitted_on")
