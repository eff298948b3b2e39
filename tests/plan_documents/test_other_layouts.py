"""Plans of other communities: other columns, orders and years, merged and wrapped cells, cards, colours."""

from __future__ import annotations

import re

import pytest
from tests.plan_documents.made import Grid, csv_of, docx_of, pdf_of, xlsx_of

from samspill.plan_documents import ReadPlan, read_plan

pytestmark = pytest.mark.once

HELGELAND: Grid = [
    ["MÅL\nHvor vil vi?", "Hva har vi av pågående arbeid", "TILTAK\nHvordan skal vi få det til?", "Ansvarlig", "Når"],
    [
        "Øke helsekompetansen hos innbyggerne",
        "Etablerte lærings- og mestringstilbud i kommuner og sykehus",
        "Følge opp strategi for helsekompetanse\n\nInkludere frivillige og pasientorganisasjoner i arbeidet",
        "Samhandlingsavdelingen og kommuner\n\n\nSykehus og kommuner i fellesskap",
        "2024-\n2025\n\n\nInnen utgangen av 2024",
    ],
    [
        "Helsepedagogikk",
        "",
        "Kurs tilbys også kommunalt helsepersonell",
        "Rana kommune, Digitale Helgeland",
        "2024-2025",
    ],
    ["Helserom Helgeland", "Pilot i tre kommuner", "Rulles ut til flere kommuner etter endt pilot", "", "Høsten 2025"],
]


def texts(plan: ReadPlan) -> list[str]:
    return [action.text for action in plan.actions()]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "pdf"])
def test_the_layout_of_helgeland(kind: str) -> None:
    heading = "2.2 Satsning på forebygging og egenmestring"
    data = {
        "docx": lambda: docx_of("# 1. Innledning", "Planen revideres årlig.", f"# {heading}", HELGELAND),
        "xlsx": lambda: xlsx_of(Plan=[[heading, *[""] * 4], [""] * 5, *HELGELAND]),
        "csv": lambda: csv_of(HELGELAND, encoding="cp1252"),
        "pdf": lambda: pdf_of(f"## {heading}", HELGELAND),
    }[kind]()
    plan = read_plan(data)
    assert plan.layout == "when"
    assert [goal.title for goal in plan.goals()] == [
        "Øke helsekompetansen hos innbyggerne",
        "Helsepedagogikk",
        "Helserom Helgeland",
    ]
    assert texts(plan) == [
        "Følge opp strategi for helsekompetanse",
        "Inkludere frivillige og pasientorganisasjoner i arbeidet",
        "Kurs tilbys også kommunalt helsepersonell",
        "Rulles ut til flere kommuner etter endt pilot",
    ]
    assert [action.owners for action in plan.actions()] == [
        ["Samhandlingsavdelingen", "kommuner"],
        ["Sykehus", "kommuner i fellesskap"],
        ["Rana kommune", "Digitale Helgeland"],
        [],
    ]
    assert [sorted({mark.year for mark in action.marks}) for action in plan.actions()] == [
        [2024, 2025],
        [2024],
        [2024, 2025],
        [2025],
    ]
    assert plan.actions()[3].marks[0].season == "autumn"
    assert plan.goals()[2].ongoing == ["Pilot i tre kommuner"]
    if kind != "csv":
        assert (plan.areas[0].number, plan.areas[0].title) == ("2.2", "Satsning på forebygging og egenmestring")
    assert "parted_by_blank" in plan.actions()[0].doubts


def test_text_that_is_no_table_is_kept_for_a_person() -> None:
    plan = read_plan(
        docx_of("# 1. Innledning", "Planen revideres årlig.", "# 2.1 Gode forløp", HELGELAND, "Veien videre.")
    )
    assert {"Planen revideres årlig.", "Veien videre."} <= {each.text for each in plan.unplaced}


STAVANGER: Grid = [
    ["Ansvarlig", "Tiltak", "Mål", "2026", "<", "2027", "<", "Indikator"],
    ["^", "^", "^", "Vår", "Høst", "Vår", "Høst", "^"],
    [
        "Tjenestemodellgruppe eldre",
        "1. Felles forløp for skrøpelige",
        "Færre reinnleggelser",
        "start",
        "x",
        "x",
        "",
        "Andel reinnlagt",
    ],
    ["FSU; Praksiskonsulentene", "2. Samhandlingsstruktur for barn", "Tidlig hjelp", "", "", "utsatt", "x", "Ventetid"],
    ["SSU", "Årlig partnerskapsmøte", "^", "x", "", "x", "", ""],
]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_columns_in_another_order_with_half_years(kind: str) -> None:
    data = {
        "docx": lambda: docx_of("# Innsatsområde 1: Skrøpelige eldre", STAVANGER),
        "xlsx": lambda: xlsx_of(Plan=[["Innsatsområde 1: Skrøpelige eldre", *[""] * 7], *STAVANGER]),
        "pdf": lambda: pdf_of("# Innsatsområde 1: Skrøpelige eldre", STAVANGER),
    }[kind]()
    plan = read_plan(data)
    assert (plan.areas[0].number, plan.areas[0].title) == ("1", "Skrøpelige eldre")
    first, second, third = plan.actions()
    assert [(m.year, m.season, m.kind) for m in first.marks] == [
        (2026, "spring", "start"),
        (2026, "autumn", "ongoing"),
        (2027, "spring", "ongoing"),
    ]
    assert [(m.year, m.season, m.kind) for m in second.marks] == [
        (2027, "spring", "postponed"),
        (2027, "autumn", "ongoing"),
    ]
    assert second.owners == ["FSU", "Praksiskonsulentene"]
    assert [goal.title for goal in plan.goals()] == ["Færre reinnleggelser", "Tidlig hjelp"]
    assert third.text == "Årlig partnerskapsmøte"
    assert first.extras[0].text == "Andel reinnlagt"


def test_oslo_with_several_actions_numbered_in_one_cell() -> None:
    grid = [
        ["Pkt.", "Hovedmål", "Nr", "Aktuelle tiltak", "Hvem", "Frist"],
        [
            "1.1",
            "Helhetlige forløp",
            "1.1.1\n\n1.1.2",
            "Felles forløp\n\nDigital tavle",
            "Bydelene og Lovisenberg\n\nOUS",
            "31.12.2026",
        ],
        [
            "1.2",
            "Færre som venter",
            "",
            "1.2.1 Daglig tavlemøte\n1.2.2 Felles tall",
            "Lokalt samarbeidsutvalg",
            "Løpende",
        ],
    ]
    plan = read_plan(docx_of("** 1. Pasientforløp", grid))
    assert [action.number for action in plan.actions()] == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    assert texts(plan) == ["Felles forløp", "Digital tavle", "Daglig tavlemøte", "Felles tall"]
    assert plan.actions()[1].owners == ["OUS"]
    assert plan.actions()[3].owners == ["Lokalt samarbeidsutvalg"]
    assert plan.actions()[0].when_text == "31.12.2026"
    assert plan.areas[0].title == "Pasientforløp"


def test_each_action_a_card() -> None:
    card = [
        ["Tiltak 3", "Innføre tavlemøter"],
        ["Mål", "Færre døgn"],
        ["Ansvarlig", "Fagråd for legesamarbeid/ASU"],
        ["Frist", "Vår 2026"],
        ["Måling", "Døgn per måned"],
    ]
    plan = read_plan(docx_of("# 4. Flyt", card))
    (action,) = plan.actions()
    assert (action.text, action.owners, action.when_text) == (
        "Innføre tavlemøter",
        ["Fagråd for legesamarbeid", "ASU"],
        "Vår 2026",
    )
    assert plan.goals()[0].title == "Færre døgn"
    assert action.extras[0].text == "Døgn per måned"


def test_focus_areas_and_goals_as_rows_of_the_table() -> None:
    grid = [
        ["Tiltak", "Ansvarlig", "2025", "2026"],
        ["Innsatsområde 2: Digitalisering", "<", "<", "<"],
        ["Mål 2.1: Felles journal", "<", "<", "<"],
        ["Ta i bruk kjernejournal", "Kommunene", "x", ""],
        ["Mål 2.2: Digital hjemmeoppfølging", "<", "<", "<"],
        ["Rulle ut til alle", "Sekretariatet, ASU", "", "✓"],
    ]
    plan = read_plan(docx_of(grid))
    assert [(area.number, area.title) for area in plan.areas] == [("2", "Digitalisering")]
    assert [(g.number, g.title) for g in plan.goals()] == [
        ("2.1", "Felles journal"),
        ("2.2", "Digital hjemmeoppfølging"),
    ]
    assert plan.actions()[1].owners == ["Sekretariatet", "ASU"]
    assert plan.actions()[1].marks[0].kind == "done"


def test_a_row_that_was_wrapped_by_hand_goes_on() -> None:
    grid = [
        ["Nr", "Tiltak", "Ansvar", "2025"],
        ["1.1.1", "Etablere en arbeidsgruppe som skal", "ASU", "x"],
        ["", "utarbeide felles rutiner", "", ""],
        ["1.1.2", "Evaluere", "AU", ""],
    ]
    plan = read_plan(csv_of(grid, delimiter=","))
    assert texts(plan) == ["Etablere en arbeidsgruppe som skal utarbeide felles rutiner", "Evaluere"]
    assert "continued" in plan.actions()[0].doubts


def test_a_mark_that_is_only_a_colour() -> None:
    import io

    import openpyxl
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(
        io.BytesIO(xlsx_of(Plan=[["Tiltak", "Ansvar", "2025", "2026"], ["Kurs", "AU", "", ""]]))
    )
    book.active["C2"].fill = PatternFill("solid", fgColor="00AA55")
    kept = io.BytesIO()
    book.save(kept)
    (action,) = read_plan(kept.getvalue()).actions()
    assert [mark.year for mark in action.marks] == [2025]
    assert "color_only" in action.doubts


def test_an_action_over_several_pages_in_pdf() -> None:
    long = " ".join(f"Setning nummer {n} om det samme tiltaket." for n in range(260))
    grid = [["Nr", "Mål", "Nr", "Tiltak", "Ansvar", "2025"]]
    grid += [
        ["1.1", "Helhet", f"1.1.{n}", "Kort tiltak.", "ASU", "x"]
        if n == 1
        else ["^", "^", f"1.1.{n}", long if n == 2 else "Til slutt.", "AU", "x"]
        for n in (1, 2, 3)
    ]
    plan = read_plan(pdf_of("# 1. Forløp", grid))
    assert [action.number for action in plan.actions()] == ["1.1.1", "1.1.2", "1.1.3"]
    assert re.sub(r"\s+", " ", plan.actions()[1].text) == long
    assert plan.actions()[2].owners == ["AU"]


def test_tables_that_are_no_plan_are_set_aside_whole() -> None:
    plan = read_plan(
        docx_of([["Navn", "Telefon"], ["Per", "123"]], "# 1. Flyt", [["Tiltak", "Ansvar"], ["Møte", "AU"]])
    )
    assert texts(plan) == ["Møte"]
    assert [each.text for each in plan.unplaced] == ["Navn | Telefon", "Per | 123"]
