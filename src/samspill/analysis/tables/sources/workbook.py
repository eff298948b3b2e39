"""XLSX: one sheet of a workbook, the header in its first row that holds anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.sources.batches import write_texts
from samspill.analysis.tables.sources.given import Given, no_double_names, whole_file


@dataclass(frozen=True)
class Workbook:
    """An XLSX file; `sheet` names the sheet, and may be left out if there is only one with anything in it."""

    path: str | Path
    sheet: str | None = None

    def open(self, workspace: Path) -> Given:
        """The sheet as text. Formulas count with the value they had when it was saved. Raises Unusable."""
        path = Path(self.path)
        whole_file(path)
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
            raise Unusable(f"{path.name} kan ikke leses som XLSX. Lagre den på nytt som .xlsx.") from None
        try:
            return self._read(book, path, workspace)
        finally:
            book.close()

    def _read(self, book: Any, path: Path, workspace: Path) -> Given:
        sheet = self._sheet(book, path)
        rows = sheet.iter_rows(values_only=True)
        above, header = _header(rows, path)
        names = _names(header)
        no_double_names(names, path.name)
        made = write_texts(names, _body(rows, len(names)), workspace / "given.parquet")
        return Given(
            files=(made,),
            columns=dict.fromkeys(names, "VARCHAR"),
            first_row=above + 2,
            decimal=".",
            notes=(f"Lest fra arket «{sheet.title}».",),
        )

    def _sheet(self, book: Any, path: Path) -> Any:
        if self.sheet is not None:
            if self.sheet not in book.sheetnames:
                raise Unusable(f"{path.name} har ikke arket «{self.sheet}». Arkene er: {', '.join(book.sheetnames)}.")
            return book[self.sheet]
        filled = [
            sheet for sheet in book.worksheets if any(map(_filled, sheet.iter_rows(max_row=50, values_only=True)))
        ]
        if len(filled) != 1:
            why = "er tom" if not filled else f"har flere ark: {', '.join(s.title for s in filled)}. Si hvilket"
            raise Unusable(f"{path.name} {why}.")
        return filled[0]


def _filled(row: tuple[Any, ...]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row)


def _header(rows: Iterator[tuple[Any, ...]], path: Path) -> tuple[int, tuple[Any, ...]]:
    for above, row in enumerate(rows):
        if _filled(row):
            return above, row
    raise Unusable(f"{path.name} er tom.")


def _names(header: tuple[Any, ...]) -> list[str]:
    last = max(number for number, cell in enumerate(header, 1) if _filled((cell,)))
    return [str(cell).strip() if _filled((cell,)) else f"kolonne {n}" for n, cell in enumerate(header[:last], 1)]


def _body(rows: Iterator[tuple[Any, ...]], width: int) -> Iterator[tuple[Any, ...]]:
    """Rows of that width. Empty rows at the end are no rows; those between others are, so that numbers stay right."""
    empty = 0
    for row in rows:
        if not _filled(row):
            empty += 1
            continue
        yield from ((None,) * width for _ in range(empty))
        empty = 0
        yield (*row[:width], *[None] * (width - len(row)))
