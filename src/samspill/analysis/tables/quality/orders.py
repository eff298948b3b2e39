"""Things that cannot, or should hardly, be so within one row: the rules of the contract that let the row pass."""

# ruff: noqa: S608 (names come from contracts or are quoted, texts go through `literal`)

from __future__ import annotations

from samspill.analysis.tables.contract import Rule
from samspill.analysis.tables.quality.finding import Finding, Severity, percent, spaced
from samspill.analysis.tables.quality.ground import Ground

MANY = 0.01


def impossible_orders(ground: Ground) -> list[Finding]:
    """One finding per rule and whose. Over 1 % of the rows makes it a doubt about the figures."""
    return [finding for rule in ground.contract.rules for finding in _of_rule(ground, rule)]


def _of_rule(ground: Ground, rule: Rule) -> list[Finding]:
    found = ground.ask(
        f"SELECT whose, count(*) FILTER (NOT ({rule.holds})) AS bad, count(*) AS rows FROM rows GROUP BY whose"
        " HAVING bad > 0 ORDER BY bad DESC, whose"
    )
    return [
        Finding(
            check=f"rule:{rule.name}",
            severity=Severity.DOUBT if row["bad"] > MANY * row["rows"] else Severity.NOTE,
            table=ground.contract.name,
            column=rule.columns[0],
            who=row["whose"],
            rows=row["bad"],
            sentence=f"{ground.called(row['whose']) or 'Hele tabellen'}: {spaced(row['bad'])} rader "
            f"({percent(row['bad'] / row['rows'])}). {rule.sentence}",
        )
        for row in found
    ]
