"""Periods as people write them (ISO), and the days they hold."""

from __future__ import annotations

from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def month_start(month: int) -> date:
    """12 × year + month − 1 as its first day."""
    return date(month // 12, month % 12 + 1, 1)


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def name_of(kind: str, at: int) -> str:
    """The period of that kind that `at` falls in: a month's number, days since 1970, or a year."""
    if kind == "day":
        return (EPOCH + timedelta(days=at)).isoformat()
    if kind == "month":
        return f"{at // 12:04}-{at % 12 + 1:02}"
    if kind == "quarter":
        return f"{at // 12:04}-Q{at % 12 // 3 + 1}"
    return f"{at:04}"


def overlap(one: tuple[date, date], other: tuple[date, date]) -> int:
    """Days that two spans have in common; the last day of each is not part of it."""
    return max((min(one[1], other[1]) - max(one[0], other[0])).days, 0)


def bounds(kind: str, period: str) -> tuple[date, date]:
    """First day, and first day after. Raises ValueError for text that is no period of that kind."""
    if kind == "day":
        day = date.fromisoformat(period)
        return day, day + timedelta(days=1)
    if kind == "whole":
        first, last = period.split("/")
        return bounds("month", first)[0], bounds("month", last)[1]
    if kind == "year":
        return date(int(period), 1, 1), date(int(period) + 1, 1, 1)
    if kind == "quarter":
        year, quarter = period.split("-Q")
        start = int(year) * 12 + (int(quarter) - 1) * 3
        return month_start(start), month_start(start + 3)
    year, month = period.split("-")
    start = int(year) * 12 + int(month) - 1
    return month_start(start), month_start(start + 1)
