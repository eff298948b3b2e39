"""Counting days: how long a patient has waited, and for which days the municipality pays.

Whole Norwegian calendar days throughout; the day something begins is counted, the day it ends is not.

By the regulation (FOR-2011-11-18-1115 §§ 8–13, and the ministry's letters of 2012) the municipality pays from the day
the patient is ready and it has been told, until the day it says that a place is ready. No answer counts as no. A
withdrawal ends the period; a new declaration begins a new one, with a notice and an answer of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from samspill.stay.events import Kind, norwegian_day
from samspill.stay.rules import Rules
from samspill.stay.standing import Period, Stay, same_municipality

_DAY = timedelta(days=1)
_USUAL = Rules()


@dataclass(frozen=True, order=True)
class PayableDay:
    """One day that one municipality (four digits; empty if unknown) pays for."""

    day: date
    municipality: str


def waiting_days(stay: Stay, today: date, rules: Rules = _USUAL) -> int:
    """Days in hospital after being ready, all periods together. For a patient still there: until today."""
    return len({day for period in stay.periods for day in _waited(stay, period, today, rules)})


def payable_days(stay: Stay, today: date, rules: Rules = _USUAL) -> tuple[PayableDay, ...]:
    """The days paid for, oldest first. Today is not counted: it is not over."""
    days = {
        PayableDay(day, stay.municipality_on(day))
        for period in stay.periods
        for day in _waited(stay, period, today, rules)
        if _is_paid_for(stay, period, day, rules)
    }
    return tuple(sorted(days))


def _waited(stay: Stay, period: Period, today: date, rules: Rules) -> Iterator[date]:
    end = min(period.ended_on or today, today)
    day = period.ready_on
    while day < end:
        if rules.leave_counts or not _on_leave(stay, day):
            yield day
        day += _DAY


def _on_leave(stay: Stay, day: date) -> bool:
    return any(left <= day and (back is None or day < back) for left, back in stay.leaves)


def _is_paid_for(stay: Stay, period: Period, day: date, rules: Rules) -> bool:
    return (
        _in_scope(stay, day, rules)
        and _conditions_met(stay, day, rules)
        and _was_told(stay, period, day)
        and not _has_place(stay, period, day)
    )


def _in_scope(stay: Stay, day: date, rules: Rules) -> bool:
    since = rules.scope.get(stay.sector)
    return since is not None and since <= day


def _conditions_met(stay: Stay, day: date, rules: Rules) -> bool:
    conditions = rules.extra_conditions.get(stay.sector, frozenset[Kind]())
    return all(kind in stay.firsts and norwegian_day(stay.firsts[kind]) <= day for kind in conditions)


def _was_told(stay: Stay, period: Period, day: date) -> bool:
    """Has the municipality that the patient belongs to on that day been told, since it became theirs?"""
    since, municipality = stay.municipality_since(day)
    return any(since <= n.day <= day and same_municipality(n.municipality, municipality) for n in period.notices)


def _has_place(stay: Stay, period: Period, day: date) -> bool:
    """By the municipality's latest answer up to that day; no answer is no place."""
    since, municipality = stay.municipality_since(day)
    said = [a for a in period.answers if since <= a.said_on <= day and same_municipality(a.municipality, municipality)]
    return bool(said) and said[-1].can and said[-1].place_on <= day
