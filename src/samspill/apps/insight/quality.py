"""What to know of the data behind an edition, asked of the library and kept without counts.

The library's findings say how many rows they are about, and numbers leave through the disclosure exit only. So what is
kept is who, what, when and how serious; shares are of at least fifty rows and given in whole percent. A finding about
few rows names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from samspill.analysis.tables import (
    Finding,
    Known,
    completeness_of,
    contract_of,
    findings,
    loaded_tables,
    rows_of,
)
from samspill.directory.models import NumberChange, Unit, UnitKind
from samspill.directory.trust_codes import trust_code

ENOUGH_ROWS = 50
NOT_ASKED_OF = ("population",)  # nobody registers it: it is fetched whole
AREAS = (UnitKind.MUNICIPALITY, UnitKind.CITY_DISTRICT)


def quality_of(place: Path, smallest: int) -> dict[str, Any]:
    """{"findings": [...], "filled": [...]} as plain values, to be stored with the edition. Empty where only published
    counts are known, not the rows behind.

    smallest   findings about fewer rows name nobody
    """
    tables = loaded_tables(place)
    if not tables:
        return {}
    found = findings(place, known=_known(), regions=_regions())
    return {
        "findings": list(_kept(found, _names(), smallest)),
        "filled": [
            row for table in tables if table not in NOT_ASKED_OF for row in _filled(table, rows_of(place, table))
        ],
    }


def _kept(found: Iterable[Finding], names: Mapping[str, str], smallest: int) -> Iterable[dict[str, Any]]:
    seen = set()
    for each in found:
        few = 0 < each.rows < smallest
        kept = {
            "check": each.check,
            "severity": int(each.severity),
            "table": contract_of(each.table).label,
            "column": contract_of(each.table).column(each.column).label if each.column else "",
            "who": "" if few else names.get(each.who, each.who),
            "month": "" if few else each.month,
            "rule": _rule(each),
        }
        key = tuple(kept.values())
        if key not in seen:
            seen.add(key)
            yield kept


def _rule(found: Finding) -> str:
    """The sentence of the rule that was broken: it is the contract's, and says nothing of the rows."""
    kind, _colon, name = found.check.partition(":")
    rules = {rule.name: rule.sentence for rule in contract_of(found.table).rules}
    return rules.get(name, "") if kind == "rule" else ""


def _filled(table: str, rows: Path) -> Iterable[dict[str, Any]]:
    """How many of a hundred rows have each column that may be empty."""
    contract = contract_of(table)
    sums: dict[str, tuple[int, int]] = {}
    for row in completeness_of(table, rows).to_pylist():
        there, filled = sums.get(row["column_name"], (0, 0))
        sums[row["column_name"]] = there + row["rows"], filled + row["filled"]
    for column in contract.columns:
        there, filled = sums.get(column.name, (0, 0))
        if not column.required and there >= ENOUGH_ROWS:
            yield {"table": contract.label, "column": column.label, "percent": int(100 * filled / there)}


def _names() -> dict[str, str]:
    """What trusts, municipalities and districts are called, by the codes that tables have."""
    areas = Unit.objects.filter(kind__in=AREAS).exclude(number="").values_list("number", "name")
    return {**dict(areas), **{trust_code(trust): trust.name for trust in _trusts()}}


def _regions() -> dict[str, str]:
    """Trust -> the regional health authority it is of."""
    return {trust_code(trust): trust.parent.name for trust in _trusts() if trust.parent}


def _trusts() -> Iterable[Unit]:
    return Unit.objects.filter(kind=UnitKind.HOSPITAL_TRUST).select_related("parent")


def _known() -> Known:
    """The numbers that municipalities have and have had."""
    today = Unit.objects.filter(kind=UnitKind.MUNICIPALITY, valid_to=None).values_list("number", flat=True)
    changes = NumberChange.objects.values_list("changed_on", "old_number", "new_number")
    return Known.of(
        [number for number in today if len(number) == 4], [c for c in changes if len(c[1]) == len(c[2]) == 4]
    )
