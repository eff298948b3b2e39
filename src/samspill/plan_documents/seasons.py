"""Marks in the grid: which year, spring or autumn, and what the mark says."""

from __future__ import annotations

import re

from samspill.plan_documents.model import AUTUMN, DONE, ONGOING, POSTPONED, SPRING, START, WHOLE_YEAR, Mark

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
SHORT_YEAR = re.compile(r"^(?:vår|høst|haust|v|h)[\s.'’-]*(\d\d)$", re.IGNORECASE)
SPRING_WORDS = re.compile(
    r"\b(?:vår(?:en)?|v|v(?=\d\d\b)|1\.?\s*halvår|[qk][12]|[12]\.?\s*kv(?:artal)?\.?|[12]\.?\s*tertial)(?=\W|\d|$)",
    re.IGNORECASE,
)
AUTUMN_WORDS = re.compile(
    r"\b(?:høst(?:en)?|haust(?:en)?|h|h(?=\d\d\b)|2\.?\s*halvår|[qk][34]|[34]\.?\s*kv(?:artal)?\.?|3\.?\s*tertial)(?=\W|\d|$)",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
MONTH = re.compile(
    r"\b(januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b", re.IGNORECASE
)
MEANINGS = (
    (POSTPONED, re.compile(r"^[-–—]+$|utsett|utsatt|utset", re.IGNORECASE)),
    (DONE, re.compile(r"ferdig|avslutt|gjennomført|fullført|[✓✔]", re.IGNORECASE)),
    (START, re.compile(r"oppstart|\bstart|igangs|satt i gang|sett i gang", re.IGNORECASE)),
    (
        ONGOING,
        re.compile(
            r"\b[xX×]+\b|[×●■▪█◼✗✘•]|pågå|kontinuerl|løpende|løpande|\bja\b|årlig|vår|høst|haust", re.IGNORECASE
        ),
    ),
)


def year_of_heading(text: str) -> tuple[int, str] | None:
    """(year, season) of a column heading: «2024», «2024 vår», «Høst 24», «Q3 2025»; None when it is no year."""
    plain = " ".join(text.split())
    if len(plain) > 24:
        return None
    found, short = YEAR.findall(plain), SHORT_YEAR.match(plain)
    if len(found) == 1:
        return int(found[0]), season_of(plain.replace(found[0], " ")) or WHOLE_YEAR
    if short:
        return 2000 + int(short.group(1)), season_of(plain)
    return None


def season_of(text: str) -> str:
    """spring or autumn; empty when neither, or both, is said."""
    spring, autumn = bool(SPRING_WORDS.search(text)), bool(AUTUMN_WORDS.search(text))
    return WHOLE_YEAR if spring == autumn else SPRING if spring else AUTUMN


def is_season_heading(text: str) -> bool:
    plain = " ".join(text.split())
    return bool(plain) and len(plain) < 16 and not YEAR.search(plain) and season_of(plain) != WHOLE_YEAR


def marks_of(year: int, season: str, text: str) -> tuple[list[Mark], bool]:
    """(what a cell of the grid says, whether it was understood). «x oppstart høst» is a start in autumn; several marks
    in one cell, as where each stands beside its bullet, are kept apart."""
    plain = " ".join(text.split())
    if not plain:
        return [], True
    parts = [part.strip() for part in re.split(r"(?<=\s)(?=[xX×]\s)|(?<=\s)(?=[xX×]$)", plain) if part.strip()]
    marks, understood = [], True
    for part in parts:
        kind = next((kind for kind, pattern in MEANINGS if pattern.search(part)), "")
        understood = understood and bool(kind)
        both = SPRING_WORDS.search(part) and AUTUMN_WORDS.search(part) and not season
        for each in [SPRING, AUTUMN] if both else [season or season_of(part)]:
            mark = Mark(year, each, kind or ONGOING, part)
            if mark not in marks:
                marks.append(mark)
    return marks, understood


def marks_of_when(text: str) -> list[Mark]:
    """What «2024», «2024-2025», «høsten 2025», «innen utgangen av 2024», «31.12.2024» mean in the grid."""
    plain = re.sub(r"(\d)\s*[-–/]\s*(\d)", r"\1-\2", " ".join(text.split()))
    ranged = re.search(r"(20\d\d)-(20\d\d|\d\d)(?!\d)", plain)
    if ranged:
        first, last = int(ranged.group(1)), int(ranged.group(2))
        last = last if last > 100 else first // 100 * 100 + last
        return [Mark(year, WHOLE_YEAR, ONGOING, plain) for year in range(first, min(last, first + 15) + 1)]
    day = re.search(r"\b\d{1,2}\.\s?(\d{1,2})\.\s?(20\d\d)\b", plain)
    if day and 1 <= int(day.group(1)) <= 12:
        return [Mark(int(day.group(2)), SPRING if int(day.group(1)) <= 6 else AUTUMN, ONGOING, plain)]
    years = list(dict.fromkeys(int(year) for year in YEAR.findall(plain)))
    month = MONTH.search(plain)
    if month and len(years) == 1:
        half = SPRING if MONTHS.index(month.group(1).casefold()[:3]) < 6 else AUTUMN
        return [Mark(years[0], half, ONGOING, plain)]
    kind = POSTPONED if MEANINGS[0][1].search(plain) else ONGOING
    return [Mark(year, season_of(plain) if len(years) == 1 else WHOLE_YEAR, kind, plain) for year in years]
