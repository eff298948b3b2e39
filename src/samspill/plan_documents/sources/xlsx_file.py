"""Spreadsheets: each sheet is a table. Merged ranges are one cell; a sheet's first rows may hold title and heading."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from samspill.plan_documents.model import Link
from samspill.plan_documents.source import Cell, Source, Table, Unreadable

MOST_ROWS, MOST_COLUMNS = 20_000, 200


def read_xlsx(data: bytes) -> Source:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:
        raise Unreadable("broken", kind="Excel") from error
    source = Source("xlsx")
    for sheet in book.worksheets:
        table = _table(sheet)
        if table.rows:
            source.blocks.append(table)
    return source


def _table(sheet: Any) -> Table:
    if sheet.max_row > MOST_ROWS:
        raise Unreadable("too_many_rows", most=MOST_ROWS, where=sheet.title)
    merged = _merged(sheet)
    table, kept = Table(where=f"ark «{sheet.title}»"), {}
    for row in sheet.iter_rows(max_col=min(sheet.max_column, MOST_COLUMNS)):
        cells = []
        for each in row:
            corner = merged.get((each.row, each.column), (each.row, each.column, 1))
            if corner not in kept:
                kept[corner] = _cell(sheet, *corner)
            cells.append(kept[corner])
        table.rows.append(cells)
    while table.rows and not any(cell.text or cell.fill for cell in table.rows[-1]):
        table.rows.pop()
    widest = max((place + 1 for row in table.rows for place, cell in enumerate(row) if cell.text), default=0)
    table.rows = [row[:widest] for row in table.rows]
    return table if widest else Table()


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int, int]]:
    return {
        (row, column): (span.min_row, span.min_col, span.max_col - span.min_col + 1)
        for span in sheet.merged_cells.ranges
        for row in range(span.min_row, min(span.max_row, MOST_ROWS) + 1)
        for column in range(span.min_col, min(span.max_col, MOST_COLUMNS) + 1)
    }


def _cell(sheet: Any, row: int, column: int, width: int) -> Cell:
    each = sheet.cell(row, column)
    cell = Cell(_text(each).split("\n"), where=f"ark «{sheet.title}», celle {each.coordinate}", columns=width)
    if each.hyperlink is not None and each.hyperlink.target:
        cell.links.append(Link(cell.words, each.hyperlink.target))
    if each.comment is not None and each.comment.text.strip():
        cell.lines += ["", *each.comment.text.strip().split("\n")]
    fill = each.fill
    if fill is not None and fill.fill_type == "solid":
        color = fill.fgColor
        value = str(color.rgb)[-6:] if color.type == "rgb" else f"{color.type}{color.value}"
        cell.fill = "" if value.upper() in ("FFFFFF", "000000") and color.type == "rgb" else value
    cell.bold = bool(each.font and each.font.b)
    return cell


def _text(each: Any) -> str:
    """As a person sees it: 2.1, not 2.1000000000000001; a day as a day; 1.10 typed as text keeps its zero."""
    value = each.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        places = _decimals(str(each.number_format or ""))
        text = f"{value:.{places}f}" if places else f"{value:.10g}"
        return text
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\xad", "")


def _decimals(number_format: str) -> int:
    """Of formats such as 0.00, which make 1.1 read 1.10."""
    head, dot, tail = number_format.partition(".")
    return len(tail) if dot and head in ("0", "#", "#,##0") and set(tail) <= {"0"} else 0
