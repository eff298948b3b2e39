"""The same thing registered twice, and stays that cannot all be true."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from samspill.analysis.tables.quality.finding import Finding, Severity, spaced
from samspill.analysis.tables.quality.ground import Ground
from samspill.analysis.tables.sql import quoted

_OVERLAPS = """
SELECT whose, count(*) FILTER (admitted_at < ends_before) AS overlapping, count(*) FILTER (open_before) AS left_open
FROM (
    SELECT whose, admitted_at,
           max(discharged_at) OVER before AS ends_before,
           last_value(discharged_at IS NULL) OVER before AS open_before
    FROM rows
    WINDOW before AS (PARTITION BY person_id, trust ORDER BY admitted_at, stay_id
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) GROUP BY whose ORDER BY whose
"""


def repeated(ground: Ground) -> list[Finding]:
    """Rows that are alike in all but their key; for stays also overlaps, and stays left open at one trust."""
    found = _alike(ground)
    return [*found, *_overlapping(ground)] if ground.contract.name == "stays" else found


def _alike(ground: Ground) -> list[Finding]:
    contract = ground.contract
    # A key that is no more than an id of the row says nothing of whether two rows tell of the same thing.
    key = contract.key if len(contract.key) == 1 else ()
    if contract.key and not key:
        return []  # the key is the matter itself, and loading has seen to it
    rest = ", ".join(quoted(name) for name in contract.names if name not in key)
    rows = ground.ask(
        f"SELECT whose, sum(n - 1) AS extra FROM (SELECT whose, count(*) AS n FROM rows GROUP BY whose, {rest}"
        " HAVING count(*) > 1) GROUP BY whose ORDER BY whose"
    )
    return [
        _finding(ground, "duplicates", row["whose"], int(row["extra"]), "er like en annen rad i alt annet enn nøkkelen")
        for row in rows
    ]


def _overlapping(ground: Ground) -> list[Finding]:
    found = []
    for row in ground.ask(_OVERLAPS):
        if row["overlapping"]:
            words = "overlapper et tidligere opphold for samme person i samme helseforetak"
            found.append(_finding(ground, "overlaps", row["whose"], row["overlapping"], words))
        if row["left_open"]:
            words = "kommer etter et opphold som aldri ble avsluttet"
            found.append(_finding(ground, "left_open", row["whose"], row["left_open"], words))
    return found


def _finding(ground: Ground, check: str, who: str, rows: int, said: str) -> Finding:
    name = ground.called(who) or "Hele tabellen"
    return Finding(
        check=check,
        severity=Severity.DOUBT,
        table=ground.contract.name,
        who=who,
        rows=rows,
        sentence=f"{name}: {spaced(rows)} {'rad' if rows == 1 else 'rader'} {said}.",
    )
