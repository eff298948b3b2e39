"""Stays for the command line and for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from samspill.apps.discharge.models import Stay
from samspill.apps.discharge.queries.cards import Card, cards_of
from samspill.core import clock


def stay_lines(on: date | None) -> Iterator[dict[str, Any]]:
    """One dictionary a stay, oldest first, as of the end of the day `on` (now if empty). Holds no name or number."""
    moment = datetime.combine(on, time(23, 59, 59), clock.OSLO) if on else clock.now()
    with clock.stopped_at(moment):
        stays = Stay.objects.real().select_related("patient", "municipality", "ward").order_by("admitted_on", "pk")
        rows = stays.iterator(chunk_size=500)
        while few := list(islice(rows, 500)):
            for stay, card in zip(few, cards_of(few), strict=True):
                yield _line(stay, card)


def _line(stay: Stay, card: Card) -> dict[str, Any]:
    return {
        "id": str(stay.pk),
        "municipality": stay.municipality.number if stay.municipality else None,
        "municipality_name": card.municipality_name or None,
        "state": str(card.state),
        "whose_move": str(card.whose_move),
        "waiting_days": card.waiting_days,
        "payable_days": card.payable_days,
        "kroner": card.kroner,
        "missing_rate": list(card.no_rate),
        "admitted": card.admitted_on.isoformat() if card.admitted_on else None,
        "ready": card.ready_on.isoformat() if card.ready_on else None,
        "ended": stay.ended_on.isoformat() if stay.ended_on else None,
    }
