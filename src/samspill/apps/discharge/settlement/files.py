"""A statement as CSV, XLSX and PDF. The same statement gives the same bytes, today and in ten years: no clock, no
random number and no reader's language is let into them."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import openpyxl
from django.utils.translation import override
from openpyxl.styles import Alignment, Font

from samspill.apps.discharge.settlement.statement import Shown, ShownLine
from samspill.apps.discharge.settlement.words import REMARKS
from samspill.directory.exchange.files import FORMULA
from samspill.ui import formats
from samspill.ui.paper import pdf_of

COLUMNS = ("nr", "pasient", "født", "fra", "til", "døgn", "døgnsats", "kroner", "retter måned", "merknader", "opphold")
NUMBERS = {"nr", "døgn", "døgnsats", "kroner"}
WIDTHS = (6, 28, 12, 12, 12, 8, 10, 12, 12, 60, 38)
# A point in time that every archive can hold, and that says nothing.
NEVER = (1980, 1, 1, 0, 0, 0)
Cell = str | int | None


def rows_of(shown: Shown) -> list[list[Cell]]:
    """The lines as they stand in the files; kroner is empty where the year's rate is not known."""
    with override("nb"):
        return [_row(each) for each in shown.lines]


def _row(each: ShownLine) -> list[Cell]:
    line = each.line
    return [
        each.number,
        each.name,
        each.born,
        line.first.isoformat(),
        line.last.isoformat(),
        line.days,
        line.rate,
        line.kroner,
        each.corrects_words,
        " ".join(str(REMARKS[code]) for code in each.remarks),
        str(line.stay),
    ]


def sum_row(shown: Shown) -> list[Cell]:
    """The last row: days and kroner in all."""
    values: dict[str, Cell] = {"pasient": "Sum", "døgn": shown.reckoning.days, "kroner": shown.reckoning.kroner}
    return [values.get(name, "") for name in COLUMNS]


def as_csv(shown: Shown) -> bytes:
    """UTF-8 with a mark, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(cell) for cell in row] for row in [*rows_of(shown), sum_row(shown)])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula is kept a text; a negative number is a number."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else "" if cell is None else cell


def as_xlsx(shown: Shown) -> bytes:
    """One sheet with a heading, the lines and their sum."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = f"{shown.statement.year}-{shown.statement.month:02}"
    sheet.append([title_of(shown)])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append(list(COLUMNS))
    for row in [*rows_of(shown), sum_row(shown)]:
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
    for row_number in (2, sheet.max_row):
        for cell in sheet[row_number]:
            cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        if letter == "J":
            for cell in sheet[letter]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _without_clock(body: bytes) -> bytes:
    """The same archive, with no time of writing in it."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(body)) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist()):
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            entry = ZipInfo(name, NEVER)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            kept.writestr(entry, content)
    return out.getvalue()


def as_pdf(shown: Shown) -> bytes:
    """A4, tagged, in bokmål: sums first, then the lines, then what each rests on."""
    # The fonts inside it would be stamped with the time otherwise; see fontTools.misc.timeTools.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800")
    with override("nb"):
        return pdf_of("settlement/paper.html", {**paper_values(shown)}, "settlement/paper.css")


def paper_values(shown: Shown) -> dict[str, object]:
    statement = shown.statement
    return {
        "title": title_of(shown),
        "community": statement.community.name,
        "statement": statement,
        "shown": shown,
        "lines": [(each, each.corrects_words, [str(REMARKS[code]) for code in each.remarks]) for each in shown.lines],
        "month": month_name(shown),
    }


def month_name(shown: Shown) -> str:
    return f"{formats.WORDS['nb'].months[shown.statement.month - 1]} {shown.statement.year}"


def title_of(shown: Shown) -> str:
    statement = shown.statement
    parties = f"{statement.trust.name} og {statement.municipality.name}"
    return f"Oppgjør for utskrivningsklare pasienter, {month_name(shown)}: {parties}"


def file_name(shown: Shown, ending: str) -> str:
    statement = shown.statement
    number = statement.municipality.number or "kommune"
    return f"oppgjor-{number}-{statement.year}-{statement.month:02}.{ending}"


WRITERS: dict[str, tuple[object, str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": (as_pdf, "application/pdf"),
}


def total_of(rows: Sequence[Sequence[Cell]]) -> int:
    """What the rows of a file come to, in kroner."""
    at = COLUMNS.index("kroner")
    return sum(kroner for row in rows if isinstance(kroner := row[at], int))
