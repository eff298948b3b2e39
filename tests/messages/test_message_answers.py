"""The municipality's answer as a whole message, both versions."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from tests.messages.cast import DOCTOR, GENERATED, MUNICIPALITY, NOTICE_ID, READY, WARD, changed, envelope, new_id

from samspill.messages import NotForUs, Schemas, Unreadable, read, write_answer
from samspill.stay.events import Kind, Side

ANSWER_ID = "6f1b1f7e-2f33-4d43-9d06-6d6c9f4c0002"
LATER = READY + timedelta(days=3)


def answer(version: str = "1.0", **options: object) -> bytes:
    options.setdefault("can", True)
    sent = envelope(message_id=ANSWER_ID, sender=MUNICIPALITY, receiver=WARD, parent=NOTICE_ID)
    return write_answer(sent, version=version, **options)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("day", [None, READY, LATER])
@pytest.mark.parametrize(("can", "kind"), [(True, Kind.CAN), (False, Kind.CANNOT)])
def test_there_and_back(version: str, day: date | None, can: bool, kind: Kind, schemas: Schemas) -> None:
    data = answer(version, can=can, expected=day, note="Ring før 15.", responsible=DOCTOR)
    message = read(data, schemas=schemas, allow_synthetic=True)
    (event,) = message.events
    assert (event.kind, event.expected, event.at) == (kind, day, GENERATED)
    assert (event.by, event.refers_to, event.source) == (Side.MUNICIPALITY, NOTICE_ID, ANSWER_ID)
    assert event.note == ""
    assert message.text.endswith("Ring før 15.")
    assert message.responsible == "Kari Lund"
    assert message.head.receipt_version == version
    assert message.head.type == {"1.0": "DIALOG_NOTAT", "1.1": "DIALOG_HELSEFAGLIG"}[version]


def free(text: str) -> bytes:
    return re.sub(b"(<TekstNotatInnhold>).*?(</)", rf"\g<1>{text}\2".encode(), answer(), flags=re.DOTALL)


def test_an_answer_in_doubt_keeps_its_text_for_a_person(schemas: Schemas) -> None:
    message = read(free("Vi kommer tilbake med svar."), schemas=schemas, allow_synthetic=True)
    assert message.events == ()
    assert message.text == "Vi kommer tilbake med svar."


def test_an_answer_with_markup_is_read(schemas: Schemas) -> None:
    html = '<p xmlns="http://www.w3.org/1999/xhtml">Kommunen kan <b>ikke</b> ta imot<br/>pasienten.</p>'
    message = read(free(html), schemas=schemas, allow_synthetic=True)
    assert [event.kind for event in message.events] == [Kind.CANNOT]
    assert message.text == "Kommunen kan ikke ta imot pasienten."


def test_a_remark_beside_the_answer_leaves_it_to_a_person() -> None:
    data = changed(answer(), ("</TekstNotatInnhold>", "</TekstNotatInnhold><Merknad>Gjelder ikke.</Merknad>"))
    message = read(data, allow_synthetic=True)
    assert message.events == ()
    assert message.text.endswith("Gjelder ikke.")


def test_an_answer_without_text(schemas: Schemas) -> None:
    data = re.sub(b"<TekstNotatInnhold>.*?</TekstNotatInnhold>", b"", answer())
    with pytest.raises(Unreadable) as refusal:
        read(data, schemas=schemas, allow_synthetic=True)
    assert refusal.value.code == "T02"


def test_an_answer_to_nothing_in_particular_is_still_an_answer() -> None:
    data = re.sub(b"<ConversationRef>.*?</ConversationRef>", b"", answer(), flags=re.DOTALL)
    (event,) = read(data, allow_synthetic=True).events
    assert event.refers_to == ""


@pytest.mark.parametrize(
    "pair",
    [('TemaKodet V="1"', 'TemaKodet V="2"'), (".9155", ".9069"), ("<Notat>", "<Foresporsel>")],
)
def test_dialogue_about_something_else_is_not_ours(pair: tuple[str, str]) -> None:
    data = changed(answer(), pair).replace(b"</Notat>", b"</Foresporsel>" if pair[0] == "<Notat>" else b"</Notat>")
    with pytest.raises(NotForUs) as turned_away:
        read(data, allow_synthetic=True)
    assert turned_away.value.code == "T10"


def test_two_notes_in_one_message_are_not_one_answer() -> None:
    data = answer()
    note = re.search(b"<Notat>.*</Notat>", data, re.DOTALL)
    assert note
    with pytest.raises(Unreadable) as refusal:
        read(data.replace(note.group(0), note.group(0) * 2), allow_synthetic=True)
    assert refusal.value.code == "T99"


def test_answers_that_are_not_written() -> None:
    for wrong in ({"expected": READY - timedelta(days=1)}, {"version": "2.0"}):
        with pytest.raises(ValueError, match=r"."):
            answer(**wrong)
    with pytest.raises(ValueError, match="ready notice"):
        write_answer(envelope(message_id=new_id()), can=True)
