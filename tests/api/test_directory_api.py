"""The directory for machines: read, kept and taken back with the rules of the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from samspill.api.keys import OPENS, make_key
from samspill.core.audit.models import AuditRow
from samspill.directory.exchange.files import read_rows, write_xlsx
from samspill.directory.models import Community, FileIn, Position, ServiceOffer, Unit

UNIT = {"navn": "Geriatri 3", "type": "Sengepost", "del av": "Medisinsk klinikk"}
STAFF = {"fornavn": "Frida", "etternavn": "Ny", "rolle": "nurse", "enhet": "Geriatri 2"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def keeper(fjordheim: Community) -> str:
    return make_key("staff system", OPENS["keep-directory"], fjordheim)


@pytest.fixture
def reader(fjordheim: Community) -> str:
    return make_key("phone list", OPENS["directory"], fjordheim)


def get(address: str, key: str, **headers: str) -> Any:
    return Client().get(f"/api/directory{address}", HTTP_AUTHORIZATION=f"Bearer {key}", **headers)


def post(address: str, key: str, body: Any = None, kind: str = "application/json") -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body)
    return Client().post(f"/api/directory{address}", sent, content_type=kind, HTTP_AUTHORIZATION=f"Bearer {key}")


@pytest.mark.parametrize("address", ["", "/enheter", "/search?q=ola"])
def test_nothing_is_told_without_a_key_or_with_one_for_something_else(fjordheim: Community, address: str):
    assert get(address, "").status_code == 401
    assert get(address, "samspill_guessed").status_code == 401
    assert get(address, make_key("record system", OPENS["messages"])).status_code == 403


def test_every_sheet_says_its_columns_and_gives_its_rows(reader: str):
    told = get("", reader).json()["sheets"]
    assert {"enheter", "kontakt", "tilbud", "samarbeid", "representanter", "personer"} == {s["key"] for s in told}
    for sheet in told:
        answer = Client().get(sheet["url"], HTTP_AUTHORIZATION=f"Bearer {reader}")
        names = {column["name"] for column in sheet["columns"]}
        assert answer.status_code == 200
        assert all(set(row) <= names for row in answer.json()["rows"])


def test_the_same_rows_as_csv(reader: str):
    rows = get("/enheter", reader).json()["rows"]
    assert read_rows("x.csv", get("/enheter", reader, HTTP_ACCEPT="text/csv").content) == rows
    assert any(row["navn"] == "Geriatri 2" for row in rows)


def test_a_colleague_is_found(reader: str):
    (hit, *_) = get("/search?q=ola+vik", reader).json()["hits"]
    assert "Ola Vik" in hit["title"]


def test_a_preview_does_nothing_and_a_post_does_it(keeper: str):
    told = post("/enheter?preview", keeper, {"rows": [UNIT]}).json()
    assert [new["what"] for new in told["new"]] == ["Geriatri 3"]
    assert not Unit.objects.filter(name="Geriatri 3").exists()
    answer = post("/enheter", keeper, {"rows": [UNIT]})
    assert answer.status_code == 200
    assert Unit.objects.filter(name="Geriatri 3").exists()
    assert AuditRow.objects.get(deed="directory.take_in_file").who == "machine:staff system"
    assert Client().post(answer.json()["undo"], HTTP_AUTHORIZATION=f"Bearer {keeper}").status_code == 200
    assert not Unit.objects.filter(name="Geriatri 3").exists()


def test_a_spreadsheet_is_a_body_too(keeper: str):
    assert post("/enheter", keeper, write_xlsx("x", list(UNIT), [UNIT]), XLSX).status_code == 200
    assert Unit.objects.filter(name="Geriatri 3").exists()


def test_people_and_roles_come_in_by_the_rules_of_giving(keeper: str):
    assert post("/personer", keeper, {"rows": [STAFF]}).status_code == 200
    assert Position.objects.get(person__family_name="Ny").unit.name == "Geriatri 2"
    wrong = post("/personer", keeper, {"rows": [STAFF | {"rolle": "allocation_officer"}]})
    assert wrong.status_code == 422
    assert "hører hjemme" in wrong.json()["wrong"][0]["sentence"]


def test_one_wrong_row_and_nothing_is_taken_in(keeper: str):
    answer = post("/enheter", keeper, {"rows": [UNIT, UNIT | {"navn": "", "type": "x"}]})
    assert answer.status_code == 422
    assert [(w["line"], w["column"]) for w in answer.json()["wrong"]] == [(3, "navn"), (3, "type")]
    assert not Unit.objects.filter(name="Geriatri 3").exists()
    assert not FileIn.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"rows": []}', b'{"rows": [1]}', b'{"rows": [{"navn": {}}]}', b"[" * 9999, b"\xff"]
)
def test_a_body_that_cannot_be_read_gets_a_sentence(keeper: str, body: bytes):
    answer = post("/enheter", keeper, body)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_a_key_for_reading_keeps_nothing(reader: str):
    assert post("/enheter", reader, {"rows": [UNIT]}).status_code == 403
    assert not Unit.objects.filter(name="Geriatri 3").exists()


def test_a_key_of_another_community_reads_and_undoes_its_own_only(keeper: str, fjordheim: Community):
    file = post("/enheter", keeper, {"rows": [UNIT]}).json()
    ServiceOffer.objects.filter(community=fjordheim).delete()
    other = Community.objects.exclude(pk=fjordheim.pk).first()
    stranger = make_key("stranger", OPENS["keep-directory"], other)
    assert not any(row["navn"] == "Geriatri 2" for row in get("/enheter", stranger).json()["rows"])
    assert get("/personer", stranger).json()["rows"] == []
    assert Client().post(file["undo"], HTTP_AUTHORIZATION=f"Bearer {stranger}").status_code == 404
    assert post("/enheter", stranger, {"rows": [UNIT]}).status_code == 422


def test_a_sheet_that_is_not_there(reader: str):
    assert get("/finnes-ikke", reader).status_code == 404
