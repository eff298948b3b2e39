"""Open now? When next? Told from a week of opening hours. Plain Python but for the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from samspill.core import clock

WEEKDAYS = (
    gettext_lazy("Mandag"),
    gettext_lazy("Tirsdag"),
    gettext_lazy("Onsdag"),
    gettext_lazy("Torsdag"),
    gettext_lazy("Fredag"),
    gettext_lazy("Lørdag"),
    gettext_lazy("Søndag"),
)
ON_WEEKDAY = (  # «åpner mandag kl. 08»
    pgettext_lazy("in a sentence", "mandag"),
    pgettext_lazy("in a sentence", "tirsdag"),
    pgettext_lazy("in a sentence", "onsdag"),
    pgettext_lazy("in a sentence", "torsdag"),
    pgettext_lazy("in a sentence", "fredag"),
    pgettext_lazy("in a sentence", "lørdag"),
    pgettext_lazy("in a sentence", "søndag"),
)


@dataclass(frozen=True)
class Phrases:
    """How it is said; a place opens and closes, a person can be reached or not."""

    always: Any
    until: Any
    until_day: Any
    today: Any
    tomorrow: Any
    another_day: Any


PLACE = Phrases(
    gettext_lazy("Åpent hele døgnet"),
    gettext_lazy("Åpent nå, til kl. %(time)s"),
    gettext_lazy("Åpent nå, til %(day)s kl. %(time)s"),
    gettext_lazy("Stengt nå. Åpner kl. %(time)s"),
    gettext_lazy("Stengt nå. Åpner i morgen kl. %(time)s"),
    gettext_lazy("Stengt nå. Åpner %(day)s kl. %(time)s"),
)
PERSON = Phrases(
    gettext_lazy("Treffes hele døgnet"),
    gettext_lazy("Treffes nå, til kl. %(time)s"),
    gettext_lazy("Treffes nå, til %(day)s kl. %(time)s"),
    gettext_lazy("Treffes ikke nå, men fra kl. %(time)s"),
    gettext_lazy("Treffes ikke nå, men i morgen fra kl. %(time)s"),
    gettext_lazy("Treffes ikke nå, men %(day)s fra kl. %(time)s"),
)


class Hours(Protocol):
    """A weekday (Monday is 0) from a time until a time; at or before `opens` means the next day."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class Opening:
    """`sentence` is «Åpent nå, til kl. 16», «Åpner kl. 08», «Åpner mandag kl. 08»."""

    open: bool
    sentence: str


@dataclass(frozen=True)
class DayOfHours:
    name: str
    times: list[str]
    today: bool


def opening_at(hours: Iterable[Hours], now: datetime, *, person: bool = False) -> Opening | None:
    """None when no hours are stated at all. A `person` is not open, but can be reached."""
    said = PERSON if person else PLACE
    local = now.astimezone(clock.OSLO).replace(tzinfo=None)
    spans = sorted(_spans(list(hours), local.date()))
    if not spans:
        return None
    until = _open_until(spans, local)
    if until is not None:
        return Opening(True, _open_sentence(said, until, local))
    following = next((start for start, _end in spans if start > local), None)
    return Opening(False, _opens_sentence(said, following, local)) if following else None


def week_of(hours: Iterable[Hours], today: date) -> list[DayOfHours]:
    """All seven days, Monday first, each with its times; a day without any is closed."""
    rows = sorted(hours, key=lambda row: (row.weekday, row.opens))
    return [
        DayOfHours(str(name), [times_of(row) for row in rows if row.weekday == number], number == today.weekday())
        for number, name in enumerate(WEEKDAYS)
    ]


def always_open(hours: Iterable[Hours]) -> bool:
    """Around the clock, every day: one sentence says it, and a table of seven equal days would hide it."""
    return len({row.weekday for row in hours if row.opens == row.closes and not row.note}) == len(WEEKDAYS)


def in_brief(hours: Iterable[Hours]) -> str:
    """Mandag–torsdag 08–11.30 og 12.30–15, fredag 08–13; for a small card. Empty when nothing is stated."""
    rows = list(hours)
    if always_open(rows):
        return _("hele døgnet")
    days = [(number, _(" og ").join(day.times)) for number, day in enumerate(week_of(rows, date.min)) if day.times]
    groups: list[tuple[int, int, str]] = []
    for number, times in days:
        if groups and groups[-1][1] == number - 1 and groups[-1][2] == times:
            groups[-1] = (groups[-1][0], number, times)
        else:
            groups.append((number, number, times))
    return ", ".join(f"{_days(first, last)} {times}" for first, last, times in groups)


def _days(first: int, last: int) -> str:
    if first == last:
        return str(ON_WEEKDAY[first])
    return f"{ON_WEEKDAY[first]}–{ON_WEEKDAY[last]}"


def times_of(row: Hours) -> str:
    """08–15.30, or «hele døgnet»; with the note."""
    between = f"{clock_words(row.opens)}–{clock_words(row.closes)}"
    text = _("hele døgnet") if row.opens == row.closes else between
    return f"{text} ({row.note})" if row.note else text


def clock_words(value: time) -> str:
    """08, 15.30; midnight at the end of a day is 24 to people, but 00 is unmistakable."""
    return f"{value:%H}" if value.minute == 0 else f"{value:%H.%M}"


def _spans(hours: Sequence[Hours], day: date) -> Iterable[tuple[datetime, datetime]]:
    """From yesterday (a night may still go on) to the same weekday next week."""
    for ahead in range(-1, 8):
        each = day + timedelta(days=ahead)
        for row in hours:
            if row.weekday == each.weekday():
                last = each if row.closes > row.opens else each + timedelta(days=1)
                yield datetime.combine(each, row.opens), datetime.combine(last, row.closes)


def _open_until(spans: Sequence[tuple[datetime, datetime]], now: datetime) -> datetime | None:
    """When the present opening ends; spans that meet count as one."""
    until = None
    for start, end in spans:
        if start <= (until or now) and end > (until or now):
            until = end
    return until


def _open_sentence(said: Phrases, until: datetime, now: datetime) -> str:
    if until - now >= timedelta(days=6):
        return str(said.always)
    values = {"time": clock_words(until.time()), "day": ON_WEEKDAY[until.weekday()]}
    soon = until.date() == now.date() or until - now < timedelta(hours=12)
    return str(said.until if soon else said.until_day) % values


def _opens_sentence(said: Phrases, start: datetime, now: datetime) -> str:
    values = {"time": clock_words(start.time()), "day": ON_WEEKDAY[start.weekday()]}
    days = (start.date() - now.date()).days
    sentence = {0: said.today, 1: said.tomorrow}.get(days, said.another_day)
    return str(sentence) % values
