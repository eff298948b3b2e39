"""Bytes from strangers: what is not sound XML, or is XML with tricks in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.messages.cast import NOTICE_ID, changed, ready_notice

from samspill.messages import Unreadable, read
from samspill.messages.safe_xml import MAX_BYTES, MAX_DEPTH, Refused, parse, recover

DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>"
LAUGHS = """<!DOCTYPE MsgHead [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""


def refused(data: bytes, code: str) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        read(data, allow_synthetic=True)
    assert refusal.value.code == code
    return refusal.value


@pytest.mark.parametrize("data", [b"", b"  \n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file(data: bytes) -> None:
    refused(data, "T01")


@pytest.mark.parametrize(
    "data",
    [
        b"hei",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"\xff\xfe<\x00a\x00/\x00>\x00",
        b"%PDF-1.4",
        b"<a>&ukjent;</a>",
        b"\x00" * 500,
    ],
)
def test_not_xml(data: bytes) -> None:
    refused(data, "T01")


def test_the_sentence_says_where_but_not_what() -> None:
    sentence = refused(changed(ready_notice(), ("</GivenName>", "</Gitt>")), "T01").sentence
    assert "linje" in sentence
    assert "Fjelltopp" not in sentence
    assert "Gitt" not in sentence


def test_a_broken_message_still_tells_who_sent_it() -> None:
    head = refused(changed(ready_notice(), ("</GivenName>", "</Gitt>")), "T01").head
    assert head.message_id == NOTICE_ID
    assert head.sender.unit_her == "8002"


def test_a_doctype_is_refused_even_when_harmless() -> None:
    head = refused(changed(ready_notice(), (DECLARATION, DECLARATION + "<!DOCTYPE MsgHead>")), "T99").head
    assert head.message_id == NOTICE_ID


def test_entities_are_never_expanded() -> None:
    data = changed(ready_notice(), (DECLARATION, DECLARATION + LAUGHS), ("Fjelltopp", "&d;"))
    assert "ha" * 5 not in refused(data, "T99").sentence


def test_files_are_never_fetched(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("9901hemmelig")
    doctype = f'<!DOCTYPE MsgHead [<!ENTITY x SYSTEM "file://{secret}">]>'
    data = changed(ready_notice(), (DECLARATION, DECLARATION + doctype), (NOTICE_ID, "&x;"))
    refusal = refused(data, "T99")
    assert "hemmelig" not in refusal.sentence + refusal.head.message_id
    tree = recover(data)
    assert tree is None or "hemmelig" not in "".join(map(str, tree.itertext()))


def test_a_doctype_cannot_hide_in_another_encoding() -> None:
    text = ready_notice().decode().replace(DECLARATION, '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE MsgHead>')
    refused(text.encode("utf-16"), "T01")
    refused(text.encode("utf-16-le"), "T01")
    refused(changed(ready_notice(), ("encoding='UTF-8'", "encoding='UTF-7'")), "T01")


def test_an_encoding_that_nobody_uses_is_refused() -> None:
    refused(ready_notice().decode().replace("'UTF-8'", "'ISO-8859-2'").encode("iso-8859-2", "replace"), "T01")


def test_latin_1_and_byte_order_mark_are_read() -> None:
    text = ready_notice().decode()
    latin = text.replace("encoding='UTF-8'", "encoding='ISO-8859-1'").encode("iso-8859-1")
    with_mark = b"\xef\xbb\xbf" + text.encode()
    for data in (latin, with_mark):
        assert read(data, allow_synthetic=True).contact_unit == "Geriatri 2, Øya"


def test_latin_1_under_a_utf_8_label_is_refused_not_garbled() -> None:
    refused(ready_notice().decode().encode("iso-8859-1"), "T01")


@pytest.mark.parametrize("depth", [MAX_DEPTH + 5, 300, 100_000])
def test_deep_nesting(depth: int) -> None:
    with pytest.raises(Refused):
        parse(b"<a>" * depth + b"</a>" * depth)


def test_depth_that_messages_have_is_fine() -> None:
    assert parse(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH).tag == "a"


def test_a_file_too_large() -> None:
    refused(b"<a>" + b" " * MAX_BYTES + b"</a>", "T99")


def test_comments_and_instructions_are_not_content() -> None:
    data = changed(ready_notice(), ("<MsgInfo>", "<!-- hei --><?php x?><MsgInfo>"))
    assert read(data, allow_synthetic=True).head.message_id == NOTICE_ID


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_an_answer(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_message_with_damage_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = ready_notice()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 40)) :]
    try:
        read(damaged, allow_synthetic=True)
    except Unreadable as refusal:
        assert refusal.sentence
        assert "Fjelltopp" not in refusal.sentence
