"""When a round goes, which number it is, and whether it may begin or end. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time

from django.utils.translation import gettext_lazy as _

from samspill.core.refusal import Refused

TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
MOST = 6


def read_times(text: str) -> list[str]:
    """Times of day as people write them, «9.00, 13:30» → ["09:00", "13:30"]. Raises Refused."""
    words = [word for word in re.split(r"[\s,;]+", text.strip()) if word]
    found = [TIME.fullmatch(word) for word in words]
    if not words or any(match is None for match in found):
        raise Refused(_("Skriv klokkeslettene slik: 09:00, 13:30."))
    times = sorted({f"{int(match[1]):02}:{match[2]}" for match in found if match})
    if len(times) > MOST:
        raise Refused(_("Høyst %(most)s runder om dagen."), most=MOST)
    return times


def moments(times: Sequence[str], day: datetime) -> list[datetime]:
    """The rounds of that day as moments in the same time zone."""
    return [datetime.combine(day.date(), time.fromisoformat(each), day.tzinfo) for each in times]


def next_round(times: Sequence[str], gone: int, now: datetime) -> datetime | None:
    """When the first round that has not been gone today was to begin; None when all are gone, or none is near.

    A round that nobody went is not asked for once the next one has come.
    """
    planned = moments(times, now)
    begun = [moment for moment in planned if moment <= now]
    if not begun or gone >= len(begun):
        return None
    return begun[-1]


def check_is_running(ended_at: datetime | None) -> None:
    if ended_at is not None:
        raise Refused(_("Runden er avsluttet. Begynn en ny for å notere mer."))
