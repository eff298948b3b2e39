"""The platform's own events as tables: stays, ready periods and leaves.

The rules are those of `samspill.stay`; here its answers are only written down, one history at a time, so that any
number of patients passes through little memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from samspill.analysis.tables.contract import Contract, Kind
from samspill.analysis.tables.declared.stays import LEAVES, READY_PERIODS, STAYS
from samspill.analysis.tables.loading import Loaded, prepare
from samspill.analysis.tables.sources.parquet import Parquet
from samspill.analysis.tables.store import ROWS, make_current, workspace
from samspill.stay import OSLO, Answer, Event, Oddity, Period, State, Stay, fold, next_admissions, stays_of
from samspill.stay import Kind as Happened

TABLES = (STAYS, READY_PERIODS, LEAVES)
_BATCH = 20_000
_ANSWERS = (Happened.CAN, Happened.CANNOT)


@dataclass(frozen=True, kw_only=True)
class History:
    """All events of one patient at one trust.

    person_id       a pseudonym
    birth_year, sex, residence, urgency   what the events do not tell, where it is known; the same for all the stays
    """

    person_id: str
    trust: str
    events: Iterable[Event]
    birth_year: int | None = None
    sex: str | None = None
    residence: str | None = None
    urgency: str | None = None


@dataclass
class Rows:
    """Rows of the three tables, as dictionaries by the contract's names."""

    stays: list[dict[str, Any]] = field(default_factory=list)
    ready_periods: list[dict[str, Any]] = field(default_factory=list)
    leaves: list[dict[str, Any]] = field(default_factory=list)

    def take(self, more: Rows) -> None:
        """Add the rows of another history."""
        self.stays += more.stays
        self.ready_periods += more.ready_periods
        self.leaves += more.leaves


def rows_of_history(history: History) -> Rows:
    """The rows of one patient. A stay of which all was cancelled gives none.

    A stay's id is made of trust, person and its number, so it may change when an older stay becomes known.
    """
    rows = Rows()
    groups = stays_of(history.events)
    for number, (events, following) in enumerate(zip(groups, next_admissions(groups), strict=True), 1):
        stay = fold(events, next_admission=following)
        if stay.state is not State.CANCELLED:
            _add(rows, f"{history.trust}-{history.person_id}-{number}", history, stay, events)
    return rows


def _add(rows: Rows, stay_id: str, history: History, stay: Stay, events: tuple[Event, ...]) -> None:
    rows.stays.append(_stay_row(stay_id, history, stay, events))
    rows.ready_periods += [
        {"stay_id": stay_id, "number": number, "ready_on": period.ready_on, "ended_on": period.ended_on,
         "declared": period.declared, "notice_to": _known(period.notices[0].municipality if period.notices else ""),
         **_asked(period, events)}
        for number, period in enumerate(stay.periods, 1)
    ]  # fmt: skip
    rows.leaves += [
        {"stay_id": stay_id, "number": number, "left_on": left, "back_on": back}
        for number, (left, back) in enumerate(stay.leaves, 1)
    ]


def _stay_row(stay_id: str, history: History, stay: Stay, events: tuple[Event, ...]) -> dict[str, Any]:
    admitted = stay.admitted_at or min(event.instant for event in events if event.kind is not Happened.CANCELLED)
    return {
        "stay_id": stay_id,
        "person_id": history.person_id,
        "trust": history.trust,
        "unit": _known(stay.unit),
        "sector": stay.sector.value,
        "urgency": history.urgency,
        "admitted_at": _clock(admitted),
        "admission_told": stay.admitted_at is not None,
        "discharged_at": _discharged_at(stay, _clock(admitted)),
        "ending": _ending(stay),
        "discharged_to": _known(stay.discharged_to),
        "municipality": _known(stay.municipality),
        "residence": history.residence,
        "sex": history.sex,
        "birth_year": history.birth_year,
        "need_identified_at": _first(stay, Happened.NEED_IDENTIFIED),
        "early_notice_at": _first(stay, Happened.EARLY_NOTICE),
        "ready_periods": len(stay.periods),
        **(_last_period(stay, stay.periods[-1], events) if stay.periods else {}),
    }


def _last_period(stay: Stay, period: Period, events: tuple[Event, ...]) -> dict[str, Any]:
    told = [e for e in events if e.kind is Happened.READY and e.has_hour and e.day == period.ready_on]
    withdrawn = (
        period.ended_on if period.ended_on is not None and (stay.is_open or period.ended_on != stay.ended_on) else None
    )
    return {
        "ready_on": period.ready_on,
        "ready_at": _clock(min(event.instant for event in told)) if told else None,
        "withdrawn_on": withdrawn,
        **_asked(period, events),
    }


def _asked(period: Period, events: tuple[Event, ...]) -> dict[str, Any]:
    """The first notice of a period and its last answer."""
    answer = period.answers[-1] if period.answers else None
    return {
        "notice_at": _clock(period.notices[0].at) if period.notices else None,
        "answer_at": _answered_at(answer, events) if answer else None,
        "answer_can": answer.can if answer else None,
        "place_ready_on": answer.place_on if answer and answer.can else None,
    }


def _answered_at(answer: Answer, events: tuple[Event, ...]) -> datetime:
    """With its hour if the events tell it; else midnight, which stands for a day without an hour."""
    hours = [
        event.instant
        for event in events
        if event.kind in _ANSWERS and event.has_hour and event.day == answer.said_on
        and (event.kind is Happened.CAN) == answer.can
    ]  # fmt: skip
    return _clock(max(hours)) if hours else datetime.combine(answer.said_on, time.min)


def _discharged_at(stay: Stay, admitted: datetime) -> datetime | None:
    """The hour of the end, where the events tell it of that day; never before the admission."""
    if stay.ended_on is None:
        return None
    ends = [_clock(stay.firsts[kind]) for kind in (Happened.DISCHARGED, Happened.DIED) if kind in stay.firsts]
    that_day = [end for end in ends if end.date() == stay.ended_on]
    return max(min(that_day), admitted) if that_day else max(datetime.combine(stay.ended_on, time.min), admitted)


def _ending(stay: Stay) -> str | None:
    if stay.is_open:
        return None
    if Oddity.NOT_DISCHARGED in stay.oddities:
        return "not_told"
    return "died" if stay.state is State.DIED else "discharged"


def _first(stay: Stay, kind: Happened) -> datetime | None:
    return _clock(stay.firsts[kind]) if kind in stay.firsts else None


def _clock(moment: datetime) -> datetime:
    """What the clock showed in Norway."""
    return moment.astimezone(OSLO).replace(tzinfo=None)


def _known(text: str) -> str | None:
    return text or None


_ARROW = {
    Kind.TEXT: pa.string(),
    Kind.WHOLE: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.TIME: pa.timestamp("us"),
    Kind.YES_NO: pa.bool_(),
}


def arrow_schema(contract: Contract) -> pa.Schema:
    """The contract's columns as Arrow types."""
    return pa.schema([(column.name, _ARROW[column.kind]) for column in contract.columns])


def write_events(histories: Iterable[History], folder: Path) -> dict[str, Path]:
    """Write the three tables as Parquet into a folder: {"stays": …, "ready_periods": …, "leaves": …}."""
    paths = {contract.name: folder / f"{contract.name}.parquet" for contract in TABLES}
    writers = {c.name: pq.ParquetWriter(paths[c.name], arrow_schema(c), compression="zstd") for c in TABLES}
    try:
        for rows in _batches(histories):
            for contract in TABLES:
                batch = pa.Table.from_pylist(getattr(rows, contract.name), schema=arrow_schema(contract))
                writers[contract.name].write_table(batch)
    finally:
        for writer in writers.values():
            writer.close()
    return paths


def _batches(histories: Iterable[History]) -> Iterator[Rows]:
    rows = Rows()
    for history in histories:
        rows.take(rows_of_history(history))
        if len(rows.stays) >= _BATCH:
            yield rows
            rows = Rows()
    yield rows


def load_events(histories: Iterable[History], into: str | Path, **how: Any) -> dict[str, Loaded]:
    """Load the three tables together: all of them are there afterwards, or none. `how` as for `loading.load`.

    Raises NotLoaded when a row breaks its contract, and Unusable as `load` does.
    """
    place = Path(into)
    with workspace(place) as work:
        written = write_events(histories, work)
        ready = {c.name: prepare(c, Parquet(written[c.name]), None, work, **how) for c in TABLES}
        folders = make_current(place, {name: folder for name, (folder, _) in ready.items()})
    found = {name: folders[name] / "rejected.parquet" for name in folders}
    return {
        name: Loaded(folders[name] / ROWS, found[name] if found[name].exists() else None, report)
        for name, (_, report) in ready.items()
    }
