"""The real plan of Helsefellesskapet St. Olavs hospital og kommunene, as Word, spreadsheet and PDF."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from tests.reference import REFERENCE, needs_reference

from samspill.plan_documents import ReadPlan, read_plan

pytestmark = [needs_reference, pytest.mark.once]
KINDS = ["docx", "xlsx", "pdf"]


@pytest.fixture(scope="module")
def said() -> Any:
    return json.loads((REFERENCE / "plans" / "stolav.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=KINDS)
def plan(request: pytest.FixtureRequest) -> ReadPlan:
    return read_plan((REFERENCE / "plans" / f"stolav.{request.param}").read_bytes())


def letters(text: str) -> str:
    """Without blanks and hyphens: where a printed line broke cannot be told from the print alone."""
    return re.sub(r"[\s\xad¬•-]+", "", text)


def test_every_area_and_goal(plan: ReadPlan, said: Any) -> None:
    assert [(area.number, letters(area.title)) for area in plan.areas] == [
        (area["number"], letters(area["title"])) for area in said["areas"]
    ]
    assert [(goal.number, letters(goal.title)) for goal in plan.goals()] == [
        (goal["number"], letters(goal["title"])) for goal in said["goals"]
    ]
    assert letters(plan.title) == letters(said["title"])
    assert plan.years == [2022, 2023, 2024, 2025]


def test_every_note_of_a_goal(plan: ReadPlan, said: Any) -> None:
    assert [letters("".join(goal.notes)) for goal in plan.goals()] == [
        letters("".join(g["notes"])) for g in said["goals"]
    ]
    for goal, wanted in zip(plan.goals(), said["goals"], strict=True):
        assert set(wanted["see_also"]) <= {*goal.see_also, *(n for action in goal.actions for n in action.references)}


def test_every_action_with_its_text(plan: ReadPlan, said: Any) -> None:
    got = [(action.number or None, letters(action.text)) for action in plan.actions()]
    assert got == [(action["number"], letters(action["text"])) for action in said["actions"]]


def test_every_owner(plan: ReadPlan, said: Any) -> None:
    for action, wanted in zip(plan.actions(), said["actions"], strict=True):
        assert [letters(name) for name in action.owners] == [letters(name) for name in wanted["owners"]], action.number
        assert [letters(name) for name in action.support] == [letters(n) for n in wanted.get("support", [])], (
            action.number
        )


def test_every_year_cell(plan: ReadPlan, said: Any) -> None:
    for action, wanted in zip(plan.actions(), said["actions"], strict=True):
        assert {year: one_of_each(text) for year, text in action.years.items()} == wanted["years"], action.number


def one_of_each(text: str) -> str:
    """Two like marks in one cell, each beside its bullet, are told once in the reference."""
    half = text[: len(text) // 2].strip()
    return half if f"{half} {half}" == text else text


def test_references_and_what_is_the_same(plan: ReadPlan, said: Any) -> None:
    for action, wanted in zip(plan.actions(), said["actions"], strict=True):
        assert action.same_as == wanted.get("same_as", ""), action.number
        if plan.kind == "docx":  # the other two were printed without their links
            assert {link["url"] for link in wanted.get("links", [])} == {link.url for link in action.links}, (
                action.number
            )
        in_row = [n for n in wanted["references"] if n in letters(wanted["text"] + "".join(wanted["owner_cell"]))]
        assert set(in_row) <= set(action.references), action.number


def test_nothing_is_left_over(plan: ReadPlan) -> None:
    assert not plan.unplaced
