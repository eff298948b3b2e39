"""Days owed beside days billed: what a month's statement holds. Plain Python; knows neither tables nor pages.

A day is owed or it is not: that is the library's word (`samspill.stay.payable_days`), less what a decision holds out.
A day is billed once: by the month it lies in, or, when that month is locked by then, by a correction in the next
statement that is open. What is wrong in a locked month is not changed there; the difference comes as lines that point
back to it.

So, whatever the order in which messages come and months are locked: all that locked statements hold of a day, and what
the next open one adds, is always exactly what is owed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

_DAY = timedelta(days=1)


class Month(NamedTuple):
    """A calendar month; orders as the calendar does."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> Month:
        return Month(self.year + 1, 1) if self.month == 12 else Month(self.year, self.month + 1)

    @property
    def before(self) -> Month:
        return Month(self.year - 1, 12) if self.month == 1 else Month(self.year, self.month - 1)

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)


class DayOf(NamedTuple):
    """One patient's one day."""

    patient: UUID
    day: date


@dataclass(frozen=True)
class Owed:
    """By which stay, and at which rate; None when the year's rate is not known."""

    stay: UUID
    rate: int | None


class Billed(NamedTuple):
    """One entry in the ledger of locked statements: +1 or -1 day at a rate."""

    patient: UUID
    day: date
    stay: UUID
    sign: int
    rate: int


@dataclass(frozen=True, order=True)
class Line:
    """Days in a row of one patient at one rate. `days` and `kroner` are negative in a correction that takes back;
    `corrects` is the locked month that was wrong. `kroner` is None when the rate is not known."""

    corrects: Month | None
    patient: UUID
    first: date
    last: date
    stay: UUID
    days: int
    rate: int | None

    @property
    def kroner(self) -> int | None:
        return None if self.rate is None else self.days * self.rate

    def each_day(self) -> Iterator[date]:
        day = self.first
        while day <= self.last:
            yield day
            day += _DAY


@dataclass(frozen=True)
class Reckoning:
    """The lines of one statement. Without a rate for every day there is no sum, and `no_rate` says which years."""

    lines: tuple[Line, ...]

    @property
    def days(self) -> int:
        return sum(line.days for line in self.lines)

    @property
    def no_rate(self) -> tuple[int, ...]:
        return tuple(sorted({line.first.year for line in self.lines if line.rate is None}))

    @property
    def kroner(self) -> int | None:
        return None if self.no_rate else sum(line.kroner or 0 for line in self.lines)


# (the month it corrects, patient, day, stay, +1 or -1, rate)
_Entry = tuple[Month | None, UUID, date, UUID, int, int | None]


def reckon(
    month: Month,
    *,
    start: Month,
    owed: Mapping[DayOf, Owed],
    billed: Iterable[Billed],
    corrects: bool,
) -> Reckoning:
    """The statement of a month as it stands.

    start: the first month that this trust settles here; nothing before it is touched. billed: of all locked statements.
    corrects: whether this is the earliest open statement, which is the one that corrects the locked months before it.
    """
    own = {key: value for key, value in owed.items() if Month.of(key.day) == month}
    entries: list[_Entry] = [(None, key.patient, key.day, value.stay, 1, value.rate) for key, value in own.items()]
    if corrects:
        entries += _corrections(month, start, owed, billed)
    return Reckoning(tuple(sorted(_lines(entries), key=_order)))


def _corrections(month: Month, start: Month, owed: Mapping[DayOf, Owed], billed: Iterable[Billed]) -> list[_Entry]:
    """For every day before the month: what is owed, less what is billed."""
    known: dict[DayOf, list[Billed]] = defaultdict(list)
    for entry in billed:
        known[DayOf(entry.patient, entry.day)].append(entry)
    days = {key for key in (*owed, *known) if start <= Month.of(key.day) < month}
    return [entry for key in days for entry in _difference(key, owed.get(key), known.get(key, []))]


def _difference(key: DayOf, owed: Owed | None, billed: list[Billed]) -> Iterator[_Entry]:
    """What stands too much is taken back, and what lacks is added; a rate that was wrong is both."""
    standing: dict[int, int] = defaultdict(int)
    for entry in billed:
        standing[entry.rate] += entry.sign
    wanted = {owed.rate: 1} if owed else {}
    corrects = Month.of(key.day)
    for rate, count in standing.items():
        surplus = count - wanted.pop(rate, 0)
        if surplus:
            stay = billed[-1].stay
            yield from [(corrects, key.patient, key.day, stay, -1 if surplus > 0 else 1, rate)] * abs(surplus)
    for lacking in wanted:
        assert owed is not None
        yield corrects, key.patient, key.day, owed.stay, 1, lacking


def _lines(entries: Iterable[_Entry]) -> Iterator[Line]:
    """Days in a row with the same patient, stay, rate and sign make one line."""
    ordered = sorted(entries, key=lambda e: (e[0] or (0, 0), e[1], e[3], e[4], e[5] or -1, e[2]))
    run: list[_Entry] = []
    for entry in ordered:
        if run and (_same(run[-1], entry) and entry[2] - run[-1][2] == _DAY):
            run.append(entry)
            continue
        if run:
            yield _line(run)
        run = [entry]
    if run:
        yield _line(run)


def _same(one: _Entry, other: _Entry) -> bool:
    return (one[0], one[1], one[3:]) == (other[0], other[1], other[3:])


def _line(run: list[_Entry]) -> Line:
    corrects, patient, first, stay, sign, rate = run[0]
    return Line(corrects, patient, first, run[-1][2], stay, sign * len(run), rate)


def _order(line: Line) -> tuple[object, ...]:
    """The month's own lines first, by day; then corrections by the month that they correct."""
    return (line.corrects or (0, 0), line.first, line.last, line.days < 0, line.patient, line.stay, line.rate or 0)
