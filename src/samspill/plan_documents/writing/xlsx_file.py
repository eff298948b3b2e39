"""A spreadsheet with a sheet for each focus area. A text that begins like a formula is written as the text it is."""

from __future__ import annotations

import io
import re
from typing import Any

from samspill.plan_documents.model import Area, ReadPlan
from samspill.plan_documents.writing.sheet import heading_of, sheet_of


def xlsx_of(plan: ReadPlan) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.title = plan.title
    names: set[str] = set()
    for number, area in enumerate(plan.areas or [Area()]):
        _sheet(book.create_sheet(_name(area, number, names)), plan, area)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _name(area: Area, number: int, taken: set[str]) -> str:
    plain = re.sub(r"[\[\]:*?/\\']", " ", " ".join(filter(None, [area.number, area.title])))[:28].strip()
    name = plain or f"Område {number + 1}"
    while name.casefold() in taken:
        name = f"{name[:26]} {number + 1}"
        number += 1
    taken.add(name.casefold())
    return name


def _sheet(page: Any, plan: ReadPlan, area: Area) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    top = [text for text in (plan.title, heading_of(area), *area.notes) if text]
    for place, text in enumerate(top, 1):
        note = text in area.notes
        _put(page.cell(place, 1), text).font = Font(bold=not note, size=10 if note else 14 if place == 1 else 12)
    sheet = sheet_of(plan, area)
    at = len(top) + 2
    thin = Side(style="thin", color="B0B7BF")
    border, wrapped = Border(thin, thin, thin, thin), Alignment(wrap_text=True, vertical="top")
    for place, (_key, heading, width) in enumerate(sheet.columns, 1):
        cell = _put(page.cell(at, place), heading)
        cell.font, cell.fill, cell.border = Font(bold=True), PatternFill("solid", fgColor="E7EBEF"), border
        page.column_dimensions[get_column_letter(place)].width = max(7, width * 1.5)
    for number, row in enumerate(sheet.rows, at + 1):
        for place, (key, _heading, _width) in enumerate(sheet.columns, 1):
            cell = page.cell(number, place)
            cell.alignment, cell.border = wrapped, border
            if key not in sheet.goal_columns or row.begins:
                _put(cell, "\n".join(row.cells.get(key, [])))
            if key in sheet.goal_columns and row.begins and row.height > 1:
                page.merge_cells(
                    start_row=number, end_row=number + row.height - 1, start_column=place, end_column=place
                )
    page.freeze_panes = page.cell(at + 1, 1)
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{at}:{at}"


def _put(cell: Any, text: str) -> Any:
    cell.value = text or None
    if text:
        cell.data_type = "s"  # never a formula
    return cell
