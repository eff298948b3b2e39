"""The five logistics messages: which events they bring, and what is asked of them."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from tests.messages.cast import (
    ADMITTED,
    CONTACT,
    DOCTOR,
    GENERATED,
    GP,
    MUNICIPALITY,
    NOTICE_ID,
    READY,
    changed,
    envelope,
    new_id,
    ready_notice,
)

from samspill.messages import NotForUs, Schemas, Status, Unreadable, read, write_logistics
from samspill.stay.events import OSLO, Kind, Side

PARENT = "0b0d3c46-95a4-4a4c-93e3-0000000000aa"


def refused(data: bytes, code: str, *, schemas: Schemas | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data, schemas=schemas, allow_synthetic=True)
    assert refusal.value.code == code
    return refusal.value.sentence


def discharged(**options: object) -> bytes:
    return write_logistics(envelope(), "LOG_UTSKREVET", {Kind.DISCHARGED: READY}, **options)


def test_a_ready_notice_says_admitted_ready_and_told() -> None:
    events = read(ready_notice(), allow_synthetic=True).events
    assert [(event.kind, event.at) for event in events] == [
        (Kind.ADMITTED, ADMITTED),
        (Kind.READY, READY),
        (Kind.READY_NOTICE, GENERATED),
    ]
    assert {(event.by, event.unit, event.source) for event in events} == {(Side.HOSPITAL, "8002", NOTICE_ID)}


def test_a_withdrawal_repeats_what_it_withdraws() -> None:
    happened = {Kind.ADMITTED: ADMITTED, Kind.READY: READY, Kind.WITHDRAWN: READY}
    events = read(write_logistics(envelope(), "LOG_AVMELDING", happened), allow_synthetic=True).events
    assert [event.kind for event in events] == [Kind.ADMITTED, Kind.READY, Kind.WITHDRAWN]


def test_discharged_to() -> None:
    (event,) = read(discharged(discharged_to="11"), allow_synthetic=True).events
    assert (event.kind, event.at, event.discharged_to) == (Kind.DISCHARGED, READY, "11")


def test_discharged_dead_is_dead() -> None:
    (event,) = read(discharged(died=True), allow_synthetic=True).events
    assert (event.kind, event.at) == (Kind.DIED, READY)
    (event,) = read(changed(discharged(), ('V="1" DN="Som levende"', 'V="3"')), allow_synthetic=True).events
    assert event.kind is Kind.DIED


def test_a_place_of_another_code_list_is_not_taken_for_ours() -> None:
    (event,) = read(changed(discharged(), (".8408", ".7300")), allow_synthetic=True).events
    assert event.discharged_to == ""


def test_a_death_is_told_by_the_gp_or_by_the_municipality() -> None:
    from_gp = write_logistics(envelope(sender=GP), "LOG_DOD", {Kind.DIED: READY})
    from_municipality = write_logistics(envelope(sender=MUNICIPALITY), "LOG_DOD", {Kind.DIED: READY})
    assert [event.by for event in read(from_gp, allow_synthetic=True).events] == [Side.GP]
    assert [event.by for event in read(from_municipality, allow_synthetic=True).events] == [Side.MUNICIPALITY]
    assert [event.unit for event in read(from_gp, allow_synthetic=True).events] == [""]


def test_a_cancellation_is_one_event_whatever_it_repeats(schemas: Schemas) -> None:
    data = write_logistics(
        envelope(parent=PARENT),
        "LOG_UTSKRIVNINGSKLAR",
        {Kind.ADMITTED: ADMITTED, Kind.READY: READY},
        status=Status.CANCELLATION,
    )
    message = read(data, schemas=schemas, allow_synthetic=True)
    (event,) = message.events
    assert (event.kind, event.refers_to, event.at) == (Kind.CANCELLED, PARENT, GENERATED)
    assert message.status is Status.CANCELLATION


def test_a_change_replaces_what_it_changes() -> None:
    data = write_logistics(envelope(parent=PARENT), "LOG_INNLAGT", {Kind.ADMITTED: ADMITTED}, status=Status.CHANGE)
    message = read(data, allow_synthetic=True)
    assert [(event.kind, event.replaces) for event in message.events] == [(Kind.ADMITTED, PARENT)]


@pytest.mark.parametrize("status", ["M", "C"])
def test_a_change_or_cancellation_of_nothing_is_refused(status: str, schemas: Schemas) -> None:
    data = changed(ready_notice(), ('Forsendelsesstatus V="N"', f'Forsendelsesstatus V="{status}"'))
    assert "RefToParent" in refused(data, "T99", schemas=schemas)


def test_an_addition_is_news_and_history_tells_nobody_anything() -> None:
    addition = changed(ready_notice(), ('Forsendelsesstatus V="N"', 'Forsendelsesstatus V="A"'))
    history = changed(ready_notice(), ('Forsendelsesstatus V="N"', 'Forsendelsesstatus V="H"'))
    kinds = [event.kind for event in read(addition, allow_synthetic=True).events]
    assert kinds == [Kind.ADMITTED, Kind.READY, Kind.READY_NOTICE]
    kinds = [event.kind for event in read(history, allow_synthetic=True).events]
    assert kinds == [Kind.ADMITTED, Kind.READY]


def test_an_unknown_status_is_not_guessed() -> None:
    refused(changed(ready_notice(), ('Forsendelsesstatus V="N"', 'Forsendelsesstatus V="Q"')), "T99")


@pytest.mark.parametrize(
    "written", ["2026", "2026-03", "10:00:00", "2026-02-30", "9999-12-31", "0001-01-01", "2026-03-09T10"]
)
def test_a_time_that_cannot_be_reckoned_with_is_refused_with_its_name(written: str) -> None:
    data = changed(ready_notice(), (f'TidspunktForHendelse V="{READY}"', f'TidspunktForHendelse V="{written}"'))
    assert "«pasient utskrivningsklar»" in refused(data, "T99")


def test_vague_times_are_valid_by_the_schema_and_still_refused(schemas: Schemas) -> None:
    data = changed(ready_notice(), (f'TidspunktForHendelse V="{READY}"', 'TidspunktForHendelse V="2026-03"'))
    refused(data, "T99", schemas=schemas)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-09", date(2026, 3, 9)),
        ("2026-03-09+01:00", date(2026, 3, 9)),
        ("2026-03-09T08:00:00", datetime(2026, 3, 9, 8, tzinfo=OSLO)),
        ("2026-03-09T23:30:00Z", datetime(2026, 3, 10, 0, 30, tzinfo=OSLO)),
        ("2026-03-09T24:00:00", datetime(2026, 3, 10, tzinfo=OSLO)),
        ("2026-03-29T02:30:00", datetime(2026, 3, 29, 3, 30, tzinfo=OSLO)),
    ],
)
def test_days_stay_days_and_times_are_norwegian(written: str, meant: date | datetime) -> None:
    data = changed(ready_notice(), (f'TidspunktForHendelse V="{READY}"', f'TidspunktForHendelse V="{written}"'))
    ready = next(event for event in read(data, allow_synthetic=True).events if event.kind is Kind.READY)
    assert ready.at == meant
    assert isinstance(ready.at, datetime) == isinstance(meant, datetime)


def test_the_only_event_of_a_message_needs_no_code() -> None:
    data = write_logistics(envelope(), "LOG_INNLAGT", {Kind.ADMITTED: ADMITTED})
    without_code = re.sub(b"<Hendelsekode[^>]*/>", b"", data)
    unknown_code = changed(data, ('Hendelsekode V="1"', 'Hendelsekode V="77"'))
    another_list = changed(data, ('Hendelsekode V="1"', 'Hendelsekode V="2"'), (".9121", ".9131"))
    for variant in (without_code, unknown_code, another_list):
        assert read(variant, allow_synthetic=True).events == read(data, allow_synthetic=True).events


def test_a_message_that_does_not_say_what_it_is_for_is_refused() -> None:
    refused(changed(ready_notice(), ('Hendelsekode V="3"', 'Hendelsekode V="77"')), "T99")
    data = write_logistics(envelope(), "LOG_INNLAGT", {Kind.ADMITTED: ADMITTED})
    refused(changed(data, ('Hendelsekode V="1"', 'Hendelsekode V="2"')), "T99")


def test_the_same_event_twice_in_a_message_is_said_once() -> None:
    data = ready_notice()
    block = re.search(rb"<TidsfestetHendelse>.*?</TidsfestetHendelse>", data, re.DOTALL)
    assert block
    doubled = data.replace(block.group(0), block.group(0) * 2)
    assert read(doubled, allow_synthetic=True).events == read(data, allow_synthetic=True).events


@pytest.mark.parametrize(
    "element",
    [
        "Anslag",
        "TidspunktForHendelse",
        "InformasjonOmForsendelsen",
        "Forsendelsesstatus",
        "p1:MeldingUtskrivningsklarPasient",
    ],
)
def test_a_body_without_what_the_standard_makes_mandatory(element: str, schemas: Schemas) -> None:
    data = re.sub(rf"<{element}\b(?:[^>]*/>|.*?</{element}>)".encode(), b"", ready_notice(), flags=re.DOTALL)
    refused(data, "T02")
    refused(data, "T02", schemas=schemas)


def test_a_discharge_without_place(schemas: Schemas) -> None:
    data = re.sub(b"<UtskrevetTil>.*</UtskrevetTil>", b"", discharged(), flags=re.DOTALL)
    refused(data, "T02")
    refused(data, "T02", schemas=schemas)


def test_version_1_5_is_read_by_its_structure(schemas: Schemas) -> None:
    older = changed(ready_notice(), ("/2012-04-01", "/2009-06-30"))
    message = read(older, schemas=schemas, allow_synthetic=True)
    assert message.events == read(ready_notice(), allow_synthetic=True).events
    assert message.head.receipt_version == "1.0"


def test_version_2_is_another_format() -> None:
    with pytest.raises(NotForUs):
        read(changed(ready_notice(), ("/2012-04-01", "/2016-05-30")), allow_synthetic=True)


def test_the_ward_is_named_by_its_address_or_by_its_own_id() -> None:
    ward = envelope().sender
    alone = type(ward)(organisation_her=ward.organisation_her, organisation_name=ward.organisation_name)
    data = write_logistics(envelope(sender=alone), "LOG_INNLAGT", {Kind.ADMITTED: ADMITTED}, contact=CONTACT)
    assert [event.unit for event in read(data, allow_synthetic=True).events] == ["GER2"]


@pytest.mark.parametrize(
    ("type_", "happened", "options"),
    [
        ("LOG_INNLAGT", {Kind.READY: READY}, {}),
        ("LOG_INNLAGT", {Kind.ADMITTED: ADMITTED, Kind.READY: READY}, {}),
        ("LOG_INNLAGT", {}, {}),
        ("LOG_INNLAGT", {Kind.ADMITTED: ADMITTED}, {"status": Status.CANCELLATION}),
        ("LOG_AVMELDING", {Kind.WITHDRAWN: READY, Kind.CAN: READY}, {}),
        ("HENVISNING", {Kind.ADMITTED: ADMITTED}, {}),
        (
            "LOG_INNLAGT",
            {Kind.ADMITTED: ADMITTED},
            {"responsible": type(DOCTOR)(family_name="Lund", given_name="Kari")},
        ),
    ],
)
def test_what_does_not_go_together_is_not_written(type_: str, happened: dict, options: dict) -> None:
    with pytest.raises(ValueError, match=r"."):
        write_logistics(envelope(message_id=new_id()), type_, happened, **options)
