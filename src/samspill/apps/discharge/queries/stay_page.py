"""All that the page of one stay shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import cached_property

from samspill.apps.discharge import rules, words
from samspill.apps.discharge.actions.reading import read_message
from samspill.apps.discharge.coordination.clocks import Clock, clocks_of
from samspill.apps.discharge.models import Outcome, RoundPoint, Stay, StayEvent
from samspill.apps.discharge.queries.cards import Card, card_of
from samspill.apps.discharge.queries.histories import events_of
from samspill.apps.discharge.queries.message_items import message_items
from samspill.apps.discharge.queries.rates import rates
from samspill.apps.discharge.registering.since import happened_since, seen_mark
from samspill.apps.discharge.rounds.queries import points_of
from samspill.core import clock
from samspill.directory.lookup import communities_of
from samspill.directory.offers.queries import AFTER_HOSPITAL, Found, offers_for
from samspill.stay import Event, Kind, NextStep, Settlement, Side, fold, in_order, living, next_steps, settlement
from samspill.stay import Stay as Folded


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened. `counts` is false for what was cancelled or corrected afterwards."""

    what: str
    at: date | datetime
    by: str
    expected: date | None
    counts: bool


@dataclass
class StayPage:
    row: Stay

    @cached_property
    def _rows(self) -> list[StayEvent]:
        return events_of([self.row])[self.row.pk]

    @cached_property
    def _events(self) -> list[Event]:
        return [row.event for row in self._rows]

    @cached_property
    def folded(self) -> Folded:
        return fold(self._events, next_admission=self.row.next_admission)

    @cached_property
    def card(self) -> Card:
        return card_of(self.row, self._rows, rates())

    @property
    def state_words(self) -> str:
        return str(words.STATES[self.folded.state])

    @cached_property
    def timeline(self) -> list[TimelineItem]:
        """What happened, newest first. What several messages repeated stands once."""
        counting = set(living(self._events))
        items = dict.fromkeys(_item(event, event in counting) for event in in_order(self._events))
        return list(reversed(items))

    @property
    def steps(self) -> list[tuple[str, str, NextStep]]:
        """(what, whose, step) of everything that is to be done now."""
        steps = next_steps(self.folded, clock.now(), rules.stay_rules())
        return [(str(words.STEPS[step.step]), str(words.SIDES[step.whose]), step) for step in steps]

    @property
    def seen(self) -> int:
        """What a form carries, to know afterwards what its reader had seen."""
        return seen_mark(self._rows)

    def since(self, seen: int) -> list[tuple[str, str, datetime]]:
        """(what, who, when) of what has moved the stay after that event, oldest first."""
        return [
            (str(words.KINDS[Kind(row.kind)]), str(words.SIDES[Side(row.by)]), row.recorded_at)
            for row in happened_since(self.row, seen)
        ]

    @property
    def clocks(self) -> list[tuple[str, Clock, str, str]]:
        """(what, clock, how it stands, tone) of the 24-hour clocks, both of those of the early notice."""
        found = clocks_of(self.folded, clock.now(), rules.stay_rules())
        return [
            (str(words.CLOCKS[each.key]), each, str(words.CLOCK_STANDS[each.stands]), words.CLOCK_TONES[each.stands])
            for each in found
        ]

    @property
    def expectations(self) -> list[Event]:
        """What the discharge was expected to be, the latest first."""
        told = [event for event in in_order(self._events) if event.kind is Kind.EXPECTED_DISCHARGE and event.expected]
        counting = set(living(self._events))
        return [event for event in reversed(told) if event in counting]

    @cached_property
    def messages(self) -> list[dict[str, Any]]:
        """Messages in and out, as items of the timeline; without their content."""
        return [*message_items(self.row)]

    @cached_property
    def outside(self) -> bool:
        """The municipality of stay is in another community: it answers by message, not here."""
        place = self.row.municipality
        communities = communities_of(place, clock.today()) if place else []
        return bool(place) and self.row.community_id not in {each.pk for each in communities}

    @cached_property
    def round_points(self) -> list[RoundPoint]:
        return points_of(self.row)

    @cached_property
    def settlement(self) -> Settlement:
        return settlement(self.folded, clock.today(), rules.stay_rules(), rates())

    @cached_property
    def unread_answers(self) -> list[tuple[datetime, str]]:
        """(received, text) of answers that no rule could understand; a person must read them."""
        rows = self.row.messages.filter(outcome=Outcome.UNCLEAR, settled_by=None).order_by("received_at")
        # The bytes are gone where their period is over.
        return [(row.received_at, read_message(bytes(row.body)).text) for row in rows if row.body]

    @cached_property
    def offers(self) -> list[Found]:
        """What those who live in the patient's municipality may be offered after hospital, nearest first."""
        municipality = self.row.municipality
        if municipality is None or self.row.ended_on:
            return []
        return offers_for(municipality, community=self.row.community_id, kinds=AFTER_HOSPITAL)

    @property
    def not_known(self) -> str:
        """What the municipality says is wrong, where it does not know the patient; empty where it does."""
        said = self.folded.not_known
        return str(words.NOT_KNOWN_WHY.get(said.note, words.KINDS[Kind.NOT_KNOWN])) if said else ""

    @property
    def oddities(self) -> list[str]:
        return sorted(str(words.ODDITIES[oddity]) for oddity in self.folded.oddities)


def _item(event: Event, counts: bool) -> TimelineItem:
    # A repeated admission or ready time is the same fact; a notice or an answer is a deed of its own.
    return TimelineItem(
        what=str(words.KINDS[event.kind]),
        at=event.at,
        by=str(words.SIDES[event.by]),
        expected=event.expected,
        counts=counts and event.kind is not Kind.CANCELLED,
    )
