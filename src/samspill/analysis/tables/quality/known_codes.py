"""Codes that no list knows: municipality numbers on the day they were used, and diagnoses."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from samspill.analysis.statistics.comorbidity.codes import clean
from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.quality.finding import Finding, Severity, spaced
from samspill.analysis.tables.quality.ground import Ground
from samspill.analysis.tables.sql import quoted

LONG_AGO, FAR_AHEAD = date(1900, 1, 1), date(2200, 1, 1)
ENOUGH_ROWS = 5  # a code that stands in fewer rows is counted, but not shown
_AREAS = ("municipality", "residence", "notice_to")
# Not municipalities, but used for those without one, or abroad; and, in plans, for all.
_NO_AREA = ("0000", "9999")


@dataclass(frozen=True)
class Known:
    """What lists know. Empty: not asked about.

    areas     (number of four digits, first day, first day after) of every municipality number there has been
    icd10     codes, with or without points; a code is known if it, or its first three signs, stands there
    """

    areas: tuple[tuple[str, date, date], ...] = ()
    icd10: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls, today: Iterable[str] = (), changes: Iterable[tuple[date, str, str]] = (), icd10: Iterable[str] = ()
    ) -> Known:
        """From the numbers of today and the changes (day, old number, new number) that led to them."""
        return cls(tuple(areas_over_time(today, changes)), frozenset(map(clean, icd10)) - {""})


def areas_over_time(today: Iterable[str], changes: Iterable[tuple[date, str, str]]) -> Iterable[tuple[str, date, date]]:
    """(number, first day, first day after) for each stretch in which a number was in use, worked out backwards.

    Raises Unusable for a number that is not four digits.
    """
    until = dict.fromkeys(today, FAR_AHEAD)
    by_day: dict[date, list[tuple[str, str]]] = {}
    for changed_on, old, new in changes:
        by_day.setdefault(changed_on, []).append((old, new))
    if bad := [n for n in [*until, *(n for pairs in by_day.values() for p in pairs for n in p)] if len(n) != 4]:
        raise Unusable(f"{bad[0]!r} er ikke et kommunenummer.")
    for changed_on in sorted(by_day, reverse=True):
        ended = {pair[0] for pair in by_day[changed_on]}
        begun = {pair[1] for pair in by_day[changed_on]}
        for number in sorted(begun - ended):
            if number in until:
                yield number, changed_on, until.pop(number)
        for number in sorted(ended - set(until)):
            until[number] = changed_on
    yield from ((number, LONG_AGO, end) for number, end in sorted(until.items()))


def unknown_codes(ground: Ground, known: Known) -> list[Finding]:
    """Numbers that were in no use on the row's day, and diagnoses that stand in no list; by whose."""
    found: list[Finding] = []
    if known.areas and ground.happened != "NULL::DATE":
        columns = [name for name in _AREAS if name in ground.contract.names]
        found += [finding for name in columns for finding in _areas(ground, name, known)]
    if known.icd10 and ground.contract.name == "diagnoses":
        found += _diagnoses(ground, known)
    return found


def _areas(ground: Ground, name: str, known: Known) -> list[Finding]:
    numbers, since, until = zip(*known.areas, strict=True)
    ground.connection.register("areas", pa.table({"number": numbers, "since": since, "until": until}))
    not_area = ", ".join(f"'{number}'" for number in _NO_AREA)
    rows = ground.ask(
        f"""
        SELECT whose, left({quoted(name)}, 4) AS code, count(*) AS n FROM rows
        WHERE {quoted(name)} IS NOT NULL AND left({quoted(name)}, 4) NOT IN ({not_area}) AND NOT EXISTS (
            SELECT 1 FROM areas WHERE number = left({quoted(name)}, 4)
            AND since <= CAST({ground.happened} AS DATE) AND CAST({ground.happened} AS DATE) < until)
        GROUP BY ALL ORDER BY whose, n DESC, code
        """
    )
    words = f"et kommunenummer i «{ground.contract.column(name).label}» som ikke var i bruk da"
    return _by_owner(ground, name, rows, words)


def _diagnoses(ground: Ground, known: Known) -> list[Finding]:
    ground.connection.register("icd10", pa.table({"known": sorted(known.icd10)}))
    rows = ground.ask(
        "SELECT whose, code, count(*) AS n FROM rows WHERE code_system = 'icd10'"
        " AND code NOT IN (SELECT known FROM icd10)"
        " AND left(code, 3) NOT IN (SELECT known FROM icd10) GROUP BY ALL ORDER BY whose, n DESC, code"
    )
    return _by_owner(ground, "code", rows, "en ICD-10-kode som ikke står i kodeverket")


def _by_owner(ground: Ground, column: str, rows: list[dict[str, object]], words: str) -> list[Finding]:
    owners = sorted({str(row["whose"]) for row in rows})
    return [_of_owner(ground, column, who, [row for row in rows if row["whose"] == who], words) for who in owners]


def _of_owner(ground: Ground, column: str, who: str, rows: list[dict[str, object]], words: str) -> Finding:
    total = sum(int(str(row["n"])) for row in rows)
    shown = [str(row["code"]) for row in rows if int(str(row["n"])) >= ENOUGH_ROWS][:5]
    examples = f" De vanligste: {', '.join(shown)}." if shown else ""
    return Finding(
        check="unknown_codes",
        severity=Severity.DOUBT,
        table=ground.contract.name,
        column=column,
        who=who,
        rows=total,
        sentence=f"{ground.called(who) or 'Hele tabellen'}: {spaced(total)} rader har {words}.{examples}",
    )
