"""The 24-hour clocks of a stay, both of them: from the admission, and from when the need was seen. Plain Python.

The regulation's text and its profile of 2019 count the early notice from different moments (see docs/stay.md). Both are
kept and shown; which of them counts as the promise is a setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from samspill.stay import Kind, Rules, Stay


class Running(StrEnum):
    """How a clock stands."""

    RUNS = "runs"
    KEPT = "kept"
    BROKEN = "broken"  # ran out, and nothing has come
    LATE = "late"  # came, after it had run out


@dataclass(frozen=True, kw_only=True)
class Clock:
    """key: which. began, due: aware. met: when what it waits for came; empty while it has not. counts: is this the one
    that the community is held to?"""

    key: str
    began: datetime
    due: datetime
    met: datetime | None
    counts: bool
    stands: Running


def clocks_of(stay: Stay, now: datetime, rules: Rules) -> list[Clock]:
    """The clocks that have begun, in the order that they are read."""
    return list(_clocks(stay, now, rules))


def _clocks(stay: Stay, now: datetime, rules: Rules) -> Iterator[Clock]:
    admitted, need = stay.firsts.get(Kind.ADMITTED), stay.firsts.get(Kind.NEED_IDENTIFIED)
    told, report = stay.firsts.get(Kind.EARLY_NOTICE), stay.firsts.get(Kind.ADMISSION_REPORT)
    from_admission = rules.early_notice_from == "admitted"
    end = now if stay.is_open else min(now, _end(stay) or now)
    if admitted:
        yield _clock("early_notice_from_admission", admitted, rules.early_notice_within, told, from_admission, end)
    if need:
        yield _clock("early_notice_from_need", need, rules.early_notice_within, told, not from_admission, end)
    if admitted:
        yield _clock("admission_report", admitted, rules.admission_report_within, report, True, end)


def _clock(key: str, began: datetime, within: timedelta, met: datetime | None, counts: bool, now: datetime) -> Clock:
    due = began + within
    if met is not None:
        stands = Running.KEPT if met <= due else Running.LATE
    else:
        stands = Running.BROKEN if due < now else Running.RUNS
    return Clock(key=key, began=began, due=due, met=met, counts=counts, stands=stands)


def _end(stay: Stay) -> datetime | None:
    return stay.last_event.instant if stay.last_event else None
