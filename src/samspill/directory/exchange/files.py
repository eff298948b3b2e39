"""Rows in and out of CSV and XLSX: the first line names the columns, each line after it is a row of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused

LARGEST = 10 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
Row = dict[str, str]
# A cell that begins so is run as a formula by spreadsheet programs; an apostrophe keeps it a text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_rows(name: str, body: bytes) -> list[Row]:
    """The rows by column name, without empty lines; texts are stripped. Raises Refused with a sentence."""
    if len(body) > LARGEST:
        raise Refused(_("Filen er større enn %(size)s MB."), size=LARGEST // 1024 // 1024)
    lines = _xlsx_lines(body) if name.lower().endswith(".xlsx") else _csv_lines(body)
    header, *rest = lines if lines else [[]]
    names = [each.strip().lower() for each in header]
    _check_header(names)
    rows = [dict(zip(names, line + [""] * len(names), strict=False)) for line in rest]
    rows = [row for row in rows if any(row.values())]
    if len(rows) > MOST_ROWS:
        raise Refused(_("Filen har flere enn %(most)s rader. Del den i flere."), most=MOST_ROWS)
    return rows


def _check_header(names: list[str]) -> None:
    if not any(names):
        raise Refused(_("Filen er tom. Første linje skal ha navn på kolonnene."))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Refused(_("Kolonnen «%(name)s» står to ganger i første linje."), name=twice[0])


def _csv_lines(body: bytes) -> list[list[str]]:
    """Semicolon, comma or tab between columns, whichever the first line has most of; UTF-8, or else Windows-1252."""
    text = _decoded(body)
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [[_text(cell) for cell in line] for line in reader]
    except csv.Error as error:
        raise Refused(_("Filen kan ikke leses som CSV: %(error)s."), error=error) from error


def _decoded(body: bytes) -> str:
    if b"\x00" in body:
        raise Refused(_("Dette er ikke en CSV-fil. Er det et regneark, skal navnet slutte på .xlsx."))
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _xlsx_lines(body: bytes) -> list[list[str]]:
    import openpyxl  # half a second to load, and every command would wait for it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(io.BytesIO(body)) as packed:
            if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
                raise Refused(_("Regnearket er for stort når det pakkes ut."))
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheet: Any = book.active
        lines = [[_text(cell) for cell in line] for line in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 2)]
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, AttributeError) as error:
        raise Refused(_("Filen kan ikke leses som regneark (.xlsx).")) from error
    return [line for line in lines if any(line)]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet keeps 9901 as 9901.0
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8 with a mark, semicolons: what Norwegian spreadsheet programs open as it is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(columns)
    writer.writerows([_harmless(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """One sheet; every cell a text, so that numbers keep their leading zeros."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title[:31]
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row.get(name, "") for name in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.number_format = "@"
            cell.data_type = "s"
    sheet.freeze_panes = "A2"
    for letter, name in zip(_letters(sheet), columns, strict=False):
        sheet.column_dimensions[letter].width = max(14, len(name) + 2)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _letters(sheet: Any) -> list[str]:
    return [cell.column_letter for cell in sheet[1]]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
