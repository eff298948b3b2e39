"""Opening hours as people write them: «08–15.30», «8-11.30, 12.30-15», «hele døgnet», «stengt»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samspill.directory.cards.opening import times_of
from samspill.directory.keeping.actions.contact import Hours

_CLOCK = r"(\d{1,2})(?:[.:](\d{2}))?"
_SPAN = re.compile(rf"^(?:kl\.?\s*)?{_CLOCK}\s*(?:-|–|til)\s*(?:kl\.?\s*)?{_CLOCK}\s*(?:\((?P<note>[^)]*)\))?$")
_ALL_DAY = re.compile(
    r"^(?:hele døgnet|heile døgnet|døgnåpent|24 timer|around the clock)\s*(?:\((?P<note>[^)]*)\))?$", re.I
)
_CLOSED = {"", "-", "–", "stengt", "closed"}
_BETWEEN = re.compile(r"\s*(?:,(?![^(]*\))|;|\bog\b(?![^(]*\)))\s*")  # not inside a note


def parse_day(weekday: int, text: str) -> list[Hours]:
    """The hours of one weekday; empty when closed. Raises ValidationError with a sentence."""
    text = " ".join(text.split())
    if text.casefold() in _CLOSED:
        return []
    rows = [_span(weekday, part) for part in _BETWEEN.split(text) if part]
    ordered = sorted(rows, key=lambda row: row.opens)
    for before, after in pairwise(ordered):
        if after.opens < before.closes or before.closes <= before.opens:
            raise ValidationError(_("Tidene overlapper: %(first)s og %(second)s.") % _two(before, after))
    return ordered


def _two(before: Hours, after: Hours) -> dict[str, str]:
    return {"first": times_of(before), "second": times_of(after)}


def _span(weekday: int, text: str) -> Hours:
    all_day = _ALL_DAY.match(text)
    if all_day:
        return Hours(weekday, time(), time(), (all_day["note"] or "").strip()[:120])
    found = _SPAN.match(text)
    if not found:
        raise ValidationError(_("«%(text)s» er ikke en tid. Skriv som 08–15.30, eller «hele døgnet».") % {"text": text})
    return Hours(
        weekday,
        _clock(found[1], found[2], text),
        _clock(found[3], found[4], text),
        (found["note"] or "").strip()[:120],
    )


def _clock(hour: str, minute: str | None, text: str) -> time:
    hours, minutes = int(hour), int(minute or 0)
    if (hours, minutes) == (24, 0):
        return time()
    if hours > 23 or minutes > 59:
        raise ValidationError(_("«%(text)s» er ikke et klokkeslett.") % {"text": text})
    return time(hours, minutes)


def day_as_text(rows: Iterable[Any]) -> str:
    """What `parse_day` reads back to the same."""
    return ", ".join(times_of(row) for row in sorted(rows, key=lambda row: row.opens))
