"""Bytes of a file in, what the plan says out. What kind of file it is, is read from the bytes, not from its name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection

from samspill.plan_documents.model import ReadPlan
from samspill.plan_documents.source import Source, Unreadable
from samspill.plan_documents.understanding import understand

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024

# What `Unreadable.code` may be.
READABLE = (
    *("empty", "too_large", "broken", "locked", "no_text", "old_word", "old_excel", "unknown_kind"),
    *("too_many_rows", "too_many_pages", "no_table"),
)


def read_plan(data: bytes, known_owners: Collection[str] = ()) -> ReadPlan:
    """Raises Unreadable; never for a plan that is only hard to understand: then most of it is `unplaced`."""
    return understand(source_of(data), known_owners)


def source_of(data: bytes) -> Source:
    if not data.strip():
        raise Unreadable("empty")
    if len(data) > LARGEST:
        raise Unreadable("too_large", most=LARGEST // 1024 // 1024)
    if data[:1024].lstrip().startswith(b"%PDF"):
        from samspill.plan_documents.sources.pdf_file import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK"):
        return _from_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old_excel" if b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k" in data else "old_word")
    from samspill.plan_documents.sources.csv_file import read_csv

    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("unknown_kind")
    return read_csv(data)


def _from_zip(data: bytes) -> Source:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            if sum(info.file_size for info in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable("too_large", most=LARGEST_UNPACKED // 1024 // 1024)
    except zipfile.BadZipFile as error:
        raise Unreadable("broken", kind="Office") from error
    if "word/document.xml" in names:
        from samspill.plan_documents.sources.docx_file import read_docx

        return read_docx(data)
    if "xl/workbook.xml" in names:
        from samspill.plan_documents.sources.xlsx_file import read_xlsx

        return read_xlsx(data)
    raise Unreadable("unknown_kind")
