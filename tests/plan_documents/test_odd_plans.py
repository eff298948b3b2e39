"""Deliberately odd plans, each made here: read right where it can be read, and not a word lost where it cannot."""

from __future__ import annotations

import io
from typing import Any

import pytest
from tests.plan_documents.made import Grid, csv_of, docx_of, pdf_of, xlsx_of
from tests.plan_documents.test_nothing_is_lost import words, words_kept

from samspill.plan_documents import ReadPlan, read_plan

pytestmark = pytest.mark.once


def read_whole(data: bytes, *printed: str | Grid) -> ReadPlan:
    """The plan; every word that was put into the document is somewhere in it."""
    plan = read_plan(data)
    texts = [text for each in printed for row in (each if isinstance(each, list) else [[each]]) for text in row]
    missing = sum((words(text) for text in texts if text not in ("^", "<")), words("")) - words_kept(plan)
    assert not missing
    return plan


def told(plan: ReadPlan) -> list[tuple[str, list[str], list[tuple[int, str, str]]]]:
    return [
        (each.text, each.owners, [(mark.year, mark.season, mark.kind) for mark in each.marks])
        for each in plan.actions()
    ]


def nested() -> bytes:
    """Nynorsk, a table inside a cell, merged cells over «who» and «when», and a remark across the table."""
    import docx

    document = docx.Document()
    document.add_heading("1 Overgangar", 1)
    table = document.add_table(rows=4, cols=5)
    cells = [list(row.cells) for row in table.rows]
    for cell, text in zip(cells[0], ["Delmål", "Tiltak", "Ansvarleg", "Vår 2026", "Haust 2026"], strict=True):
        cell.text = text
    cells[1][0].merge(cells[2][0])
    cells[1][0].text = "1.1 Trygge overgangar"
    cells[1][1].text = "Innføre felles sjekkliste:"
    inner = cells[1][1].add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Sjukehus", "Epikrise same dag"
    cells[1][2].text, cells[1][3].text, cells[1][4].text = "Helse Møre og Romsdal, Ålesund kommune", "✓", "●"
    cells[2][1].text = "Samle tala"
    cells[2][2].merge(cells[2][3])
    cells[2][2].text, cells[2][4].text = "Sekretariatet", "x"
    cells[3][0].merge(cells[3][4])
    cells[3][0].text = "Merknad: Tiltaka blir vurderte i januar."
    document.add_paragraph("Slutt på delen.")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_nested_and_merged_cells_in_word() -> None:
    plan = read_whole(nested(), "Sjukehus Epikrise same dag", "Merknad Tiltaka blir vurderte i januar")
    assert told(plan) == [
        (
            "Innføre felles sjekkliste:\nSjukehus\nEpikrise same dag",
            ["Helse Møre og Romsdal", "Ålesund kommune"],
            [(2026, "spring", "done"), (2026, "autumn", "ongoing")],
        ),
        ("Samle tala", ["Sekretariatet"], [(2026, "autumn", "ongoing")]),
    ]
    assert [area.title for area in plan.areas] == ["1 Overgangar"]
    assert {"Merknad: Tiltaka blir vurderte i januar.", "Slutt på delen."} == {each.text for each in plan.unplaced}


def test_the_layout_of_helgeland_in_nynorsk_under_other_names() -> None:
    grid: Grid = [
        ["Kva vil vi oppnå?", "Kva gjer vi i dag?", "Korleis skal vi få det til?", "Kven har ansvaret?", "Tidsfrist"],
        ["Auka helsekompetanse", "Lærings- og meistringstilbod", "Lage kursplan\n\nTilby kurs",
         "Helseføretaket og kommunane", "Hausten 2026"],
        ["Tidleg innsats", "", "Styrkje helsestasjonane", "Kommunane", "Innan 1. juni 2027"],
        ["", "", "Rettleiing frå BUP", "BUP", "Fortløpande"],
    ]  # fmt: skip
    lead = "Området gjeld born og unge."
    plan = read_whole(docx_of("# Satsingsområde 2: Førebygging", lead, grid), lead, grid)
    assert plan.layout == "when"
    assert [(area.number, area.title, area.notes) for area in plan.areas] == [("2", "Førebygging", [lead])]
    assert [(goal.title, goal.ongoing) for goal in plan.goals()] == [
        ("Auka helsekompetanse", ["Lærings- og meistringstilbod"]),
        ("Tidleg innsats", []),
    ]
    assert told(plan) == [
        ("Lage kursplan", ["Helseføretaket", "kommunane"], [(2026, "autumn", "ongoing")]),
        ("Tilby kurs", ["Helseføretaket", "kommunane"], [(2026, "autumn", "ongoing")]),
        ("Styrkje helsestasjonane", ["Kommunane"], [(2027, "spring", "ongoing")]),
        ("Rettleiing frå BUP", ["BUP"], []),
    ]


def test_a_workbook_with_title_rows_merged_cells_and_sheets_that_are_no_plan() -> None:
    title, head = (
        ["Handlingsplan 2026-2029", "<", "<", "<", "<"],
        ["Målsetting", "Tiltak", "Ansvarlig part", "2026", "2027"],
    )
    front: Grid = [["Vedtatt i SSU 12. januar 2026", ""], ["Kontakt: Sekretariatet", ""]]
    old: Grid = [
        title, ["Innsatsområde 1: Skrøpelige eldre", "<", "<", "<", "<"], [""] * 5, head,
        ["Færre fall", "Fallforebygging", "Kommunene", "x", "x"], ["^", "Felles opplæring", "Sykehuset", "", "●"],
        [""] * 5, ["Kommentar: avhenger av penger", "", "", "", ""],
    ]  # fmt: skip
    drugs: Grid = [
        title,
        ["Innsatsområde 2: Rus", "<", "<", "<", "<"],
        head,
        ["Raskere hjelp", "FACT-team", "DPS", "x", ""],
    ]
    money: Grid = [["Post", "Kroner"], ["Prosjektleder", "900000"]]
    plan = read_whole(xlsx_of(Forside=front, Eldre=old, Rus=drugs, Penger=money), front, old, drugs, money)
    assert plan.title == "Handlingsplan 2026-2029"
    assert [(area.number, area.title, len(area.goals)) for area in plan.areas] == [
        ("1", "Skrøpelige eldre", 1),
        ("2", "Rus", 1),
    ]
    assert [text for text, _owners, _marks in told(plan)] == ["Fallforebygging", "Felles opplæring", "FACT-team"]
    aside = {each.text for each in plan.unplaced}
    assert {"Vedtatt i SSU 12. januar 2026", "Kommentar: avhenger av penger", "Prosjektleder | 900000"} <= aside


def test_semicolons_in_the_western_encoding_with_rows_above_the_headings() -> None:
    grid: Grid = [
        ["Handlingsplan Ytre Fjord", "", "", "", ""],
        [""] * 5,
        ["Nr.", "Tiltak", "Tiltakseier", "Tidsrom", "Status"],
        ["1", "Økt bruk av e-melding", "Søndre kommune; Sykehuset", "2026–2027", "Påbegynt"],
        ["2", "Ambulante team på øyene, også i ferien", "Båtsfjord og Vardø", "vår 2026", "Ikke startet"],
    ]
    plan = read_whole(csv_of(grid, encoding="cp1252"), grid)
    assert (plan.title, plan.layout) == ("Handlingsplan Ytre Fjord", "when")
    assert told(plan) == [
        ("Økt bruk av e-melding", ["Søndre kommune", "Sykehuset"], [(2026, "", "ongoing"), (2027, "", "ongoing")]),
        ("Ambulante team på øyene, også i ferien", ["Båtsfjord", "Vardø"], [(2026, "spring", "ongoing")]),
    ]
    assert plan.actions()[0].extras[0].text == "Påbegynt"


def test_a_pdf_whose_merged_cells_are_cut_by_the_page() -> None:
    grid: Grid = [["Mål", "Tiltak", "Ansvar", "2026", "2027"]]
    for n in range(1, 31):
        goal = f"Mål {(n - 1) // 3 + 1}: Gode forløp" if n % 3 == 1 else "^"
        text = f"Tiltak nummer {n} som er langt nok til å fylle mer enn en linje i kolonnen, for sikkerhets skyld"
        grid.append([goal, text, "ASU" if n % 2 else "Fagråd for rus", "x", "●" if n % 2 else ""])
    head = "@top-center { content: 'Handlingsplan Sør' }"
    data = pdf_of("# Innsatsområde 3: Pasientforløp", grid, extra=head)
    plan = read_plan(data)
    assert [goal.number for goal in plan.goals()] == [str(n) for n in range(1, 11)]
    assert [len(goal.actions) for goal in plan.goals()] == [3] * 10
    assert {each.text for each in plan.unplaced} == {"Handlingsplan Sør"}


def test_plain_text_between_two_tables_is_for_a_person() -> None:
    head = ["Tiltak", "Ansvarlig", "Frist"]
    between = "Erfaringer fra forrige periode tilsier færre tiltak."
    first: Grid = [head, ["Felles mottak", "Sykehuset", "2026"]]
    second: Grid = [head, ["Responstid måles", "Legevakt", "01.09.2026"]]
    plan = read_whole(docx_of("# 1. Akutt", first, between, second, "Signert"), first, between, second, "Signert")
    assert [text for text, *_ in told(plan)] == ["Felles mottak", "Responstid måles"]
    assert [each.text for each in plan.unplaced] == [between, "Signert"]


@pytest.mark.parametrize(("mark", "kind"), [("✓", "ongoing"), ("●", "ongoing"), ("■", "ongoing"), ("–", "postponed")])
def test_one_kind_of_mark_under_half_years(mark: str, kind: str) -> None:
    grid: Grid = [
        ["Nr", "Tiltak", "Hvem gjør hva", "Vår 2026", "Høst 2026", "Vår 2027"],
        ["2.1", "Felles journal", "IKT-rådet", mark, "", mark],
    ]
    assert told(read_whole(docx_of("# 2. Digital", grid), grid)) == [
        ("Felles journal", ["IKT-rådet"], [(2026, "spring", kind), (2027, "spring", kind)])
    ]


def test_a_tick_beside_crosses_says_done_and_what_is_not_known_is_a_doubt() -> None:
    grid: Grid = [
        ["Nr", "Tiltak", "Vår 2026", "Høst 2026"],
        ["2.1", "Journal", "✓", "x"],
        ["2.2", "Tolk", "pilot", "x"],
    ]
    plan = read_whole(docx_of("# 2. Digital", grid), grid)
    assert [mark.kind for mark in plan.actions()[0].marks] == ["done", "ongoing"]
    assert plan.actions()[1].doubts == ["mark_unknown"]


def test_cells_that_are_only_coloured_in_word() -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    grid: Grid = [["Tiltak", "Ansvar", "2026", "2027"], ["Hospitering", "HR", "", ""], ["E-læring", "HR", "", ""]]
    document: Any = docx.Document(io.BytesIO(docx_of("# 4. Kompetanse", grid)))
    for row, column in ((0, 0), (0, 1), (0, 2), (0, 3), (1, 2), (2, 3)):
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "92D050" if row else "D9D9D9")
        document.tables[0].cell(row, column)._tc.get_or_add_tcPr().append(shade)
    kept = io.BytesIO()
    document.save(kept)
    plan = read_whole(kept.getvalue(), grid)
    assert [(each.text, [mark.year for mark in each.marks]) for each in plan.actions()] == [
        ("Hospitering", [2026]),
        ("E-læring", [2027]),
    ]
    assert all("color_only" in each.doubts for each in plan.actions())


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_headings_in_two_rows_with_several_who_and_when(kind: str) -> None:
    grid: Grid = [
        ["Satsing", "Tiltak", "Ansvar", "<", "Tid", "<"],
        ["^", "^", "Kommune", "Helseforetak", "Start", "Slutt"],
        ["Tidlig hjelp", "Familieteam", "Alle", "BUP", "2026", "2028"],
        ["^", "Skolehelsetjeneste", "Bydelene", "", "høst 2026", ""],
    ]
    make = {
        "docx": lambda: docx_of("# 6. Barn", grid),
        "xlsx": lambda: xlsx_of(Plan=[["6. Barn", *[""] * 5], *grid]),
        "pdf": lambda: pdf_of("# 6. Barn", grid),
    }
    plan = read_whole(make[kind](), grid)
    years = [(year, "", "ongoing") for year in (2026, 2027, 2028)]
    assert told(plan) == [
        ("Familieteam", ["Alle", "BUP"], years),
        ("Skolehelsetjeneste", ["Bydelene"], [(2026, "autumn", "ongoing")]),
    ]


def test_a_plan_without_any_table_comes_in_as_text() -> None:
    lines = ["Mål 5.1: Bedre samarbeid", "• Tiltak: Møtes månedlig (ansvar: ASU)"]
    plan = read_whole(docx_of("# 5. Uten tabell", *lines), *lines)
    assert [each.text for each in plan.unplaced] == lines
