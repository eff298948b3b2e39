"""A document comes in: seen over, corrected, and only then a plan."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import actor
from tests.plan_documents.made import csv_of, docx_of
from tests.plans.living import INTRO, PLAN, a_draft, a_plan, approved, document

from samspill.apps.plans.actions import bringing_in
from samspill.apps.plans.models import Action, ActionInEdition, ActionPlan, IncomingPlan
from samspill.apps.plans.queries import editions
from samspill.apps.plans.queries.documents import read_plan_of
from samspill.core.refusal import Refused
from samspill.plan_documents import read_plan
from samspill.plan_documents.writing import docx_of as written

pytestmark = pytest.mark.django_db


def upload(client: Client, data: bytes, name: str = "plan.docx") -> Any:
    return client.post("/plan/ny", {"file": SimpleUploadedFile(name, data)})


def test_the_whole_way_on_pages(signed_in: Any) -> None:
    client = signed_in("siri")
    answer = upload(client, document())
    incoming = IncomingPlan.objects.get()
    assert answer.headers["Location"] == f"/plan/innlesing/{incoming.pk}"
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Rask tverrfaglig avklaring." in shown
    assert INTRO in shown
    assert not ActionPlan.objects.exists()
    client.post(
        f"/plan/innlesing/{incoming.pk}", {"text-0-0-0": "Rask avklaring i kommunen.", "owners-0-0-0": "SSU\nFSU"}
    )
    client.post(f"/plan/innlesing/{incoming.pk}/lagre", {"title": "Vår plan", "intro-0": "on"})
    row = ActionInEdition.objects.get(number="1.1.1")
    assert row.text == "Rask avklaring i kommunen."
    assert [each.name for each in row.responsible.all()] == ["SSU", "FSU"]
    edition = row.goal.area.edition
    assert (edition.state, edition.intro, edition.plan.title) == ("draft", INTRO, "Vår plan")
    assert "Rask avklaring i kommunen." in client.get(f"/plan/utgave/{edition.pk}").content.decode()


def test_unplaced_text_becomes_an_action_where_a_person_says_so(signed_in: Any) -> None:
    client = signed_in("siri")
    upload(client, document())
    incoming = IncomingPlan.objects.get()
    client.post(f"/plan/innlesing/{incoming.pk}", {"place-0": "0-1"})
    incoming.refresh_from_db()
    assert not incoming.read["unplaced"]
    assert incoming.read["areas"][0]["goals"][1]["actions"][-1]["text"] == INTRO


def test_what_is_dropped_is_kept_among_the_unplaced(signed_in: Any) -> None:
    client = signed_in("siri")
    upload(client, document())
    incoming = IncomingPlan.objects.get()
    client.post(f"/plan/innlesing/{incoming.pk}", {"drop-0-0-1": "on"})
    client.post(f"/plan/innlesing/{incoming.pk}/lagre", {"title": "Plan"})
    edition = ActionPlan.objects.get().editions.get()
    assert "Felles daglig tavlemøte." in " ".join(each["text"] for each in edition.unplaced)
    assert ActionInEdition.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "skadet"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "gamle Word-formatet"),
        (b"\x89PNG\x00\x00", "ikke et Word-dokument"),
    ],
)
def test_a_bad_file_is_told_in_a_sentence(signed_in: Any, data: bytes, said: str) -> None:
    answer = upload(signed_in("siri"), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not IncomingPlan.objects.exists()


def test_a_document_without_actions_makes_no_plan(fjordheim: Any) -> None:
    with pytest.raises(Refused, match="ingen tiltak"):
        a_draft(actor("siri"), docx_of("Bare tekst."))


def test_saving_twice_makes_one(fjordheim: Any) -> None:
    siri = actor("siri")
    incoming = bringing_in.bring_in(by=siri, read=read_plan(document()), file_name="x")
    first = bringing_in.make_edition(by=siri, incoming=incoming, intro="", title="P")
    assert bringing_in.make_edition(by=siri, incoming=incoming, intro="", title="P") == first
    assert Action.objects.count() == 3


def test_the_next_document_is_a_draft_in_which_the_same_actions_are_known_again(fjordheim: Any) -> None:
    siri = actor("siri")
    a_plan(siri)
    before = {action.number: action.pk for action in Action.objects.all()}
    renumbered = [list(row) for row in PLAN]
    renumbered[1][2], renumbered[2][2] = "1.1.2", "1.1.1"
    renumbered[3][3] = "Felles legemiddelliste, i alle kommuner. Jf. pkt. 1.1.2"
    draft = a_draft(siri, docx_of("# 1. Utskrivningsklare pasienter", renumbered))
    rows = {row.number: row.action_id for row in editions.rows_of(draft)}
    assert rows == {"1.1.2": before["1.1.1"], "1.1.1": before["1.1.2"], "1.2.1": before["1.2.1"]}
    assert Action.objects.count() == 3


def test_out_again_as_it_came_in(fjordheim: Any) -> None:
    edition = a_plan(actor("siri"))
    read = read_plan(written(read_plan_of(editions.view_of(edition))))
    assert [(a.number, a.owners, a.years) for a in read.actions()] == [
        (a.number, a.owners, a.years) for a in read_plan(document()).actions()
    ]


def test_a_csv_without_headings_for_goals(fjordheim: Any) -> None:
    edition = a_draft(actor("siri"), csv_of([["Tiltak", "Ansvarlig", "Frist"], ["Kurs", "AU", "2026"]]))
    assert [row.when_text for row in editions.rows_of(edition)] == ["2026"]
    approved(actor("siri"), edition)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pdf", "json"])
def test_the_plan_as_a_document(signed_in: Any, ending: str) -> None:
    client = signed_in("siri")
    edition = a_plan(actor("siri"))
    answer = client.get(f"/plan/utgave/{edition.pk}/som/{ending}")
    assert answer.status_code == 200
    data = answer.content
    assert len(data) > 500
    if ending in ("docx", "xlsx"):
        assert [each.number for each in read_plan(data).actions()] == ["1.1.1", "1.1.2", "1.2.1"]
    if ending == "pdf":
        catalogue = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]
        assert "/StructTreeRoot" in catalogue
        assert catalogue["/Lang"]
