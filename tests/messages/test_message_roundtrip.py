"""What we write is valid by the national schemas and reads back as it was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from samspill.messages import (
    Contact,
    Envelope,
    HealthWorker,
    Party,
    Patient,
    Schemas,
    Status,
    read,
    synthetic_number,
    write_answer,
    write_logistics,
)
from samspill.stay.events import OSLO, Kind, Side

NOW = datetime(2198, 1, 1, tzinfo=UTC)
IN_NO_XML = "\ufffe\uffff"
words = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters=IN_NO_XML),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(text.split()) or "Æ")
numbers = st.integers(1, 999_999).map(str)
ids = st.uuids().map(str)
days = st.dates(date(2012, 1, 1), date(2150, 1, 1))
instants = st.datetimes(datetime(2012, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001  hypothesis wants naive bounds
    lambda moment: moment.replace(microsecond=0).astimezone(OSLO)
)
parties = st.builds(
    Party,
    organisation_her=numbers,
    organisation_name=words,
    unit_her=numbers,
    unit_name=st.builds("{} {}".format, st.sampled_from(["Kari", "Ortopedi"]), st.sampled_from(["Lund", "Øya"])),
    organisation_number=st.just("") | numbers,
    unit_is_person=st.booleans(),
)


@st.composite
def patients(draw: st.DrawFn) -> Patient:
    born, sex = draw(st.dates(date(1900, 1, 1), date(2011, 1, 1))), draw(st.sampled_from(["1", "2"]))
    number = synthetic_number(born, draw(st.integers(0, 60)), sex)
    return Patient(
        number=number, number_kind="FNR", family_name=draw(words), given_name=draw(words), born=born, sex=sex
    )


def envelopes(**parts: st.SearchStrategy) -> st.SearchStrategy[Envelope]:
    plain = {"message_id": ids, "generated_at": instants, "sender": parties, "receiver": parties, "patient": patients()}
    return st.builds(Envelope, **{**plain, "test": st.booleans(), **parts})


MESSAGES = {
    "LOG_INNLAGT": (Kind.ADMITTED,),
    "LOG_UTSKRIVNINGSKLAR": (Kind.ADMITTED, Kind.READY),
    "LOG_AVMELDING": (Kind.ADMITTED, Kind.READY, Kind.WITHDRAWN),
    "LOG_UTSKREVET": (Kind.DISCHARGED,),
    "LOG_DOD": (Kind.DIED,),
}


@given(envelopes(), st.sampled_from(sorted(MESSAGES)), st.data())
@settings(max_examples=80, deadline=None)
def test_logistics(schemas: Schemas, envelope: Envelope, type_: str, data: st.DataObject) -> None:
    happened = {kind: data.draw(days | instants) for kind in MESSAGES[type_]}
    contact = data.draw(st.just(Contact()) | st.builds(Contact, unit=words, unit_id=words, phone=numbers))
    doctor = data.draw(st.none() | st.builds(HealthWorker, family_name=words, given_name=words, hpr=numbers))
    written = write_logistics(envelope, type_, happened, contact=contact, responsible=doctor)
    message = read(written, schemas=schemas, allow_synthetic=True, now=NOW)
    told = [(event.kind, event.at) for event in message.events if event.kind is not Kind.READY_NOTICE]
    assert told == list(happened.items())
    assert all(type(event.at) is type(happened[event.kind]) for event in message.events if event.kind in happened)
    assert (message.contact_unit, message.contact_phone) == (contact.unit, contact.phone)
    assert message.responsible == (f"{doctor.given_name} {doctor.family_name}" if doctor else "")
    same_envelope(message.head, envelope)
    assert message.patient == envelope.patient


@given(envelopes(parent=ids), st.sampled_from([Status.CHANGE, Status.CANCELLATION]), days)
@settings(max_examples=40, deadline=None)
def test_changes_and_cancellations(schemas: Schemas, envelope: Envelope, status: Status, day: date) -> None:
    written = write_logistics(envelope, "LOG_UTSKREVET", {Kind.DISCHARGED: day}, status=status)
    (event,) = read(written, schemas=schemas, allow_synthetic=True, now=NOW).events
    if status is Status.CHANGE:
        assert (event.kind, event.at, event.replaces, event.refers_to) == (Kind.DISCHARGED, day, envelope.parent, "")
    else:
        assert (event.kind, event.replaces, event.refers_to) == (Kind.CANCELLED, "", envelope.parent)


@given(
    envelopes(parent=ids, conversation=ids),
    st.booleans(),
    st.none() | st.integers(0, 200),
    st.sampled_from(["1.0", "1.1"]),
    st.none() | st.builds(HealthWorker, family_name=words, given_name=words),
)
@settings(max_examples=80, deadline=None)
def test_answers(
    schemas: Schemas, envelope: Envelope, can: bool, wait: int | None, version: str, worker: HealthWorker | None
) -> None:
    expected = None if wait is None else envelope.generated_at.date() + timedelta(days=wait)
    written = write_answer(envelope, can=can, expected=expected, responsible=worker, version=version)
    message = read(written, schemas=schemas, allow_synthetic=True, now=NOW)
    (event,) = message.events
    assert (event.kind, event.expected) == (Kind.CAN if can else Kind.CANNOT, expected)
    assert (event.refers_to, event.by, event.at) == (envelope.parent, Side.MUNICIPALITY, envelope.generated_at)
    assert message.head.conversation == envelope.conversation
    same_envelope(message.head, envelope)


def same_envelope(head: object, envelope: Envelope) -> None:
    for name in ("message_id", "generated_at", "sender", "receiver", "test"):
        assert getattr(head, name) == getattr(envelope, name), name
