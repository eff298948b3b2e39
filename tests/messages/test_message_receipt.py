"""Receipts: valid in every case, to the right party, about the right message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.messages.cast import GENERATED, GP, MUNICIPALITY, NOTICE_ID, WARD, changed, ready_notice

from samspill.messages import (
    ERROR_TEXTS,
    Head,
    Outcome,
    Party,
    Schemas,
    Unreadable,
    can_be_answered,
    read,
    write_receipt,
)
from samspill.stay.events import OSLO

RECEIVED = datetime(2026, 3, 9, 13, 30, 40, tzinfo=UTC)
NAMESPACE = {
    "1.0": "http://www.kith.no/xmlstds/apprec/2004-11-21",
    "1.1": "http://www.kith.no/xmlstds/apprec/2012-02-15",
}
WRONG = [("E31", "Fødselsnummeret i meldingen har feil kontrollsiffer.")]
HEAD = Head(
    message_id=NOTICE_ID,
    type="LOG_UTSKRIVNINGSKLAR",
    generated_at=GENERATED,
    sender=WARD,
    receiver=MUNICIPALITY,
    sent_id=NOTICE_ID.upper(),
    sent_date="2026-03-09T14:30:15",
)

texts = st.text(max_size=20)
parties = st.builds(
    Party,
    organisation_her=texts,
    organisation_name=texts,
    unit_her=texts,
    unit_name=texts,
    organisation_number=texts,
    unit_is_person=st.booleans(),
)
moments = st.datetimes(datetime(1901, 1, 1), datetime(2198, 1, 1), timezones=st.just(OSLO))  # noqa: DTZ001  hypothesis wants naive bounds
heads = st.builds(
    Head,
    message_id=texts,
    type=texts,
    generated_at=st.none() | moments,
    sender=parties,
    receiver=parties,
    sent_id=texts,
    sent_date=texts | st.just("2026-03-09T14:30:15"),
)
outcomes = st.sampled_from([(Outcome.ACCEPTED, []), (Outcome.REJECTED, WRONG), (Outcome.PARTIAL, WRONG)])


def receipt(head: Head = HEAD, version: str = "1.1", **options: object) -> etree._Element:
    options.setdefault("outcome", Outcome.ACCEPTED)
    return etree.fromstring(write_receipt(head, received_at=RECEIVED, version=version, **options))


def found(root: etree._Element, path: str) -> list[str]:
    """What stands at a path: V of coded elements, text of others."""
    steps = "/".join(f"*[local-name()='{name}']" for name in path.split("/"))
    return [element.get("V") or element.text or "" for element in root.xpath(steps)]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@given(heads, outcomes)
def test_valid_however_little_is_known(version: str, schemas: Schemas, head: Head, outcome: tuple) -> None:
    root = receipt(head, version, outcome=outcome[0], errors=outcome[1])
    assert schemas.validate(root) == []
    assert root.tag == f"{{{NAMESPACE[version]}}}AppRec"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("code", ERROR_TEXTS)
def test_every_code_has_its_text_and_our_sentence(version: str, code: str, schemas: Schemas) -> None:
    root = receipt(version=version, outcome=Outcome.REJECTED, errors=[(code, "Hva som er galt.")])
    assert schemas.validate(root) == []
    (error,) = root.iter("{*}Error")
    assert dict(error.attrib) == {
        "V": code,
        "S": "2.16.578.1.12.4.1.1.8221",
        "DN": ERROR_TEXTS[code],
        "OT": "Hva som er galt.",
    }


def test_the_receipt_goes_back_the_way_the_message_came() -> None:
    root = receipt()
    assert found(root, "Sender/Role") == ["PRIM"]
    assert found(root, "Receiver/Role") == ["AVS"]
    assert found(root, "Sender/HCP/Inst/Id") == ["9901"]
    assert found(root, "Sender/HCP/Inst/Dept/Id") == ["9902"]
    assert found(root, "Receiver/HCP/Inst/Id") == ["8001"]
    assert found(root, "Receiver/HCP/Inst/Dept/Id") == ["8002"]
    assert found(root, "Receiver/HCP/Inst/Dept/TypeId") == ["HER"]
    assert found(root, "Receiver/HCP/Inst/AdditionalId/Id") == ["999000001"]


def test_a_gp_is_a_person_in_an_institution() -> None:
    root = receipt(replace(HEAD, sender=GP))
    assert found(root, "Receiver/HCP/Inst/HCPerson/Id") == ["9102"]
    assert found(root, "Receiver/HCP/Inst/Dept") == []


def test_the_message_is_named_letter_by_letter() -> None:
    root = receipt()
    assert found(root, "OriginalMsgId/Id") == [NOTICE_ID.upper()]
    assert found(root, "OriginalMsgId/IssueDate") == ["2026-03-09T14:30:15"]
    assert found(root, "OriginalMsgId/MsgType") == ["LOG_UTSKRIVNINGSKLAR"]
    assert found(root, "GenDate") == ["2026-03-09T14:30:40+01:00"]


def test_what_was_not_found_is_said_to_be_unknown() -> None:
    root = receipt(Head(), outcome=Outcome.REJECTED, errors=[("T01", "Filen er tom.")])
    assert found(root, "OriginalMsgId/Id") == ["UKJENT"]
    assert found(root, "OriginalMsgId/IssueDate") == ["2026-03-09T14:30:40+01:00"]
    assert found(root, "Receiver/HCP/Inst/Id") == []


def test_who_answers_when_the_message_does_not_say_or_we_got_a_copy() -> None:
    unknown_receiver = receipt(replace(HEAD, receiver=Party()), own=MUNICIPALITY)
    assert (found(unknown_receiver, "Sender/Role"), found(unknown_receiver, "Sender/HCP/Inst/Id")) == (
        ["PRIM"],
        ["9901"],
    )
    copy = receipt(own=GP)
    assert (found(copy, "Sender/Role"), found(copy, "Sender/HCP/Inst/HCPerson/Id")) == (["COP"], ["9102"])
    ourselves = receipt(own=MUNICIPALITY)
    assert found(ourselves, "Sender/Role") == ["PRIM"]


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.ACCEPTED, "1"), (Outcome.REJECTED, "2"), (Outcome.PARTIAL, "3")]
)
def test_status(outcome: Outcome, status: str) -> None:
    errors = [] if outcome is Outcome.ACCEPTED else WRONG
    assert found(receipt(outcome=outcome, errors=errors), "Status") == [status]


def test_the_version_follows_the_message() -> None:
    older = read(changed(ready_notice(), ("/2012-04-01", "/2009-06-30")), allow_synthetic=True)
    for head, version in ((older.head, "1.0"), (HEAD, "1.1")):
        data = write_receipt(head, outcome=Outcome.ACCEPTED, received_at=RECEIVED)
        assert etree.fromstring(data).tag.startswith(f"{{{NAMESPACE[version]}}}")


def test_an_id_of_our_own_or_a_new_one_each_time() -> None:
    assert found(receipt(receipt_id=NOTICE_ID), "Id") == [NOTICE_ID]
    assert found(receipt(), "Id") != found(receipt(), "Id")


def test_what_does_not_go_together_is_not_written() -> None:
    for options in (
        {"errors": WRONG},
        {"outcome": Outcome.REJECTED},
        {"outcome": Outcome.REJECTED, "errors": [("E99", "Nei.")]},
        {"version": "2.0"},
    ):
        with pytest.raises(ValueError, match=r"."):
            receipt(**options)


def test_from_refusal_to_receipt(schemas: Schemas) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(ready_notice()[:-200], schemas=schemas)
    wrong = refusal.value
    assert can_be_answered(wrong.head)
    root = receipt(wrong.head, outcome=Outcome.REJECTED, errors=[(wrong.code, wrong.sentence)])
    assert schemas.validate(root) == []
    assert found(root, "OriginalMsgId/Id") == [NOTICE_ID]


def test_nobody_is_answered_when_nobody_is_known() -> None:
    assert can_be_answered(HEAD)
    assert not can_be_answered(Head())
    assert not can_be_answered(replace(HEAD, sender=Party(organisation_name="Fjordby")))
    assert not can_be_answered(replace(HEAD, wants_receipt=False))
