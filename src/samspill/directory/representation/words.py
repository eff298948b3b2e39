"""Amounts as people write them, both ways; and the file that is taken out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from samspill.directory.models import FeeAgreement, Support
from samspill.directory.representation.queries import Record
from samspill.ui import formats

_AMOUNT = re.compile(r"(?:kr\.?)?(\d{1,7})(?:[.,](\d{2}))?(?:,-)?(?:kr\.?)?")


def ore_of(text: str) -> int | None:
    """«1 250,50», «kr 1250» or «450» in øre; None for what is no amount."""
    found = _AMOUNT.fullmatch(re.sub(r"[\s\u00a0\u202f]", "", text.lower()))
    return int(found[1]) * 100 + int(found[2] or 0) if found else None


def amount(ore: int) -> str:
    """«kr 450», or «kr 450,50» where there are øre."""
    whole = ore % 100 == 0
    return formats.kroner(ore // 100) if whole else f"kr\u00a0{formats.number(ore / 100, 2)}"


def plain_amount(ore: int) -> str:
    """«450», «450,50»: as it stands in a field."""
    return str(ore // 100) if ore % 100 == 0 else f"{ore // 100},{ore % 100:02d}"


def fee_line(fee: FeeAgreement) -> str:
    line = f"{amount(fee.amount)} {fee.get_per_display()}"
    return f"{line} ({fee.covers})" if fee.covers else line


def support_line(support: Support) -> str:
    if support.given_on:
        return _("%(what)s, gitt %(day)s") % {"what": support.what, "day": formats.day(support.given_on)}
    if support.agreed_on:
        return _("%(what)s, avtalt %(day)s, ikke gitt") % {"what": support.what, "day": formats.day(support.agreed_on)}
    return _("%(what)s, ikke gitt") % {"what": support.what}


def as_csv(records: Iterable[Record]) -> str:
    """One line a record, semicolons between, as Norwegian spreadsheets want it."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    heads = (_("Navn"), _("Taler for"), _("Verv"), _("Oppnevnt av"), _("Oppnevnt"), _("Fra og med"), _("Til og med"))
    more = (_("Vara"), _("Opplæring"), _("Praktisk støtte"), _("Honorar"), _("Betales av"), _("Mangler"))
    writer.writerow([*heads, *more])
    for each in records:
        writer.writerow([_safe(cell) for cell in _cells(each)])
    return "\ufeff" + file.getvalue()


def _cells(record: Record) -> list[str]:
    row = record.row
    days = [day.isoformat() if day else "" for day in (row.appointed_on, row.valid_from, row.last_day)]
    return [
        str(row.person),
        str(row.get_side_display()),
        row.seat,
        row.appointed_by.name,
        *days,
        str(row.alternate or ""),
        ", ".join(support_line(each) for each in record.training),
        ", ".join(support_line(each) for each in record.practical),
        ", ".join(fee_line(fee) for fee in record.present_fees),
        ", ".join(fee.payer.name for fee in record.present_fees),
        ", ".join(str(short) for short in record.short),
    ]


def _safe(cell: str) -> str:
    """A spreadsheet takes a cell that begins like this for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
