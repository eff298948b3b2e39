"""The people and messages that the tests of messages share: a hospital ward, a municipality, a GP, a test patient."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from samspill.messages import Contact, Envelope, HealthWorker, Party, Patient, synthetic_number, write_logistics
from samspill.stay.events import OSLO, Kind

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "plo"
XSD = REFERENCE / "xsd"
EXAMPLES = REFERENCE / "examples"

WARD = Party(
    organisation_her="8001",
    organisation_name="Fjordheim sykehus HF",
    unit_her="8002",
    unit_name="Geriatri 2",
    organisation_number="999000001",
)
MUNICIPALITY = Party(
    organisation_her="9901",
    organisation_name="Fjordby kommune",
    unit_her="9902",
    unit_name="Saksbehandlertjeneste",
)
GP = Party(
    organisation_her="9101",
    organisation_name="Solvåg legesenter",
    unit_her="9102",
    unit_name="Per Moen",
    unit_is_person=True,
)
BORN = date(1941, 5, 17)
PATIENT = Patient(
    number=synthetic_number(BORN, 7, "2"),
    number_kind="FNR",
    family_name="Fjelltopp",
    given_name="Rolig",
    born=BORN,
    sex="2",
)
CONTACT = Contact(unit="Geriatri 2, Øya", unit_id="GER2", phone="73 55 55 55")
DOCTOR = HealthWorker(family_name="Lund", given_name="Kari", hpr="9144889", role="LE")
GENERATED = datetime(2026, 3, 9, 14, 30, 15, tzinfo=OSLO)
ADMITTED = datetime(2026, 3, 2, 8, 15, tzinfo=OSLO)
READY = date(2026, 3, 9)
NOTICE_ID = "6f1b1f7e-2f33-4d43-9d06-6d6c9f4c0001"


def envelope(**changes: object) -> Envelope:
    """From the ward to the municipality about the patient, with the wanted changes."""
    plain = Envelope(message_id=NOTICE_ID, generated_at=GENERATED, sender=WARD, receiver=MUNICIPALITY, patient=PATIENT)
    return replace(plain, **changes)


def new_id() -> str:
    return str(uuid.uuid4())


def ready_notice(**changes: object) -> bytes:
    """A ready notice as the hospital sends it: admitted and ready."""
    happened = {Kind.ADMITTED: ADMITTED, Kind.READY: READY}
    return write_logistics(envelope(**changes), "LOG_UTSKRIVNINGSKLAR", happened, contact=CONTACT, responsible=DOCTOR)


def changed(data: bytes, *pairs: tuple[str, str]) -> bytes:
    """The bytes with texts replaced; each must be there."""
    for old, new in pairs:
        assert old.encode() in data, f"{old} is not in the message"
        data = data.replace(old.encode(), new.encode())
    return data


def numbered(day: str, sex: str, individual: int = 0) -> str:
    """Six digits of a day, raised as wanted, made eleven with the first fitting individual number from `individual`.

    The control digits by the rule of HIS 1001:2010 chapter 4.1, written apart from the code that is tested.
    """
    for number in range(individual, 1000):
        nine = f"{day}{number:03d}"
        first = -sum(int(n) * w for n, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
        second = (
            -sum(int(n) * w for n, w in zip(f"{nine}{first}"[:10], (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        )
        if number % 2 == int(sex) % 2 and first < 10 and second < 10:
            return f"{nine}{first}{second}"
    raise ValueError(day)
