"""When is a session over? Plain values in, a reason or nothing out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# Writing down every request would be a write for every read; a minute is exact enough for a limit of half an hour.
WRITTEN_EVERY = timedelta(minutes=1)
# Warned this long before, and never earlier than half-way.
WARNED_BEFORE = timedelta(minutes=3)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """idle: without a sign of the person. whole: from sign-in, whatever they do. most: at once; 0 for no limit."""

    idle: timedelta
    whole: timedelta
    most: int

    @property
    def warned_before(self) -> timedelta:
        return min(WARNED_BEFORE, self.idle / 2)


def why_over(*, signed_in_at: datetime, last_active: datetime, now: datetime, limits: Limits) -> str:
    """Answers "idle", "too_long", or an empty string while the session holds."""
    if now - signed_in_at >= limits.whole:
        return "too_long"
    return "idle" if now - last_active >= limits.idle else ""


def time_left(*, signed_in_at: datetime, last_active: datetime, now: datetime, limits: Limits) -> timedelta:
    """Until the session ends if the person stays silent; never negative."""
    end = min(signed_in_at + limits.whole, last_active + limits.idle)
    return max(timedelta(0), end - now)


def worth_writing(last_active: datetime, now: datetime) -> bool:
    return not timedelta(0) <= now - last_active < WRITTEN_EVERY
