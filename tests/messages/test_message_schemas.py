"""The national schemas: loaded from a folder, plain sentences, no values, many threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.messages.cast import PATIENT, changed, ready_notice

from samspill.messages import Schemas, SchemasMissing, Unreadable, read
from samspill.messages.safe_xml import parse


def faults(schemas: Schemas, *pairs: tuple[str, str]) -> list[str]:
    return [str(fault) for fault in schemas.validate(parse(changed(ready_notice(), *pairs)))]


def test_a_folder_without_schemas_says_so(tmp_path: Path) -> None:
    with pytest.raises(SchemasMissing, match=r"MsgHead"):
        Schemas(tmp_path)
    with pytest.raises(SchemasMissing):
        Schemas(tmp_path / "finnes-ikke")


def test_a_schema_that_lacks_its_parts_says_which(tmp_path: Path) -> None:
    opening = '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.kith.no/xmlstds/msghead/2006-05-24">'
    (tmp_path / "MsgHead-v1_2.xsd").write_text(
        f'{opening}<include schemaLocation="http://example.org/borte.xsd"/></schema>'
    )
    with pytest.raises(SchemasMissing, match=r"MsgHead-v1_2\.xsd"):
        Schemas(tmp_path)


def test_what_we_write_is_valid(schemas: Schemas) -> None:
    assert schemas.validate(parse(ready_notice())) == []


def test_the_message_is_whole_after_validation(schemas: Schemas) -> None:
    root = parse(ready_notice())
    schemas.validate(root)
    assert root.find(".//{*}MeldingUtskrivningsklarPasient") is not None


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        (("<FamilyName>", "<Etternavn/><FamilyName>"), "Etternavn"),
        (("1941-05-17<", "17.05.41<"), "DateOfBirth"),
        (("<Patient>", "<Patient>Fjelltopp"), "Patient"),
        ((">false<", ">kanskje<"), "Anslag"),
        (("<MsgId>", "<MsgId hemmelig='Fjelltopp'>"), "MsgId/@hemmelig"),
        (("Forsendelsesstatus", "Fjelltopp17051941"), "ukjent element"),
        (('S="2.16.578.1.12.4.1.1.8116"', f'S="{PATIENT.number}x"'), "TypeId/@S"),
        (("2026-03-09T14:30:15+01:00</GenDate>", "Fjelltopp</GenDate>"), "GenDate"),
    ],
)
def test_a_fault_is_told_with_place_and_without_values(pair: tuple[str, str], words: str, schemas: Schemas) -> None:
    told = " ".join(faults(schemas, pair))
    assert words in told
    assert told.startswith("linje ")
    for secret in ("Fjelltopp", "17.05.41", "kanskje", PATIENT.number):
        assert secret not in told


def test_head_and_body_are_both_tried(schemas: Schemas) -> None:
    told = " ".join(faults(schemas, ("1941-05-17<", "17.05.41<"), (">false<", ">kanskje<")))
    assert "DateOfBirth" in told
    assert "Anslag" in told


def test_the_refusal_names_the_first_fault_and_counts_the_others(schemas: Schemas) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(changed(ready_notice(), (">false<", ">kanskje<")), schemas=schemas, allow_synthetic=True)
    assert refusal.value.code == "T02"
    assert refusal.value.sentence.endswith("(1 feil til)")


def test_a_root_without_a_schema_is_a_fault(schemas: Schemas) -> None:
    assert schemas.validate(parse(b"<a/>"))


def test_many_threads_get_each_their_own_answer(schemas: Schemas) -> None:
    good, bad = ready_notice(), changed(ready_notice(), ("1941-05-17<", "17.05.41<"))

    def tried(number: int) -> bool:
        told = schemas.validate(parse(bad if number % 2 else good))
        return [("DateOfBirth" in str(fault)) for fault in told] == ([True] if number % 2 else [])

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(tried, range(400)))
