"""Word, landscape A4: a heading and a table for each focus area; the heading row comes again on each page."""

from __future__ import annotations

import io
from typing import Any

from samspill.plan_documents.model import Link, ReadPlan
from samspill.plan_documents.writing.sheet import Row, Sheet, heading_of, sheet_of

WIDTH, HEIGHT, MARGIN = 297, 210, 15  # millimetres
GREY = "E7EBEF"


def docx_of(plan: ReadPlan, intro: str = "") -> bytes:
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(9)
    normal.paragraph_format.space_after = Pt(0)
    document.core_properties.title = plan.title
    document.core_properties.language = "nb-NO"
    if plan.title:
        document.add_paragraph(plan.title, style="Title")
    for text in filter(None, intro.split("\n")):
        document.add_paragraph(text)
    for area in plan.areas:
        if heading_of(area):
            document.add_heading(heading_of(area), level=1)
        for note in area.notes:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True  # a heading with its links is nothing without the table
            _write(paragraph, note, area.links)
        _table(document, sheet_of(plan, area))
        document.add_paragraph()
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _table(document: Any, sheet: Sheet) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm

    table = document.add_table(rows=1 + len(sheet.rows), cols=len(sheet.columns))
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    unit = (WIDTH - 2 * MARGIN) / sum(width for _, _, width in sheet.columns)
    grid = [list(row.cells) for row in table.rows]
    for column, (_key, _heading, width) in zip(table.columns, sheet.columns, strict=True):
        column.width = Mm(width * unit)  # Word goes by the cells, LibreOffice by the columns
    for cells in grid:
        for cell, (_key, _heading, width) in zip(cells, sheet.columns, strict=True):
            cell.width = Mm(width * unit)
    for cell, (_key, heading, _width) in zip(grid[0], sheet.columns, strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        _shade(cell)
    _repeat(table.rows[0])
    for number, row in enumerate(sheet.rows, 1):
        _fill(grid, number, row, sheet)
        _keep_together(table.rows[number])


def _fill(grid: list[list[Any]], number: int, row: Row, sheet: Sheet) -> None:
    for place, (key, _heading, _width) in enumerate(sheet.columns):
        of_goal = key in sheet.goal_columns
        if of_goal and not row.begins:
            continue
        cell = grid[number][place]
        if of_goal and row.height > 1:
            cell = cell.merge(grid[number + row.height - 1][place])
            for spare in cell.paragraphs[1:]:
                spare._p.getparent().remove(spare._p)
        links = row.goal.links if of_goal else row.action.links if row.action and key == "action" else []
        _lines(cell, row.cells.get(key, []), links, bold=key == "goal")


def _lines(cell: Any, lines: list[str], links: list[Link], bold: bool) -> None:
    for place, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        if line.startswith("• "):
            paragraph.style = "List Bullet"
            line = line[2:]
        _write(paragraph, line, links, bold=bold and place == 0)


def _write(paragraph: Any, text: str, links: list[Link], bold: bool = False) -> None:
    """The text, with those of the links whose words it holds."""
    link = next((each for each in links if each.text and each.text in text), None)
    if link is None:
        paragraph.add_run(text).bold = bold or None
        return
    before, after = text.split(link.text, 1)
    if before:
        paragraph.add_run(before).bold = bold or None
    _link(paragraph, link)
    if after:
        _write(paragraph, after, [each for each in links if each is not link], bold)


def _link(paragraph: Any, link: Link) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), paragraph.part.relate_to(link.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    for name, value in (("w:color", "0B5CAD"), ("w:u", "single")):
        part = OxmlElement(name)
        part.set(qn("w:val"), value)
        look.append(part)
    words = OxmlElement("w:t")
    words.text = link.text
    words.set(qn("xml:space"), "preserve")
    run.append(look)
    run.append(words)
    made.append(run)
    paragraph._p.append(made)


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", GREY)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_together(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
