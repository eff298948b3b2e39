"""Which events count, and in which order they happened. See `threads` for the one and `order` for the other."""

from __future__ import annotations

from collections.abc import Iterable

from samspill.stay.events import Event
from samspill.stay.order import Order
from samspill.stay.threads import threads_of


def living(events: Iterable[Event]) -> list[Event]:
    """The events that count, each once, in the order they happened."""
    told = set(events)
    threads = threads_of(told)
    counting = [event for event in told if threads.counts(event)]
    return Order(counting, threads).sort(counting)


def in_order(events: Iterable[Event]) -> list[Event]:
    """All of the events, also those that do not count, in the order they happened or were said to have happened."""
    told = list(events)
    return Order(told, threads_of(told)).sort(told)
