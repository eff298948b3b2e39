"""Every word of the source is placed or among the unplaced: on drawn tables, and on files in all kinds."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan_documents.made import Grid, csv_of, docx_of, xlsx_of
from tests.reference import REFERENCE, needs_reference

from samspill.plan_documents import ReadPlan, Unreadable, read_plan
from samspill.plan_documents.reading import source_of
from samspill.plan_documents.source import Table
from samspill.plan_documents.writing import docx_of as written_docx
from samspill.plan_documents.writing import xlsx_of as written_xlsx

pytestmark = pytest.mark.once


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[\w]+", text))


def words_of_source(data: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    source = source_of(data)
    for block in source.blocks:
        if isinstance(block, Table):
            cells = {id(cell): cell for row in block.rows for cell in row}
            found += sum((words(cell.text) for cell in cells.values()), Counter())
        else:
            found += words(block.text)
    return found + sum((words(text) for _, text, _ in source.aside), Counter())


def words_kept(plan: ReadPlan) -> Counter[str]:
    return words(json.dumps(plan.as_json(), ensure_ascii=False).replace("\\n", " ").replace('\\"', " "))


def lost(data: bytes) -> Counter[str]:
    return words_of_source(data) - words_kept(read_plan(data))


HEADS = st.sampled_from(
    [
        "Mål",
        "Tiltak",
        "Ansvar",
        "2024",
        "2025",
        "Når",
        "Nr",
        "",
        "Pågående arbeid",
        "Kommentar",
        "2026 vår",
        "Status",
        "Tema",
    ]
)
CELLS = st.one_of(
    st.sampled_from(
        ["", "x", "^", "<", "1.1", "1.2.3", "-", "x oppstart høst", "ASU/Fagråd", "Se også 1.2.1", "Mål 2: Flyt"]
    ),
    st.text("aåbKøT .,/1\n•x–", max_size=40),
)
GRIDS = st.integers(1, 7).flatmap(
    lambda width: st.tuples(
        st.lists(HEADS, min_size=width, max_size=width),
        st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8),
    ).map(lambda both: [both[0], *both[1]])
)


def sound(grid: Grid) -> Grid:
    """Merges that a table can have: none at its edge, and no cell merged both ways."""
    return [
        [
            "" if (text == "^" and r == 0) or (text == "<" and c == 0) or text == "<" else text
            for c, text in enumerate(row)
        ]
        for r, row in enumerate(grid)
    ]


@settings(max_examples=60)
@given(st.lists(st.one_of(GRIDS.map(sound), st.text("aåB1. #", max_size=30)), max_size=3))
def test_of_word_documents(blocks: list[Any]) -> None:
    assert not lost(docx_of(*blocks))


@settings(max_examples=100)
@given(GRIDS.map(sound))
def test_of_text_files_and_spreadsheets(grid: Grid) -> None:
    for make in (csv_of, lambda grid: xlsx_of(Ark=grid)):
        data = make(grid)
        if data.strip():
            assert not lost(data)


@needs_reference
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_of_the_real_plan(kind: str) -> None:
    assert not lost((REFERENCE / "plans" / f"stolav.{kind}").read_bytes())


def told(plan: ReadPlan) -> Any:
    """What the plan says, without where it stood."""
    return [
        (
            *(area.number, area.title, goal.number, goal.title, goal.notes, goal.ongoing, action.number, action.text),
            *(action.owners, action.support, action.years, action.when_text, action.same_as),
            sorted(link.url for link in action.links),
        )
        for area in plan.areas
        for goal in area.goals
        for action in goal.actions
    ]


@needs_reference
@pytest.mark.parametrize("write", [written_docx, written_xlsx])
def test_the_real_plan_goes_out_and_comes_in_the_same(write: Any) -> None:
    plan = read_plan((REFERENCE / "plans" / "stolav.docx").read_bytes())
    again = read_plan(write(plan))
    got, wanted = told(again), told(plan)
    if write is written_xlsx:  # a sheet has no links inside a text
        got, wanted = [row[:-1] for row in got], [row[:-1] for row in wanted]
    assert got == wanted
    assert (again.title, again.years, again.unplaced) == (plan.title, plan.years, [])


def test_to_json_and_back() -> None:
    plan = read_plan(csv_of([["Nr", "Tiltak", "Ansvar", "2025"], ["1.1.1", "Møte", "AU og ASU", "x høst"]]))
    assert ReadPlan.from_json(json.loads(json.dumps(plan.as_json()))) == plan


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04 broken", "broken"),
        (b"%PDF-1.7 broken", "broken"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old_word"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "unknown_kind"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_plan(data)
    assert refused.value.code == code


def test_a_pdf_of_pictures_is_told_apart(tmp_path: Path) -> None:
    from weasyprint import HTML

    with pytest.raises(Unreadable) as refused:
        read_plan(HTML(string="<p></p>").write_pdf())
    assert refused.value.code == "no_text"
