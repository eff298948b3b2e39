"""Stays prepared by compiled loops, straight to arrays: for many millions. Says the same as `stays_made` and `by_hand`.

What other tables tell of a stay (waiting in several periods, diagnoses, services) is joined by DuckDB with the very
expressions of `stays_made`, and comes back as one number by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samspill.analysis.prepared.array_writing import NONE, Writing
from samspill.analysis.prepared.columns import DAY, WHOLE
from samspill.analysis.prepared.raw_columns import RawColumns, day_of
from samspill.analysis.prepared.stay_loops import minutes, sorted_by_person, what_came_after

Array = NDArray[Any]
EPISODE_GAP, A_DAY = 8 * 3600, 24 * 3600
EPOCH = date(1970, 1, 1)
_TEXTS = {"trust": "trust", "municipality": "municipality", "sector": "sector", "unit": "unit", "sex": "sex",
          "doctor": "summary_by"}  # fmt: skip


def write_stays(raw: RawColumns, joined: Mapping[str, Array], as_of: date, folder: Path) -> None:
    """joined: values by raw row, from the other tables: waiting_days, conditions, frailty, municipal_service."""
    writing = Writing(folder)
    admitted, out = _sort(raw, writing)
    urgency, labels = raw.codes("urgency")
    writing.text("urgency", urgency, labels)
    _followed(writing, admitted, out, urgency, labels)
    _in_hospital(raw, writing, admitted, out, as_of)
    for name, column in _TEXTS.items():
        writing.text(name, *raw.codes(column))
    writing.text("residence", *_residence(raw))
    born = raw.whole("birth_year")
    writing.whole("age", _difference(_year_of(day_of(admitted)), born), WHOLE)
    writing.number("cost", raw.number("cost"))
    _told(raw, writing, admitted)
    _joined(raw, writing, joined)
    writing.finish()


def _sort(raw: RawColumns, writing: Writing) -> tuple[Array, Array]:
    """Person, order, and the sorted times of admission and discharge."""
    person, ids = raw.codes("person_id")
    admitted, out = raw.seconds("admitted_at"), raw.seconds("discharged_at")
    reach = np.maximum(admitted, out)  # NONE is lower than any time
    order = sorted_by_person(person, len(ids), admitted, reach)
    del ids
    person = person[order]
    _settle_ties(raw, order, person, admitted, reach)
    writing.whole("person", person, WHOLE)
    writing.whole("order", np.arange(len(order)), WHOLE)
    raw.order = order
    return admitted[order], out[order]


def _settle_ties(raw: RawColumns, order: Array, person: Array, admitted: Array, reach: Array) -> None:
    """Stays of one person with the same times stand by their id, whatever order the file has."""
    a, r = admitted[order], reach[order]
    tied = np.flatnonzero((person[1:] == person[:-1]) & (a[1:] == a[:-1]) & (r[1:] == r[:-1]))
    for group in np.split(tied, np.flatnonzero(np.diff(tied) > 1) + 1) if len(tied) else []:
        places = np.arange(group[0], group[-1] + 2)
        names = raw.texts_of("stay_id", order[places])
        order[places] = order[places][np.argsort(names, kind="stable")]


def _followed(writing: Writing, admitted: Array, out: Array, urgency: Array, labels: list[str]) -> None:
    acute_code = labels.index("acute") if "acute" in labels else -2
    acute = np.where(urgency < 0, -1, urgency == acute_code).astype(np.int8)
    person = np.load(writing.path("person"), mmap_mode="r")
    last, again, again_acute, acute_again, acute_again_day = what_came_after(
        person, admitted, np.maximum(admitted, out), acute, EPISODE_GAP, A_DAY
    )
    writing.truth("last_of_episode", last)
    writing.truth("again_acute", again_acute)
    for name, seconds in (("again_minutes", again), ("acute_again_minutes", acute_again),
                          ("acute_again_day_minutes", acute_again_day)):  # fmt: skip
        writing.whole(name, np.where(seconds < 0, NONE, seconds // 60), WHOLE)


def _in_hospital(raw: RawColumns, writing: Writing, admitted: Array, out: Array, as_of: date) -> None:
    begin, end = day_of(admitted), day_of(out)
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


def _joined(raw: RawColumns, writing: Writing, joined: Mapping[str, Array]) -> None:
    nothing = np.full(raw.count, NONE)
    for name in ("waiting_days", "conditions"):
        values = joined.get(name, nothing)
        writing.whole(name, values[raw.order] if raw.order is not None else values, WHOLE)
    writing.number("frailty", joined.get("frailty", np.full(raw.count, np.nan))[raw.order])
    writing.truth(
        "municipal_service", joined.get("municipal_service", np.full(raw.count, -1, dtype=np.int8))[raw.order]
    )


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
