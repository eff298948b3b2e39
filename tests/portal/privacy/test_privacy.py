"""The privacy officer's room: a patient's own view of who looked, and extracts."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.cast import CAST, actor
from tests.discharge.stories import Story
from tests.portal.privacy.told import OFFICERS, SignIn, number

from samspill.apps.discharge.actions import erasing
from samspill.apps.discharge.models import Patient, Stay, StayEvent
from samspill.core.audit.models import AccessRow, AuditRow
from samspill.core.refusal import Refused
from samspill.core.retention import Erasure
from samspill.directory.models import Community, Position
from samspill.messages import synthetic_number
from samspill.portal.privacy import actions
from samspill.portal.privacy.tables import BOM, csv_of
from samspill.portal.privacy.who_looked import log_of

# --- who may ----------------------------------------------------------------------------------------------------------

PAGES = ["/personvern/", "/personvern/pasient", "/personvern/slett", "/personvern/lagring", "/personvern/ansatte"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", [name for name in CAST if name not in OFFICERS])
def test_nobody_else_comes_in(signed_in: SignIn, page: str, name: str) -> None:
    assert signed_in(name).get(page).status_code == 403


@pytest.mark.parametrize("page", [*PAGES, "/meg/data", "/meg/data.json"])
def test_the_public_is_asked_to_sign_in(fjordheim: Community, client: Client, page: str) -> None:
    assert client.get(page)["Location"].startswith("/logg-inn")


@pytest.mark.parametrize("page", PAGES)
def test_the_officer_comes_in(signed_in: SignIn, page: str) -> None:
    assert signed_in("eva").get(page).status_code == 200


@pytest.mark.parametrize("name", [name for name in CAST if name not in OFFICERS])
def test_nobody_else_takes_anything_out(signed_in: SignIn, patient: Patient, name: str) -> None:
    client = signed_in(name)
    for what in ("log-pdf", "log-csv", "all-pdf", "all-json"):
        answer = client.post("/personvern/pasient/uttrekk", {"patient": str(patient.pk), "what": what})
        assert answer.status_code == 403
    for deed in (actions.extract_log, actions.extract_everything):
        with pytest.raises(Refused):
            deed(by=actor(name), patient=patient)
    for erase in (erasing.erase_identity, erasing.erase_wrong_patient):
        with pytest.raises(Refused, match="bare av personvernombudet"):
            erase(by=actor(name), patient=patient, reason="skal ikke gå")  # type: ignore[arg-type]
    assert not Erasure.objects.exists()


def test_another_communitys_patient_does_not_exist(signed_in: SignIn, patient: Patient, story: Story) -> None:
    other = Community.objects.create(slug="other", name="Et annet")
    Patient.objects.filter(pk=patient.pk).update(community=other)
    client = signed_in("eva")
    assert client.post("/personvern/pasient", {"number": number(story)}).status_code == 422
    assert (
        client.post("/personvern/pasient/uttrekk", {"patient": str(patient.pk), "what": "log-pdf"}).status_code == 404
    )
    patient.refresh_from_db()
    for deed in (actions.extract_log, actions.extract_everything):
        with pytest.raises(Refused, match="ikke i ditt helsefellesskap"):
            deed(by=actor("eva"), patient=patient)
    with pytest.raises(Refused, match="ikke i ditt helsefellesskap"):
        erasing.erase_wrong_patient(by=actor("eva"), patient=patient, reason="helt feil mottaker")  # type: ignore[arg-type]


# --- who looked -------------------------------------------------------------------------------------------------------


def test_the_officer_finds_a_patient_and_sees_who_looked(signed_in: SignIn, patient: Patient, story: Story) -> None:
    answer = signed_in("eva").post("/personvern/pasient", {"number": number(story)})
    page = answer.content.decode()
    for said in (
        "Sporadisk Hatt",
        "Kari Lund",
        "Utskrivningskoordinator",
        "Geriatri 2",
        "14:10",
        "Ola Vik",
        "3 ganger",
    ):
        assert said in page
    assert number(story) not in page
    assert answer["Cache-Control"] == "no-store"
    assert AuditRow.objects.latest("pk").deed == "privacy.look_up"
    assert AccessRow.objects.latest("pk").who_name == "Eva Strand"


@pytest.mark.parametrize("text", ["1234", "rubbish", "", "17054299999"])
def test_a_number_that_is_nobodys_is_said_and_not_repeated(signed_in: SignIn, patient: Patient, text: str) -> None:
    answer = signed_in("eva").post("/personvern/pasient", {"number": text})
    assert answer.status_code == 422
    assert "Eva Strand" not in [row.who_name for row in AccessRow.objects.all()]


def test_a_number_that_is_not_known_here_leaves_a_row(signed_in: SignIn, patient: Patient) -> None:
    stranger = synthetic_number(date(1950, 1, 2), 3, "1")
    answer = signed_in("eva").post("/personvern/pasient", {"number": stranger})
    assert "Oppslaget er notert" in answer.content.decode()
    assert AuditRow.objects.latest("pk").deed == "privacy.look_up_found_nobody"


def test_guessing_numbers_is_slowed(signed_in: SignIn, patient: Patient) -> None:
    client = signed_in("eva")
    numbers = [synthetic_number(date(1950, 1, 2), serial, "1") for serial in range(61)]
    answers = [client.post("/personvern/pasient", {"number": each}).status_code for each in numbers]
    assert answers == [422] * 60 + [429]


def test_the_role_is_the_one_of_that_day(patient: Patient) -> None:
    position = Position.objects.get(person__account__username="kari")
    Position.objects.filter(pk=position.pk).update(title="Koordinator på Geriatri", valid_to=date(2026, 11, 16))
    Position.objects.create(
        person=position.person,
        community=position.community,
        unit=position.unit,
        role=position.role,
        title="Noe helt annet",
        valid_from=date(2026, 11, 16),
    )
    kari = next(line for line in log_of(patient) if line.who == "Kari Lund")
    assert kari.role == "Koordinator på Geriatri"


def take_out(client: Client, patient: Patient, what: str) -> Any:
    return client.post("/personvern/pasient/uttrekk", {"patient": str(patient.pk), "what": what})


@pytest.mark.parametrize("what", ["log-pdf", "log-csv", "all-pdf", "all-json"])
def test_every_extract_is_in_the_audit_trail_and_in_the_patients_own_log(
    signed_in: SignIn, patient: Patient, story: Story, what: str
) -> None:
    answer = take_out(signed_in("eva"), patient, what)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "Hatt" not in answer["Content-Disposition"] and number(story) not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith("attachment")
    row = AuditRow.objects.latest("pk")
    assert row.deed.startswith("privacy.extract_") and row.about_id == str(patient.pk)
    assert "tatt ut til pasienten" in AccessRow.objects.latest("pk").reason


def test_the_csv_opens_in_excel_and_runs_nothing(signed_in: SignIn, patient: Patient) -> None:
    body = take_out(signed_in("eva"), patient, "log-csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Dato", "Klokkeslett", "Hvem"]
    assert [row[2] for row in rows[1:]] == ["Eva Strand", "Ola Vik", "Kari Lund"]
    assert rows[2][5] == "'=HYPERLINK(evil)"


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=6))
def test_any_text_survives_the_csv_and_none_is_a_formula(rows: list[list[str]]) -> None:
    body = csv_of(["a", "b"], rows).decode("utf-8")
    assert body.startswith(BOM)
    read = list(csv.reader(io.StringIO(body.removeprefix(BOM), newline=""), delimiter=";"))[1:]
    assert len(read) == len(rows)
    for before, after in zip(rows, read, strict=True):
        for text, cell in zip(before, after, strict=True):
            assert cell in (text, f"'{text}")
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("what", ["log-pdf", "all-pdf"])
def test_the_pdf_is_tagged_for_screen_readers(signed_in: SignIn, patient: Patient, story: Story, what: str) -> None:
    body = take_out(signed_in("eva"), patient, what).content
    if folder := os.environ.get("SHOW_PDF_IN"):
        (Path(folder) / f"{what}.pdf").write_bytes(body)  # to look at
    pdf = PdfReader(io.BytesIO(body))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "nb"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Caption", "/L"} <= set(tags(root["/StructTreeRoot"]))
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert pdf.metadata and pdf.metadata.title in {"Hvem som har sett opplysningene dine", "Alt som er lagret om deg"}
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for said in ("Sporadisk Hatt", number(story), "Kari Lund", "Utskrivningskoordinator", "Geriatri 2", "Eva Strand"):
        assert said in text, said


def tags(node: Any) -> Iterator[str]:
    """The structure of a PDF, from the top."""
    node = node.get_object()
    if isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            yield from tags(child)


def test_paper_fetches_nothing_from_outside() -> None:
    from samspill.ui import paper

    for address in ("http://example.org/x.png", "file:///etc/passwd", "samspill:other"):
        with pytest.raises(paper.Fetched):
            paper._fetch(address)


def test_everything_is_everything(signed_in: SignIn, patient: Patient, story: Story) -> None:
    everything = json.loads(take_out(signed_in("eva"), patient, "all-json").content)
    assert everything["identity"]["number"] == number(story)
    assert len(everything["stays"]) == 1
    assert len(everything["events"]) == StayEvent.objects.filter(patient=patient).count()
    assert len(everything["received_messages"]) == 2
    assert "<" in everything["received_messages"][0]["content"]
    assert [row["who"] for row in everything["access_log"]] == ["Eva Strand", "Ola Vik", "Kari Lund"]


def test_no_model_that_points_to_a_patient_is_forgotten() -> None:
    """Tomorrow's table about a patient must be in the extract and in the erasing; this list reminds of it."""
    from samspill.apps.discharge.coordination.queries.about import models_of_stay

    pointing = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for model in (Patient, Stay)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and relation.is_relation
    }
    written = {f"{model._meta.label}.stay" for model in models_of_stay()}  # by their common base, as they are made
    assert pointing - written == {
        "discharge.GrantedAccess.patient",
        "discharge.LongWait.stay",
        "discharge.OutgoingMessage.stay",
        "discharge.ReceivedMessage.patient",
        "discharge.ReceivedMessage.stay",
        "discharge.Reservation.stay",
        "discharge.Stay.merged_into",
        "discharge.Stay.patient",
        "discharge.StayEvent.patient",
        "discharge.StayEvent.stay",
    }


def test_too_many_extracts_are_slowed(signed_in: SignIn, patient: Patient) -> None:
    client = signed_in("eva")
    answers = [take_out(client, patient, "log-csv").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
