"""When the patient was on leave from the hospital."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from samspill.stay.events import Event, Kind
from samspill.stay.order import Order

_LEAVES = frozenset({Kind.ON_LEAVE, Kind.BACK_FROM_LEAVE})
Leaves = tuple[tuple[date, date | None], ...]


def leaves_of(happened: Iterable[Event], order: Order) -> Leaves:
    """(left, back) of each leave, oldest first, from events in order; `back` is None while away."""
    leaves: Leaves = ()
    for _, together in groupby((event for event in happened if event.kind in _LEAVES), key=order.moment):
        days = {event.kind: event.day for event in together}
        # Of a return and a new leave at the same moment (only the day is known), the one that can come first does.
        first = Kind.BACK_FROM_LEAVE if _away(leaves) else Kind.ON_LEAVE
        for kind in sorted(days, key=lambda kind: kind is not first):
            leaves = _left(leaves, days[kind]) if kind is Kind.ON_LEAVE else _back(leaves, days[kind])
    return leaves


def _away(leaves: Leaves) -> bool:
    return bool(leaves) and leaves[-1][1] is None


def _left(leaves: Leaves, day: date) -> Leaves:
    return leaves if _away(leaves) else (*leaves, (day, None))


def _back(leaves: Leaves, day: date) -> Leaves:
    return (*leaves[:-1], (leaves[-1][0], day)) if _away(leaves) else leaves
