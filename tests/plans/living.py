"""Plans as tests live their way to them: brought in as a document, approved by a body."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.plan_documents.made import Grid, docx_of

from samspill.apps.plans.actions import bringing_in, revising
from samspill.apps.plans.models import Action, PlanEdition
from samspill.plan_documents import read_plan

PLAN: Grid = [
    ["", "Mål", "", "Tiltak", "Ansvar", "2025", "2026"],
    ["1.1", "Færre som venter", "1.1.1", "Rask tverrfaglig avklaring.", "Fagråd for pasientsamarbeid", "x høst", "x"],
    ["^", "^", "1.1.2", "Felles daglig tavlemøte. Ses i sammenheng med 1.1.1", "ASU og Sekretariat", "x", ""],
    [
        "1.2",
        "Trygge overganger",
        "1.2.1",
        "Felles legemiddelliste. Jf. pkt. 1.1.2",
        "Fagråd for legesamarbeid",
        "-",
        "x",
    ],
]
INTRO = "Planen gjelder i to år."


def document() -> bytes:
    return docx_of(INTRO, "# 1. Utskrivningsklare pasienter", PLAN, title="Handlingsplan 2025–2026")


def a_draft(siri: Any, data: bytes | None = None, intro: str = "") -> PlanEdition:
    read = read_plan(data or document())
    incoming = bringing_in.bring_in(by=siri, read=read, file_name="plan.docx")
    return bringing_in.make_edition(by=siri, incoming=incoming, intro=intro, title=read.title or "Plan")


def a_plan(siri: Any, data: bytes | None = None) -> PlanEdition:
    edition = a_draft(siri, data)
    return approved(siri, edition)


def approved(siri: Any, edition: PlanEdition) -> PlanEdition:
    return revising.approve(by=siri, edition=edition, body="SSU", body_id=None, case="sak 3/26", on=date(2026, 1, 15))


def action(number: str) -> Action:
    return Action.objects.get(number=number)
