"""Which of the sources count: those that nobody has cancelled, and that no later version has corrected.

A source (a message, a form) and those that correct it make a thread, named here by its alphabetically first source.
Of a thread only one version counts: one that no other version corrects, and of several such the one said last.

A cancellation of any version cancels the whole thread: the standard's cancellation says that the message should never
have been sent (typically: wrong patient), and then neither should its corrections. What is corrected or cancelled need
not have come yet. A cancellation cannot itself be cancelled; what was true is told again, as a new message.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from samspill.stay.events import Event, Kind

ANSWERS = frozenset({Kind.CAN, Kind.CANNOT})
REPLIES = ANSWERS | {Kind.NOT_KNOWN}  # what falls with what it is about


@dataclass(frozen=True)
class Threads:
    """What the events say about one another's sources. Make it with `threads_of`, of all that was told."""

    names: Mapping[str, str]  # only sources of threads with several versions
    counting: Set[str]  # sources
    cancelled: Set[str]  # names of threads that never happened
    cancelled_notices: Set[str]  # those of them that were ready notices
    given: Mapping[tuple[str, str], datetime]  # (thread, municipality): when the ready notice was first given to it

    def name(self, source: str) -> str:
        """The thread that a source belongs to."""
        return self.names.get(source, source)

    def counts(self, event: Event) -> bool:
        """Did it happen, as far as we know? An answer to a ready notice that was cancelled falls with it."""
        return event.kind is not Kind.CANCELLED and event.source in self.counting and not self.falls(event)

    def falls(self, event: Event) -> bool:
        """Is it an answer to a ready notice that was cancelled, or a reply to another message that was?"""
        gone = self.cancelled if event.kind is Kind.NOT_KNOWN else self.cancelled_notices
        return event.kind in REPLIES and self.name(event.refers_to) in gone


def threads_of(events: Iterable[Event]) -> Threads:
    """Sort out corrections and cancellations. The order of the events does not matter."""
    told = list(events)
    news = [event for event in told if event.kind is not Kind.CANCELLED]
    names = _names(news)
    cancelled = {names.get(e.refers_to, e.refers_to) for e in told if e.kind is Kind.CANCELLED}
    corrected = {event.replaces for event in news if event.replaces != event.source}
    versions: dict[str, dict[str, datetime]] = {}
    for event in news:
        thread = versions.setdefault(names.get(event.source, event.source), {})
        thread[event.source] = max(event.said_at, thread.get(event.source, event.said_at))
    counting = {_last(thread, corrected) for name, thread in versions.items() if name not in cancelled}
    given = _given(news, names)
    return Threads(names, counting, cancelled, {name for name, _ in given} & cancelled, given)


def _given(news: Iterable[Event], names: Mapping[str, str]) -> dict[tuple[str, str], datetime]:
    given: dict[tuple[str, str], datetime] = {}
    for event in news:
        if event.kind is Kind.READY_NOTICE:
            key = names.get(event.source, event.source), event.municipality
            given[key] = min(event.instant, given.get(key, event.instant))
    return given


def _names(news: Iterable[Event]) -> dict[str, str]:
    names: dict[str, str] = {}
    for event in news:
        if event.replaces and event.replaces != event.source:
            _join(names, event.source, event.replaces)
    return names


def _join(names: dict[str, str], one: str, other: str) -> None:
    joined = {names.setdefault(one, one), names.setdefault(other, other)}
    name = min(joined)
    for source, known in names.items():
        if known in joined:
            names[source] = name


def _last(versions: Mapping[str, datetime], corrected: Set[str]) -> str:
    """A correction counts before what it corrects, whatever the senders' clocks say."""
    standing = [source for source in versions if source not in corrected] or list(versions)
    return max(standing, key=lambda source: (versions[source], source))
