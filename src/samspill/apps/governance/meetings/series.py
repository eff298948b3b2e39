"""Meetings that come again: their days by a rhythm, and the same meetings a year later. Plain dates."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST = 60  # meetings in one series


class Rhythm(TextChoices):
    """weeks-N: every N weeks. months-N: every N months, the same weekday of the month («second Thursday»)."""

    WEEKLY = "weeks-1", _("Hver uke")
    FORTNIGHTLY = "weeks-2", _("Annenhver uke")
    THREE_WEEKS = "weeks-3", _("Hver tredje uke")
    MONTHLY = "months-1", _("Hver måned, samme ukedag")
    TWO_MONTHS = "months-2", _("Annenhver måned, samme ukedag")
    QUARTERLY = "months-3", _("Hver tredje måned, samme ukedag")


def days(first: date, last: date, rhythm: str, *, july: bool) -> list[date]:
    """Every day from the first to the last, both counted in; without those in July unless `july`."""
    found: list[date] = []
    for day in _without_end(first, rhythm):
        if day > last or len(found) == MOST:
            return found
        if july or day.month != 7:
            found.append(day)
    return found


def _without_end(first: date, rhythm: str) -> Iterator[date]:
    unit, _dash, number = rhythm.partition("-")
    step = 0
    while True:
        yield first + timedelta(weeks=step) if unit == "weeks" else months_later(first, step)
        step += int(number)


def months_later(day: date, months: int) -> date:
    """The same weekday of the month: the second Thursday. A fifth that is not there becomes the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    first = date(year, month, 1)
    nearest = 1 + (day.weekday() - first.weekday()) % 7
    wanted = nearest + 7 * ((day.day - 1) // 7)
    while wanted > monthrange(year, month)[1]:
        wanted -= 7
    return date(year, month, wanted)


def a_year_later(day: date) -> date:
    """52 weeks later: the same weekday; a week more where that would still be this year."""
    later = day + timedelta(weeks=52)
    return later if later.year > day.year else later + timedelta(weeks=1)


def next_year(day: date, rhythm: str) -> date:
    """The day of the same meeting the year after."""
    return months_later(day, 12) if rhythm.startswith("months") else a_year_later(day)
