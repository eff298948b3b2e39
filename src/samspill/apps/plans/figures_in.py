"""Figures pasted, or in a file: period, number, denominator; perhaps the comparison's number and denominator too.

Periods are written 2024-01, 2024-01-01, 01.2024, jan 2024, 2024 K1, 2024 T2, 2024 vår, or 2024. Numbers with comma or
point. Plain Python: rows in, rows out, each fault with the line it is on.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
Row = tuple[date, float, float | None]


@dataclass
class Figures:
    own: list[Row] = field(default_factory=list)
    comparison: list[Row] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)  # (line, code, the text)


def read_figures(rows: list[list[str]], needs_denominator: bool) -> Figures:
    """A first row without any number is taken for headings; empty rows are left out."""
    found = Figures()
    seen: set[date] = set()
    for line, cells in enumerate(rows, 1):
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        period = period_of(cells[0])
        if period is None:
            if line > 1 or _has_number(cells[1:]):
                found.faults.append((line, "period", cells[0]))
            continue
        if period in seen:
            found.faults.append((line, "twice", cells[0]))
            continue
        seen.add(period)
        _take(found, line, period, cells[1:], needs_denominator)
    return found


def _take(found: Figures, line: int, period: date, cells: list[str], needs_denominator: bool) -> None:
    width = 2 if needs_denominator else 1
    for rows, part in ((found.own, cells[:width]), (found.comparison, cells[width : 2 * width])):
        if not any(part):
            continue
        values = [number_of(cell) for cell in part]
        if any(value is None for value in values) or len(values) < width:
            found.faults.append((line, "number", " ".join(part)))
            continue
        y, n = values[0], values[1] if width == 2 else None
        assert y is not None
        if y < 0 or (n is not None and (n < 0 or y > n)):
            found.faults.append((line, "more_than_all" if n is not None and y > n >= 0 else "negative", " ".join(part)))
        else:
            rows.append((period, y, n))


def _has_number(cells: list[str]) -> bool:
    return any(number_of(cell) is not None for cell in cells)


def number_of(text: str) -> float | None:
    plain = re.sub(r"[\s\xa0]", "", text).rstrip("%").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


def period_of(text: str) -> date | None:
    """Its first day; None for what is no period."""
    plain = " ".join(text.strip().casefold().replace(".", " ").replace("/", " ").replace("-", " ").split())
    year = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", plain)
    if not year:
        return None
    rest = plain.replace(year.group(1), " ", 1).split()
    month = 1
    if rest:
        said = _month(rest, starts_with_year=plain.startswith(year.group(1)))
        if said is None:
            return None
        month = said
    return date(int(year.group(1)), month, 1)


def _month(rest: list[str], starts_with_year: bool) -> int | None:
    word = "".join(rest) if len(rest) == 2 and not all(part.isdigit() for part in rest) else rest[0]
    if all(part.isdigit() for part in rest):
        # 2024 01 01 and 01 01 2024: the month stands next to the year.
        number = int(rest[0] if starts_with_year else rest[-1])
        return number if 1 <= number <= 12 else None
    if word[:3] in MONTHS:
        return MONTHS.index(word[:3]) + 1
    part = re.match(r"^(?:[kq]v?(?:artal)?([1-4])|([1-4])kv(?:artal)?)$", word)
    if part:
        return 3 * int(part.group(1) or part.group(2)) - 2
    third = re.match(r"^(?:t(?:ertial)?([1-3])|([1-3])tertial)$", word)
    if third:
        return 4 * int(third.group(1) or third.group(2)) - 3
    return {"vår": 1, "våren": 1, "høst": 7, "høsten": 7, "h1": 1, "h2": 7, "1halvår": 1, "2halvår": 7}.get(word)


def rows_of_text(text: str) -> list[list[str]]:
    """Pasted from a spreadsheet (tabs), or written with semicolons."""
    mark = "\t" if "\t" in text else ";" if ";" in text else ","
    if mark == "," and not re.search(r"\d,\s*\D|\D,", text) and re.search(r"\s\d", text):
        return [line.split() for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text), delimiter=mark))
