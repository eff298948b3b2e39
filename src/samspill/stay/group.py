"""The events of one stay while they are being gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from samspill.stay.events import Event, Kind, Side, norwegian_day
from samspill.stay.order import ENDS, Order

SAME_ADMISSION = timedelta(hours=8)
ADMISSION_FOLLOWS = timedelta(hours=24)  # what was told just before an admission belongs to it
# Said of a patient who is in hospital; on a later day than the discharge they speak of another stay.
OPENS_AFTER_END = frozenset({Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE, Kind.EXPECTED_DISCHARGE})
OPENS_AT_ONCE = frozenset({Kind.READY, Kind.READY_NOTICE})


@dataclass(eq=False)
class Group:
    """One stay in the making. `begins` is its first moment in UTC, `ended_on` the day it ended, if that was told."""

    begins: datetime
    events: list[Event] = field(default_factory=list)
    admissions: list[datetime] = field(default_factory=list)
    ended_on: date | None = None

    def add(self, event: Event, order: Order) -> None:
        self.events.append(event)
        if event.kind is Kind.ADMITTED:
            self.admissions.append(order.claimed(event))
        if event.kind in ENDS and self.ended_on is None:
            self.ended_on = event.day

    def takes(self, event: Event, order: Order) -> bool:
        """May it be of this stay, which is the latest that had begun when it happened?"""
        if event.kind is Kind.ADMITTED:
            return self._takes_admission(event, order)
        if self.ended_on is None:
            return True
        if event.kind in OPENS_AFTER_END:
            return event.day <= self.ended_on
        return event.kind not in OPENS_AT_ONCE

    def _takes_admission(self, event: Event, order: Order) -> bool:
        if self.ended_on is not None:
            return False
        if self.admissions:
            return self.same_admission(order.claimed(event))
        return order.moment(event) - self.begins < ADMISSION_FOLLOWS

    def same_admission(self, at: datetime) -> bool:
        """Is that a repetition of the admission that this stay began with?"""
        return any(
            norwegian_day(at) == norwegian_day(known) or abs(at - known) < SAME_ADMISSION for known in self.admissions
        )

    def had_begun(self, day: date) -> bool:
        return norwegian_day(self.begins) <= day

    def had_ended(self, day: date) -> bool:
        """Was it over before that day?"""
        return self.ended_on is not None and self.ended_on < day


def opens_no_stay(event: Event) -> bool:
    """Of a death outside the hospital, others tell all that care for the patient; it says nothing of a stay."""
    return event.kind is Kind.DIED and event.by is not Side.HOSPITAL
