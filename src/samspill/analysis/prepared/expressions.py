"""From raw tables to a prepared one, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ibis.expr.types import Table

from samspill.analysis.prepared import others_made, stays_made

_OTHERS: dict[str, Callable[[Mapping[str, Table], date], Table]] = {
    "waits": stays_made.waits,
    "contacts": others_made.contacts,
    "referrals": others_made.referrals,
    "places": others_made.places,
    "messages": others_made.messages,
    "register_rows": others_made.register_rows,
    "deviations": others_made.deviations,
    "plan_status": others_made.plan_status,
}


def prepared(name: str, raw: Mapping[str, Table], as_of: date, codes: Mapping[str, Table]) -> Table:
    """The expression of a prepared table. raw: tables by contract name; the first of MADE_OF must be among them."""
    return stays_made.stays(raw, as_of, codes) if name == "stays" else _OTHERS[name](raw, as_of)
