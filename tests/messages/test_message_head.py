"""The head of a message: what must be there, who the patient is, and the code for what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.messages.cast import BORN, GENERATED, NOTICE_ID, PATIENT, changed, numbered, ready_notice

from samspill.messages import NotForUs, Patient, Schemas, Unreadable, read
from samspill.stay.events import OSLO

DAY_BEFORE_BIRTH = datetime(1941, 5, 16, 12, 0, tzinfo=UTC)


def refused(data: bytes, code: str, schemas: Schemas | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        read(data, schemas=schemas, allow_synthetic=True)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith((".", ")"))
    assert not re.search(r"\d{9}", refusal.value.sentence)
    assert "Fjelltopp" not in str(refusal.value)
    return refusal.value


def without(element: str, data: bytes) -> bytes:
    """The message with the first such element taken out."""
    taken = re.sub(rf"\s*<{element}\b(?:[^>]*/>|.*?</{element}>)".encode(), b"", data, count=1, flags=re.DOTALL)
    assert taken != data
    return taken


@pytest.mark.parametrize(
    "element", ["Type", "MIGversion", "GenDate", "MsgId", "Sender", "Receiver", "MsgInfo", "Document"]
)
def test_what_the_standard_makes_mandatory_is_missed_with_and_without_schemas(element: str, schemas: Schemas) -> None:
    data = without(element, ready_notice())
    refused(data, "T02")
    refused(data, "T02", schemas)


def test_a_wrong_namespace_is_another_format() -> None:
    for old, new in (
        ("msghead/2006-05-24", "msghead/2005-11-22"),
        ("Pasientlogistikk/2012-04-01", "Pasientlogistikk/2016-05-30"),
        ("v1.2 2006-05-24", "v1.1 2006-02-15"),
    ):
        with pytest.raises(NotForUs) as turned_away:
            read(changed(ready_notice(), (old, new)), allow_synthetic=True)
        assert turned_away.value.code == "T10"


def test_head_elements_in_no_namespace_are_missed() -> None:
    refused(changed(ready_notice(), ("<GenDate>", '<GenDate xmlns="">')), "T02")


def test_a_type_that_is_not_ours() -> None:
    with pytest.raises(NotForUs) as turned_away:
        read(changed(ready_notice(), ("LOG_UTSKRIVNINGSKLAR", "HENVISNING")))
    assert turned_away.value.code == "T10"
    assert turned_away.value.head.type == "HENVISNING"


def test_type_and_content_that_contradict_each_other() -> None:
    refused(changed(ready_notice(), ("LOG_UTSKRIVNINGSKLAR", "LOG_INNLAGT")), "T99")
    refused(changed(ready_notice(), ("LOG_UTSKRIVNINGSKLAR", "INNLEGGELSESRAPPORT")), "T99")


@pytest.mark.parametrize(
    "wrong", ["", "12345", NOTICE_ID[:-1], NOTICE_ID + "0", "{" + NOTICE_ID + "}", NOTICE_ID.replace("-", "")]
)
def test_a_message_id_that_is_not_a_uuid(wrong: str, schemas: Schemas) -> None:
    data = changed(ready_notice(), (f"<MsgId>{NOTICE_ID}<", f"<MsgId>{wrong}<"))
    refused(data, "E10")
    refused(data, "E10", schemas)


def test_the_same_id_in_upper_case_is_the_same_message() -> None:
    data = changed(ready_notice(), (f"<MsgId>{NOTICE_ID}<", f"<MsgId>{NOTICE_ID.upper()}<"))
    message = read(data, allow_synthetic=True)
    assert message.head.message_id == NOTICE_ID
    assert message.head.sent_id == NOTICE_ID.upper()
    assert {event.source for event in message.events} == {NOTICE_ID}


@pytest.mark.parametrize(
    "wrong", ["", "2026-03-09", "i går", "2026-13-09T10:00:00", "0026-03-09T10:00:00", "2026-03-09T25:00:00"]
)
def test_a_generation_time_that_is_none(wrong: str) -> None:
    refused(re.sub(b"<GenDate>[^<]*<", f"<GenDate>{wrong}<".encode(), ready_notice()), "T02")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-09T14:30:15", GENERATED),
        ("2026-03-09T14:30:15.123456789", GENERATED.replace(microsecond=123456)),
        ("2026-03-09T13:30:15Z", GENERATED),
        ("2026-03-09T15:30:15+02:00", GENERATED),
        ("2026-07-09T14:30:15", datetime(2026, 7, 9, 14, 30, 15, tzinfo=OSLO)),
    ],
)
def test_generation_time_is_norwegian_unless_it_says_otherwise(written: str, meant: datetime) -> None:
    message = read(re.sub(b"<GenDate>[^<]*<", f"<GenDate>{written}<".encode(), ready_notice()), allow_synthetic=True)
    assert message.head.generated_at == meant
    assert message.head.generated_at.tzinfo is OSLO
    assert message.head.sent_date == written


def test_a_sender_without_any_identifier_cannot_be_answered() -> None:
    data = re.sub(b"<Sender>.*</Sender>", b"<Sender><Organisation/></Sender>", ready_notice(), flags=re.DOTALL)
    refused(data, "T99")


def test_the_request_for_a_receipt_is_not_in_use_so_one_is_always_sent() -> None:
    data = changed(ready_notice(), ("</MsgId>", '</MsgId><Ack V="N" DN="Nei"/>'))
    assert read(data, allow_synthetic=True).head.wants_receipt


def test_a_test_message_says_so() -> None:
    assert not read(ready_notice(), allow_synthetic=True).head.test
    assert read(ready_notice(test=True), allow_synthetic=True).head.test


def test_an_attachment_is_refused_since_nobody_would_see_it() -> None:
    attachment = '<Document><RefDoc><MsgType V="A"/><FileReference>cid:1</FileReference></RefDoc></Document></MsgHead>'
    refused(changed(ready_notice(), ("</MsgHead>", attachment)), "T99")


# --- the patient


def test_no_patient() -> None:
    refused(without("Patient", ready_notice()), "E36")


def test_no_name() -> None:
    refused(without("GivenName", without("FamilyName", ready_notice())), "E36")


def test_one_name_is_enough() -> None:
    assert read(without("GivenName", ready_notice()), allow_synthetic=True).patient.family_name == "Fjelltopp"


def test_no_number() -> None:
    data = ready_notice()
    start = data.index(b"<Patient>")
    refused(data[:start] + without("Ident", data[start:]), "E30")
    refused(changed(data, (PATIENT.number, " ")), "E30")


@pytest.mark.parametrize(
    "wrong", [PATIENT.number[:-1] + "0", PATIENT.number[:-1], "12345678901", "abcdefghijk", "1" * 11, "٠" * 11]
)
def test_an_impossible_number(wrong: str) -> None:
    assert wrong != PATIENT.number
    refused(changed(ready_notice(), (PATIENT.number, wrong)), "E31")


def test_a_synthetic_number_only_where_the_setting_allows() -> None:
    assert read(ready_notice(), allow_synthetic=True).patient == PATIENT
    with pytest.raises(Unreadable) as refusal:
        read(ready_notice())
    assert refusal.value.code == "E31"
    assert "syntetisk" in refusal.value.sentence


def test_nobody_is_born_after_today() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(ready_notice(), allow_synthetic=True, now=DAY_BEFORE_BIRTH)
    assert refusal.value.code == "E31"


def test_a_d_number_sent_as_national_identity_number_is_taken_for_what_it_is() -> None:
    d_number = numbered("578541", "2")  # day + 40, month + 80
    read_back = read(ready_notice(patient=replace(PATIENT, number=d_number)), allow_synthetic=True).patient
    assert (read_back.number_kind, read_back.born) == ("DNR", BORN)


def test_of_several_numbers_the_surest_counts() -> None:
    more = (
        '<Ident><Id>201512345678</Id><TypeId V="DUF" S="2.16.578.1.12.4.1.1.8116"/></Ident><Ident><Id>' + PATIENT.number
    )
    data = changed(ready_notice(), ("<Ident>\n        <Id>" + PATIENT.number, more))
    assert read(data, allow_synthetic=True).patient.number == PATIENT.number


@pytest.mark.parametrize(("kind", "number"), [("DUF", "201512345678"), ("PNR", "NO-123456"), ("XXX", "ukjent mann 1")])
def test_other_numbers_need_birthday_and_sex_beside_them(kind: str, number: str) -> None:
    patient = replace(PATIENT, number=number, number_kind=kind)
    assert read(ready_notice(patient=patient)).patient == patient
    refused(ready_notice(patient=replace(patient, sex="")), "E36")
    refused(ready_notice(patient=replace(patient, born=None)), "E36")


def test_birthday_and_sex_come_from_the_number_where_the_message_has_none() -> None:
    bare = Patient(number=PATIENT.number, number_kind="FNR", family_name="Fjelltopp", given_name="Rolig")
    assert read(ready_notice(patient=bare), allow_synthetic=True).patient == PATIENT


def test_blanks_in_a_number_are_left_out() -> None:
    spaced = f"{PATIENT.number[:6]} {PATIENT.number[6:]}"
    assert read(changed(ready_notice(), (PATIENT.number, spaced)), allow_synthetic=True).patient == PATIENT
