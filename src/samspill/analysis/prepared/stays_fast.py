"""Stays prepared by compiled loops, straight to arrays: for many millions. Says the same as `stays_made` and `by_hand`.

What other tables tell of a stay (waiting in several periods, diagnoses, services) is joined by DuckDB with the very
expressions of `stays_made`, and comes back as one number by row.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from samspill.analysis.prepared.array_writing import NONE, Writing
from samspill.analysis.prepared.columns import DAY, NUMBER, STAYS, TRUTH, WHOLE
from samspill.analysis.prepared.raw_columns import RawColumns, day_of
from samspill.analysis.prepared.stay_loops import NOTHING, in_order, minutes, sorted_by_person, what_came_after

Array = NDArray[Any]
Told = Iterable[tuple[str, Iterable[pa.RecordBatch]]]  # name of a column, and batches of (row of the raw table, value)
AT_A_TIME = 2
EPISODE_GAP, A_DAY = 8 * 3600, 24 * 3600
EPOCH = date(1970, 1, 1)
_TEXTS = {"trust": "trust", "municipality": "municipality", "sector": "sector", "unit": "unit", "sex": "sex",
          "doctor": "summary_by"}  # fmt: skip
# What other tables tell, and what stands where nothing is told; of the type that it comes in (`on_duckdb.SMALL`).
_NOTHING: dict[str, Any] = {
    "waiting_days": np.int32(NOTHING),
    "conditions": np.int32(NOTHING),
    "municipal_service": np.int8(-1),
    "frailty": np.float64(np.nan),
}


def write_stays(raw: RawColumns, told: Told, as_of: date, folder: Path) -> None:
    """Columns are independent once the order is known, so two are made at a time.

    told    what other tables tell, read last: then nothing else is in memory
    """
    writing = Writing(folder)
    admitted, out = _sort(raw, writing)
    with ThreadPoolExecutor(AT_A_TIME) as threads:
        columns = [threads.submit(_followed, raw, writing, admitted, out)]
        columns.append(threads.submit(_in_hospital, raw, writing, admitted, out, as_of))
        columns.append(threads.submit(_told, raw, writing, admitted))
        del admitted, out
        columns += [threads.submit(_text, raw, writing, name, column) for name, column in _TEXTS.items()]
        columns.append(threads.submit(_lives, raw, writing))
        columns.append(threads.submit(lambda: writing.number("cost", raw.number("cost"))))
        for column in columns:
            column.result()
    _joined(raw, writing, told)
    writing.finish()


def _text(raw: RawColumns, writing: Writing, name: str, column: str) -> None:
    writing.text(name, *raw.codes(column))


def _lives(raw: RawColumns, writing: Writing) -> None:
    writing.text("residence", *_residence(raw))


def _sort(raw: RawColumns, writing: Writing) -> tuple[Array, Array]:
    """Person, order, and the sorted times of admission and discharge."""
    person, ids = raw.numbered("person_id")
    admitted, out = raw.seconds("admitted_at"), raw.seconds("discharged_at")  # NONE is lower than any time
    order = sorted_by_person(person, len(ids), admitted, out)
    del ids
    person, admitted = in_order(person, order), in_order(admitted, order)
    _settle_ties(raw, order, person, admitted, np.maximum(admitted, in_order(out, order)))
    writing.whole("person", person, WHOLE)
    writing.whole("order", np.arange(len(order), dtype=order.dtype), WHOLE)
    raw.order = order
    return admitted, in_order(out, order)


def _settle_ties(raw: RawColumns, order: Array, person: Array, admitted: Array, reach: Array) -> None:
    """Stays of one person with the same times stand by their id, whatever order the file has."""
    alike = (person[1:] == person[:-1]) & (admitted[1:] == admitted[:-1]) & (reach[1:] == reach[:-1])
    tied = np.flatnonzero(alike)
    for group in np.split(tied, np.flatnonzero(np.diff(tied) > 1) + 1) if len(tied) else []:
        places = np.arange(group[0], group[-1] + 2)
        names = raw.texts_of("stay_id", order[places])
        order[places] = order[places][np.argsort(names, kind="stable")]


def _followed(raw: RawColumns, writing: Writing, admitted: Array, out: Array) -> None:
    urgency, labels = raw.codes("urgency")
    writing.text("urgency", urgency, labels)
    acute_code = labels.index("acute") if "acute" in labels else -2
    acute = np.where(urgency < 0, -1, urgency == acute_code).astype(np.int8)
    del urgency
    person = np.load(writing.path("person"), mmap_mode="r")
    last, again, again_acute, acute_again, acute_again_day = what_came_after(
        person, admitted, out, acute, EPISODE_GAP, A_DAY
    )
    writing.truth("last_of_episode", last)
    writing.truth("again_acute", again_acute)
    writing.whole("again_minutes", again, WHOLE)
    writing.whole("acute_again_minutes", acute_again, WHOLE)
    writing.whole("acute_again_day_minutes", acute_again_day, WHOLE)


def _in_hospital(raw: RawColumns, writing: Writing, admitted: Array, out: Array, as_of: date) -> None:
    begin, end = day_of(admitted), day_of(out)
    writing.whole("age", _difference(_year_of(begin), raw.whole("birth_year")), WHOLE)
    last = (as_of - EPOCH).days
    ending, labels = raw.codes("ending")
    writing.text("ending", ending, labels)
    unknown = ending == (labels.index("not_told") if "not_told" in labels else -2)
    writing.whole("admitted_on", begin, DAY)
    writing.whole("discharged_on", end, DAY)
    writing.whole("present_until", np.where(unknown, begin, np.where(end == NONE, last, end)), DAY)
    writing.whole("bed_days", _difference(end, begin), WHOLE)
    writing.whole("followed_days", np.where(end == NONE, NONE, last - end - 1), WHOLE)


def _told(raw: RawColumns, writing: Writing, admitted: Array) -> None:
    """What the municipality was told, and when."""
    notice, answer = raw.seconds("notice_at"), raw.seconds("answer_at")
    need, early = raw.seconds("need_identified_at"), raw.seconds("early_notice_at")
    writing.truth("was_notified", notice != NONE)
    writing.truth("was_answered", answer != NONE)
    writing.truth("need_seen", need != NONE)
    writing.whole("answer_minutes", minutes(notice, answer, NONE, True), WHOLE)
    writing.whole("notice_after_admission", minutes(admitted, early, NONE, False), WHOLE)
    writing.whole("notice_after_need", minutes(need, early, NONE, False), WHOLE)
    writing.whole("ready_on", raw.days("ready_on"), DAY)


def _joined(raw: RawColumns, writing: Writing, told: Told) -> None:
    """Rows that nobody tells of are missing: the lowest number, −1 for truths, NaN; but a stay that has no diagnosis of
    any group, where diagnoses are told of, has 0."""
    lacking = set(_NOTHING)
    for name, batches in told:
        lacking.discard(name)
        _write_told(writing, name, raw.ordered(_by_row(name, batches, raw.count)))
    for name in lacking:
        _write_told(writing, name, np.full(raw.count, _NOTHING[name]))


def _by_row(name: str, batches: Iterable[pa.RecordBatch], rows: int) -> Array:
    found = np.zeros(rows, dtype=np.int32) if name == "conditions" else np.full(rows, _NOTHING[name])
    for batch in batches:
        found[batch["row"].to_numpy()] = batch[name].to_numpy()
    return found


def _write_told(writing: Writing, name: str, values: Array) -> None:
    kind = STAYS[name]
    if kind == NUMBER:
        writing.number(name, values)
    elif kind == TRUTH:
        writing.truth(name, values)
    else:
        writing.whole(name, values, kind)


def _residence(raw: RawColumns) -> tuple[Array, list[str]]:
    """Where the patient lives: the municipality that answers, where nothing else is said."""
    lives, homes = raw.codes("residence")
    answers, places = raw.codes("municipality")
    labels = list(dict.fromkeys([*homes, *places]))
    number = {label: code for code, label in enumerate(labels)}
    of_home = np.asarray([number[label] for label in homes] + [-1], dtype=np.int32)
    of_place = np.asarray([number[label] for label in places] + [-1], dtype=np.int32)
    return np.where(lives < 0, of_place[answers], of_home[lives]), labels


def _difference(later: Array, earlier: Array) -> Array:
    """NONE where one is missing."""
    gone = (later == NONE) | (earlier == NONE)
    found = later - earlier
    found[gone] = NONE
    return found


def _year_of(days: Array) -> Array:
    """The year of days that are there: looked up, since there are few different ones."""
    first, last = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    calendar = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    found: Array = calendar[days - first]
    return found
