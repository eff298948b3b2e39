"""Small tables for the tests, and the files people might send them in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

TRUST = "883974832"
OTHER_TRUST = "983974791"
# Control digits are right, month + 80: nobody's.
SYNTHETIC_NUMBER = "01815010260"


def stay(number: int = 1, **more: Any) -> dict[str, Any]:
    """A row of stays that keeps the contract."""
    return {
        "stay_id": f"s{number}",
        "person_id": f"p{number}",
        "trust": TRUST,
        "sector": "somatic",
        "admitted_at": pd.Timestamp("2024-02-01 10:20"),
        "discharged_at": pd.Timestamp("2024-02-05 12:00"),
        "municipality": "5001",
        **more,
    }


def stays(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows) or [stay(1), stay(2), stay(3)])


HEADER = "stay_id;person_id;trust;sector;admitted_at;discharged_at;municipality"
ROW = "{0};p{0};883974832;somatic;01.02.2024 10:20;05.02.2024 12:00;5001"


def csv_of(path: Path, *lines: str, encoding: str = "utf-8", header: str = HEADER, end: str = "\n") -> Path:
    path.write_bytes((end.join([header, *lines]) + end).encode(encoding))
    return path


def workbook_of(path: Path, rows: list[list[Any]], *, sheet: str = "Ark1") -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path
