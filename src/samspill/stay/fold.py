"""The events of one stay, added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from samspill.stay.events import Event, Kind, norwegian_day
from samspill.stay.leaves import leaves_of
from samspill.stay.order import ENDS, Order
from samspill.stay.standing import Answer, Notice, Oddity, Period, Stay, same_municipality
from samspill.stay.states import READY_NOW, TOLD, State, after
from samspill.stay.threads import Threads, threads_of

# Whose municipality is the patient's. A message repeats the admission and the ready day with the municipality that the
# message went to, so those two speak of the municipality only while nothing else is known.
_SAYS_MUNICIPALITY = frozenset({Kind.NEED_IDENTIFIED, Kind.EARLY_NOTICE})
_DECIDES_MUNICIPALITY = frozenset({Kind.READY_NOTICE, Kind.MUNICIPALITY_CHANGED})
_HINTS_MUNICIPALITY = frozenset({Kind.ADMITTED, Kind.READY, *ENDS})
_SAYS_UNIT = frozenset(
    {Kind.ADMITTED, Kind.TRANSFERRED, Kind.READY, Kind.READY_NOTICE, Kind.WITHDRAWN, Kind.DISCHARGED}
)


@dataclass(frozen=True)
class _Told:
    """What is known beside the event at hand: which messages belong together, and the order."""

    threads: Threads
    order: Order


def fold(events: Iterable[Event], *, next_admission: date | None = None) -> Stay:
    """Add up the events of one stay, in any order.

    `next_admission` is the day the patient was admitted anew, for a stay whose discharge was never told.
    """
    everything = set(events)
    threads = threads_of(everything)
    counting = [event for event in everything if threads.counts(event)]
    if not counting:
        return Stay()
    told = _Told(threads, Order(counting, threads))
    happened = told.order.sort(counting)
    stay = Stay(state=State.ADMITTED, last_event=happened[-1])
    for event in happened:
        before, stay = stay, _take_down(stay, event, told)
        turned = (stay.state, stay.not_known is None) != (before.state, before.not_known is None)
        if stay.since is None or turned:
            stay = replace(stay, since=told.order.moment(event))
    if not stay.admitted_at:
        stay = _odd(stay, Oddity.NO_ADMISSION)
    if stay.is_open and next_admission is not None:
        stay = _end(_odd(stay, Oddity.NOT_DISCHARGED), State.DISCHARGED, next_admission)
    in_hospital = _until_the_end(happened)
    return replace(stay, leaves=leaves_of(in_hospital, told.order), firsts=_firsts(in_hospital))


def _until_the_end(happened: list[Event]) -> list[Event]:
    end = next((number for number, event in enumerate(happened, 1) if event.kind in ENDS), len(happened))
    return happened[:end]


def _take_down(stay: Stay, event: Event, told: _Told) -> Stay:
    if not stay.is_open:
        return _after_the_end(stay, event)
    stay = _belongs_to(_remember(stay, event), event)
    change = _CHANGES.get(event.kind)
    return change(stay, event, told) if change else stay


def _move(stay: Stay, happened: Kind) -> Stay:
    to = after(stay.state, happened)
    return replace(stay, state=to) if to else stay


def _remember(stay: Stay, event: Event) -> Stay:
    """What every event may say beside what it is."""
    unit = event.unit if event.unit and event.kind in _SAYS_UNIT else stay.unit
    sector = event.sector or stay.sector
    return stay if (unit, sector) == (stay.unit, stay.sector) else replace(stay, unit=unit, sector=sector)


def _firsts(in_hospital: Iterable[Event]) -> dict[Kind, datetime]:
    firsts: dict[Kind, datetime] = {}
    for event in in_hospital:
        firsts[event.kind] = min(event.instant, firsts.get(event.kind, event.instant))
    return firsts


def _belongs_to(stay: Stay, event: Event) -> Stay:
    """Whose patient it is. With another municipality than the one that was told, the question must be asked anew."""
    known, said = stay.municipalities, event.municipality
    if not said or not _may_say_municipality(stay, event.kind):
        return stay
    if known and same_municipality(known[-1][1], said):
        since, number = known[-1]
        return stay if len(said) <= len(number) else replace(stay, municipalities=(*known[:-1], (since, said)))
    stay = replace(stay, municipalities=(*known, (event.day, said)), not_known=None)
    return _move(stay, Kind.MUNICIPALITY_CHANGED) if known else stay


def _may_say_municipality(stay: Stay, kind: Kind) -> bool:
    if kind in _DECIDES_MUNICIPALITY:
        return True
    if kind in _SAYS_MUNICIPALITY:
        return stay.state not in TOLD or not stay.municipalities
    return kind in _HINTS_MUNICIPALITY and not stay.municipalities


def _admitted(stay: Stay, event: Event, told: _Told) -> Stay:
    return replace(stay, admitted_at=stay.admitted_at or told.order.claimed(event))


def _ready(stay: Stay, event: Event, _: _Told) -> Stay:
    if stay.state not in READY_NOW:
        return _move(replace(stay, periods=(*stay.periods, Period(event.day))), Kind.READY)
    if stay.periods[-1].declared:
        return stay  # repeated
    return _in_period(stay, ready_on=event.day, declared=True)


def _notice(stay: Stay, event: Event, told: _Told) -> Stay:
    at = told.order.moment(event)
    if stay.state not in READY_NOW:
        stay = replace(stay, periods=(*stay.periods, Period(norwegian_day(at), declared=False)))
    notice = Notice(norwegian_day(at), at, event.municipality, event.source)
    stay = replace(stay, not_known=None)  # asked anew
    return _move(_in_period(stay, notices=(*stay.periods[-1].notices, notice)), Kind.READY_NOTICE)


def _answer(stay: Stay, event: Event, told: _Told) -> Stay:
    """An answer counts in the period of the notice that it names, or in the present one if it names none we know."""
    number, notice = _asked(stay, event, told.threads)
    said_by = event.municipality or (notice.municipality if notice else "")
    said = Answer(event.kind is Kind.CAN, event.day, event.expected, said_by)
    waited_for = number == len(stay.periods) - 1 and after(stay.state, event.kind) is not None
    if waited_for and same_municipality(said_by, stay.municipality):
        stay = replace(stay, not_known=None)
        return _move(_in_period(stay, answers=(*stay.periods[-1].answers, said)), event.kind)
    return _odd(stay, Oddity.ANSWER_TO_NOTHING)


def _asked(stay: Stay, answer: Event, threads: Threads) -> tuple[int, Notice | None]:
    """The number of the period, and the notice, that an answer is to."""
    name = threads.name(answer.refers_to)
    for number, period in enumerate(stay.periods):
        for notice in period.notices:
            if threads.name(notice.source) == name:
                return number, notice
    return len(stay.periods) - 1, None


def _not_known(stay: Stay, event: Event, _: _Told) -> Stay:
    """Not ours, says a municipality: of no weight once the patient is another's. What is paid for stays as it is until
    the hospital has put it right."""
    ours = same_municipality(event.municipality, stay.municipality)
    return replace(stay, not_known=event) if ours else stay


def _confirmed(stay: Stay, event: Event, told: _Told) -> Stay:
    return replace(stay, not_known=None, confirmed_at=told.order.moment(event)) if stay.not_known else stay


def _withdrawn(stay: Stay, event: Event, _: _Told) -> Stay:
    return _move(_close_period(stay, event.day), Kind.WITHDRAWN)


def _expected(stay: Stay, event: Event, _: _Told) -> Stay:
    return replace(stay, expected_discharge=event.expected or stay.expected_discharge)


def _ended(stay: Stay, event: Event, _: _Told) -> Stay:
    to = after(stay.state, event.kind)
    return _end(replace(stay, discharged_to=event.discharged_to), to or stay.state, event.day)


def _end(stay: Stay, state: State, day: date) -> Stay:
    return replace(_close_period(stay, day), state=state, ended_on=day, not_known=None)


def _close_period(stay: Stay, day: date) -> Stay:
    """A period declared for a day that never came is empty: it begins and ends on the day it was closed."""
    if stay.state not in READY_NOW:
        return stay
    return _in_period(stay, ready_on=min(stay.periods[-1].ready_on, day), ended_on=day)


def _in_period(stay: Stay, **changes: object) -> Stay:
    return replace(stay, periods=(*stay.periods[:-1], replace(stay.periods[-1], **changes)))  # type: ignore[arg-type]


def _after_the_end(stay: Stay, event: Event) -> Stay:
    """Nothing moves any more. An end told twice, on another day, is for a person to look at."""
    told_again = event.kind in ENDS and event.day != stay.ended_on
    death_afterwards = event.kind is Kind.DIED and stay.state is State.DISCHARGED
    return _odd(stay, Oddity.ENDED_TWICE) if told_again and not death_afterwards else stay


def _odd(stay: Stay, oddity: Oddity) -> Stay:
    return replace(stay, oddities=stay.oddities | {oddity})


_CHANGES: Mapping[Kind, Callable[[Stay, Event, _Told], Stay]] = {
    Kind.ADMITTED: _admitted,
    Kind.READY: _ready,
    Kind.READY_NOTICE: _notice,
    Kind.CAN: _answer,
    Kind.CANNOT: _answer,
    Kind.NOT_KNOWN: _not_known,
    Kind.MUNICIPALITY_CONFIRMED: _confirmed,
    Kind.WITHDRAWN: _withdrawn,
    Kind.EXPECTED_DISCHARGE: _expected,
    Kind.DISCHARGED: _ended,
    Kind.DIED: _ended,
}
