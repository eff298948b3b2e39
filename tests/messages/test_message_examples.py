"""Every official example of the national standards: those that are for us are read, the others are turned away."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.messages.cast import EXAMPLES

from samspill.messages import Head, NotForUs, Schemas, Status, Unreadable, can_be_answered, read
from samspill.stay.events import OSLO, Event, Kind, Side

ADMITTED = (Kind.ADMITTED, datetime(2018, 1, 29, 10, 0, tzinfo=OSLO))
READY = (Kind.READY, date(2018, 1, 31))

# What each example that Samspill takes in says: the ends of file names, and kinds with times.
SAYS = {
    "Innlagt_pasient_v1-6_Ny.xml": [ADMITTED],
    "Innlagt_pasient_v1-6_Kansellering.xml": [(Kind.CANCELLED, datetime(2018, 1, 29, 10, 12, 54, tzinfo=OSLO))],
    "logistikk_Utskrivningsklar_pasient_v1-6_Ny.xml": [
        ADMITTED,
        READY,
        (Kind.READY_NOTICE, datetime(2018, 1, 31, 10, 20, 11, tzinfo=OSLO)),
    ],
    "Avmelding_av_utskrivningsklar_pasient_v1-6_Ny.xml": [ADMITTED, READY, (Kind.WITHDRAWN, date(2018, 1, 31))],
    "Melding_om_utskrevet_pasient_v1-6_Ny.xml": [(Kind.DISCHARGED, date(2018, 2, 1))],
    "Orientering_om_dodsfall_v1-6_Ny.xml": [(Kind.DIED, date(2018, 2, 20))],
    "Orientering_om_dodsfall_v1-6_Kansellering.xml": [(Kind.CANCELLED, datetime(2018, 2, 20, 17, 35, 26, tzinfo=OSLO))],
    "Varsel_om_innlagt_pasient_v1-6_Ny.xml": [
        (kind, datetime(2018, 1, 10, 10, 32, 43, tzinfo=OSLO))
        for kind in (Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE, Kind.EXPECTED_DISCHARGE)
    ],
    "Oppdaterte_opplysninger_v1-6_Endring1.xml": [
        (Kind.EXPECTED_DISCHARGE, datetime(2018, 1, 11, 10, 45, 12, tzinfo=OSLO))
    ],
    "Oppdaterte_opplysninger_v1-6_Endring2.xml": [
        (Kind.EXPECTED_DISCHARGE, datetime(2018, 1, 15, 10, 50, 12, tzinfo=OSLO))
    ],
    "Innleggelsesrapport_v1-6_Ny.xml": [(Kind.ADMISSION_REPORT, datetime(2018, 1, 30, 15, 34, 47, tzinfo=OSLO))],
    "Innleggelsesrapport_v1-6_Endring.xml": [(Kind.ADMISSION_REPORT, datetime(2018, 1, 30, 15, 56, 13, tzinfo=OSLO))],
    "Innleggelsesrapport_v1-6_Kansellering.xml": [(Kind.CANCELLED, datetime(2018, 1, 30, 16, 2, 13, tzinfo=OSLO))],
}
FILES = sorted(EXAMPLES.rglob("*.xml"))
OURS = [file for file in FILES if file.name.endswith(tuple(SAYS))]
OTHERS = [file for file in FILES if file not in OURS]
if not FILES:
    pytest.skip(
        "the official examples are not on this machine (../shared/reference/plo/examples)", allow_module_level=True
    )


def says(file: Path) -> list[tuple[Kind, date | datetime]]:
    return next(events for ending, events in SAYS.items() if file.name.endswith(ending))


def example(ending: str) -> bytes:
    return next(file for file in FILES if file.name.endswith(ending)).read_bytes()


def events_of(ending: str, schemas: Schemas) -> tuple[Event, ...]:
    return read(example(ending), schemas=schemas).events


def test_each_expectation_has_its_file() -> None:
    assert len(OURS) == len(SAYS)


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
def test_ours_are_valid_and_say_what_they_say(file: Path, schemas: Schemas) -> None:
    message = read(file.read_bytes(), schemas=schemas)
    assert [(event.kind, event.at) for event in message.events] == says(file)
    for event in message.events:
        assert event.source == message.head.message_id
        assert event.said_at == message.head.generated_at
        assert event.note == ""


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
def test_ours_are_read_the_same_without_schemas(file: Path, schemas: Schemas) -> None:
    data = file.read_bytes()
    assert read(data) == read(data, schemas=schemas)


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_others_are_turned_away_by_kind_and_not_by_fault(file: Path, schemas: Schemas) -> None:
    with pytest.raises(NotForUs) as turned_away:
        read(file.read_bytes(), schemas=schemas)
    assert turned_away.value.code == "T10"
    assert turned_away.value.head.message_id or file.name.startswith("apprec")


def test_a_receipt_is_not_answered_with_a_receipt() -> None:
    with pytest.raises(NotForUs) as turned_away:
        read(example("apprec-eksempel.xml"))
    assert turned_away.value.head.type == "APPREC"
    assert not can_be_answered(turned_away.value.head)


def test_who_what_and_about_whom(schemas: Schemas) -> None:
    message = read(example("logistikk_Utskrivningsklar_pasient_v1-6_Ny.xml"), schemas=schemas)
    assert message.head.type == "LOG_UTSKRIVNINGSKLAR"
    assert (message.head.sender.organisation_her, message.head.sender.unit_her) == ("59", "90998")
    assert (message.head.receiver.organisation_her, message.head.receiver.unit_her) == ("99387", "5078")
    assert message.head.sender.unit_name == "Ortopedisk kirurgi"
    assert message.head.generated_at == datetime(2018, 1, 31, 10, 20, 11, tzinfo=OSLO)
    assert message.head.receipt_version == "1.1"
    assert message.status is Status.NEW
    assert (message.patient.number_kind, message.patient.born, message.patient.sex) == ("FNR", date(1965, 7, 15), "1")
    assert (message.contact_unit, message.contact_phone) == ("Ortopedisk avdeling Øya", "73555555")
    assert message.responsible == "Gunn Omsorg"
    assert {event.by for event in message.events} == {Side.HOSPITAL}
    assert {event.unit for event in message.events} == {"90998"}


def test_an_estimate_flag_decides_nothing(schemas: Schemas) -> None:
    data = example("logistikk_Utskrivningsklar_pasient_v1-6_Ny.xml")
    turned = data.replace(b">true<", b">x<").replace(b">false<", b">true<").replace(b">x<", b">false<")
    assert turned != data
    assert read(turned, schemas=schemas).events == read(data, schemas=schemas).events


def test_cancellations_name_what_they_cancel(schemas: Schemas) -> None:
    (cancelled,) = events_of("Innlagt_pasient_v1-6_Kansellering.xml", schemas)
    (admitted,) = events_of("Innlagt_pasient_v1-6_Ny.xml", schemas)
    assert cancelled.refers_to == admitted.source
    (cancelled,) = events_of("Orientering_om_dodsfall_v1-6_Kansellering.xml", schemas)
    (died,) = events_of("Orientering_om_dodsfall_v1-6_Ny.xml", schemas)
    assert cancelled.refers_to == died.source
    assert cancelled.by is Side.MUNICIPALITY


def test_an_update_of_health_information_leaves_the_first_notice_alone(schemas: Schemas) -> None:
    (update,) = events_of("Oppdaterte_opplysninger_v1-6_Endring1.xml", schemas)
    assert update.expected == date(2018, 1, 18)
    assert update.replaces == ""


def test_the_large_attachment_is_read_only_as_far_as_needed(schemas: Schemas) -> None:
    data = example("Helsefaglig dialog.xml")
    assert len(data) > 2_000_000
    with pytest.raises(NotForUs) as turned_away:
        read(data, schemas=schemas)
    assert turned_away.value.head.sender.unit_is_person
    assert turned_away.value.head.sender.unit_name == "Rita Lin"


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
def test_a_file_cut_off_anywhere_is_refused_and_never_crashes(file: Path) -> None:
    data = file.read_bytes()
    for length in range(0, len(data) - len(b"</MsgHead>\n"), 97):
        with pytest.raises(Unreadable) as refusal:
            read(data[:length])
        assert refusal.value.code == "T01"
        assert isinstance(refusal.value.head, Head)


def test_of_a_file_cut_in_the_patient_we_know_whom_to_tell() -> None:
    data = example("Innlagt_pasient_v1-6_Ny.xml")
    with pytest.raises(Unreadable) as refusal:
        read(data[: data.index(b"<FamilyName>")])
    head = refusal.value.head
    assert head.message_id == "b088a160-0698-11e8-b566-0800200c9a66"
    assert head.type == "LOG_INNLAGT"
    assert (head.sender.unit_her, head.receiver.unit_her) == ("90998", "5078")
    assert head.generated_at == datetime(2018, 1, 29, 10, 11, 54, tzinfo=OSLO)
    assert can_be_answered(head)
