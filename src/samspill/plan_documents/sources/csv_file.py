"""Comma-, semicolon- or tab-separated text, in UTF-8, UTF-16 or the old Windows encoding."""

from __future__ import annotations

import codecs
import csv
import io

from samspill.plan_documents.source import Cell, Source, Table, Unreadable

MOST_ROWS = 20_000


def read_csv(data: bytes) -> Source:
    text = decoded(data)
    if "\x00" in text:
        raise Unreadable("unknown_kind")
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
    if len(rows) > MOST_ROWS:
        raise Unreadable("too_many_rows", most=MOST_ROWS, where="")
    width = max((len(row) for row in rows), default=0)
    table = Table(where="filen")
    for number, row in enumerate(rows, 1):
        filled = [*row, *[""] * (width - len(row))]
        cells = [
            Cell(each.replace("\r\n", "\n").replace("\xa0", " ").split("\n"), where=f"rad {number}") for each in filled
        ]
        if any(cell.text for cell in cells):
            table.rows.append(cells)
    return Source("csv", [table] if table.rows else [])


def decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def delimiter_of(text: str) -> str:
    """The mark that parts the most lines into the same number of fields."""
    sample = text[:20_000]
    counts = {}
    for mark in ";\t,|":
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row]
        usual = max(set(widths), key=widths.count) if widths else 0
        counts[mark] = (widths.count(usual) * (usual > 1), usual)
    return max(counts, key=lambda mark: counts[mark])
