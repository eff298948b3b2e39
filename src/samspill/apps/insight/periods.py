"""Months, quarters and years as they are written: 2026-03, 2026-Q1, 2026."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from django.utils.translation import gettext as _

from samspill.ui import formats

KINDS = ("month", "quarter", "year")
QUARTER_MONTHS = 3


def first_day(period: str) -> date:
    """Raises ValueError for what is not a period."""
    year, _dash, part = period.partition("-")
    if not part:
        return date(int(year), 1, 1)
    return date(int(year), (int(part[1:]) - 1) * QUARTER_MONTHS + 1 if part.startswith("Q") else int(part), 1)


def last_day(period: str) -> date:
    start = first_day(period)
    months = {"month": 1, "quarter": QUARTER_MONTHS, "year": 12}[kind_of(period)]
    month = start.month + months - 1
    return date(start.year, month, calendar.monthrange(start.year, month)[1])


def kind_of(period: str) -> str:
    _year, _dash, part = period.partition("-")
    if not part:
        return "year"
    return "quarter" if part.startswith("Q") else "month"


def month_of(day: date) -> str:
    return f"{day.year}-{day.month:02}"


def quarter_of(month: str) -> str:
    start = first_day(month)
    return f"{start.year}-Q{(start.month - 1) // QUARTER_MONTHS + 1}"


def before(period: str) -> str:
    """The period of the same kind that comes right before."""
    day = first_day(period) - timedelta(days=1)
    kind = kind_of(period)
    if kind == "year":
        return str(day.year)
    return month_of(day) if kind == "month" else quarter_of(month_of(day))


def same_last_year(period: str) -> str:
    year, dash, part = period.partition("-")
    return f"{int(year) - 1}{dash}{part}"


def is_whole(period: str, first: date | None, until: date | None) -> bool:
    """Whether the data cover all of it. Without known ends of the data: yes."""
    return (first is None or first_day(period) >= first) and (until is None or last_day(period) <= until)


def said(period: str) -> str:
    """mars 2026, 1. kvartal 2026, 2026"""
    day = first_day(period)
    if kind_of(period) == "year":
        return str(day.year)
    if kind_of(period) == "month":
        return f"{formats.words().months[day.month - 1]} {day.year}"
    number = (day.month - 1) // QUARTER_MONTHS + 1
    return _("%(number)s. kvartal %(year)s") % {"number": number, "year": day.year}


def short(period: str) -> str:
    """mars, 1. kv, 2026: for an axis that names the year elsewhere."""
    day = first_day(period)
    if kind_of(period) == "year":
        return str(day.year)
    if kind_of(period) == "month":
        return formats.words().short_months[day.month - 1]
    return _("%(number)s. kv") % {"number": (day.month - 1) // QUARTER_MONTHS + 1}


def count_said(number: int, kind: str) -> str:
    """9 måneder"""
    many = {"month": _("måneder"), "quarter": _("kvartaler"), "year": _("år")}
    one = {"month": _("måned"), "quarter": _("kvartal"), "year": _("år")}
    return f"{number} {(one if number == 1 else many)[kind]}"
