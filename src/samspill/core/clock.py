"""What time it is. Everything that asks goes through here, so that a test or a demonstration can choose its day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
_stopped: ContextVar[datetime | None] = ContextVar("stopped clock", default=None)


def now() -> datetime:
    """The present moment, aware, in Norwegian time."""
    return _stopped.get() or datetime.now(OSLO)


def today() -> date:
    """The Norwegian calendar day: what the regulation counts in."""
    return now().date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand still at an aware moment."""
    token = _stopped.set(moment.astimezone(OSLO))
    try:
        yield
    finally:
        _stopped.reset(token)
