"""The room's exit for small numbers: counts of people that somebody sees who may not see the people.

What is under the installation's own limit (`SAMSPILL_SMALLEST_SHOWN`) is hidden, and others with it, so that none can
be worked out from a total. The judgement is `analysis.disclosure`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from samspill.core import clock

TOTAL = "*"  # the label of the whole; what it is called stands on the page


def shown(name: str, table: Any, said: Any = None) -> list[Mapping[str, Any]]:
    """The rows of a disclosure table as anybody may see them; `count` is no number where it is hidden.

    said: the ledger of what stands beside it, which it is not to give away.
    """
    # Heavy, and few pages need it.
    from samspill.analysis.disclosure import PUBLIC, Ledger, Rules, release

    rules = Rules(threshold=settings.SMALLEST_SHOWN)
    ledger = Ledger() if said is None else said
    out = release(table, rules=rules, ledger=ledger, receiver=PUBLIC, purpose=name, by="Samspill", at=clock.now())
    return list(out.rows)


def hidden_among(name: str, people: Mapping[str, int]) -> frozenset[str]:
    """The labels whose number of people is hidden, where the reader may know how many they are in all."""
    if not people:
        return frozenset()
    from samspill.analysis.disclosure import Dimension, Table

    places = Dimension.nested("sted", [(label, TOTAL) for label in people])
    cells = [{"sted": label, "count": number} for label, number in people.items()]
    table = Table.from_rows(cells, name=name, about=name, dimensions=[places], totals=True)
    return frozenset(str(row["sted"]) for row in shown(name, table) if not isinstance(row["count"], int)) - {TOTAL}
