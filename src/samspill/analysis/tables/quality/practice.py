"""How trusts register, where it differs so much that their figures cannot be laid side by side.

Known: trusts in Central Norway register few discharge-ready stays without waiting. Then the share of ready stays that
waited looks high there, though nobody waits more.
"""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from collections.abc import Mapping

from samspill.analysis.tables.contract import Kind
from samspill.analysis.tables.quality.finding import Finding, Severity, percent
from samspill.analysis.tables.quality.ground import Ground
from samspill.analysis.tables.sql import literal, quoted

ENOUGH_ROWS = 50
FAR_BELOW = 1 / 3  # of what the others together have
MIDNIGHTS = 0.20


def registration_practice(ground: Ground, regions: Mapping[str, str]) -> list[Finding]:
    """regions: trust -> what it is of; the same is then asked of each region as of each trust."""
    found = _hours(ground)
    if ground.contract.name == "stays":
        found += _ready(ground, "whose")
        if regions:
            cases = " ".join(f"WHEN {literal(trust)} THEN {literal(region)}" for trust, region in regions.items())
            found += _ready(ground, f"CASE whose {cases} END")
    return found


def _ready(ground: Ground, who: str) -> list[Finding]:
    """Ready stays of all stays, and ready stays without waiting of all ready stays, against the others together."""
    rows = ground.ask(
        f"""
        WITH each AS (
            SELECT {who} AS who, count(*) AS stays, count(ready_on) AS ready,
                   count(*) FILTER (CAST(discharged_at AS DATE) <= ready_on) AS no_wait
            FROM rows WHERE sector = 'somatic' AND discharged_at IS NOT NULL GROUP BY ALL
        )
        SELECT *, sum(stays) OVER () - stays AS other_stays, sum(ready) OVER () - ready AS other_ready,
               sum(no_wait) OVER () - no_wait AS other_no_wait
        FROM each WHERE who IS NOT NULL ORDER BY who
        """
    )
    found = []
    for row in rows:
        shares = (("ready", "stays"), ("no_wait", "ready"))
        for part, whole in shares:
            if row[whole] < ENOUGH_ROWS or row[f"other_{whole}"] < ENOUGH_ROWS:
                continue
            own, others = row[part] / row[whole], float(row[f"other_{part}"]) / float(row[f"other_{whole}"])
            if own < FAR_BELOW * others:
                found.append(_under(ground, part, row["who"], own, others, row[whole]))
                break  # few ready stays already says that nothing can be read of those without waiting
    return found


def _under(ground: Ground, part: str, who: str, own: float, others: float, rows: int) -> Finding:
    if part == "no_wait":
        said = (
            f"Bare {percent(own)} av de utskrivningsklare oppholdene er uten ventetid, mot {percent(others)} hos andre."
        )
        advice = "Utskrivningsklare uten ventetid blir trolig ikke registrert. "
        advice += "Sammenlign ventedager, ikke andelen som venter."
    else:
        said = f"Bare {percent(own)} av oppholdene er registrert utskrivningsklare, mot {percent(others)} hos andre."
        advice = "Utskrivningsklare pasienter blir trolig ikke registrert fullt ut."
    return Finding(
        check=f"practice:{part}",
        severity=Severity.SERIOUS,
        table="stays",
        column="ready_on",
        who=who,
        rows=rows,
        sentence=f"{ground.called(who)}: {said} {advice}",
    )


def _hours(ground: Ground) -> list[Finding]:
    """Times of day that are not registered: too many at midnight sharp."""
    found = []
    for column in ground.contract.columns:
        if column.kind is not Kind.TIME:
            continue
        name = quoted(column.name)
        rows = ground.ask(
            f"SELECT whose, count({name}) AS n, count(*) FILTER (no_hour({name})) AS midnight FROM rows GROUP BY whose"
            f" HAVING n >= {ENOUGH_ROWS} AND midnight > {MIDNIGHTS} * n ORDER BY whose"
        )
        found += [
            Finding(
                check="practice:no_hour",
                severity=Severity.DOUBT,
                table=ground.contract.name,
                column=column.name,
                who=row["whose"],
                rows=row["midnight"],
                sentence=f"{ground.called(row['whose']) or 'Hele tabellen'}: «{column.label}» er uten klokkeslett i "
                f"{percent(row['midnight'] / row['n'])} av radene. Frister i timer kan ikke regnes ut for dem.",
            )
            for row in rows
        ]
    return found
