"""Plans as other communities write them, made here as Word, spreadsheet, CSV and PDF."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import Any

# A cell is a text; "^" continues the cell above (merged), "<" the cell to the left.
Grid = list[list[str]]


def docx_of(*blocks: str | Grid, title: str = "") -> bytes:
    """A text is a paragraph («# » a heading, «** » a bold line); a grid is a table."""
    import docx

    document = docx.Document()
    if title:
        document.add_paragraph(title, style="Title")
    for block in blocks:
        if isinstance(block, list):
            _docx_table(document, block)
        elif block.startswith("#"):
            document.add_heading(block.lstrip("# "), level=len(block) - len(block.lstrip("#")))
        elif block.startswith("** "):
            document.add_paragraph().add_run(block[3:]).bold = True
        else:
            document.add_paragraph(block)
    return _saved(document)


def _docx_table(document: Any, grid: Grid) -> None:
    table = document.add_table(rows=len(grid), cols=len(grid[0]))
    cells = [list(row.cells) for row in table.rows]
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text == "^":
                cells[r][c] = cells[r - 1][c].merge(cells[r][c])
            elif text == "<":
                cells[r][c] = cells[r][c - 1].merge(cells[r][c])
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in "^<" and text:
                continue
            cell = cells[r][c]
            for spare in cell.paragraphs[1:]:
                spare._p.getparent().remove(spare._p)
            for place, line in enumerate(text.split("\n")):
                (cell.paragraphs[0] if place == 0 else cell.add_paragraph()).add_run(line)


def xlsx_of(**sheets: Grid) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in sheets.items():
        page = book.create_sheet(name)
        for r, row in enumerate(grid, 1):
            for c, text in enumerate(row, 1):
                if text and text not in "^<":
                    page.cell(r, c, text)
        for r, row in enumerate(grid):
            for c, text in enumerate(row):
                below = r + 1 < len(grid) and grid[r + 1][c] == "^" and text != "^"
                beside = c + 1 < len(row) and row[c + 1] == "<" and text != "<"
                if below or beside:
                    last_r = next((i for i in range(r + 1, len(grid)) if grid[i][c] != "^"), len(grid))
                    last_c = next((i for i in range(c + 1, len(row)) if row[i] != "<"), len(row))
                    page.merge_cells(start_row=r + 1, end_row=last_r, start_column=c + 1, end_column=last_c)
    return _saved(book)


def _saved(document: Any) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def csv_of(grid: Grid, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(
        [["" if cell in ("^", "<") else cell for cell in row] for row in grid]
    )
    return text.getvalue().encode(encoding)


def pdf_of(*blocks: str | Grid, size: str = "A4 landscape", extra: str = "") -> bytes:
    from weasyprint import HTML

    style = f"""@page {{ size: {size}; margin: 1.5cm; {extra} }} body {{ font: 9pt sans-serif }}
      table {{ border-collapse: collapse; width: 100% }} td, th {{ border: 0.7pt solid #333; padding: 3pt;
      vertical-align: top; text-align: left }} th {{ font-weight: bold }} thead {{ display: table-header-group }}"""
    body = "".join(_html(block) for block in blocks)
    made: bytes = HTML(string=f"<html><head><style>{style}</style></head><body>{body}</body></html>").write_pdf()
    return made


def _html(block: str | Grid) -> str:
    if isinstance(block, str):
        level = len(block) - len(block.lstrip("#"))
        return f"<h{level}>{escape(block.lstrip('# '))}</h{level}>" if level else f"<p>{escape(block)}</p>"
    rows = []
    head = 1 + sum(all(text == "^" for text in row[:1]) for row in block[1:2])
    for r, row in enumerate(block):
        cells = []
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            high = next((i for i in range(r + 1, len(block)) if block[i][c] != "^"), len(block)) - r
            wide = next((i for i in range(c + 1, len(row)) if row[i] != "<"), len(row)) - c
            tag = "th" if r < head else "td"
            inner = "<br>".join(escape(line) for line in text.split("\n"))
            cells.append(f'<{tag} rowspan="{high}" colspan="{wide}">{inner}</{tag}>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    heads, body = "".join(rows[:head]), "".join(rows[head:])
    return f"<table><thead>{heads}</thead><tbody>{body}</tbody></table>"
