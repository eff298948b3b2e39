"""One thing about the data that a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
          "desember")  # fmt: skip


class Severity(IntEnum):
    """How much it matters for figures made of the data."""

    NOTE = 1  # good to know
    DOUBT = 2  # figures may be wrong
    SERIOUS = 3  # figures will be wrong


@dataclass(frozen=True, kw_only=True)
class Finding:
    """check: which one found it. column: empty for the whole table. who: trust or municipality, empty for all.
    month: as 2024-03, empty for all. rows: how many rows it is about. sentence: Norwegian.

    For those who work with the data. A count of few patients is published only through `analysis.disclosure`.
    """

    check: str
    severity: Severity
    table: str
    sentence: str
    column: str = ""
    who: str = ""
    month: str = ""
    rows: int = 0


def month_words(month: str) -> str:
    """2024-03 -> mars 2024."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def percent(share: float) -> str:
    """0.123 -> 12 %."""
    return f"{share * 100:.0f} %"


def spaced(number: float) -> str:
    """12345 -> 12 345."""
    return f"{number:,.0f}".replace(",", "\u00a0")
