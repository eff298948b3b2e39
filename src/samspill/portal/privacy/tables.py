"""CSV that a Norwegian Excel opens as it should, and that runs nothing when it does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
# What makes a spreadsheet take a text for a formula (OWASP, «CSV injection»).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, semicolons, CRLF; every text that could be a formula is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_harmless(each) for each in heading])
    for row in rows:
        writer.writerow([_harmless(each) for each in row])
    return (BOM + out.getvalue()).encode("utf-8")


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text
