"""Random histories of one patient at one trust: several stays told by messages that repeat one another, with and
without hours, late, corrected, cancelled; believable (`lived`) and not (`messy`)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from samspill.stay import OSLO, Event, Kind, Side

K = Kind
START = datetime(2018, 12, 26, 0, 0, tzinfo=UTC)
# What the messages bring; the first of each is the news, the rest may be repeated along with it.
SHAPES: list[tuple[Kind, ...]] = [
    (K.ADMITTED,),
    (K.READY_NOTICE, K.READY, K.ADMITTED),
    (K.WITHDRAWN, K.READY, K.ADMITTED),
    (K.DISCHARGED, K.READY, K.ADMITTED),
    (K.EARLY_NOTICE, K.NEED_IDENTIFIED, K.ADMITTED),
    (K.DIED,),
    *((kind,) for kind in Kind if kind is not K.CANCELLED),
]
BY_MUNICIPALITY = {K.CAN, K.CANNOT, K.ADMISSION_REPORT, K.ASSESSED}


def _hours(random: Random, most: int) -> timedelta:
    return timedelta(minutes=30 * random.randrange(2 * most))


def _at(random: Random, moment: datetime) -> date | datetime:
    """With the hour, or the Norwegian day only; in one of two time zones."""
    return random.choice([moment, moment.astimezone(OSLO), moment.astimezone(OSLO).date()])


def _event(random: Random, kind: Kind, moment: datetime, said: datetime, source: str, **more: str) -> Event:
    by = Side.MUNICIPALITY if kind in BY_MUNICIPALITY else Side.HOSPITAL
    if kind is K.DIED:
        by = random.choice([Side.HOSPITAL, Side.MUNICIPALITY, Side.GP])
    expected = (said + _hours(random, 96)).date() if kind in (K.CAN, K.CANNOT) and random.random() < 0.7 else None
    at = said if kind is K.READY_NOTICE else _at(random, moment)
    municipality = random.choice(["5001", "5001", "5001", "5031", "0301", "030102", ""])
    return Event(
        kind=kind, at=at, said_at=said, by=by, source=source, expected=expected, municipality=municipality, **more
    )


def messy(random: Random, messages: int) -> list[Event]:
    """Anything at any time."""
    events: list[Event] = []
    for number in range(messages):
        source, said = f"m{number}", START + _hours(random, 24 * 12)
        other = f"m{random.randrange(messages + 1)}"  # may come later, or never
        if random.random() < 0.15:
            cancels = {"kind": K.CANCELLED, "by": Side.HOSPITAL, "refers_to": other}
            events.append(Event(at=said, said_at=said, source=source, **cancels))  # type: ignore[arg-type]
            continue
        news, *repeated = random.choice(SHAPES)
        replaces = other if random.random() < 0.15 else ""
        refers_to = other if news in (K.CAN, K.CANNOT) else ""
        for kind in [news, *(kind for kind in repeated if random.random() < 0.7)]:
            moment = said - _hours(random, 72) + _hours(random, 24)
            events.append(_event(random, kind, moment, said, source, replaces=replaces, refers_to=refers_to))
    return events


def lived(random: Random, stays: int = 3) -> list[Event]:
    """Stays one after the other, each step in its time, and each message repeating what it would."""
    events: list[Event] = []
    now = START
    for stay in range(stays):
        now += timedelta(hours=1) + _hours(random, 48)
        admitted, ready, notice = now, now, ""
        steps = [K.ADMITTED, *random.choices([K.READY_NOTICE, K.CANNOT, K.CAN, K.WITHDRAWN], k=random.randrange(5))]
        for number, news in enumerate([*steps, K.DISCHARGED]):
            now += timedelta(hours=1) + _hours(random, 30)
            source = f"s{stay}-{number}"
            ready = now if news is K.READY_NOTICE else ready
            notice = source if news is K.READY_NOTICE else notice
            shape = next(shape for shape in SHAPES if shape[0] is news)
            moments = {K.ADMITTED: admitted, K.READY: ready}
            repeated = [kind for kind in shape[1:] if random.random() < 0.7 and (kind is not K.READY or notice)]
            refers_to = notice if news in (K.CAN, K.CANNOT) else ""
            for kind in [news, *repeated]:
                moment = moments.get(kind, now)
                events.append(_event(random, kind, moment, now + timedelta(minutes=9), source, refers_to=refers_to))
    return events


def drawn(seed: int) -> list[Event]:
    random = Random(seed)
    return messy(random, 1 + random.randrange(14)) if seed % 2 else lived(random)


histories = st.integers(0, 10**9).map(drawn)
