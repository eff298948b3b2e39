"""Places from files and machines: all of it, or none with what is wrong line by line."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.discharge.stories import at
from tests.signing_in import signed_in

from samspill.api.keys import make_key
from samspill.apps.discharge.models import PlaceDay
from samspill.core import clock
from samspill.directory.models import Community

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _friday():
    with clock.stopped_at(at("2026-11-20T10:00")):
        yield


def bring_in(text: str) -> tuple[int, str]:
    file = SimpleUploadedFile("plasser.csv", text.encode("utf-8"))
    answer = signed_in("ola").post("/plasser/fil", {"file": file}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_file_and_what_was_taken_out_can_be_brought_in_again(fjordheim: Community) -> None:
    status, page = bring_in("Type;Sted;Dato;Ledige\nKorttidsplass;Solheim;20.11.2026;3\nrehabilitation;;2026-11-21;1\n")
    assert status == 200 and "2 tall er publisert" in page
    taken_out = signed_in("ola").get("/plasser/plasser.csv").content.decode("utf-8-sig")
    assert "Fjordby;short_term;Solheim;2026-11-20;3" in taken_out
    assert bring_in(taken_out)[0] == 200
    assert sorted(PlaceDay.objects.values_list("stock__site", "free")) == [("", 1), ("Solheim", 3)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["Filen er tom"]),
        ("type;sted;dato\nshort_term;;2026-11-20", ["Kolonnen «ledige» mangler"]),
        (
            "type;sted;dato;ledige\nslott;;2026-11-20;1\nshort_term;;i morgen;1\nshort_term;;2026-11-20;to\n"
            "short_term;;2027-11-20;1\nshort_term;;2026-11-20;9999999",
            ["Linje 2: «slott»", "Linje 3: «i morgen»", "Linje 4: «to»", "Linje 5: 2027-11-20", "Linje 6:"],
        ),
        ("type;sted;dato;ledige\n", ["ingen rader"]),
        ("\x00\x01", ["ikke en CSV-fil"]),
    ],
)
def test_a_file_that_cannot_be_right_changes_nothing(fjordheim: Community, text: str, sentences: list[str]) -> None:
    status, page = bring_in(text or " ")
    assert status == 422
    for sentence in sentences:
        assert sentence in page, sentence
    assert not PlaceDay.objects.exists()


def ask(key: str, body: object, kind: str = "application/json") -> tuple[int, dict[str, object]]:
    text = body if isinstance(body, str) else json.dumps(body)
    answer = Client().post("/api/places", text, content_type=kind, headers={"Authorization": f"Bearer {key}"})
    return answer.status_code, answer.json()


def test_a_machine_publishes_for_its_own_municipality_only(fjordheim: Community) -> None:
    row = {"type": "short_term", "dato": "2026-11-20", "ledige": 2}
    key = make_key("care system", ["places.publish", "places.of:9901"], fjordheim)
    assert ask(key, {"rows": [row]}) == (200, {"municipality": "9901", "published": 1})
    assert PlaceDay.objects.get().stock.municipality.number == "9901"
    status, said = ask(key, "type;dato;ledige\nshort_term;2026-11-20;x", "text/csv")
    assert status == 422 and said["wrong"] == ["Linje 2: «x» er ikke et antall."]
    assert ask(make_key("reader", ["directory.look"], fjordheim), {"rows": [row]})[0] == 403
    assert ask(make_key("nowhere", ["places.publish"], fjordheim), {"rows": [row]})[0] == 403
    assert ask(make_key("far", ["places.publish", "places.of:0301"], fjordheim), {"rows": [row]})[0] == 403
    assert ask("made-up", {"rows": [row]})[0] == 401
