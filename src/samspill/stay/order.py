"""In which order things happened, where messages say a day without an hour, say things twice, or come late.

The order is a pure function of the set of events. Four things bend it away from the plain point in time:

- A day without an hour takes the hour from another message that told the hour of the same thing.
- A message repeats what led to what it tells (the admission and the ready day in a withdrawal or a discharge notice).
  That never happened after what the message is about.
- A declaration was made when it was told, also when the day it holds from lies ahead. A corrected ready notice was
  given when its first version was.
- An answer never comes before the notice that it answers; the clocks of two senders may differ.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from samspill.stay.events import Event, Kind, norwegian_day
from samspill.stay.threads import ANSWERS, REPLIES, Threads

ENDS = frozenset({Kind.DISCHARGED, Kind.DIED})

# At the very same moment: what must have come first. What stands together is told apart by who said it last.
_SEQUENCE: tuple[frozenset[Kind], ...] = (
    frozenset({Kind.ADMITTED}),
    frozenset({Kind.MUNICIPALITY_CHANGED}),
    frozenset({Kind.TRANSFERRED}),
    frozenset({Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE, Kind.ADMISSION_REPORT, Kind.EXPECTED_DISCHARGE}),
    frozenset({Kind.PLAN_MEETING_CALLED, Kind.FOLLOW_UP_CLARIFIED}),
    frozenset({Kind.READY}),
    frozenset({Kind.READY_NOTICE}),
    frozenset({Kind.ASSESSED}),
    frozenset({Kind.NOT_KNOWN}),
    ANSWERS,  # an answer takes back that the patient is not known
    frozenset({Kind.MUNICIPALITY_CONFIRMED}),
    frozenset({Kind.WITHDRAWN}),
    frozenset({Kind.ON_LEAVE, Kind.BACK_FROM_LEAVE}),
    frozenset({Kind.DISCHARGED}),
    frozenset({Kind.DIED}),
    frozenset({Kind.CANCELLED}),
)
_RANK = {kind: rank for rank, kinds in enumerate(_SEQUENCE) for kind in kinds}
# What a message may repeat, and the news that it then came before.
_REPEATED_WITH = {
    Kind.ADMITTED: frozenset({Kind.READY, Kind.WITHDRAWN, *ENDS}),
    Kind.READY: frozenset({Kind.WITHDRAWN, *ENDS}),
}
_NEVER_AFTER = {**_REPEATED_WITH, Kind.READY: frozenset({Kind.READY_NOTICE, Kind.WITHDRAWN, *ENDS})}


class Order:
    """The order of some events, which are all that counts (of a patient, or of a stay)."""

    def __init__(self, events: Iterable[Event], threads: Threads) -> None:
        self._threads = threads
        told = list(events)
        self._together: dict[str, list[Event]] = defaultdict(list)
        for event in told:
            self._together[event.source].append(event)
        self._hours = _hours_told(told, self._repeats)
        self._notices: dict[str, datetime] = {}
        for event in told:
            if event.kind is Kind.READY_NOTICE:
                name, given = threads.name(event.source), self._placed(event)
                self._notices[name] = min(given, self._notices.get(name, given))
        self._moments = {event: self._placed(event) for event in told}

    def moment(self, event: Event) -> datetime:
        """When it happened, for ordering; in UTC."""
        return self._moments[event]

    def claimed(self, event: Event) -> datetime:
        """When its sender says it happened, with the hour that others told; in UTC."""
        return self._claimed(event)

    def sort(self, events: Iterable[Event]) -> list[Event]:
        return sorted(events, key=lambda event: (self._moments[event], *_apart(event)))

    def _placed(self, event: Event) -> datetime:
        moment = self._claimed(event)
        if event.kind is Kind.READY:
            moment = min(moment, event.said_at)
        if event.kind in _NEVER_AFTER:
            later = [other for other in self._together[event.source] if other.kind in _NEVER_AFTER[event.kind]]
            return min([moment, *map(self._placed, later)])
        if event.kind is Kind.READY_NOTICE:
            return self._threads.given[self._threads.name(event.source), event.municipality]
        if event.kind in REPLIES:
            return max(moment, self._notices.get(self._threads.name(event.refers_to), moment))
        return moment

    def _claimed(self, event: Event) -> datetime:
        if event.has_hour or event.kind not in _REPEATED_WITH:
            return event.instant
        said_that_day = norwegian_day(event.said_at) == event.day
        if event.kind is Kind.READY and said_that_day and not self._repeats(event):
            return event.instant
        hours = self._hours.get((event.kind, event.day))
        if hours:
            return hours[max(bisect_right(hours, event.said_at) - 1, 0)]
        # Of an admission that was told afterwards we know only that what happened that day came after it.
        return event.day_begins if event.kind is Kind.ADMITTED and not said_that_day else event.instant

    def _repeats(self, event: Event) -> bool:
        """Does it come along in a message about something that happened later?"""
        return any(other.kind in _REPEATED_WITH[event.kind] for other in self._together[event.source])


def _hours_told(told: Iterable[Event], repeats: Callable[[Event], bool]) -> Mapping[tuple[Kind, date], list[datetime]]:
    """The known hours of each day's admissions and declarations, sorted: those that were told as such, or else those of
    what was told on the day itself by a message of its own."""
    exact: dict[tuple[Kind, date], list[datetime]] = defaultdict(list)
    likely: dict[tuple[Kind, date], list[datetime]] = defaultdict(list)
    for event in told:
        if event.kind in _REPEATED_WITH and event.has_hour:
            exact[event.kind, event.day].append(event.instant)
        elif event.kind in _REPEATED_WITH and norwegian_day(event.said_at) == event.day and not repeats(event):
            likely[event.kind, event.day].append(event.instant)
    return {key: sorted(hours) for key, hours in {**likely, **exact}.items()}


def _apart(event: Event) -> tuple[Any, ...]:
    """Tells any two different events apart, so that the order is total. What was said last comes last."""
    return (
        _RANK[event.kind],
        event.said_at,
        event.source,
        event.kind,
        event.refers_to,
        event.expected or date.min,
        event.instant,
        event.has_hour,
        event.by,
        event.replaces,
        event.municipality,
        event.unit,
        event.sector or "",
        event.discharged_to,
        event.note,
    )
