"""One indicator as a file: CSV for programs, XLSX for people. All that was shown, and that hidden is hidden."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samspill.apps.insight.models import Observation, PublishedIndicator
from samspill.apps.insight.queries.showing import SECTORS, translated
from samspill.ui import formats

HIDDEN_SIGN = ":"
WIDTHS = (12, 14, 24, 22, 20, 14, 14, 14, 12, 12)
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can hold: the same bytes each time


def headings() -> list[str]:
    return [
        _("Periode"), _("Kommunenummer"), _("Sted"), _("Sektor"), _("Gruppe"), _("Verdi"), _("Teller"), _("Nevner"),
        _("Nedre grense"), _("Øvre grense"),
    ]  # fmt: skip


def rows_of(indicator: PublishedIndicator, names: dict[str, str]) -> Iterator[list[Any]]:
    """Numbers as numbers; ":" where hidden; nothing where there is none."""
    card = translated(indicator.card)
    rows = Observation.objects.filter(indicator=indicator).order_by("period_kind", "period", "place", "sector", "group")
    for row in rows.iterator(chunk_size=2000):
        hidden = row.state == "hidden"
        yield [
            row.period,
            row.place if row.place.isdigit() else "",
            names.get(row.place, row.place),
            _(SECTORS[row.sector]) if row.sector in SECTORS else row.sector,
            card["groups"].get(row.group, row.group),
            HIDDEN_SIGN if hidden else row.value,
            HIDDEN_SIGN if hidden else row.numerator,
            row.denominator,
            row.low,
            row.high,
        ]


def csv_of(indicator: PublishedIndicator, names: dict[str, str], about: Iterable[str]) -> bytes:
    """Semicolons and decimal commas, as Norwegian spreadsheets read them; the notes under the table."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings())
    for row in rows_of(indicator, names):
        writer.writerow([_comma(value) for value in row])
    writer.writerow([])
    writer.writerows([[line] for line in about])
    return out.getvalue().encode("utf-8-sig")


def _comma(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t", "\r") else text


def xlsx_of(indicator: PublishedIndicator, names: dict[str, str], about: Iterable[str], made_at: datetime) -> bytes:
    """A sheet with the numbers and one about them. The same data gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = _("Tall")
    sheet.append(headings())
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows_of(indicator, names):
        sheet.append(row)
    for number, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
    sheet.freeze_panes = "A2"
    notes = book.create_sheet(_("Om tallene"))
    notes.column_dimensions["A"].width = 110
    for line in about:
        notes.append([line])
    book.properties.creator = "Samspill"
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return same_bytes(out.getvalue(), made_at)


def same_bytes(made: bytes, made_at: datetime) -> bytes:
    """A zip file without the moment it was written: parts in order, at one fixed time, its own date of saving too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            part = zipfile.ZipInfo(name, LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            content = old.read(name)
            new.writestr(part, _dated(content, made_at) if name == "docProps/core.xml" else content)
    return out.getvalue()


def _dated(core: bytes, made_at: datetime) -> bytes:
    """Created and modified when the figures were made, not when the file was asked for."""
    import re

    moment = f"{made_at:%Y-%m-%dT%H:%M:%SZ}".encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)", rb"\g<1>" + moment + rb"\g<2>", core)


def about_lines(indicator: PublishedIndicator, community: str, source: str) -> list[str]:
    """What must go with the numbers wherever they go."""
    card, publication = translated(indicator.card), indicator.publication
    lines = [
        f"{card['title']} ({_('versjon')} {indicator.version})",
        card["definition"],
        f"{_('Enhet')}: {card['unit']}",
        f"{_('Kilde til definisjonen')}: {card['source']}",
        f"{community}. {source}",
        _("Data til og med %(day)s. Utgave %(number)s.")
        % {"day": formats.day(publication.data_until) or "–", "number": publication.number},
        *(f"{_('Ikke til')}: {text}" for text in card["not_for"]),
        *card["warnings"],
        *(_(note) for note in indicator.notes),
    ]
    return [line for line in lines if line]
