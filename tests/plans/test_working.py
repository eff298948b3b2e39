"""Reports, decisions, who is quiet, what happened since, and the constant number of questions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import actor
from tests.plan_documents.made import docx_of
from tests.plans.living import PLAN, a_plan, action

from samspill.apps.plans.actions import measuring, working
from samspill.apps.plans.models import Measure, PlanEdition, StatusEntry
from samspill.apps.plans.queries import actions as queries
from samspill.core import clock, references, waiting
from samspill.core.references import Reference
from samspill.core.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(fjordheim: Any) -> PlanEdition:
    return a_plan(actor("siri"))


def report(number: str, status: str = "on_track", on: date | None = None, **said: Any) -> StatusEntry:
    values = {"text": "", "next_step": "", "risk": "", "for_body": "", **said}
    return working.report(by=actor("lise"), action=action(number), on=on or clock.today(), status=status, **values)


def decide(number: str, choice: str, **said: Any) -> Any:
    values = {
        "body": "SSU",
        "body_id": None,
        "case": "5/26",
        "on": clock.today(),
        "reason": "Ingen virkning",
        "evidence": "",
    }
    return working.decide(by=actor("siri"), action=action(number), choice=choice, **{**values, **said})


def test_a_report_sets_the_status_and_twice_is_once(plan: PlanEdition) -> None:
    first = report("1.1.1", "delayed", risk="Mangler folk")
    assert report("1.1.1", "delayed", risk="Mangler folk") == first
    assert action("1.1.1").status == "delayed"


def test_a_late_report_about_earlier_does_not_undo_the_newer(plan: PlanEdition) -> None:
    report("1.1.1", "done")
    report("1.1.1", "started", on=clock.today() - timedelta(days=30))
    assert action("1.1.1").status == "done"
    with pytest.raises(Refused, match="etter i dag"):
        report("1.1.1", "done", on=clock.today() + timedelta(days=1))


def test_stopping_is_on_record_and_ends_the_action(plan: PlanEdition) -> None:
    decide("1.1.2", "stop")
    decide("1.1.2", "stop")
    found = action("1.1.2")
    assert found.status == "ended"
    assert [each.body_name for each in found.decisions.all()] == ["SSU"]
    with pytest.raises(Refused, match="grunn"):
        decide("1.1.1", "change", reason=" ")


def test_who_has_not_reported(plan: PlanEdition) -> None:
    report("1.1.1")
    report("1.1.2", on=clock.today() - timedelta(days=200))
    quiet = queries.not_reported(plan, clock.today() - timedelta(days=90))
    told = {each.name: [(row.row.number, on is None) for row, on in each.rows] for each in quiet}
    assert told == {
        "ASU": [("1.1.2", False)],
        "Sekretariat": [("1.1.2", False)],
        "Fagråd for legesamarbeid": [("1.2.1", True)],
    }


def test_what_happened_since_the_last_meeting_on_one_page(plan: PlanEdition, signed_in: Any) -> None:
    decide("1.1.1", "continue", on=clock.today() - timedelta(days=20))
    report("1.1.2", "waits", text="Venter på journalen", risk="Går over tiden")
    report("1.2.1", "done", on=clock.today() - timedelta(days=25), text="Før møtet")
    shown = signed_in("tone").get("/plan/siden-sist").content.decode()
    assert "Venter på journalen" in shown
    assert "Går over tiden" in shown
    assert "Før møtet" not in shown
    earlier = signed_in("tone").get(f"/plan/siden-sist?siden={clock.today() - timedelta(days=30)}")
    assert "Før møtet" in earlier.content.decode()


def test_reporting_from_a_phone_is_one_choice_and_a_button(plan: PlanEdition, signed_in: Any) -> None:
    client, pk = signed_in("lise"), action("1.1.1").pk
    assert "Fagråd for pasientsamarbeid" in client.get(f"/plan/tiltak/{pk}/meld").content.decode()
    answer = client.post(f"/plan/tiltak/{pk}/meld", {"status": "on_track", "on": str(clock.today())})
    assert answer.status_code == 302
    assert client.post(f"/plan/tiltak/{pk}/meld", {"status": "nonsense"}).status_code == 422
    assert "I rute" in client.get(f"/plan/tiltak/{pk}").content.decode()


def test_tasks_wait_on_the_first_page_of_whom_they_belong_to(plan: PlanEdition, signed_in: Any) -> None:
    client, found = signed_in("lise"), action("1.1.1")
    due = clock.today() - timedelta(days=1)
    client.post(
        f"/plan/tiltak/{found.pk}/legg-til/task", {"task-what": "Ring Fjordby", "task-due": str(due), "task-mine": "on"}
    )
    (item,) = [each for each in waiting.waiting_for(actor("lise")) if each.what == "Ring Fjordby"]
    assert item.broken
    client.post(f"/plan/tiltak/{found.pk}/oppgave/{found.tasks.get().pk}/gjort")
    assert not [each for each in waiting.waiting_for(actor("lise")) if each.what == "Ring Fjordby"]


def test_groups_and_documents(plan: PlanEdition, signed_in: Any) -> None:
    client, found = signed_in("siri"), action("1.1.1")
    address = f"/plan/tiltak/{found.pk}/legg-til"
    client.post(f"{address}/group", {"group-name": "Arbeidsgruppe UKP", "group-mandate": "Foreslå modell"})
    client.post(f"{address}/document", {"document-title": "Rapport", "document-url": "https://example.org/rapport"})
    assert client.post(f"{address}/document", {"document-title": "", "document-url": "x"}).status_code == 422
    shown = client.get(f"/plan/tiltak/{found.pk}").content.decode()
    assert "Foreslå modell" in shown
    assert "https://example.org/rapport" in shown


def test_other_rooms_point_to_an_action_by_reference(plan: PlanEdition) -> None:
    found = Reference("plans.action", action("1.1.1").pk)
    assert references.resolve([found], seen_by=actor("kari"))[found].title.startswith("1.1.1 Rask")
    assert not references.resolve([found], seen_by=actor("public"))


def long_plan(goals: int, each: int) -> bytes:
    rows = [
        [f"1.{g}", f"Mål {g}", f"1.{g}.{n}", f"Tiltak {g} {n}. Se tiltak 1.1.1", "ASU og AU", "x", "x"]
        for g in range(1, goals + 1)
        for n in range(1, each + 1)
    ]
    return docx_of("# 1. Alt", [PLAN[0], *rows])


def questions(client: Any, address: str) -> int:
    client.get(address)  # what is remembered by the process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_number_of_questions_does_not_grow_with_the_plan(fjordheim: Any, signed_in: Any) -> None:
    client = signed_in("siri")
    pages = [
        "/plan/",
        "/plan/?visning=tavle",
        "/plan/?visning=tid",
        "/plan/ikke-meldt",
        "/plan/siden-sist",
        "/plan/virker-det",
    ]
    edition = a_plan(actor("siri"), long_plan(2, 2))
    measure_and_report()
    small = {page: questions(client, page) for page in pages}
    edition.plan.editions.all().delete()
    edition.plan.delete()
    a_plan(actor("siri"), long_plan(8, 6))
    measure_and_report()
    assert {page: questions(client, page) for page in pages} == small


def measure_and_report() -> None:
    values = {"name": "Døgn", "unit": "value", "better": "down", "starts_on": date(2026, 1, 1)}
    for number, n in (("1.1.1", 1), ("1.2.1", 2)):
        report(number, text=f"Melding {n}")
        measure = Measure.objects.create(
            community_id=actor("siri").community_id, action=action(number), created_at=clock.now(), **values
        )
        measuring.put_figures(by=actor("siri"), measure=measure, own=[(date(2025, n, 1), 3.0, None)], comparison=[])
