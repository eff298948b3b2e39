"""All events of one patient at one trust, parted into stays.

- An admission opens a stay. Messages repeat the admission time, so claims on the same day, or less than 8 hours apart,
  with no discharge between, are one admission.
- Another admission opens another stay, also when the discharge of the former was never told.
- A message that repeats the admission time says by that which stay it is about. Only if it declares the patient ready
  on a day after that stay's end, it speaks of a stay that we have not been told of.
- What comes before any admission, or a new ready notice after a discharge, opens a stay that begins without an
  admission.
- Late paperwork belongs to the stay that just ended. An answer belongs to the notice that it answers.
- A death that others than the hospital tell of belongs to the stay that was open then; if none was, to none.
- What was corrected or cancelled stays with the stay it was about (see `set_aside`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from samspill.stay.events import Event, Kind
from samspill.stay.group import Group, opens_no_stay
from samspill.stay.living import in_order, living
from samspill.stay.order import Order
from samspill.stay.set_aside import place_set_aside
from samspill.stay.threads import REPLIES, Threads, threads_of


def stays_of(events: Iterable[Event]) -> list[tuple[Event, ...]]:
    """The events of each stay, oldest stay first. A pure function of the set of events.

    Every event is in exactly one stay, but for a death told by others than the hospital while no stay was open, and a
    cancellation of something unknown. A stay of which all was cancelled is among them.
    """
    told = set(events)
    threads = threads_of(told)
    counting = [event for event in told if threads.counts(event)]
    groups = _Gathering(counting, threads).groups
    place_set_aside(groups, told, threads)
    return [tuple(in_order(group.events)) for group in sorted(groups, key=lambda group: group.begins)]


def next_admissions(stays: Sequence[Iterable[Event]]) -> list[date | None]:
    """For each of the stays that `stays_of` gave: the day that the patient was next admitted, as `fold` wants it.

    A later stay of which all was cancelled is none.
    """
    following: date | None = None
    days: list[date | None] = []
    for stay in reversed(stays):
        days.append(following)
        happened = living(stay)
        admitted = [event.day for event in happened if event.kind is Kind.ADMITTED]
        following = min(admitted or [event.day for event in happened], default=following)
    return days[::-1]


class _Gathering:
    """Goes through what happened to the patient, in order, and gathers it in stays."""

    def __init__(self, counting: Iterable[Event], threads: Threads) -> None:
        self.groups: list[Group] = []
        self._order = Order(counting, threads)
        events = self._order.sort(counting)
        # Stays that messages name by repeating the admission; filled in as the admissions come.
        self._named: dict[str, Group | None] = {e.source: None for e in events if e.kind is Kind.ADMITTED}
        self._declared: dict[str, date] = {e.source: e.day for e in events if e.kind is Kind.READY}
        notices = {threads.name(event.source) for event in events if event.kind is Kind.READY_NOTICE}
        answers = {e for e in events if e.kind in REPLIES and threads.name(e.refers_to) in notices}
        self._gather([event for event in events if event not in answers])
        homes = {threads.name(e.source): g for g in self.groups for e in g.events if e.kind is Kind.READY_NOTICE}
        for answer in answers:
            homes[threads.name(answer.refers_to)].add(answer, self._order)

    def _gather(self, events: list[Event]) -> None:
        placed: set[Event] = set()
        ahead: list[Event] = []
        for number, event in enumerate(events):
            if event in placed:
                continue
            if event.kind is Kind.ADMITTED:
                placed |= self._end_former(event, events[number + 1 :])
                self._named[event.source] = self._by_time(event)
            elif event.source not in self._named:
                self._by_time(event)
            elif self._named[event.source] is None:
                ahead.append(event)  # an early notice of an admission to come
            else:
                self._by_name(event)
        for event in ahead:
            self._by_name(event)

    def _by_name(self, event: Event) -> None:
        group = self._named[event.source]
        declared = self._declared.get(event.source)
        if group and (group.ended_on is None or declared is None or declared <= group.ended_on):
            group.add(event, self._order)
        else:
            self._by_time(event)

    def _by_time(self, event: Event) -> Group | None:
        """Put it in the latest stay, or in a new one; a death without an open stay in none."""
        current = self.groups[-1] if self.groups else None
        if opens_no_stay(event) and (current is None or current.ended_on):
            return None
        if current is None or not current.takes(event, self._order):
            current = Group(begins=self._order.moment(event))
            self.groups.append(current)
        current.add(event, self._order)
        return current

    def _end_former(self, admission: Event, later: Iterable[Event]) -> set[Event]:
        """A discharge on the day of a new admission ended the former stay, even if it sorts after the admission because
        only the day of one of them is known."""
        current = self.groups[-1] if self.groups else None
        if current is None or current.ended_on or current.takes(admission, self._order):
            return set()
        for event in later:
            ended_then = event.kind is Kind.DISCHARGED and event.day == admission.day
            if ended_then and event.source not in self._named and not (event.has_hour and admission.has_hour):
                current.add(event, self._order)
                return {event}
        return set()
