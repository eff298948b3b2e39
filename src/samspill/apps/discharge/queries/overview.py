"""How many wait in the whole community, by municipality and by clinic; nobody's identity, and no number of a few.

Small numbers are hidden, and others with them so that none can be worked out from a total (`analysis.disclosure`). It
is a look at now, for people of the community's own organisations; what is published over time goes by another door.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from samspill.apps.discharge import small_numbers
from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.models.pulse import present_beat
from samspill.apps.discharge.models.stays import READY_STATES
from samspill.core import clock
from samspill.core.keeping import Kept
from samspill.directory.lookup import present_edition

LONG = 5  # days
TOTAL = small_numbers.TOTAL


@dataclass(frozen=True)
class Row:
    """name: of the municipality or clinic, TOTAL for all. Numbers are None where they are hidden."""

    name: str
    waiting: int | None
    long: int | None


@dataclass(frozen=True)
class Overview:
    municipalities: tuple[Row, ...]
    clinics: tuple[Row, ...]

    @property
    def total(self) -> Row | None:
        return next((row for row in self.municipalities if row.name == TOTAL), None)


_kept: Kept[Overview] = Kept(100)


def overview(community: UUID) -> Overview:
    """As of now; made anew when a stay of the community has changed."""
    key: Hashable = (community, clock.today(), present_beat(community), present_edition())
    return _kept.get_or_make(key, lambda: _make(community))


def _make(community: UUID) -> Overview:
    ready = Stay.objects.open().filter(community=community, state__in=READY_STATES)
    rows = ready.values_list(
        "ready_on", "municipality__parent__name", "municipality__name", "municipality__kind", "ward__parent__name"
    )
    long_before = clock.today() - timedelta(days=LONG)
    by_place: dict[str, Counter[str]] = {}
    by_clinic: dict[str, Counter[str]] = {}
    for ready_on, parent, name, kind, clinic in rows:
        place = (parent if kind == "city_district" else name) or "–"
        long = bool(ready_on and ready_on < long_before)
        for found, label in ((by_place, place), (by_clinic, clinic or "–")):
            found.setdefault(label, Counter()).update(["long" if long else "short"])
    if not by_place:
        return Overview((), ())
    # Heavy, and few pages need it.
    from samspill.analysis.disclosure import Ledger

    said = Ledger()  # one for both: they stand beside each other, and have their total in common
    return _of_one_mind(_protected("kommune", by_place, said), _protected("klinikk", by_clinic, said))


def _of_one_mind(places: tuple[Row, ...], clinics: tuple[Row, ...]) -> Overview:
    """What one table says of the whole, the other says too."""
    first, second = (next(row for row in rows if row.name == TOTAL) for rows in (places, clinics))
    waiting = second.waiting if first.waiting is None else first.waiting
    whole = Row(TOTAL, waiting, second.long if first.long is None else first.long)
    with_whole = [tuple(whole if row.name == TOTAL else row for row in rows) for rows in (places, clinics)]
    return Overview(*with_whole)


def _protected(name: str, counted: Mapping[str, Counter[str]], said: Any) -> tuple[Row, ...]:
    """Rows with their total, small numbers hidden. Waiting and long are protected together: long is a part of it.

    said: the ledger of what was told before, which this is not to give away.
    """
    from samspill.analysis.disclosure import Dimension, Table

    places = Dimension.nested(name, [(label, TOTAL) for label in counted])
    lengths = Dimension.flat("ventetid", ["short", "long"], total=TOTAL)
    cells = [
        {name: label, "ventetid": length, "count": found[length]}
        for label, found in counted.items()
        for length in ("short", "long")
    ]
    table = Table.from_rows(cells, name="Ventende nå", about="opphold nå", dimensions=[places, lengths], totals=True)
    value: dict[tuple[str, str], Any] = {
        (row[name], row["ventetid"]): row["count"] for row in small_numbers.shown("Oversikt nå", table, said)
    }

    def number(label: str, length: str) -> int | None:
        found = value[label, length]
        return int(found) if isinstance(found, int) else None

    rows = [Row(label, number(label, TOTAL), number(label, "long")) for label in [*counted, TOTAL]]
    return tuple(sorted(rows, key=lambda row: (row.name != TOTAL, -(row.waiting or 0), row.name)))
